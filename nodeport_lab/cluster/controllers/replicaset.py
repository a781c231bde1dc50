"""The ReplicaSet controller: as many pods as ``spec.replicas`` asks for, made from the template.

Mirrors pkg/controller/replicaset/replica_set.go and the order of pkg/controller/controller_utils.go ActivePodsWithRanks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import Any

from nodeport_lab.cluster.controllers.meta import (
    condition,
    controller_ref,
    is_terminating,
    seconds,
    with_status,
)
from nodeport_lab.cluster.controllers.writes import Again, Delete, Emit, Put, Write
from nodeport_lab.cluster.objects import Key, Obj

COMPONENT = "replicaset-controller"
BURST = 500
# A quota as an administrator of a small cluster sets it: what the whole cluster takes, pods of all namespaces together.
QUOTA = 200
RETRY = 30.0
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}


def is_active(pod: Obj) -> bool:
    """True where the pod counts as a replica: not ended, not being deleted."""
    return not is_terminating(pod) and pod.get("status", {}).get("phase") not in ("Succeeded", "Failed")


def ready_since(pod: Obj) -> float | None:
    """The moment since which the pod is ready, or None."""
    ready = condition(pod, "Ready")
    return seconds(ready["lastTransitionTime"]) if ready is not None and ready["status"] == "True" else None


def reconcile(
    rs: Obj,
    pods: Sequence[Obj],
    related: Sequence[Obj],
    now: float,
    name: Callable[[str], str],
    room: int = BURST,
) -> list[Write]:
    """What to change for ``rs`` whose pods are ``pods``; ``related`` are all pods of the same owner's ReplicaSets.

    room: how many more pods the cluster takes.
    """
    active = [pod for pod in pods if is_active(pod)]
    writes: list[Write] = []
    if not is_terminating(rs):
        missing = rs["spec"].get("replicas", 1) - len(active)
        if missing > 0:
            writes += _create(rs, min(missing, BURST, room), name)
            if missing > room:
                writes.append(Emit(rs, "Warning", "FailedCreate", _no_room(rs, name), COMPONENT))
                # Somebody else's pods may go: look again, as the real one does with growing patience.
                writes.append(Again(now + RETRY, settling=False))
        elif missing < 0:
            for pod in _to_delete(active, related, -missing, now):
                meta = pod["metadata"]
                writes.append(Delete(Key("pods", meta["namespace"], meta["name"])))
                writes.append(
                    Emit(rs, "Normal", "SuccessfulDelete", f"Deleted pod: {meta['name']}", COMPONENT)
                )
    status, available_at = _status(rs, active, sum(map(is_terminating, pods)), now)
    if status != rs.get("status"):
        writes.append(Put(with_status(rs, status)))
    if available_at is not None:
        writes.append(Again(available_at))
    return writes


def _no_room(rs: Obj, name: Callable[[str], str]) -> str:
    """pkg/quota and plugin/pkg/admission/resourcequota say it so."""
    pod = name(f"{rs['metadata']['name']}-")
    used = f"pods={QUOTA}"
    return f'Error creating: pods "{pod}" is forbidden: exceeded quota: pods, requested: pods=1, used: {used}, limited: {used}'


def _create(rs: Obj, count: int, name: Callable[[str], str]) -> list[Write]:
    meta, template = rs["metadata"], rs["spec"]["template"]
    spec = admitted_spec(template["spec"])
    owners = [controller_ref(rs)]
    prefix = f"{meta['name']}-"
    writes: list[Write] = []
    for _ in range(count):
        pod_meta = {
            "name": name(prefix),
            "generateName": prefix,
            "namespace": meta["namespace"],
            "labels": template["metadata"].get("labels") or {},
            "ownerReferences": owners,
            "generation": 1,
        }
        annotations = template["metadata"].get("annotations")
        if annotations:
            pod_meta["annotations"] = annotations
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": pod_meta,
            "spec": spec,
            "status": {"phase": "Pending", "qosClass": qos_class(spec)},
        }
        writes.append(Put(pod))
        writes.append(Emit(rs, "Normal", "SuccessfulCreate", f"Created pod: {pod_meta['name']}", COMPONENT))
    return writes


def admitted_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """A template's spec with what admission adds to a pod (plugin/pkg/admission/{defaulttolerationseconds,priority})."""
    tolerations = list(spec.get("tolerations") or ())
    for key in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"):
        if not any(
            t.get("key", key) == key and t.get("effect", "NoExecute") == "NoExecute" for t in tolerations
        ):
            tolerations.append(
                {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
            )
    return {
        "priority": 0,
        "enableServiceLinks": True,
        "preemptionPolicy": "PreemptLowerPriority",
        **spec,
        "tolerations": tolerations,
    }


def qos_class(spec: dict[str, Any]) -> str:
    """Guaranteed, Burstable or BestEffort, by requests and limits (pkg/apis/core/v1/helper/qos)."""
    containers = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
    resources = [container.get("resources") or {} for container in containers]
    if not any(r.get("requests") or r.get("limits") for r in resources):
        return "BestEffort"
    for r in resources:
        limits = r.get("limits") or {}
        requests = {**limits, **(r.get("requests") or {})}
        if any(kind not in limits or limits[kind] != requests[kind] for kind in ("cpu", "memory")):
            return "Burstable"
    return "Guaranteed"


def _to_delete(active: Sequence[Obj], related: Sequence[Obj], count: int, now: float) -> list[Obj]:
    """The pods that go first when there are too many."""
    if count >= len(active):
        return list(active)
    per_node = Counter(pod["spec"].get("nodeName", "") for pod in related if is_active(pod))

    def compare(a: Obj, b: Obj) -> int:
        ours, theirs = _before_time(a, per_node), _before_time(b, per_node)
        if ours != theirs:
            return -1 if ours < theirs else 1
        since_a, since_b = ready_since(a), ready_since(b)
        if since_a is not None and since_b is not None and since_a != since_b:
            return _younger(since_a, since_b, a, b, now)
        restarts = _restarts(b) - _restarts(a)
        if restarts:
            return restarts
        return _younger(_created(a), _created(b), a, b, now)

    return sorted(active, key=cmp_to_key(compare))[:count]


def _before_time(pod: Obj, per_node: Counter[str]) -> tuple[int, int, int, int, int]:
    """Unassigned, pending, unready, cheap to delete, crowded: the smaller goes first."""
    node = pod["spec"].get("nodeName", "")
    cost = (pod["metadata"].get("annotations") or {}).get(DELETION_COST, "0")
    return (
        1 if node else 0,
        _PHASES.get(pod.get("status", {}).get("phase", "Pending"), 2),
        0 if ready_since(pod) is None else 1,
        int(cost) if cost.lstrip("-").isdigit() else 0,
        -per_node[node],
    )


def _younger(a_time: float, b_time: float, a: Obj, b: Obj, now: float) -> int:
    """Of two ages of the same order of magnitude neither counts as younger; then the uid decides (LogarithmicScaleDown)."""
    difference = _magnitude(now - a_time) - _magnitude(now - b_time)
    if difference:
        return difference
    return -1 if a["metadata"].get("uid", "") < b["metadata"].get("uid", "") else 1


def _magnitude(age: float) -> int:
    return int(math.log2(age)) if age >= 1 else -1


def _restarts(pod: Obj) -> int:
    return max(
        (c.get("restartCount", 0) for c in pod.get("status", {}).get("containerStatuses") or ()), default=0
    )


def _created(pod: Obj) -> float:
    return seconds(pod["metadata"]["creationTimestamp"])


def _status(
    rs: Obj, active: Sequence[Obj], terminating: int, now: float
) -> tuple[dict[str, Any], float | None]:
    """The status, and the moment at which the next ready pod counts as available."""
    patience = rs["spec"].get("minReadySeconds", 0)
    template_labels = (rs["spec"]["template"]["metadata"].get("labels") or {}).items()
    ready = available = labelled = 0
    next_available: float | None = None
    for pod in active:
        if template_labels <= (pod["metadata"].get("labels") or {}).items():
            labelled += 1
        since = ready_since(pod)
        if since is None:
            continue
        ready += 1
        if not patience or now >= since + patience:
            available += 1
        elif next_available is None or since + patience < next_available:
            next_available = since + patience
    status: dict[str, Any] = {
        "observedGeneration": rs["metadata"].get("generation", 1),
        "replicas": len(active),
        "terminatingReplicas": terminating,
    }
    counts = {"fullyLabeledReplicas": labelled, "readyReplicas": ready, "availableReplicas": available}
    status |= {name: count for name, count in counts.items() if count}
    return status, next_available
