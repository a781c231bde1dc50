"""What exists, as a tree: who made whom, and how each is doing, in the columns that kubectl prints.

Workloads: Deployment -> ReplicaSet -> Pods. Services: Service -> EndpointSlice -> endpoints. Then Ingresses and Nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nodeport_lab.cluster.controllers.endpoints.members import is_ready
from nodeport_lab.cluster.controllers.endpoints.slices import SERVICE_NAME
from nodeport_lab.cluster.controllers.meta import controller_of, is_terminating
from nodeport_lab.cluster.controllers.node import is_ready as node_is_ready
from nodeport_lab.cluster.controllers.view import View
from nodeport_lab.cluster.kubectl.tables import kind_of
from nodeport_lab.cluster.objects import Obj, labels, name, namespace

Json = dict[str, Any]

# The columns worth their room in a tree; what each means is kubectl's own affair.
_COLUMNS = {
    "deployments": ("READY", "UP-TO-DATE", "AVAILABLE"),
    "replicasets": ("DESIRED", "CURRENT", "READY"),
    "pods": ("READY", "STATUS", "RESTARTS", "IP", "NODE"),
    "services": ("TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)"),
    "endpointslices": ("ADDRESSTYPE", "PORTS"),
    "ingresses": ("CLASS", "HOSTS", "ADDRESS"),
    "nodes": ("STATUS", "INTERNAL-IP"),
}


def tree(view: View, now: datetime) -> list[Json]:
    """The groups, each ``{"group", "items"}``; an item has kind, name, facts, tone and children."""
    found = _Tree(view, now)
    return [
        {"group": "workloads", "items": found.workloads()},
        {"group": "services", "items": [found.service(obj) for obj in found.every("services")]},
        {"group": "ingresses", "items": [found.item("ingresses", obj) for obj in found.every("ingresses")]},
        {"group": "nodes", "items": [found.node(obj) for obj in found.every("nodes")]},
    ]


class _Tree:
    def __init__(self, view: View, now: datetime) -> None:
        self.view, self.now = view, now
        self.owned: dict[str, list[tuple[str, Obj]]] = {}
        for resource in ("replicasets", "pods"):
            for obj in self.every(resource):
                owner = controller_of(obj)
                self.owned.setdefault(owner["uid"] if owner else "", []).append((resource, obj))

    def every(self, resource: str) -> list[Obj]:
        return sorted(self.view.every(resource), key=lambda obj: (namespace(obj), name(obj)))

    def item(self, resource: str, obj: Obj, tone: str = "calm", children: Iterable[Json] = ()) -> Json:
        table = kind_of(resource)
        cells = dict(zip(table.headers(wide=True), table.cells(obj, self.now, wide=True), strict=True))
        return {
            "kind": obj["kind"],
            "namespace": namespace(obj),
            "name": name(obj),
            "facts": [[column, cells[column]] for column in _COLUMNS[resource] if column in cells],
            "tone": tone,
            "children": list(children),
        }

    def workloads(self) -> list[Json]:
        out = [self.deployment(obj) for obj in self.every("deployments")]
        return out + [self.owned_item(*pair) for pair in self.owned.get("", ())]

    def deployment(self, obj: Obj) -> Json:
        status = obj.get("status") or {}
        whole = status.get("readyReplicas", 0) == obj["spec"].get("replicas", 1)
        children = [self.owned_item(*pair) for pair in self.owned.get(obj["metadata"].get("uid", "-"), ())]
        return self.item("deployments", obj, "good" if whole else "warn", children)

    def owned_item(self, resource: str, obj: Obj) -> Json:
        if resource == "pods":
            return self.item("pods", obj, _pod_tone(obj))
        status = obj.get("status") or {}
        wanted = obj["spec"].get("replicas", 1)
        tone = "calm" if not wanted else "good" if status.get("readyReplicas", 0) == wanted else "warn"
        children = [self.owned_item(*pair) for pair in self.owned.get(obj["metadata"].get("uid", "-"), ())]
        return self.item("replicasets", obj, tone, children)

    def service(self, obj: Obj) -> Json:
        slices = [
            piece
            for piece in self.every("endpointslices")
            if namespace(piece) == namespace(obj) and labels(piece).get(SERVICE_NAME) == name(obj)
        ]
        children = [self.slice(piece) for piece in slices]
        ready = any(entry["tone"] == "good" for child in children for entry in child["children"])
        outside = obj["spec"].get("type") == "ExternalName"
        return self.item("services", obj, "calm" if outside else "good" if ready else "warn", children)

    def slice(self, piece: Obj) -> Json:
        ports = ",".join(str(port.get("port")) for port in piece.get("ports") or ())
        return self.item("endpointslices", piece, "calm", _endpoints(piece, ports))

    def node(self, obj: Obj) -> Json:
        return self.item("nodes", obj, "good" if node_is_ready(obj) else "bad")


def _endpoints(piece: Obj, ports: str) -> Iterable[Json]:
    for entry in piece.get("endpoints") or ():
        conditions = entry.get("conditions") or {}
        target = (entry.get("targetRef") or {}).get("name", "")
        for address in entry["addresses"]:
            yield {
                "kind": "endpoint",
                "namespace": namespace(piece),
                "name": f"{address}:{ports}",
                "facts": [
                    *([["targetRef", target]] if target else []),
                    *([["nodeName", entry["nodeName"]]] if entry.get("nodeName") else []),
                    *(
                        [condition, str(conditions[condition]).lower()]
                        for condition in ("ready", "serving", "terminating")
                        if condition in conditions
                    ),
                ],
                "tone": "good" if conditions.get("ready") is not False else "warn",
                "children": [],
            }


def _pod_tone(pod: Obj) -> str:
    if is_terminating(pod):
        return "calm"
    if is_ready(pod):
        return "good"
    return "bad" if (pod.get("status") or {}).get("phase") == "Failed" else "warn"
