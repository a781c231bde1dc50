"""Tables of Ingress, IngressClass, NetworkPolicy, ServiceCIDR, IPAddress and EndpointSlice."""

from __future__ import annotations

from datetime import datetime

from nodeport_lab.cluster.objects import Obj

from .kinds import Kind, age, format_selector, or_none


def _hosts(obj: Obj) -> str:
    """The HOSTS column: the first three, ``*`` where no rule names one."""
    hosts = [rule["host"] for rule in obj["spec"].get("rules") or [] if rule.get("host")]
    if not hosts:
        return "*"
    text = ",".join(hosts[:3])
    return f"{text} + {len(hosts) - 3} more..." if len(hosts) > 3 else text


def ingress_addresses(obj: Obj) -> str:
    """The ADDRESS column, sorted. (Tables are made wide by the server, so nothing is cut.)"""
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    return ",".join(sorted({entry.get("ip") or entry.get("hostname") or "" for entry in ingress} - {""}))


def _ingress(obj: Obj, now: datetime) -> list[str]:
    spec = obj["spec"]
    return [
        obj["metadata"]["name"],
        or_none(spec.get("ingressClassName") or ""),
        _hosts(obj),
        ingress_addresses(obj),
        "80, 443" if spec.get("tls") else "80",
        age(obj, now),
    ]


def _ingress_class(obj: Obj, now: datetime) -> list[str]:
    parameters = obj["spec"].get("parameters")
    shown = "<none>"
    if parameters:
        group = f".{parameters['apiGroup']}" if parameters.get("apiGroup") else ""
        shown = f"{parameters['kind']}{group}/{parameters['name']}"
    return [obj["metadata"]["name"], obj["spec"].get("controller", ""), shown, age(obj, now)]


def _several(items: list[str]) -> str:
    """printEndpointSlice's lists: three, and how many more."""
    if len(items) > 3:
        return ",".join(items[:3]) + f" + {len(items) - 3} more..."
    return ",".join(items)


def _slice(obj: Obj, now: datetime) -> list[str]:
    ports = obj.get("ports") or []
    addresses = [
        address for endpoint in obj.get("endpoints") or [] for address in endpoint.get("addresses") or []
    ]
    shown_ports = (
        "<unset>"
        if not ports
        else _several([str(port.get("port") or port.get("name") or "*") for port in ports])
    )
    return [
        obj["metadata"]["name"],
        obj.get("addressType", ""),
        shown_ports,
        _several(addresses) if addresses else "<unset>",
        age(obj, now),
    ]


def _network_policy(obj: Obj, now: datetime) -> list[str]:
    return [obj["metadata"]["name"], format_selector(obj["spec"].get("podSelector")), age(obj, now)]


def _service_cidr(obj: Obj, now: datetime) -> list[str]:
    return [obj["metadata"]["name"], ",".join(obj["spec"].get("cidrs") or []), age(obj, now)]


def _ip_address(obj: Obj, now: datetime) -> list[str]:
    parent = obj["spec"].get("parentRef") or {}
    parts = [parent.get("resource", ""), parent.get("namespace", ""), parent.get("name", "")]
    return [obj["metadata"]["name"], or_none("/".join(part for part in parts if part))]


NETWORKING = {
    "ingresses": Kind(("NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"), _ingress),
    "ingressclasses": Kind(("NAME", "CONTROLLER", "PARAMETERS", "AGE"), _ingress_class),
    "endpointslices": Kind(("NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"), _slice),
    "networkpolicies": Kind(("NAME", "POD-SELECTOR", "AGE"), _network_policy),
    "servicecidrs": Kind(("NAME", "CIDRS", "AGE"), _service_cidr),
    "ipaddresses": Kind(("NAME", "PARENTREF"), _ip_address),
}
