"""Which endpoints of a port count for which traffic on a node (pkg/proxy/topology.go)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nodeport_lab.cluster.kubeproxy.endpoint import Endpoint
from nodeport_lab.cluster.kubeproxy.serviceport import PortInfo

_Mode = Literal["", "PreferSameNode", "PreferSameZone"]


@dataclass(frozen=True, slots=True)
class Usable:
    """The endpoints that a node may send traffic of one port to.

    cluster:   under traffic policy Cluster; empty where no traffic of the port is
    local:     under traffic policy Local; empty where no traffic of the port is
    reachable: both together
    anywhere:  whether any node has a usable endpoint: without, traffic is rejected, else at most dropped
    """

    cluster: tuple[Endpoint, ...] = ()
    local: tuple[Endpoint, ...] = ()
    reachable: tuple[Endpoint, ...] = ()
    anywhere: bool = False


NOTHING = Usable()


def same_everywhere(endpoints: Sequence[Endpoint], info: PortInfo) -> bool:
    """True where nothing about the port differs from node to node, so that one answer serves them all."""
    if info.uses_local or info.health_check_node_port is not None:
        return False
    if any(endpoint.zone_hints or endpoint.node_hints for endpoint in endpoints):
        return False
    return all(one.text != after.text for one, after in pairwise(endpoints))


def categorize(endpoints: Sequence[Endpoint], info: PortInfo, node: str, zone: str) -> Usable:
    """Answer both traffic questions for one port on one node. ``zone`` is the node's, ``""`` where it has none.

    Ready endpoints count. Where there are none, those that still serve while they terminate do, and that is
    decided for Cluster and for Local traffic apart.
    """
    endpoints = _deduplicated(endpoints, node)
    if not endpoints:
        return NOTHING
    mode: _Mode = ""
    cluster: tuple[Endpoint, ...] = ()
    if info.uses_cluster:
        mode = _mode(endpoints, node, zone)
        fits = _fits(mode, node, zone)
        cluster = tuple(e for e in endpoints if e.ready and fits(e)) or _leaving(endpoints)
    if not info.uses_local:
        return Usable(cluster, (), cluster, bool(cluster))

    here = [endpoint for endpoint in endpoints if endpoint.node == node]
    ready_here = tuple(endpoint for endpoint in here if endpoint.ready)
    local = ready_here or _leaving(here)
    anywhere = any(e.ready or (e.serving and e.terminating) for e in endpoints)
    if not info.uses_cluster:
        reachable = local
    elif mode == "" and local == ready_here:
        reachable = cluster
    else:
        # Local traffic may use endpoints that cluster traffic leaves alone: those that terminate, or that hints give away.
        merged = {endpoint.text: endpoint for endpoint in (*cluster, *local)}
        reachable = tuple(merged[text] for text in sorted(merged))
    return Usable(cluster, local, reachable, anywhere)


def _leaving(endpoints: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
    return tuple(endpoint for endpoint in endpoints if endpoint.serving and endpoint.terminating)


def _deduplicated(endpoints: Sequence[Endpoint], node: str) -> Sequence[Endpoint]:
    """One endpoint for each address: the first, unless a later one runs on this node (endpointslicecache.go addEndpoints)."""
    unique: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        if endpoint.text not in unique or endpoint.node == node:
            unique[endpoint.text] = endpoint
    return endpoints if len(unique) == len(endpoints) else tuple(unique.values())


def _mode(endpoints: Sequence[Endpoint], node: str, zone: str) -> _Mode:
    """Hints count where every ready endpoint has one and at least one is for this node, or else for its zone."""
    ready = [endpoint for endpoint in endpoints if endpoint.ready]
    if not ready:
        return ""
    if all(e.node_hints for e in ready) and any(node in e.node_hints for e in ready):
        return "PreferSameNode"
    if all(e.zone_hints for e in ready) and any(zone in e.zone_hints for e in ready):
        return "PreferSameZone"
    return ""


def _fits(mode: _Mode, node: str, zone: str) -> Callable[[Endpoint], bool]:
    if mode == "PreferSameNode":
        return lambda endpoint: node in endpoint.node_hints
    if mode == "PreferSameZone":
        return lambda endpoint: zone in endpoint.zone_hints
    return lambda endpoint: True
