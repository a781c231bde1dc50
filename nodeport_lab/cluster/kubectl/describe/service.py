"""Services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.kubectl.tables.kinds import format_labels
from nodeport_lab.cluster.objects import Obj

from . import meta
from .writer import Writer


def describe(obj: Obj, shell: Shell) -> Writer:
    """A Service with its ports and the endpoints behind each."""
    writer, metadata, spec = Writer(), obj["metadata"], obj["spec"]
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "Selector:", format_labels(spec.get("selector")))
    writer.line(0, "Type:", spec.get("type", "ClusterIP"))
    if spec.get("ipFamilyPolicy"):
        writer.line(0, "IP Family Policy:", spec["ipFamilyPolicy"])
    writer.line(0, "IP Families:", ",".join(spec.get("ipFamilies") or []) or "<none>")
    writer.line(0, "IP:", spec.get("clusterIP", ""))
    writer.line(0, "IPs:", ",".join(spec.get("clusterIPs") or []) or "<none>")
    if spec.get("externalIPs"):
        writer.line(0, "External IPs:", ",".join(spec["externalIPs"]))
    if spec.get("loadBalancerIP"):
        writer.line(0, "Desired LoadBalancer IP:", spec["loadBalancerIP"])
    if spec.get("externalName"):
        writer.line(0, "External Name:", spec["externalName"])
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    if ingress:
        writer.line(0, "LoadBalancer Ingress:", ", ".join(_ingress(entry) for entry in ingress))
    _ports(writer, obj, slices_of(obj, shell))
    writer.line(0, "Session Affinity:", spec.get("sessionAffinity", ""))
    if spec.get("externalTrafficPolicy"):
        writer.line(0, "External Traffic Policy:", spec["externalTrafficPolicy"])
    if spec.get("internalTrafficPolicy"):
        writer.line(0, "Internal Traffic Policy:", spec["internalTrafficPolicy"])
    if spec.get("healthCheckNodePort"):
        writer.line(0, "HealthCheck NodePort:", spec["healthCheckNodePort"])
    if spec.get("loadBalancerSourceRanges"):
        writer.line(0, "LoadBalancer Source Ranges:", ",".join(spec["loadBalancerSourceRanges"]))
    if spec.get("trafficDistribution"):
        writer.line(0, "Traffic Distribution:", spec["trafficDistribution"])
    return writer


def _ingress(entry: dict[str, str]) -> str:
    if entry.get("ip"):
        return f"{entry['ip']} ({entry['ipMode']})" if entry.get("ipMode") else entry["ip"]
    return entry.get("hostname", "")


def _ports(writer: Writer, obj: Obj, slices: Sequence[Obj]) -> None:
    for port in obj["spec"].get("ports") or []:
        name, protocol = port.get("name") or "<unset>", port.get("protocol", "TCP")
        writer.line(0, "Port:", name, f"{port['port']}/{protocol}")
        writer.line(0, "TargetPort:", f"{port.get('targetPort', 0)}/{protocol}")
        if port.get("nodePort"):
            writer.line(0, "NodePort:", name, f"{port['nodePort']}/{protocol}")
        writer.line(0, "Endpoints:", format_slices(slices, {port.get("name") or ""}))


def slices_of(service: Obj, shell: Shell) -> list[Obj]:
    """The EndpointSlices that belong to a Service."""
    metadata = service["metadata"]
    return [
        found
        for found in shell.objects("endpointslices", metadata["namespace"])
        if (found["metadata"].get("labels") or {}).get("kubernetes.io/service-name") == metadata["name"]
    ]


def format_slices(slices: Sequence[Obj], ports: Iterable[str] | None) -> str:
    """The first three ready endpoints of the named ports and how many more; ``<none>`` where there is no slice at all."""
    if not slices:
        return "<none>"
    names = None if ports is None else set(ports)
    found: list[str] = []
    for part in slices:
        ready = [
            endpoint["addresses"][0]
            for endpoint in part.get("endpoints") or []
            if (endpoint.get("conditions") or {}).get("ready") is not False
        ]
        if not part.get("ports"):
            found += ready
        for port in part.get("ports") or []:
            if names is None or (port.get("name") or "") in names:
                found += [f"{address}:{port['port']}" for address in ready]
    text = ",".join(found[:3])
    return f"{text} + {len(found) - 3} more..." if len(found) > 3 else text
