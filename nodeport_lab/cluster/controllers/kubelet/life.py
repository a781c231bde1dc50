"""What a node knows of a pod and the API server does not: how far it has come, and what was done to it.

This is the state of the container runtime. It is small, and it is the only memory that the kubelet has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, listening, running_containers
from nodeport_lab.cluster.objects import Obj

# The lab's own annotation: a program that needs a while before it listens, such as a JVM, to be shown with and without probes.
STARTUP = "nodeport-lab/startup-seconds"

Step = Literal["sandbox", "mount", "image", "pull", "refused", "backoff", "start", "running", "stopping"]


@dataclass(slots=True)
class Container:
    """One container: since when it runs (None: not yet), when its forerunner ended, how often it was restarted, what its probes said last."""

    name: str
    image: str = ""
    image_id: str = ""
    started: float | None = None
    ended: float = 0.0
    restarts: int = 0
    passed_startup: bool = False
    ready: bool = False
    told: set[str] = field(default_factory=set)
    waiting: tuple[str, str] = ("ContainerCreating", "")
    backoff: float = 0.0
    failures: int = 0


@dataclass(slots=True)
class Life:
    """One pod on its node.

    step, due: what is under way, and when it is done. position: which container is being started.
    since: when the answers of the probes last may have changed. forced: readiness that somebody imposed from outside.
    moved: sockets as somebody rearranged them. deaf_at: when the processes were told to stop.
    boot: how long its processes take from their start until they listen. lacking: a ConfigMap or Secret is not there.
    """

    uid: str
    node: str
    step: Step
    due: float
    accepted: float
    address: str = ""
    position: int = 0
    since: float = 0.0
    pull_began: float = 0.0
    forced: bool | None = None
    moved: tuple[Socket, ...] | None = None
    deaf_at: float | None = None
    boot: float = 0.0
    lacking: bool = False
    containers: dict[str, Container] = field(default_factory=dict)

    def sockets(self, pod: Obj, now: float) -> tuple[Socket, ...]:
        """Where the pod listens at this moment."""
        if self.deaf_at is not None and now >= self.deaf_at:
            return ()
        if self.step not in ("running", "stopping"):
            return ()
        if self.moved is not None:
            return self.moved
        alive = {
            name
            for name, c in self.containers.items()
            if c.started is not None and c.started + self.boot <= now
        }
        if len(alive) == len(self.containers):
            return listening(pod)
        spec = {
            **pod["spec"],
            "initContainers": [],
            "containers": [c for c in running_containers(pod) if c["name"] in alive],
        }
        return listening({**pod, "spec": spec})


def boot_time(pod: Obj) -> float:
    """The seconds that a manifest gives its program to get going; at once where it says nothing, or nonsense."""
    text = (pod["metadata"].get("annotations") or {}).get(STARTUP, "")
    return min(float(text), 3600.0) if text.isascii() and text.replace(".", "", 1).isdigit() else 0.0


def in_order(pod: Obj) -> Iterator[dict[str, Any]]:
    """The containers in the order in which they start: init containers, then the others."""
    yield from pod["spec"].get("initContainers") or ()
    yield from pod["spec"].get("containers") or ()


def runs_to_its_end(pod: Obj, container: dict[str, Any]) -> bool:
    """True for an init container that is not a sidecar."""
    inits = pod["spec"].get("initContainers") or ()
    return container in inits and container.get("restartPolicy") != "Always"
