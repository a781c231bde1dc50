"""Moments: what happened when, so that a page can play it. Told from the changes of objects, in the lab's own words' keys."""

from __future__ import annotations

from typing import Any, NamedTuple

from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.controllers.endpoints.members import is_ready
from nodeport_lab.cluster.controllers.endpoints.slices import SERVICE_NAME
from nodeport_lab.cluster.controllers.meta import condition, is_terminating
from nodeport_lab.cluster.objects import Key, Obj

# Every event, and what its words (content/moments.yaml) may name besides the object.
EVENTS: dict[str, frozenset[str]] = {
    "object-created": frozenset(),
    "object-changed": frozenset(),
    "object-deleted": frozenset(),
    "pod-created": frozenset(),
    "pod-scheduled": frozenset({"node"}),
    "pod-unschedulable": frozenset({"message"}),
    "pod-started": frozenset({"address"}),
    "pod-waiting": frozenset({"reason"}),
    "pod-ready": frozenset(),
    "pod-unready": frozenset(),
    "pod-terminating": frozenset(),
    "pod-gone": frozenset(),
    "pod-listening": frozenset({"ports"}),
    "pod-deaf": frozenset(),
    "node-given-up": frozenset(),
    "endpoints-changed": frozenset({"service", "ready", "before"}),
    "rules-written": frozenset(),
    "node-joined": frozenset(),
    "node-left": frozenset(),
    "node-unready": frozenset(),
    "node-ready": frozenset(),
    "balancer-assigned": frozenset({"address"}),
}


class Moment(NamedTuple):
    """Something happened at a simulated time: which event, to which object, with what to fill into the words."""

    time: float
    event: str
    kind: str
    namespace: str
    name: str
    params: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As the browser gets it."""
        return {
            "time": round(self.time, 3),
            "event": self.event,
            "object": {"kind": self.kind, "namespace": self.namespace, "name": self.name},
            "params": self.params,
        }


_TOLD = frozenset(("deployments", "services", "ingresses", "namespaces", "ingressclasses", "configmaps"))


def told_by(key: Key, old: Obj | None, new: Obj | None, now: float) -> list[Moment]:
    """The moments in one change of the store."""
    obj = new if new is not None else old
    if obj is None:
        return []

    def moment(event: str, **params: Any) -> Moment:
        return Moment(now, event, obj["kind"], key.namespace, key.name, params)

    if key.resource == "pods":
        return [moment(event, **params) for event, params in _pod(old, new)]
    if key.resource == "endpointslices":
        before = _addresses(old)
        after = _addresses(new)
        if before == after:
            return []
        service = (obj["metadata"].get("labels") or {}).get(SERVICE_NAME, "")
        return [moment("endpoints-changed", service=service, ready=sorted(after), before=sorted(before))]
    if key.resource == "nodes" and (old is None or new is None):
        return [moment("node-joined" if old is None else "node-left")]
    if key.resource == "nodes" and old is not None and new is not None:
        was, ready = (_node_ready(node) for node in (old, new))
        return [moment("node-ready" if ready else "node-unready")] if was != ready else []
    if key.resource in _TOLD:
        if old is None:
            return [moment("object-created")]
        if new is None:
            return [moment("object-deleted")]
        out = [moment("object-changed")] if old.get("spec") != new.get("spec") else []
        if key.resource == "services":
            addresses = loadbalancer.addresses(new)
            if addresses and addresses != loadbalancer.addresses(old):
                out.append(moment("balancer-assigned", address=addresses[0]))
        return out
    return []


def _pod(old: Obj | None, new: Obj | None) -> list[tuple[str, dict[str, Any]]]:
    if new is None:
        return [("pod-gone", {})]
    out: list[tuple[str, dict[str, Any]]] = []
    if old is None:
        out.append(("pod-created", {}))
    node = new["spec"].get("nodeName")
    if node and (old is None or not old["spec"].get("nodeName")):
        out.append(("pod-scheduled", {"node": node}))
    status = new.get("status", {})
    before = old.get("status", {}) if old is not None else {}
    if status is not before:
        scheduled = condition(new, "PodScheduled")
        if scheduled is not None and scheduled["status"] == "False" and not before.get("conditions"):
            out.append(("pod-unschedulable", {"message": scheduled.get("message", "")}))
        if status.get("phase") == "Running" and before.get("phase") != "Running":
            out.append(("pod-started", {"address": status.get("podIP", "")}))
        reason = waiting_reason(new)
        if (
            reason
            and reason not in ("ContainerCreating", "PodInitializing")
            and reason != waiting_reason(old)
        ):
            out.append(("pod-waiting", {"reason": reason}))
        was, ready = old is not None and is_ready(old), is_ready(new)
        if was != ready:
            out.append(("pod-ready" if ready else "pod-unready", {}))
    if is_terminating(new) and (old is None or not is_terminating(old)):
        out.append(("pod-terminating", {}))
    return out


def waiting_reason(pod: Obj | None) -> str:
    """Why the first container that waits does, or nothing."""
    if pod is None:
        return ""
    for entry in pod.get("status", {}).get("containerStatuses") or ():
        waiting = entry.get("state", {}).get("waiting")
        if waiting:
            return str(waiting.get("reason", ""))
    return ""


def _addresses(piece: Obj | None) -> set[str]:
    if piece is None:
        return set()
    return {
        entry["addresses"][0]
        for entry in piece.get("endpoints") or ()
        if entry["addresses"] and entry.get("conditions", {}).get("ready") is not False
    }


def _node_ready(node: Obj) -> bool:
    ready = condition(node, "Ready")
    return ready is not None and ready["status"] == "True"
