"""Tables of the core group: Services, Endpoints, Nodes, Namespaces, Events, ConfigMaps …"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nodeport_lab.cluster.kubectl.ages import since
from nodeport_lab.cluster.objects import Obj

from .kinds import Kind, age, containers, format_labels, or_none

_ROLE = "node-role.kubernetes.io/"


def load_balancer_addresses(obj: Obj) -> str:
    """The addresses of a load balancer, sorted. (Tables are made wide by the server, so nothing is cut.)"""
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    return ",".join(sorted({entry.get("ip") or entry.get("hostname") or "" for entry in ingress} - {""}))


def external_address(service: Obj) -> str:
    """The EXTERNAL-IP column (getServiceExternalIP)."""
    spec = service["spec"]
    external = spec.get("externalIPs") or []
    service_type = spec.get("type", "ClusterIP")
    if service_type == "ExternalName":
        return str(spec.get("externalName", ""))
    if service_type == "LoadBalancer":
        addresses = load_balancer_addresses(service)
        if external:
            return ",".join([*([addresses] if addresses else []), *external])
        return addresses or "<pending>"
    return or_none(",".join(external))


def service_ports(ports: Sequence[dict[str, Any]]) -> str:
    """The PORT(S) column: ``80:30080/TCP,443/TCP``."""
    return or_none(
        ",".join(
            f"{port['port']}:{port['nodePort']}/{port['protocol']}"
            if port.get("nodePort")
            else f"{port['port']}/{port['protocol']}"
            for port in ports
        )
    )


def _service(obj: Obj, now: datetime) -> list[str]:
    spec = obj["spec"]
    addresses = spec.get("clusterIPs") or []
    cluster_ip = addresses[0] if addresses else "<none>"
    return [
        obj["metadata"]["name"],
        spec.get("type", "ClusterIP"),
        cluster_ip,
        external_address(obj),
        service_ports(spec.get("ports") or []),
        age(obj, now),
        format_labels(spec.get("selector")),
    ]


def format_endpoints(obj: Obj) -> str:
    """The ENDPOINTS column of Endpoints: the first three, and how many more."""
    shown: list[str] = []
    count = 0
    for subset in obj.get("subsets") or []:
        ports = subset.get("ports") or []
        for address in subset.get("addresses") or []:
            if not ports:
                count += 1
                shown.append(address["ip"])
            for port in ports:
                count += 1
                shown.append(f"{address['ip']}:{port['port']}")
    if not shown:
        return "<none>"
    text = ",".join(shown[:3])
    return f"{text} + {count - 3} more..." if count > 3 else text


def _endpoints(obj: Obj, now: datetime) -> list[str]:
    return [obj["metadata"]["name"], format_endpoints(obj), age(obj, now)]


def node_roles(node: Obj) -> list[str]:
    """The roles that a node's labels give it, sorted."""
    roles = set()
    for label, value in (node["metadata"].get("labels") or {}).items():
        if label.startswith(_ROLE) and label != _ROLE:
            roles.add(label.removeprefix(_ROLE))
        elif label == "kubernetes.io/role" and value:
            roles.add(value)
    return sorted(roles)


def _address(node: Obj, address_type: str) -> str:
    for address in (node.get("status") or {}).get("addresses") or []:
        if address["type"] == address_type:
            return str(address["address"])
    return "<none>"


def node_status(node: Obj) -> str:
    """The STATUS column of a node: ``Ready``, ``NotReady``, ``Unknown``, and whether pods may be placed there."""
    conditions = {c["type"]: c["status"] for c in (node.get("status") or {}).get("conditions") or []}
    status = "Unknown"
    if "Ready" in conditions:
        status = "Ready" if conditions["Ready"] == "True" else "NotReady"
    return status + (",SchedulingDisabled" if node["spec"].get("unschedulable") else "")


def _node(obj: Obj, now: datetime) -> list[str]:
    info = (obj.get("status") or {}).get("nodeInfo") or {}
    unknown = "<unknown>"
    return [
        obj["metadata"]["name"],
        node_status(obj),
        or_none(",".join(node_roles(obj))),
        age(obj, now),
        info.get("kubeletVersion", ""),
        _address(obj, "InternalIP"),
        _address(obj, "ExternalIP"),
        info.get("osImage") or unknown,
        info.get("kernelVersion") or unknown,
        info.get("containerRuntimeVersion") or unknown,
    ]


def event_source(event: Obj) -> str:
    """formatEventSource: the component, and its host after a comma."""
    source = event.get("source") or {}
    component = source.get("component") or event.get("reportingComponent") or ""
    host = source.get("host") or event.get("reportingInstance") or ""
    return f"{component}, {host}" if host and host != component else component


def _event(obj: Obj, now: datetime) -> list[str]:
    first = obj.get("firstTimestamp") or obj.get("eventTime")
    last = obj.get("lastTimestamp") or (obj.get("series") or {}).get("lastObservedTime") or first
    count = (obj.get("series") or {}).get("count") or obj.get("count") or 1
    involved = obj["involvedObject"]
    target = involved["kind"].lower() + (f"/{involved['name']}" if involved.get("name") else "")
    return [
        since(last, now),
        obj.get("type", ""),
        obj.get("reason", ""),
        target,
        involved.get("fieldPath", ""),
        event_source(obj),
        obj.get("message", "").strip(),
        since(first, now),
        str(count),
        obj["metadata"]["name"],
    ]


def _namespace(obj: Obj, now: datetime) -> list[str]:
    return [obj["metadata"]["name"], (obj.get("status") or {}).get("phase", ""), age(obj, now)]


def _config_map(obj: Obj, now: datetime) -> list[str]:
    count = len(obj.get("data") or {}) + len(obj.get("binaryData") or {})
    return [obj["metadata"]["name"], str(count), age(obj, now)]


def _secret(obj: Obj, now: datetime) -> list[str]:
    return [obj["metadata"]["name"], obj.get("type", ""), str(len(obj.get("data") or {})), age(obj, now)]


def _replication_controller(obj: Obj, now: datetime) -> list[str]:
    spec, status = obj["spec"], obj.get("status") or {}
    names, images = containers(spec.get("template") or {})
    counts = [spec.get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0)]
    shown = [str(count) for count in counts]
    return [
        obj["metadata"]["name"],
        *shown,
        age(obj, now),
        names,
        images,
        format_labels(spec.get("selector")),
    ]


CORE = {
    "services": Kind(("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR+"), _service),
    "endpoints": Kind(("NAME", "ENDPOINTS", "AGE"), _endpoints),
    "nodes": Kind(
        ("NAME", "STATUS", "ROLES", "AGE", "VERSION", "INTERNAL-IP+", "EXTERNAL-IP+", "OS-IMAGE+", "KERNEL-VERSION+", "CONTAINER-RUNTIME+"),
        _node,
    ),
    "events": Kind(
        ("LAST SEEN", "TYPE", "REASON", "OBJECT", "SUBOBJECT+", "SOURCE+", "MESSAGE", "FIRST SEEN+", "COUNT+", "NAME+"),
        _event,
    ),
    "namespaces": Kind(("NAME", "STATUS", "AGE"), _namespace),
    "configmaps": Kind(("NAME", "DATA", "AGE"), _config_map),
    "secrets": Kind(("NAME", "TYPE", "DATA", "AGE"), _secret),
    "replicationcontrollers": Kind(
        ("NAME", "DESIRED", "CURRENT", "READY", "AGE", "CONTAINERS+", "IMAGES+", "SELECTOR+"), _replication_controller
    ),
}  # fmt: skip
