"""The kubelets of all nodes: one look at one pod, whatever the reason for looking (pkg/kubelet/pod_workers.go SyncPod)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig
from nodeport_lab.cluster.controllers.kubelet.addresses import Addresses
from nodeport_lab.cluster.controllers.kubelet.equipment import Equipment, event, field_of
from nodeport_lab.cluster.controllers.kubelet.life import Container, Life, boot_time, in_order
from nodeport_lab.cluster.controllers.kubelet.references import (
    Find,
    missing_from_environment,
    missing_from_volumes,
)
from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, running_containers
from nodeport_lab.cluster.controllers.kubelet.starting import advance
from nodeport_lab.cluster.controllers.kubelet.watching import watch
from nodeport_lab.cluster.controllers.meta import is_terminating
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.controllers.writes import Again, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj


class Kubelets:
    """What every node's kubelet and container runtime remember. ``down`` names the nodes that do nothing at the moment."""

    def __init__(
        self,
        config: ClusterConfig,
        timing: Timing = DEFAULT,
        addresses: Mapping[str, str] | None = None,
        find: Find = lambda key: None,
    ) -> None:
        self.config = config
        self.timing = timing
        self.lives: dict[Key, Life] = {}
        self.down: set[str] = set()
        nodes = {node.name: node.address for node in config.nodes}
        self._tools = Equipment(timing, Addresses(config, addresses), nodes, find)

    def join(self, node: NodeConfig) -> None:
        """One more node, with a kubelet of its own."""
        self._tools.nodes[node.name] = node.address
        self._tools.addresses.extend(node.name, node.pod_cidr)

    def leave(self, node: str) -> None:
        """A node is gone for good. Its pods' addresses are given back as the pods go."""
        self.down.discard(node)
        self._tools.nodes.pop(node)
        self._tools.images.pop(node, None)

    def sockets(self, key: Key, pod: Obj, now: float) -> tuple[Socket, ...]:
        """Where a pod listens at this moment; nowhere before its containers run."""
        life = self.lives.get(key)
        return life.sockets(pod, now) if life is not None else ()

    def set_node_address(self, node: str, address: str) -> None:
        """A node has another address. Pods in its network keep the one that they were given, as they do in Kubernetes."""
        self._tools.nodes[node] = address

    def runs(self, key: Key) -> bool:
        """True while the pod's network exists on its node."""
        life = self.lives.get(key)
        return life is not None and bool(life.address)

    def force_readiness(self, key: Key, *, ready: bool) -> bool:
        """Somebody breaks (or mends) the pod's readiness from outside; False where the pod is not running."""
        life = self.lives.get(key)
        if life is None or life.step != "running":
            return False
        life.forced = ready
        return True

    def rearrange(self, key: Key, pod: Obj, port: int, address: str, now: float) -> bool:
        """The pod's process listens on ``address:port`` from now on; False where the pod is not running.

        Where it listens on that port already only the address changes, otherwise its first TCP socket moves there.
        """
        life = self.lives.get(key)
        if life is None or life.step != "running":
            return False
        sockets = list(life.sockets(pod, now))
        index = next((i for i, s in enumerate(sockets) if s.port == port), None)
        if index is None:
            index = next((i for i, s in enumerate(sockets) if s.protocol == "TCP"), None)
        if index is None:
            sockets.append(Socket(port, "TCP", address))
        else:
            sockets[index] = Socket(port, sockets[index].protocol, address)
        life.moved = tuple(sockets)
        life.since = now
        return True

    def sync(self, key: Key, pod: Obj | None, now: float) -> list[Write]:
        """What the pod's kubelet does at this moment, and when it will look again."""
        life = self.lives.get(key)
        if life is not None and (pod is None or life.uid != pod["metadata"].get("uid", "")):
            self._forget(key, life)
            life = None
        if pod is None:
            return []
        node = pod["spec"].get("nodeName", "")
        if node not in self._tools.nodes or node in self.down:
            return []
        if is_terminating(pod):
            return self._terminate(key, pod, life, now)
        if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
            return []
        if life is None:
            return self._accept(key, pod, node, now)
        writes: list[Write] = []
        while now >= life.due and life.step != "running":
            writes += advance(self._tools, key, pod, life)
        if life.step == "running":
            writes += watch(self._tools, pod, life, now)
            moved = pod["status"].get("hostIP") not in (None, self._tools.nodes[node])
            if moved and not any(isinstance(write, Put) for write in writes):
                writes.append(self._tools.put(pod, life, now))
        elif life.due > now:
            writes.append(Again(life.due, settling=self._is_soon(pod, life)))
        return writes

    def lacks(self, key: Key) -> bool:
        """True for a pod that waits for a ConfigMap or a Secret."""
        life = self.lives.get(key)
        return life is not None and life.lacking

    def _is_soon(self, pod: Obj, life: Life) -> bool:
        """Whether what is due is a matter of moments, or of patience: a back-off, or something that nobody has made yet."""
        if life.lacking:
            find, spec = self._tools.find, list(in_order(pod))[life.position]
            return not (missing_from_volumes(pod, find) or missing_from_environment(pod, spec, find))
        return life.step != "backoff"

    def _accept(self, key: Key, pod: Obj, node: str, now: float) -> list[Write]:
        life = Life(pod["metadata"].get("uid", ""), node, "sandbox", now + self.timing.sandbox, accepted=now)
        life.boot = boot_time(pod)
        life.containers = {c["name"]: Container(c["name"]) for c in in_order(pod)}
        inits = bool(pod["spec"].get("initContainers"))
        for container in pod["spec"].get("containers") or ():
            life.containers[container["name"]].waiting = (
                "PodInitializing" if inits else "ContainerCreating",
                "",
            )
        if pod["spec"].get("hostNetwork"):
            life.address = self._tools.nodes[node]
        self.lives[key] = life
        return [self._tools.put(pod, life, now), Again(life.due)]

    def _terminate(self, key: Key, pod: Obj, life: Life | None, now: float) -> list[Write]:
        """Stop the containers within the grace period, then take the pod out of the store (killPod)."""
        if life is None:
            return [Remove(key)]
        writes: list[Write] = []
        if life.step != "stopping":
            for spec in running_containers(pod):
                if life.containers[spec["name"]].started is not None:
                    text = f"Stopping container {spec['name']}"
                    writes.append(event(pod, life, "Normal", "Killing", text, field_of(pod, spec)))
            grace = pod["metadata"].get("deletionGracePeriodSeconds")
            if grace is None:
                grace = pod["spec"].get("terminationGracePeriodSeconds", 30)
            drain = min(float(grace), max((_pre_stop(c) for c in running_containers(pod)), default=0.0))
            life.step, life.deaf_at = "stopping", now + drain
            life.due = now + min(float(grace), drain + self.timing.stop)
        if now >= life.due:
            self._forget(key, life)
            return [*writes, Remove(key)]
        deaf = life.deaf_at if life.deaf_at is not None and life.deaf_at > now else life.due
        return [*writes, Again(min(deaf, life.due))]

    def _forget(self, key: Key, life: Life) -> None:
        if life.address and life.address != self._tools.nodes.get(life.node):
            self._tools.addresses.give_back(life.node, life.address)
        del self.lives[key]


def _pre_stop(container: dict[str, Any]) -> float:
    """How long a preStop hook holds the container back: its sleep, or the argument of a ``sleep`` command."""
    hook = (container.get("lifecycle") or {}).get("preStop") or {}
    if "sleep" in hook:
        return float(hook["sleep"].get("seconds", 0))
    words = " ".join((hook.get("exec") or {}).get("command") or ()).split()
    for command, argument in pairwise(words):
        if command.rsplit("/", 1)[-1] == "sleep" and argument.rstrip(";").isdigit():
            return float(argument.rstrip(";"))
    return 0.0
