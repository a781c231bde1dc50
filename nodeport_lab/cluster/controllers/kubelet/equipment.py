"""What every kubelet has at hand: the table of times, its images and addresses, and the pen with which it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.controllers.kubelet import status
from nodeport_lab.cluster.controllers.kubelet.addresses import Addresses
from nodeport_lab.cluster.controllers.kubelet.life import Life
from nodeport_lab.cluster.controllers.kubelet.references import Find
from nodeport_lab.cluster.controllers.timing import Timing
from nodeport_lab.cluster.controllers.writes import Emit, Put
from nodeport_lab.cluster.objects import Obj

COMPONENT = "kubelet"


@dataclass(slots=True)
class Equipment:
    """nodes: each node's address. find: an object of the API server's. images: which images each node has pulled."""

    timing: Timing
    addresses: Addresses
    nodes: dict[str, str]
    find: Find
    images: dict[str, set[str]] = field(default_factory=dict)

    def put(self, pod: Obj, life: Life, now: float) -> Put:
        """The pod with its status as it is now."""
        return Put({**pod, "status": status.write(pod, life, self.nodes[life.node], now)})


def event(pod: Obj, life: Life, kind: str, reason: str, text: str, where: str = "") -> Emit:
    """An event that the pod's kubelet tells; ``where`` names the container, as ``field_of`` does."""
    return Emit(pod, kind, reason, text, COMPONENT, life.node, where)


def field_of(pod: Obj, spec: dict[str, Any]) -> str:
    """The container's place in the pod: ``spec.containers{web}``."""
    where = "initContainers" if spec in (pod["spec"].get("initContainers") or ()) else "containers"
    return f"spec.{where}{{{spec['name']}}}"
