"""The table of Pods: how READY, STATUS and RESTARTS follow from the containers (printPod)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nodeport_lab.cluster.kubectl.ages import human, parse
from nodeport_lab.cluster.objects import Obj

from .kinds import Kind, age, or_none


def status_of(pod: Obj) -> str:
    """The STATUS column: the phase, unless a container or the deletion has something to say."""
    status = pod.get("status") or {}
    reason: str = status.get("reason") or status.get("phase", "")
    for condition in status.get("conditions") or []:
        if condition["type"] == "PodScheduled" and condition.get("reason") == "SchedulingGated":
            reason = "SchedulingGated"
    reason, initializing = _initializing(pod, reason)
    if not initializing or _condition(status, "Initialized"):
        running = False
        for container in reversed(status.get("containerStatuses") or []):
            state = container.get("state") or {}
            waiting, terminated = state.get("waiting") or {}, state.get("terminated")
            if waiting.get("reason"):
                reason = waiting["reason"]
            elif terminated is not None:
                reason = _terminated(terminated)
            elif container.get("ready") and "running" in state:
                running = True
        if reason == "Completed" and running:
            reason = "Running" if _condition(status, "Ready") else "NotReady"
    if pod["metadata"].get("deletionTimestamp") and status.get("reason") == "NodeLost":
        return "Unknown"
    if pod["metadata"].get("deletionTimestamp") and reason not in ("Failed", "Succeeded"):
        return "Terminating"
    return reason


def _terminated(terminated: dict[str, Any]) -> str:
    if terminated.get("reason"):
        return str(terminated["reason"])
    if terminated.get("signal"):
        return f"Signal:{terminated['signal']}"
    return f"ExitCode:{terminated.get('exitCode', 0)}"


def _initializing(pod: Obj, reason: str) -> tuple[str, bool]:
    statuses = (pod.get("status") or {}).get("initContainerStatuses") or []
    total = len(pod["spec"].get("initContainers") or [])
    for index, container in enumerate(statuses):
        state = container.get("state") or {}
        terminated, waiting = state.get("terminated"), state.get("waiting") or {}
        if terminated is not None and terminated.get("exitCode", 0) == 0:
            continue
        if terminated is not None:
            return f"Init:{_terminated(terminated)}", True
        if waiting.get("reason") and waiting["reason"] != "PodInitializing":
            return f"Init:{waiting['reason']}", True
        return f"Init:{index}/{total}", True
    return reason, False


def _condition(status: dict[str, Any], kind: str) -> bool:
    return any(c["type"] == kind and c["status"] == "True" for c in status.get("conditions") or [])


def _restarts(pod: Obj, now: datetime) -> str:
    statuses = (pod.get("status") or {}).get("containerStatuses") or []
    count = sum(container.get("restartCount", 0) for container in statuses)
    ends = [
        container["lastState"]["terminated"]["finishedAt"]
        for container in statuses
        if (container.get("lastState") or {}).get("terminated", {}).get("finishedAt")
    ]
    if count and ends:
        return f"{count} ({human((now - max(map(parse, ends))).total_seconds())} ago)"
    return str(count)


def _readiness_gates(pod: Obj) -> str:
    gates = pod["spec"].get("readinessGates") or []
    if not gates:
        return "<none>"
    status = pod.get("status") or {}
    return f"{sum(_condition(status, gate['conditionType']) for gate in gates)}/{len(gates)}"


def _pod(obj: Obj, now: datetime) -> list[str]:
    status = obj.get("status") or {}
    ready = sum(
        1
        for c in status.get("containerStatuses") or []
        if c.get("ready") and "running" in (c.get("state") or {})
    )
    addresses = [entry["ip"] for entry in status.get("podIPs") or []]
    return [
        obj["metadata"]["name"],
        f"{ready}/{len(obj['spec'].get('containers') or [])}",
        status_of(obj),
        _restarts(obj, now),
        age(obj, now),
        or_none(addresses[0] if addresses else status.get("podIP", "")),
        or_none(obj["spec"].get("nodeName", "")),
        or_none(status.get("nominatedNodeName", "")),
        _readiness_gates(obj),
    ]


PODS = {
    "pods": Kind(
        ("NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP+", "NODE+", "NOMINATED NODE+", "READINESS GATES+"),
        _pod,
    )
}
