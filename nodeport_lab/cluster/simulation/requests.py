"""From a request as the page sends it to one that can be traced; what a person typed wrong comes back as a Problem."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import EPHEMERAL, Request, World
from nodeport_lab.cluster.problem import Problem

_PROTOCOLS: Mapping[str, Protocol] = {"TCP": "TCP", "UDP": "UDP", "SCTP": "SCTP"}
_EPHEMERAL_LAST = 60999  # net.ipv4.ip_local_port_range


def read(request: Mapping[str, Any], world: World, sent: int) -> Request | Problem:
    """The request, from a port of its own; a UDP program keeps its socket. ``sent``: how many were sent before."""
    sender, to = request.get("from"), request.get("to")
    protocol = _PROTOCOLS.get(request.get("protocol") or "TCP")
    if not isinstance(to, Mapping) or protocol is None:
        raise ValueError(f"not a request: {request!r}")
    if sender not in world.map.client and sender not in world.map.node and sender not in world.map.pod:
        return Problem(
            "request-unknown-sender", f"nobody here is called {sender}", params={"from": str(sender)}
        )
    address, port = str(to.get("address", "")).strip(), to.get("port")
    if not _is_ipv4(address):
        return Problem("request-bad-address", f"{address}: not an IPv4 address", params={"address": address})
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        return Problem("request-bad-port", f"{port}: not a port", params={"port": port})
    via = request.get("via")
    if via is not None and via not in world.map.node:
        return Problem("request-unknown-node", f"there is no node {via}", params={"node": str(via)})
    source = EPHEMERAL
    if protocol != "UDP":
        source += sent % (_EPHEMERAL_LAST - EPHEMERAL)
    return Request(str(sender), address, port, protocol, via, source)


def _is_ipv4(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True
