"""The scheduler: which node a pod goes to, or why it goes nowhere.

Filters and their words mirror pkg/scheduler/framework/plugins; scoring is what the default weights come to for pods
like ours: fewest pods of the same kind first (PodTopologySpread), then the least requested (LeastAllocated). Where the
real scheduler throws dice among equals, the first node wins, unless dice are asked for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from nodeport_lab.cluster.controllers.meta import condition, controller_of, stamp
from nodeport_lab.cluster.controllers.quantity import scheduled_amount
from nodeport_lab.cluster.controllers.writes import Emit, Put, Write
from nodeport_lab.cluster.objects import Obj, label_selector_selects

COMPONENT = "default-scheduler"
HOSTNAME = "kubernetes.io/hostname"
UNSCHEDULABLE = "node.kubernetes.io/unschedulable"
# What a container without requests counts as (pkg/scheduler/util/pod_resources.go).
_DEFAULT_REQUESTS = {"cpu": 100, "memory": 200 * 1024 * 1024}
# Reasons that evicting other pods would not change.
_FINAL = ("node(s) didn't match", "node(s) had untolerated taint", "node(s) were unschedulable")

PodsOn = Callable[[str], Sequence[Obj]]


def schedule(
    pod: Obj, nodes: Iterable[Obj], pods_on: PodsOn, now: float, dice: int | None = None
) -> list[Write]:
    """Bind ``pod`` to a node, or say why none of ``nodes`` will do. ``dice``: which of equals is taken; None: the first."""
    spec = pod["spec"]
    if spec.get("schedulerName", COMPONENT) != COMPONENT or spec.get("schedulingGates"):
        return []
    reasons: Counter[str] = Counter()
    fitting: list[tuple[tuple[Any, ...], str]] = []
    nodes = list(nodes)
    for position, node in enumerate(nodes):
        why = _why_not(pod, node, pods_on)
        if why:
            reasons.update(why)
        else:
            name = node["metadata"]["name"]
            throw = b"" if dice is None else _throw(dice, pod, name)
            fitting.append(((*_score(pod, node, pods_on), throw, position), name))
    if fitting:
        return _bind(pod, min(fitting)[1], now)
    return _refuse(pod, reasons, len(nodes), now)


def _throw(dice: int, pod: Obj, node: str) -> bytes:
    return hashlib.blake2b(f"{dice}/{pod['metadata']['name']}/{node}".encode(), digest_size=4).digest()


def _bind(pod: Obj, node: str, now: float) -> list[Write]:
    meta = pod["metadata"]
    scheduled = {
        "type": "PodScheduled",
        "status": "True",
        "lastProbeTime": None,
        "lastTransitionTime": stamp(now),
    }
    status = {**pod["status"], "conditions": [scheduled]}
    bound = {**pod, "spec": {**pod["spec"], "nodeName": node}, "status": status}
    text = f"Successfully assigned {meta['namespace']}/{meta['name']} to {node}"
    return [Put(bound), Emit(pod, "Normal", "Scheduled", text, COMPONENT)]


def _refuse(pod: Obj, reasons: Counter[str], count: int, now: float) -> list[Write]:
    text = message(reasons, count)
    present = condition(pod, "PodScheduled")
    if present is not None and present.get("message") == text:
        return []
    entry = {
        "type": "PodScheduled",
        "status": "False",
        "lastProbeTime": None,
        "lastTransitionTime": present["lastTransitionTime"] if present else stamp(now),
        "reason": "Unschedulable",
        "message": text,
    }
    status = {**pod["status"], "conditions": [entry]}
    return [Put({**pod, "status": status}), Emit(pod, "Warning", "FailedScheduling", text, COMPONENT)]


def message(reasons: Counter[str], count: int) -> str:
    """The words of a pod that fits nowhere (framework.FitError, with what the two PostFilter plugins add)."""
    if count == 0:
        return "no nodes available to schedule pods"
    why = ", ".join(sorted(f"{number} {reason}" for reason, number in reasons.items()))
    final = sum(number for reason, number in reasons.items() if reason.startswith(_FINAL))
    final = min(final, count)
    preemption: Counter[str] = Counter()
    preemption["Preemption is not helpful for scheduling"] = final
    preemption["No preemption victims found for incoming pod"] = count - final
    hopeless = ", ".join(sorted(f"{number} {reason}" for reason, number in preemption.items() if number))
    return (
        f"0/{count} nodes are available: {why}. no new claims to deallocate, "
        f"preemption: 0/{count} nodes are available: {hopeless}."
    )


def _why_not(pod: Obj, node: Obj, pods_on: PodsOn) -> list[str]:
    """Why the node will not do: the first filter that refuses speaks, resources name each shortage."""
    spec = pod["spec"]
    if node["spec"].get("unschedulable") and not tolerated(
        spec, {"key": UNSCHEDULABLE, "effect": "NoSchedule"}
    ):
        return ["node(s) were unschedulable"]
    for taint in node["spec"].get("taints") or ():
        if taint["effect"] != "PreferNoSchedule" and not tolerated(spec, taint):
            return ["node(s) had untolerated taint(s)"]
    if not _affinity_allows(spec, node):
        return ["node(s) didn't match Pod's node affinity/selector"]
    present = pods_on(node["metadata"]["name"])
    wanted = _host_ports(spec)
    if wanted and any(_collide(wanted, _host_ports(other["spec"])) for other in present):
        return ["node(s) didn't have free ports for the requested pod ports"]
    return _shortages(spec, node, present)


def tolerated(spec: dict[str, Any], taint: dict[str, Any]) -> bool:
    """True where one of the pod's tolerations covers the taint (v1.Toleration.ToleratesTaint)."""
    return any(tolerates(toleration, taint) for toleration in spec.get("tolerations") or ())


