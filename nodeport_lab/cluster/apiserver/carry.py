"""What a changed Service takes over from the one it replaces, so that the same manifest sent again changes nothing.

Mirrors pkg/registry/core/service/storage/storage.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation.service import needs_health_check


def node_ports(spec: dict[str, Any]) -> list[int]:
    """The nodePorts that are written in a Service."""
    return [port["nodePort"] for port in spec.get("ports") or [] if port.get("nodePort")]


def has_node_ports(spec: dict[str, Any]) -> bool:
    """Whether the type is one of those with nodePorts."""
    return spec.get("type") in ("NodePort", "LoadBalancer")


def allocated_values(spec: dict[str, Any], before: dict[str, Any]) -> None:
    """patchAllocatedValues: the same manifest sent again keeps what was allocated for it."""
    if "ExternalName" not in (spec.get("type"), before.get("type")):
        if not spec.get("clusterIP") and before.get("clusterIP"):
            spec["clusterIP"] = before["clusterIP"]
        if not spec.get("clusterIPs") and before.get("clusterIPs"):
            spec["clusterIPs"] = before["clusterIPs"]
    if has_node_ports(spec) and has_node_ports(before):
        used = set(node_ports(before)) & set(node_ports(spec))
        by_name = {port.get("name", ""): port.get("nodePort") for port in before.get("ports") or []}
        for port in spec.get("ports") or []:
            number = by_name.get(port.get("name", ""))
            if not port.get("nodePort") and number and number not in used:
                port["nodePort"] = number
    if needs_health_check(spec) and needs_health_check(before) and not spec.get("healthCheckNodePort"):
        spec["healthCheckNodePort"] = before.get("healthCheckNodePort", 0)


def cluster_ips(spec: dict[str, Any], before: dict[str, Any]) -> None:
    """normalizeClusterIPs on update: clusterIPs follows a changed clusterIP where only that was changed."""
    ip, ips = spec.get("clusterIP", ""), spec.get("clusterIPs") or []
    was, were = before.get("clusterIP", ""), before.get("clusterIPs") or []
    if were and not ips and ip == was:
        spec["clusterIPs"] = were
    elif ip != was and ips == were:
        if was and not ip:
            spec.pop("clusterIPs", None)
        else:
            spec["clusterIPs"] = [ip]
