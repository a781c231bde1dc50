"""Nodes: how one registers, and what becomes of one that falls silent (pkg/controller/nodelifecycle, tainteviction)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig
from nodeport_lab.cluster.controllers.meta import condition, is_terminating, seconds, stamp
from nodeport_lab.cluster.controllers.scheduler import HOSTNAME, tolerates
from nodeport_lab.cluster.controllers.writes import Again, Delete, Emit, Put, Write
from nodeport_lab.cluster.objects import Key, Obj

COMPONENT = "node-controller"
EVICTION_COMPONENT = "taint-eviction-controller"
UNREACHABLE = "node.kubernetes.io/unreachable"
ZONE = "topology.kubernetes.io/zone"
NOT_READY = "node.kubernetes.io/not-ready"
_SILENT = {
    "status": "Unknown",
    "reason": "NodeStatusUnknown",
    "message": "Kubelet stopped posting node status.",
}
_CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)
_CAPACITY = {"cpu": "4", "ephemeral-storage": "61202244Ki", "memory": "8145348Ki", "pods": "110"}


def register(node: NodeConfig, config: ClusterConfig, now: float) -> Obj:
    """The Node object that a healthy kubelet writes of itself."""
    labels = {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        HOSTNAME: node.name,
        "kubernetes.io/os": "linux",
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": node.name, "labels": labels},
        "spec": {"podCIDR": node.pod_cidr, "podCIDRs": [node.pod_cidr]},
        "status": {
            "capacity": _CAPACITY,
            "allocatable": _CAPACITY,
            "conditions": _healthy((), now),
            "addresses": [
                {"type": "InternalIP", "address": node.address},
                {"type": "Hostname", "address": node.name},
            ],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {
                "machineID": "",
                "systemUUID": "",
                "bootID": "",
                "kernelVersion": "6.12.48+deb13-amd64",
                "osImage": "Debian GNU/Linux 13 (trixie)",
                "containerRuntimeVersion": "containerd://2.2.1",
                "kubeletVersion": config.version,
                "kubeProxyVersion": "",
                "operatingSystem": "linux",
                "architecture": "amd64",
            },
        },
    }


def _healthy(before: Sequence[dict[str, Any]], now: float) -> list[dict[str, Any]]:
    present = {entry["type"]: entry for entry in before}
    out = []
    for kind, value, reason, message in _CONDITIONS:
        former = present.get(kind)
        since = former["lastTransitionTime"] if former and former["status"] == value else stamp(now)
        out.append(
            {
                "type": kind,
                "status": value,
                "lastHeartbeatTime": stamp(now),
                "lastTransitionTime": since,
                "reason": reason,
                "message": message,
            }
        )
    return out


def zones(nodes: Iterable[Obj]) -> dict[str, str]:
    """The zone of every node that is labelled with one."""
    labelled = (
        (node["metadata"]["name"], (node["metadata"].get("labels") or {}).get(ZONE)) for node in nodes
    )
    return {name: zone for name, zone in labelled if zone}


def is_ready(node: Obj) -> bool:
    """True where the node's Ready condition is."""
    ready = condition(node, "Ready")
    return ready is not None and ready["status"] == "True"


def addressed(node: Obj, address: str) -> Obj:
    """The Node with this InternalIP, as its kubelet reports it; the same object where it says so already."""
    before = node["status"].get("addresses") or ()
    if any(entry == {"type": "InternalIP", "address": address} for entry in before):
        return node
    after = [{**entry, "address": address} if entry["type"] == "InternalIP" else entry for entry in before]
    return {**node, "status": {**node["status"], "addresses": after}}