def tolerates(toleration: dict[str, Any], taint: dict[str, Any]) -> bool:
    """True where this toleration covers the taint."""
    if toleration.get("effect") and toleration["effect"] != taint["effect"]:
        return False
    if toleration.get("key") and toleration["key"] != taint["key"]:
        return False
    if (toleration.get("operator") or "Equal") == "Exists":
        return True
    return bool(toleration.get("value", "") == taint.get("value", ""))


def _affinity_allows(spec: dict[str, Any], node: Obj) -> bool:
    labels = node["metadata"].get("labels") or {}
    if any(labels.get(key) != value for key, value in (spec.get("nodeSelector") or {}).items()):
        return False
    affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    if not required:
        return True
    return any(
        _term_matches(term, labels, node["metadata"]["name"]) for term in required["nodeSelectorTerms"]
    )


def _term_matches(term: dict[str, Any], labels: dict[str, str], name: str) -> bool:
    expressions = term.get("matchExpressions") or []
    fields = term.get("matchFields") or []
    if not expressions and not fields:
        return False
    numbers = [e for e in expressions if e["operator"] in ("Gt", "Lt")]
    for expression in numbers:
        text = labels.get(expression["key"], "")
        if not text.lstrip("-").isdigit():
            return False
        difference = int(text) - int(expression["values"][0])
        if (difference <= 0) if expression["operator"] == "Gt" else (difference >= 0):
            return False
    plain = {"matchExpressions": [e for e in expressions if e not in numbers]}
    return label_selector_selects(plain, labels) and label_selector_selects(
        {"matchExpressions": fields}, {"metadata.name": name}
    )


def _host_ports(spec: dict[str, Any]) -> set[tuple[str, int, str]]:
    ports = (port for container in spec.get("containers") or () for port in container.get("ports") or ())
    return {
        (port.get("hostIP") or "0.0.0.0", port["hostPort"], port.get("protocol") or "TCP")  # noqa: S104
        for port in ports
        if port.get("hostPort")
    }


def _collide(wanted: set[tuple[str, int, str]], taken: set[tuple[str, int, str]]) -> bool:
    anywhere = "0.0.0.0"  # noqa: S104
    return any(
        port == other_port and protocol == other_protocol and (ip == other or anywhere in (ip, other))
        for ip, port, protocol in wanted
        for other, other_port, other_protocol in taken
    )


def _requests(spec: dict[str, Any], resource: str, default: int) -> int:
    total = 0
    for container in spec.get("containers") or ():
        resources = container.get("resources")
        if not resources:
            total += default
            continue
        text = (resources.get("requests") or {}).get(resource) or (resources.get("limits") or {}).get(
            resource
        )
        total += scheduled_amount(resource, text) if text is not None else default
    return total


def _shortages(spec: dict[str, Any], node: Obj, present: Sequence[Obj]) -> list[str]:
    allocatable = node["status"].get("allocatable") or {}
    out = []
    if len(present) + 1 > int(allocatable.get("pods", 110)):
        out.append("Too many pods")
    for resource in ("cpu", "memory"):
        wanted = _requests(spec, resource, 0)
        if wanted and resource in allocatable:
            used = sum(_requests(other["spec"], resource, 0) for other in present)
            if used + wanted > scheduled_amount(resource, allocatable[resource]):
                out.append(f"Insufficient {resource}")
    return out


def _score(pod: Obj, node: Obj, pods_on: PodsOn) -> tuple[Any, ...]:
    """The smaller, the better: unwelcome taints, pods of the same kind, share of the node's CPU and memory in use."""
    spec = pod["spec"]
    taints = node["spec"].get("taints") or ()
    unwelcome = sum(1 for t in taints if t["effect"] == "PreferNoSchedule" and not tolerated(spec, t))
    present = pods_on(node["metadata"]["name"])
    owner = controller_of(pod)
    own_labels = (pod["metadata"].get("labels") or {}).items()
    kin = 0
    for other in present:
        if owner is not None:
            theirs = controller_of(other)
            kin += theirs is not None and theirs["uid"] == owner["uid"]
        elif own_labels:
            kin += own_labels <= (other["metadata"].get("labels") or {}).items()
    allocatable = node["status"].get("allocatable") or {}
    used = 0.0
    for resource, default in _DEFAULT_REQUESTS.items():
        if resource in allocatable:
            total = sum(_requests(other["spec"], resource, default) for other in present)
            used += total / scheduled_amount(resource, allocatable[resource])
    return unwelcome, kin, used
