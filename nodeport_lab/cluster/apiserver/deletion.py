"""What becomes of an object that is deleted while somebody still has to clean up: it is marked, and stays.

Mirrors registry/core/pod/strategy.go (CheckGracefulDelete) and k8s.io/apiserver/pkg/registry/rest/delete.go (BeforeDelete).
"""

from __future__ import annotations

from nodeport_lab.cluster.objects import Obj


def grace(obj: Obj, asked: int | None) -> int:
    """How many seconds an object has to end: a Pod that is on a node and not done, those it has or is given; others none."""
    if obj["kind"] != "Pod" or not obj["spec"].get("nodeName"):
        return 0
    if obj.get("status", {}).get("phase") in ("Succeeded", "Failed"):
        return 0
    seconds = obj["spec"].get("terminationGracePeriodSeconds", 30) if asked is None else asked
    return int(seconds)


def is_pending(obj: Obj) -> bool:
    """True where finalizers hold the object; a Namespace has its own in its spec."""
    return bool(
        obj["metadata"].get("finalizers") or (obj["kind"] == "Namespace" and obj["spec"].get("finalizers"))
    )


def marked(obj: Obj, moment: str, wait: int) -> Obj:
    """The object as it stays until it is gone; ``moment``: when its grace ends."""
    metadata = {**obj["metadata"], "deletionTimestamp": moment, "deletionGracePeriodSeconds": wait}
    if "generation" in metadata:
        metadata["generation"] += 1
    out = {**obj, "metadata": metadata}
    if obj["kind"] == "Namespace":
        out["status"] = {**obj.get("status", {}), "phase": "Terminating"}
    return out
