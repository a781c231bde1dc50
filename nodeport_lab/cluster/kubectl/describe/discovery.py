"""Endpoints and EndpointSlices."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj

from . import meta
from .writer import Writer


def endpoints(obj: Obj, shell: Shell) -> Writer:
    """Endpoints, subset by subset."""
    writer, metadata = Writer(), obj["metadata"]
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "Subsets:")
    for subset in obj.get("subsets") or []:
        for title, key in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
            writer.line(1, f"{title}:", ",".join(entry["ip"] for entry in subset.get(key) or []) or "<none>")
        if subset.get("ports"):
            writer.line(1, "Ports:")
            writer.line(2, "Name", "Port", "Protocol")
            writer.line(2, "----", "----", "--------")
            for port in subset["ports"]:
                writer.line(2, port.get("name") or "<unset>", port["port"], port.get("protocol", "TCP"))
        writer.raw("")
    return writer


def endpoint_slice(obj: Obj, shell: Shell) -> Writer:
    """An EndpointSlice, endpoint by endpoint."""
    writer, metadata = Writer(), obj["metadata"]
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "AddressType:", obj.get("addressType", ""))
    ports = obj.get("ports") or []
    if not ports:
        writer.line(0, "Ports: <unset>")
    else:
        writer.line(0, "Ports:")
        writer.line(1, "Name", "Port", "Protocol")
        writer.line(1, "----", "----", "--------")
        for port in ports:
            writer.line(
                1, port.get("name") or "<unset>", port.get("port") or "<unset>", port.get("protocol", "TCP")
            )
    found = obj.get("endpoints") or []
    if not found:
        writer.line(0, "Endpoints: <none>")
    else:
        writer.line(0, "Endpoints:")
    for endpoint in found:
        writer.line(1, "- Addresses:", ", ".join(endpoint["addresses"]))
        writer.line(2, "Conditions:")
        ready = (endpoint.get("conditions") or {}).get("ready")
        writer.line(3, "Ready:", "<unset>" if ready is None else str(ready).lower())
        writer.line(2, "Hostname:", endpoint.get("hostname") or "<unset>")
        target = endpoint.get("targetRef")
        if target:
            writer.line(2, "TargetRef:", f"{target['kind']}/{target['name']}")
        writer.line(2, "NodeName:", endpoint.get("nodeName") or "<unset>")
        writer.line(2, "Zone:", endpoint.get("zone") or "<unset>")
    return writer
