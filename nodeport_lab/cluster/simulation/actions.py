"""The entries of a workspace's log: which actions there are, and what each must say.

An action that is none of these, or says nonsense, raises ``ValueError``: whoever logs checks before. What a learner may get wrong
(a manifest, a command, an address) is no nonsense here; its mistakes are returned by the action itself.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from nodeport_lab.cluster.simulation.requests import is_http, is_ipv4

Action = Mapping[str, Any]
Check = Callable[[Any], bool]

MAX_NODES = 20


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _port(value: Any) -> bool:
    return _number(value) and 0 < value < 65536


def _seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 30 * 86400


def _grace(value: Any) -> bool:
    return _number(value) and 0 <= value <= 25


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _files(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(file, dict) and _text(file.get("name")) and _text(file.get("text")) for file in value
    )


def _door(value: Any) -> bool:
    return isinstance(value, dict) and _text(value.get("address")) and _number(value.get("port"))


def _network(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return ipaddress.ip_network(value, strict=False).version == 4
    except ValueError:
        return False


def _ports(value: Any) -> bool:
    if value is None or _port(value):
        return True
    return isinstance(value, list) and len(value) == 2 and all(map(_port, value)) and value[0] <= value[1]


def _rules(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(rule, dict)
        and _network(rule.get("source"))
        and "ports" in rule
        and _ports(rule["ports"])
        and rule.get("action") in ("allow", "deny")
        and rule.get("protocol") in (None, "TCP", "UDP", "SCTP")
        for rule in value
    )


def _http(value: Any) -> bool:
    return value is None or is_http(value)


def _address(value: Any) -> bool:
    return isinstance(value, str) and is_ipv4(value)


def _clients(value: Any) -> bool:
    if not isinstance(value, list) or not value or len(value) > 20:
        return False
    if not all(
        isinstance(client, dict)
        and _text(client.get("name"))
        and client["name"]
        and "/" not in client["name"]
        and _address(client.get("address"))
        and (client.get("nat") is None or _address(client["nat"]))
        for client in value
    ):
        return False
    return len({client["name"] for client in value}) == len(value) and value[0]["name"] == "client"


def _published(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, dict)
        and _port(entry.get("port"))
        and _port(entry.get("nodePort"))
        and _text(entry.get("node"))
        and entry.get("protocol") in (None, "TCP", "UDP", "SCTP")
        for entry in value
    )


_SETTLE: dict[str, Check] = {"settle": _flag}

# type -> (fields that it must have, fields that it may have).
ACTIONS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "apply": ({"files": _files}, _SETTLE),
    "delete": ({"resource": _text, "namespace": _text, "name": _text}, _SETTLE),
    "scale": ({"namespace": _text, "name": _text, "replicas": _number}, _SETTLE),
    "roll-out": (
        {"namespace": _text, "name": _text},
        {"startup": _seconds, "probe": _flag, "drain": _grace, **_SETTLE},
    ),
    "set-node": ({"node": _text, "up": _flag}, _SETTLE),
    "set-nodes": ({"count": lambda value: _number(value) and 1 <= value <= MAX_NODES}, _SETTLE),
    "set-node-address": ({"node": _text, "address": _address}, _SETTLE),
    "set-kube-proxy": ({"node": _text, "running": _flag}, _SETTLE),
    "set-readiness": ({"namespace": _text, "pod": _text, "ready": _flag}, _SETTLE),
    "set-listening": (
        {"namespace": _text, "pod": _text, "port": _port, "address": _one_of("0.0.0.0", "127.0.0.1")},  # noqa: S104
        _SETTLE,
    ),
    "set-firewall": ({"rules": _rules}, {}),
    "set-provider": ({"running": _flag}, {"kind": _one_of("balancer", "proxy", "vip"), **_SETTLE}),
    "set-ingress-controller": (
        {"running": _flag},
        {"expose": _one_of("LoadBalancer", "NodePort"), **_SETTLE},
    ),
    "set-pod-network": ({"between": _flag}, {}),
    "set-hairpin": ({"node": _text, "enabled": _flag}, {}),
    "set-clients": ({"clients": _clients}, {}),
    "set-host": ({"running": _flag}, {"published": _published, "reachable": _flag}),
    "set-proxy-mode": ({"mode": _one_of("iptables", "nftables")}, _SETTLE),
    "set-nodeport-range": ({"first": _port, "last": _port}, {}),
    "send": (
        {"from": _text, "to": _door, "protocol": _one_of("TCP", "UDP", "SCTP")},
        {"pick": _number, "via": lambda value: value is None or _text(value), "http": _http},
    ),
    "advance": ({"seconds": _seconds}, {}),
    "kubectl": ({"line": _text}, _SETTLE),
    "terminal": ({"line": _text}, {"place": _text, "dice": _number, "files": _files, **_SETTLE}),
    "edit": ({"opened": _text, "text": _text}, _SETTLE),
}


def check(action: Action, nodes: frozenset[str] | None = None) -> None:
    """``ValueError`` where the action is none, lacks a field, or names a node that is not there.

    Without ``nodes`` every name of one will do: which there are is then for the cluster to say.
    """
    if not isinstance(action, Mapping):
        raise ValueError(f"an action is an object, not {action!r}")
    kind = action.get("type")
    if not isinstance(kind, str) or kind not in ACTIONS:
        raise ValueError(f"no such action: {kind!r}")
    required, optional = ACTIONS[kind]
    for field, holds in required.items():
        if field not in action:
            raise ValueError(f"{kind} lacks {field}")
        if not holds(action[field]):
            raise ValueError(f"{kind}: {field} cannot be {action[field]!r}")
    for field, value in action.items():
        if field == "type" or field in required:
            continue
        if field not in optional:
            raise ValueError(f"{kind} has no {field}")
        if not optional[field](value):
            raise ValueError(f"{kind}: {field} cannot be {value!r}")
    if nodes is not None and "node" in required and action["node"] not in nodes:
        raise ValueError(f"{kind}: there is no node {action['node']!r}")
    if kind == "send" and action.get("http") is not None and action["protocol"] != "TCP":
        raise ValueError(f"{kind}: HTTP goes over TCP")
    published = {entry["node"] for entry in action.get("published", ())} if kind == "set-host" else set()
    if nodes is not None and not published <= nodes:
        raise ValueError(f"{kind}: published names a node that is not there")
    if kind == "set-nodeport-range" and action["first"] > action["last"]:
        raise ValueError(f"{kind}: {action['first']} comes after {action['last']}")
    if kind == "scale" and action["replicas"] < 0:
        raise ValueError(f"{kind}: replicas cannot be {action['replicas']}")
