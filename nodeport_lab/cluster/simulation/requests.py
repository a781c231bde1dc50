"""From a request as the page sends it to one that can be traced; what a person typed wrong comes back as a Problem."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from nodeport_lab.cluster.network.dns import Zone
from nodeport_lab.cluster.network.http import HttpRequest, Scheme
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import EPHEMERAL, Request, World
from nodeport_lab.cluster.problem import Problem

_PROTOCOLS: Mapping[str, Protocol] = {"TCP": "TCP", "UDP": "UDP", "SCTP": "SCTP"}
_SCHEMES: Mapping[str, Scheme] = {"http": "http", "https": "https"}
_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_EPHEMERAL_LAST = 60999  # net.ipv4.ip_local_port_range


def read(request: Mapping[str, Any], world: World, zone: Zone, sent: int) -> Request | HttpRequest | Problem:
    """The request, from a port of its own; a UDP program keeps its socket. ``sent``: how many were sent before.

    An address may be a name, where the sender is a pod: it asks the cluster's DNS.
    """
    sender, to = request.get("from"), request.get("to")
    protocol = _PROTOCOLS.get(request.get("protocol") or "TCP")
    if not isinstance(to, Mapping) or protocol is None:
        raise ValueError(f"not a request: {request!r}")
    if sender not in world.map.client and sender not in world.map.node and sender not in world.map.pod:
        return Problem(
            "request-unknown-sender", f"nobody here is called {sender}", params={"from": str(sender)}
        )
    typed = str(to.get("address", "")).strip()
    address = typed if is_ipv4(typed) else _resolved(typed, str(sender), world, zone, sent)
    if isinstance(address, Problem):
        return address
    port = to.get("port")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        return Problem("request-bad-port", f"{port}: not a port", params={"port": port})
    via = request.get("via")
    if via is not None and via not in world.map.node:
        return Problem("request-unknown-node", f"there is no node {via}", params={"node": str(via)})
    source = source_port(protocol, sent)
    http = request.get("http")
    if http is None:
        return Request(str(sender), address, port, protocol, via, source)
    return HttpRequest(
        str(sender),
        address,
        port,
        http.get("host") or typed,
        http.get("path") or "/",
        _SCHEMES[http.get("scheme") or "http"],
        via,
        source,
        bool(http.get("insecure")),
    )


def source_port(protocol: str, sent: int) -> int:
    """The port that the next request comes from, after so many; a UDP program keeps its socket."""
    return EPHEMERAL if protocol == "UDP" else EPHEMERAL + sent % (_EPHEMERAL_LAST - EPHEMERAL)


def is_http(value: Any) -> bool:
    """True where ``value`` says what is asked above TCP: ``{scheme, host, path, insecure}``, each of them if it likes."""
    return isinstance(value, Mapping) and (
        value.keys() <= {"scheme", "host", "path", "insecure"}
        and value.get("scheme", "http") in _SCHEMES
        and isinstance(value.get("host", ""), str)
        and isinstance(value.get("path", "/"), str)
        and value.get("path", "/").startswith("/")
        and isinstance(value.get("insecure", False), bool)
    )


def _resolved(name: str, sender: str, world: World, zone: Zone, sent: int) -> str | Problem:
    """What the cluster's DNS says; of several addresses each comes first in its turn (CoreDNS, ``loadbalance``)."""
    if sender not in world.map.pod or not _NAME.fullmatch(name):
        return Problem(
            "request-bad-address", f"{name}: neither an IPv4 address nor a name", params={"address": name}
        )
    if not world.map.pod[sender].cluster_dns:
        text = f"{sender} asks the DNS of its node, which knows no {name}"
        return Problem("request-dns-policy", text, params={"address": name, "pod": sender})
    namespace = sender.partition("/")[0]
    found = zone.resolve(name, namespace)
    if found.addresses:
        return found.addresses[sent % len(found.addresses)]
    if found.code == "NOERROR" and found.elsewhere is not None:
        text = f"{name} is an alias of {found.elsewhere}, which is no name of the cluster"
        return Problem("request-name-elsewhere", text, params={"address": name, "elsewhere": found.elsewhere})
    return Problem(
        "request-name-unknown",
        f"{name}: no such name (NXDOMAIN)",
        params={"address": name, "namespace": namespace},
    )


def is_ipv4(text: str) -> bool:
    """True for an address as the lab routes it."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True
