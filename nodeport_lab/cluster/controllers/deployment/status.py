"""Counts and conditions of a Deployment (pkg/controller/deployment/{sync,progress}.go)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.controllers.deployment import rolling
from nodeport_lab.cluster.controllers.meta import seconds, stamp
from nodeport_lab.cluster.objects import Obj

Condition = dict[str, Any]


class Conditions:
    """The conditions of a Deployment while they are being changed."""

    def __init__(self, deployment: Obj, now: float) -> None:
        self.all: list[Condition] = list(deployment.get("status", {}).get("conditions") or ())
        self.now = stamp(now)

    def get(self, kind: str) -> Condition | None:
        """The condition of a type, or None."""
        return next((entry for entry in self.all if entry["type"] == kind), None)

    def remove(self, kind: str) -> None:
        """Take a condition away."""
        self.all = [entry for entry in self.all if entry["type"] != kind]

    def set(self, kind: str, status: str, reason: str, message: str, *, renew: bool = False) -> None:
        """Set a condition; one with the same status and reason stays as it is, unless ``renew`` says that time moved on."""
        present = self.get(kind)
        if present is not None and present["status"] == status:
            if present["reason"] == reason and not renew:
                return
            since = present["lastTransitionTime"]
        else:
            since = self.now
        self.remove(kind)
        self.all.append(
            {
                "type": kind,
                "status": status,
                "lastUpdateTime": self.now,
                "lastTransitionTime": since,
                "reason": reason,
                "message": message,
            }
        )


def counts(deployment: Obj, new: Obj | None, sets: Sequence[Obj], collisions: int | None) -> dict[str, Any]:
    """The status without conditions."""
    terminating = replicas = ready = available = asked = 0
    for rs in sets:
        found = rs.get("status", {})
        terminating += found.get("terminatingReplicas", 0)
        replicas += found.get("replicas", 0)
        ready += found.get("readyReplicas", 0)
        available += found.get("availableReplicas", 0)
        asked += rolling.size(rs)
    status: dict[str, Any] = {
        "observedGeneration": deployment["metadata"].get("generation", 1),
        "terminatingReplicas": terminating,
    }
    numbers = {
        "replicas": replicas,
        "updatedReplicas": new.get("status", {}).get("replicas", 0) if new is not None else 0,
        "readyReplicas": ready,
        "availableReplicas": available,
        "unavailableReplicas": max(0, asked - available),
    }
    status |= {name: number for name, number in numbers.items() if number}
    if collisions is not None:
        status["collisionCount"] = collisions
    return status


def is_complete(deployment: Obj, status: dict[str, Any]) -> bool:
    """True where all pods are of the new revision and available, and none is left of the old."""
    wanted = deployment["spec"].get("replicas", 1)
    return all(status.get(name, 0) == wanted for name in ("updatedReplicas", "replicas", "availableReplicas"))


def _is_progressing(before: dict[str, Any], after: dict[str, Any]) -> bool:
    def old(status: dict[str, Any]) -> int:
        return int(status.get("replicas", 0) - status.get("updatedReplicas", 0))

    grown = any(
        after.get(name, 0) > before.get(name, 0)
        for name in ("updatedReplicas", "readyReplicas", "availableReplicas")
    )
    return grown or old(after) < old(before)


def judge(
    deployment: Obj, new: Obj | None, status: dict[str, Any], conditions: Conditions, now: float
) -> float | None:
    """Set Available and Progressing; returns the moment at which the rollout counts as timed out, where that may come."""
    spec = deployment["spec"]
    enough = spec.get("replicas", 1) - rolling.max_unavailable(deployment)
    if status.get("availableReplicas", 0) >= enough:
        conditions.set(
            "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability."
        )
    else:
        text = "Deployment does not have minimum availability."
        conditions.set("Available", "False", "MinimumReplicasUnavailable", text)
    deadline = spec.get("progressDeadlineSeconds")
    if deadline is None or deadline == 2**31 - 1:
        conditions.remove("Progressing")
        return None
    present = conditions.get("Progressing")
    settled = present is not None and present["reason"] == "NewReplicaSetAvailable"
    if settled and status.get("replicas", 0) == status.get("updatedReplicas", 0):
        return None
    who = f'Deployment "{deployment["metadata"]["name"]}"'
    if new is not None:
        who = f'ReplicaSet "{new["metadata"]["name"]}"'
    if is_complete(deployment, status):
        conditions.set("Progressing", "True", "NewReplicaSetAvailable", f"{who} has successfully progressed.")
        return None
    if _is_progressing(deployment.get("status", {}), status):
        conditions.set("Progressing", "True", "ReplicaSetUpdated", f"{who} is progressing.", renew=True)
    present = conditions.get("Progressing")
    if present is None or present["reason"] == "ProgressDeadlineExceeded" or spec.get("paused"):
        return None
    due: float = seconds(present["lastUpdateTime"]) + deadline
    if now < due:
        return due
    conditions.set("Progressing", "False", "ProgressDeadlineExceeded", f"{who} has timed out progressing.")
    return None
