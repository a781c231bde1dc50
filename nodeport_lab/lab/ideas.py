"""The same packet as people are taught it: NodeIP:nodePort -> ClusterIP:port -> PodIP:targetPort.

What netfilter does is one rewriting, from the first to the last; the middle is the idea that the Service stands for.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.cluster import Cluster


def with_ideas(cluster: Cluster, trace: dict[str, Any]) -> dict[str, Any]:
    """The trace with ``idea`` at each branch: ``[{role, address, port, name}]``, as far as the packet came."""
    request = trace["request"]
    to = request["to"]
    door = cluster.world().map.door(to["address"], request["protocol"], to["port"])
    service = door.service if door is not None else None
    start = [_step(to["role"], to["address"], to["port"], _owner(cluster, to["address"]))] if door else []
    middle = _port(cluster, service, door.field if door is not None else None)
    if middle and (middle["address"], middle["port"]) == (to["address"], to["port"]):
        start = []
    branches = [
        branch | {"idea": [*start, *([middle] if middle else []), *_end(branch)]}
        for branch in trace["branches"]
    ]
    return trace | {"branches": branches}


def _step(role: str | None, address: str, port: int, name: str) -> dict[str, Any]:
    return {"role": role, "address": address, "port": port, "name": name}


def _owner(cluster: Cluster, address: str) -> str:
    return next((node.name for node in cluster.config.nodes if node.address == address), "")


def _port(cluster: Cluster, service: str | None, field: str | None) -> dict[str, Any] | None:
    """The Service's own address and port, which every door of it stands for."""
    if service is None or field is None or "[" not in field:
        return None
    obj = cluster.api.get(Key("services", *service.split("/", 1)))
    address = (obj or {}).get("spec", {}).get("clusterIP")
    if obj is None or address in (None, "", "None"):
        return None
    port = obj["spec"]["ports"][int(field[field.index("[") + 1 : field.index("]")])]
    return _step("port", address, port["port"], obj["metadata"]["name"])


def _end(branch: dict[str, Any]) -> list[dict[str, Any]]:
    """The pod, where the packet was rewritten to one."""
    for hop in branch["hops"]:
        target = hop["after"]["dst"]
        if hop["leg"] == "request" and target["role"] == "targetPort":
            pod = branch["ending"]["place"]
            name = pod.split("/")[-1] if "/" in pod else ""
            return [_step("targetPort", target["address"], target["port"], name)]
    return []