def lost(node: Obj, pods: Iterable[Obj], now: float) -> list[Write]:
    """The node was silent for the grace period: it is NotReady, takes no pods any more, and its pods count as not ready."""
    conditions = [
        {**entry, **_SILENT, "lastTransitionTime": stamp(now)}
        for entry in node["status"].get("conditions") or ()
    ]
    taints = [t for t in node["spec"].get("taints") or () if t["key"] not in (UNREACHABLE, NOT_READY)]
    taints.append({"key": UNREACHABLE, "effect": "NoSchedule", "timeAdded": stamp(now)})
    after = {
        **node,
        "spec": {**node["spec"], "taints": taints},
        "status": {**node["status"], "conditions": conditions},
    }
    name = node["metadata"]["name"]
    text = f"Node {name} status is now: NodeNotReady"
    writes: list[Write] = [Put(after), Emit(node, "Normal", "NodeNotReady", text, COMPONENT)]
    for pod in pods:
        ready = condition(pod, "Ready")
        if ready is None or ready["status"] != "True":
            continue
        marked = {**ready, "status": "False", "lastTransitionTime": stamp(now)}
        others = [marked if entry["type"] == "Ready" else entry for entry in pod["status"]["conditions"]]
        writes.append(Put({**pod, "status": {**pod["status"], "conditions": others}}))
        writes.append(Emit(pod, "Warning", "NodeNotReady", "Node is not ready", COMPONENT))
    return writes


def give_up(nodes: Sequence[Obj], now: float) -> list[Write]:
    """Taint the silent nodes so that their pods are evicted, unless so many are silent that the fault must be elsewhere.

    Where no node is left, nobody is evicted and taints of that kind go; where more than two and 55 % of a small cluster are
    silent, no more are given up (node_lifecycle_controller.go handleDisruption, ComputeZoneState, ReducedQPSFunc).
    """
    silent = [node for node in nodes if not is_ready(node)]
    all_lost = len(silent) == len(nodes)
    many_lost = len(silent) > 2 and len(silent) / len(nodes) >= 0.55 and len(nodes) <= 50
    writes: list[Write] = []
    for node in silent:
        taints = node["spec"].get("taints") or []
        given_up = any(t["key"] == UNREACHABLE and t["effect"] == "NoExecute" for t in taints)
        if given_up and all_lost:
            taints = [t for t in taints if t["key"] != UNREACHABLE or t["effect"] != "NoExecute"]
        elif not given_up and not all_lost and not many_lost:
            taints = [*taints, {"key": UNREACHABLE, "effect": "NoExecute", "timeAdded": stamp(now)}]
        else:
            continue
        writes.append(Put({**node, "spec": {**node["spec"], "taints": taints}}))
    return writes


def back(node: Obj, now: float) -> list[Write]:
    """The node speaks again: Ready, and no longer tainted."""
    spec = {key: value for key, value in node["spec"].items() if key != "taints"}
    taints = [t for t in node["spec"].get("taints") or () if t["key"] not in (UNREACHABLE, NOT_READY)]
    if taints:
        spec["taints"] = taints
    status = {**node["status"], "conditions": _healthy(node["status"].get("conditions") or (), now)}
    text = f"Node {node['metadata']['name']} status is now: NodeReady"
    return [
        Put({**node, "spec": spec, "status": status}),
        Emit(node, "Normal", "NodeReady", text, "kubelet", node["metadata"]["name"]),
    ]


def evict(node: Obj, pods: Iterable[Obj], now: float) -> list[Write]:
    """Delete the pods that do not tolerate the node's NoExecute taints any longer; says when to look at the others."""
    taints = [t for t in node["spec"].get("taints") or () if t["effect"] == "NoExecute"]
    writes: list[Write] = []
    next_look: float | None = None
    for pod in pods:
        if not taints or is_terminating(pod):
            continue
        leaves = _leaves_at(pod, taints, now)
        if leaves is None:
            continue
        if now >= leaves:
            meta = pod["metadata"]
            writes.append(Delete(Key("pods", meta["namespace"], meta["name"])))
            text = f"Marking for deletion Pod {meta['namespace']}/{meta['name']}"
            writes.append(Emit(pod, "Normal", "TaintManagerEviction", text, EVICTION_COMPONENT))
        else:
            next_look = leaves if next_look is None else min(next_look, leaves)
    if next_look is not None:
        writes.append(Again(next_look, settling=False))
    return writes


def _leaves_at(pod: Obj, taints: Sequence[dict[str, Any]], now: float) -> float | None:
    """When the pod has to go; None where it may stay for ever."""
    moments: list[float] = []
    for taint in taints:
        matching = [t for t in pod["spec"].get("tolerations") or () if tolerates(t, taint)]
        if not matching:
            return now
        limits = [t["tolerationSeconds"] for t in matching if t.get("tolerationSeconds") is not None]
        if limits:
            added = seconds(taint["timeAdded"]) if taint.get("timeAdded") else now
            moments.append(added + max(0, min(limits)))
    return min(moments) if moments else None
