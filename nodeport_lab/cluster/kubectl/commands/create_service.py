"""``kubectl create service clusterip|nodeport|loadbalancer|externalname`` (pkg/cmd/create/create_service.go)."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.kubectl.call import Call, exactly_one_name
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.resources import of_name
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

from .create import make, meta, required

_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def cluster_ip(call: Call) -> None:
    """``create service clusterip``; ``--clusterip=None`` makes it headless."""
    _create(call, "ClusterIP")


def node_port(call: Call) -> None:
    """``create service nodeport``."""
    _create(call, "NodePort")


def load_balancer(call: Call) -> None:
    """``create service loadbalancer``."""
    _create(call, "LoadBalancer")


def external_name(call: Call) -> None:
    """``create service externalname``."""
    required(call, "external-name")
    _create(call, "ExternalName")


def _create(call: Call, kind: str) -> None:
    name = exactly_one_name(call)
    ports = call.values.many("tcp")
    address = call.flag("clusterip")
    if not ports and kind != "ExternalName" and address != "None":
        raise error("at least one tcp port specifier must be provided")
    if kind == "ExternalName" and not _SUBDOMAIN.fullmatch(call.flag("external-name")):
        raise error(f"invalid service external name {call.flag('external-name')}")
    labels = {"app": name}
    spec: Obj = {}
    if address:
        spec["clusterIP"] = address
    if kind == "ExternalName":
        spec["externalName"] = call.flag("external-name")
    if ports:
        number = call.values.number("node-port") if kind == "NodePort" else 0
        spec["ports"] = [_port(text, number) for text in ports]
    spec |= {"selector": labels, "type": kind}
    body = {"metadata": meta(call, name, labels), "spec": spec, "status": {"loadBalancer": {}}}
    make(call, of_name("services"), body, f"failed to create {kind} service")


def _port(text: str, node_port_number: int) -> Obj:
    port, target = parse_ports(text)
    found: Obj = {"name": text.replace(":", "-"), "port": port, "protocol": "TCP", "targetPort": target}
    if node_port_number:
        found["nodePort"] = node_port_number
    return found


def parse_ports(text: str) -> tuple[int, Any]:
    """``80:8080`` is port 80 and targetPort 8080; one number is both; a target may be a name."""
    first, *rest = text.split(":")
    if not re.fullmatch(r"\+?\d+", first):
        raise error(f"strconv.ParseUint: parsing {go_quote(first)}: invalid syntax")
    port = int(first)
    if port > 65535:
        raise error(f"strconv.ParseUint: parsing {go_quote(first)}: value out of range")
    if not rest:
        return port, port
    if re.fullmatch(r"[-+]?\d+", rest[0]):
        target = int(rest[0])
        if not 1 <= target <= 65535:
            raise error("must be between 1 and 65535, inclusive")
        return port, target
    mistakes = port_name_mistakes(rest[0])
    if mistakes:
        raise error(",".join(mistakes))
    return port, rest[0]


def port_name_mistakes(name: str) -> list[str]:
    """validation.IsValidPortName."""
    mistakes: list[str] = []
    if len(name) > 15:
        mistakes.append("must be no more than 15 characters")
    if not re.fullmatch(r"[-a-z0-9]+", name):
        mistakes.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search(r"[a-z]", name):
        mistakes.append("must contain at least one letter (a-z)")
    if "--" in name:
        mistakes.append("must not contain consecutive hyphens")
    if name.startswith("-") or name.endswith("-"):
        mistakes.append("must not begin or end with a hyphen")
    return mistakes
