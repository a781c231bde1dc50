"""A cluster as a small drawing on the teacher's board: its nodes with their pods, the door of its Services, how the last packet ended.

Made when something changed, where the cluster is at hand anyhow: a board reads what is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from nodeport_lab.classroom.models import Thumb
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Workspace

MAX_NODES, MAX_PODS = 6, 6  # that are drawn
_DOORS = ("Ingress", "LoadBalancer", "NodePort", "ClusterIP")


def of(workspaces: Collection[str]) -> dict[str, dict[str, Any]]:
    """The drawings that there are of these workspaces, by their id."""
    return dict(Thumb.objects.filter(workspace__in=workspaces).values_list("workspace_id", "drawing"))


def lab_changed(workspace: Workspace, **kwargs: Any) -> None:
    """Of the lab: a workspace has a new revision."""
    if workspace.purpose.startswith("class:"):
        drawing = stage.look(workspace, lambda cluster: drawn(cluster, _packet(workspace)))
        Thumb.objects.update_or_create(workspace=workspace, defaults={"drawing": drawing})


def drawn(cluster: Cluster, packet: dict[str, Any] | None = None) -> dict[str, Any]:
    """``{nodes: [{up, ready, waiting}], pods, ready, door, backed, end}``.

    ``door``: the outermost way in, or null; ``backed``: whether any endpoint is behind it. ``end``: how a packet ends now that was the
    last thing to be done: ``answered``, or what else the trace says; null where something else was done last.
    """
    found = cluster.snapshot()
    pods = [pod for pod in found["pods"] if not pod["terminating"]]
    nodes = [
        {
            "up": node["up"] and node["ready"],
            "ready": min(MAX_PODS, sum(pod["ready"] for pod in pods if pod["node"] == node["name"])),
            "waiting": min(MAX_PODS, sum(not pod["ready"] for pod in pods if pod["node"] == node["name"])),
        }
        for node in found["nodes"][:MAX_NODES]
    ]
    own = [one for one in found["services"] if (one["namespace"], one["name"]) != ("default", "kubernetes")]
    kinds = {one["type"] for one in own} | ({"Ingress"} if found["ingresses"] else set())
    return {
        "nodes": nodes,
        "pods": len(pods),
        "ready": sum(pod["ready"] for pod in pods),
        "door": next((kind for kind in _DOORS if kind in kinds), None),
        "backed": any(one["endpoints"] for one in own),
        "end": _end(cluster, packet) if packet else None,
    }


def _packet(workspace: Workspace) -> dict[str, Any] | None:
    last = workspace.actions.filter(number=workspace.length).values_list("data", flat=True).first()
    return last if last and last["type"] == "send" else None


def _end(cluster: Cluster, packet: dict[str, Any]) -> str | None:
    request = {name: value for name, value in packet.items() if name not in ("type", "pick")}
    branches = cluster.trace(request)["branches"]
    picked = [one for one in branches if one["id"] == packet.get("pick", 0)] or branches[:1]
    return str(picked[0]["ending"]["kind"]) if picked else None
