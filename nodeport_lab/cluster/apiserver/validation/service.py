"""Service: what each type asks for and what it forbids.

Mirrors ValidateService and its helpers in pkg/apis/core/validation/validation.go; the addresses are judged in
``service_ips``, changes in ``service_update``.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses, names, service_ips
from nodeport_lab.cluster.apiserver.validation.meta import (
    METADATA,
    SPEC,
    check,
    check_labels,
    created,
    faulty,
)
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import (
    FieldPath,
    Printed,
    Problem,
    duplicate,
    forbidden,
    go_json,
    invalid,
    not_supported,
    required,
)

PROTOCOLS = ("SCTP", "TCP", "UDP")
TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_AFFINITIES = ("ClientIP", "None")
_POLICIES = ("Cluster", "Local")
_DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
_MAX_AFFINITY_SECONDS = 86400
_ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'"

_PORTS = SPEC.child("ports")
_TYPE = SPEC.child("type")
_SELECTOR = SPEC.child("selector")
_AFFINITY = SPEC.child("sessionAffinity")
_AFFINITY_CONFIG = SPEC.child("sessionAffinityConfig")
_EXTERNAL_NAME = SPEC.child("externalName")
_CLUSTER_IPS = SPEC.child("clusterIPs")
_EXTERNAL_POLICY = SPEC.child("externalTrafficPolicy")
_INTERNAL_POLICY = SPEC.child("internalTrafficPolicy")
_HEALTH_PORT = SPEC.child("healthCheckNodePort")
# The API server itself writes this one field with a capital L.
_SOURCE_RANGES = SPEC.child("LoadBalancerSourceRanges")
_SOURCE_RANGES_KEY = "service.beta.kubernetes.io/load-balancer-source-ranges"
_TOPOLOGY_MODE = "service.kubernetes.io/topology-mode"
_TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints"


def service(obj: Obj, found: list[Problem]) -> None:
    """ValidateService."""
    created(obj, names.dns_label, found)
    spec = obj.get("spec") or {}
    annotations = obj["metadata"].get("annotations") or {}
    kind = spec.get("type", "")
    ports = spec.get("ports") or []
    _topology(annotations, found)
    if not ports and not service_ips.is_headless(spec) and kind != "ExternalName":
        found.append(required(_PORTS, kind="service-ports-required"))
    if kind in ("LoadBalancer", "NodePort"):
        if service_ips.is_headless(spec):
            path, words = _CLUSTER_IPS.index(0), f"may not be set to 'None' for {kind} services"
            found.append(invalid(path, "None", words, kind="headless-with-type", type=kind))
    elif kind == "ExternalName":
        _external_name(spec, found)
    taken: set[str] = set()
    for position, port in enumerate(ports):
        _port(port, _PORTS.index(position), len(ports) > 1, taken, found)
    check_labels(_SELECTOR, spec.get("selector"), found)
    _affinity(spec, found)
    service_ips.related_fields(spec, found)
    for position, address in enumerate(spec.get("externalIPs") or []):
        path = SPEC.child("externalIPs").index(position)
        found.extend(addresses.ip(path, address) or addresses.not_special(path, address))
    if not kind:
        found.append(required(_TYPE, kind="field-required"))
    elif kind not in TYPES:
        found.append(not_supported(_TYPE, kind, TYPES, kind="service-type-unknown"))
    _port_numbers(kind, ports, found)
    _source_ranges(kind, spec, annotations, found)
    if kind != "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not None:
        path = SPEC.child("allocateLoadBalancerNodePorts")
        found.append(forbidden(path, _ONLY_LOAD_BALANCER, kind="load-balancer-only", type=kind))
    load_balancer_class(spec, found)
    _external_policy(spec, found)
    _internal_policy(spec, found)
    distribution = spec.get("trafficDistribution")
    if distribution is not None and distribution not in _DISTRIBUTIONS:
        path = SPEC.child("trafficDistribution")
        found.append(not_supported(path, distribution, _DISTRIBUTIONS, kind="traffic-distribution-unknown"))


def _topology(annotations: dict[str, str], found: list[Problem]) -> None:
    mode, hints = annotations.get(_TOPOLOGY_MODE), annotations.get(_TOPOLOGY_HINTS)
    if mode is not None and hints is not None and mode != hints:
        path = METADATA.child("annotations").key(_TOPOLOGY_MODE)
        words = f"must match annotations[{_TOPOLOGY_HINTS}] when both are specified"
        found.append(invalid(path, mode, words, kind="topology-annotations-differ"))


def _external_name(spec: dict[str, Any], found: list[Problem]) -> None:
    words = "may not be set for ExternalName services"
    for name, present in (
        ("clusterIPs", bool(spec.get("clusterIPs"))),
        ("ipFamilies", bool(spec.get("ipFamilies"))),
        ("ipFamilyPolicy", spec.get("ipFamilyPolicy") is not None),
    ):
        if present:
            found.append(forbidden(SPEC.child(name), words, kind="external-name-with-address"))
    name = (spec.get("externalName") or "").removesuffix(".")
    if name:
        check(_EXTERNAL_NAME, name, names.dns_subdomain, "external-name-invalid", found)
    else:
        found.append(required(_EXTERNAL_NAME, kind="external-name-required"))


def port_number_or_name(path: FieldPath, value: Any, found: list[Problem]) -> None:
    """ValidatePortNumOrName: an IntOrString that names a port."""
    if isinstance(value, str):
        kind = "port-number-quoted" if value.isascii() and value.isdigit() else "port-name-invalid"
        check(path, value, names.port_name, kind, found)
    elif not 1 <= value <= 65535:
        faulty(path, value, names.port_number(value), "port-out-of-range", found)


def _port(port: dict[str, Any], path: FieldPath, named: bool, taken: set[str], found: list[Problem]) -> None:
    """validateServicePort."""
    name, number = port.get("name") or "", port.get("port") or 0
    if name:
        check(path.child("name"), name, names.dns_label, "service-port-name-invalid", found)
        if name in taken:
            found.append(duplicate(path.child("name"), name, kind="port-name-duplicate"))
        taken.add(name)
    elif named:
        found.append(required(path.child("name"), kind="port-name-required"))
    if not 1 <= number <= 65535:
        faulty(path.child("port"), number, names.port_number(number), "port-out-of-range", found)
    protocol(path.child("protocol"), port.get("protocol"), found)
    port_number_or_name(path.child("targetPort"), port.get("targetPort", 0), found)
    if port.get("appProtocol") is not None:
        check(path.child("appProtocol"), port["appProtocol"], names.label_key, "app-protocol-invalid", found)


def protocol(path: FieldPath, value: str | None, found: list[Problem]) -> None:
    """TCP, UDP or SCTP, in capitals."""
    if not value:
        found.append(required(path, kind="field-required"))
    elif value not in PROTOCOLS:
        found.append(not_supported(path, value, PROTOCOLS, kind="protocol-unknown"))


def _affinity(spec: dict[str, Any], found: list[Problem]) -> None:
    affinity, config = spec.get("sessionAffinity"), spec.get("sessionAffinityConfig")
    if not affinity:
        found.append(required(_AFFINITY, kind="field-required"))
    elif affinity not in _AFFINITIES:
        found.append(not_supported(_AFFINITY, affinity, _AFFINITIES, kind="session-affinity-unknown"))
    elif affinity == "None":
        if config is not None:
            words = "must not be set when session affinity is None"
            found.append(forbidden(_AFFINITY_CONFIG, words, kind="session-affinity-config-unused"))
    else:
        client, path = (config or {}).get("clientIP"), _AFFINITY_CONFIG
        words, kind = "when session affinity type is ClientIP", "session-affinity-config-required"
        if config is None:
            found.append(required(path, words, kind=kind))
        elif client is None:
            found.append(required(path.child("clientIP"), words, kind=kind))
        elif client.get("timeoutSeconds") is None:
            found.append(required(path.child("clientIP", "timeoutSeconds"), words, kind=kind))
        elif not 0 < client["timeoutSeconds"] <= _MAX_AFFINITY_SECONDS:
            words = f"must be greater than 0 and less than {_MAX_AFFINITY_SECONDS}"
            path, seconds = path.child("clientIP", "timeoutSeconds"), client["timeoutSeconds"]
            found.append(invalid(path, seconds, words, kind="session-affinity-timeout"))


def _port_numbers(kind: str, ports: list[dict[str, Any]], found: list[Problem]) -> None:
    """nodePorts where the type has none, and numbers that occur twice with the same protocol."""
    if kind == "ClusterIP":
        for position, port in enumerate(ports):
            if port.get("nodePort"):
                path, words = (
                    _PORTS.index(position).child("nodePort"),
                    "may not be used when `type` is 'ClusterIP'",
                )
                found.append(forbidden(path, words, kind="nodeport-on-clusterip", nodePort=port["nodePort"]))
    seen: set[tuple[Any, Any]] = set()
    for position, port in enumerate(ports):
        key = port.get("protocol"), port.get("nodePort")
        if key[1] and key in seen:
            path = _PORTS.index(position).child("nodePort")
            found.append(duplicate(path, key[1], kind="nodeport-duplicate", protocol=key[0]))
        seen.add(key)
    seen = set()
    for position, port in enumerate(ports):
        key = port.get("protocol"), port.get("port", 0)
        if key in seen:
            # The API server prints its internal struct, in which only these two fields are filled.
            fields = {"Name": "", "Protocol": key[0] or "", "AppProtocol": None, "Port": key[1]}
            shown = Printed(go_json(fields | {"TargetPort": 0, "NodePort": 0}, struct=True))
            problem = duplicate(
                _PORTS.index(position), shown, kind="service-port-duplicate", port=key[1], protocol=key[0]
            )
            found.append(problem)
        seen.add(key)


def _source_ranges(
    kind: str, spec: dict[str, Any], annotations: dict[str, str], found: list[Problem]
) -> None:
    ranges = spec.get("loadBalancerSourceRanges")
    if ranges:
        if kind != "LoadBalancer":
            found.append(forbidden(_SOURCE_RANGES, _ONLY_LOAD_BALANCER, kind="load-balancer-only", type=kind))
        for position, text in enumerate(ranges):
            found.extend(addresses.cidr(_SOURCE_RANGES.index(position), text.strip()))
    elif _SOURCE_RANGES_KEY in annotations:
        path = METADATA.child("annotations").key(_SOURCE_RANGES_KEY)
        if kind != "LoadBalancer":
            found.append(forbidden(path, _ONLY_LOAD_BALANCER, kind="load-balancer-only", type=kind))
        value = annotations[_SOURCE_RANGES_KEY].strip()
        for text in value.split(",") if value else []:
            found.extend(addresses.cidr(path, text.strip()))


def load_balancer_class(spec: dict[str, Any], found: list[Problem]) -> None:
    """validateLoadBalancerClassField, the part that needs no old object."""
    value = spec.get("loadBalancerClass")
    if value is None:
        return
    path = SPEC.child("loadBalancerClass")
    if spec.get("type") == "LoadBalancer":
        check(path, value, names.label_key, "load-balancer-class-invalid", found)
    else:
        found.append(
            forbidden(path, _ONLY_LOAD_BALANCER, kind="load-balancer-only", type=spec.get("type", ""))
        )


def externally_accessible(spec: dict[str, Any]) -> bool:
    """apiservice.ExternallyAccessible: reachable from outside by nodePort, balancer or external address."""
    kind = spec.get("type")
    return kind in ("LoadBalancer", "NodePort") or (kind == "ClusterIP" and bool(spec.get("externalIPs")))


def needs_health_check(spec: dict[str, Any]) -> bool:
    """apiservice.NeedsHealthCheck: a LoadBalancer that keeps the client's address."""
    return spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"


def _external_policy(spec: dict[str, Any], found: list[Problem]) -> None:
    """validateServiceExternalTrafficPolicy."""
    policy, port = spec.get("externalTrafficPolicy"), spec.get("healthCheckNodePort")
    if not externally_accessible(spec):
        if policy:
            words = "may only be set for externally-accessible services"
            kind = spec.get("type", "")
            found.append(
                invalid(_EXTERNAL_POLICY, policy, words, kind="external-traffic-policy-unused", type=kind)
            )
    elif not policy:
        found.append(required(_EXTERNAL_POLICY, kind="field-required"))
    elif policy not in _POLICIES:
        found.append(
            not_supported(_EXTERNAL_POLICY, policy, _POLICIES, kind="external-traffic-policy-unknown")
        )
    if not needs_health_check(spec):
        if port:
            words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
            found.append(invalid(_HEALTH_PORT, port, words, kind="health-check-nodeport-unused"))
    elif not port:
        found.append(required(_HEALTH_PORT, kind="health-check-nodeport-required"))
    elif not 1 <= port <= 65535:
        faulty(_HEALTH_PORT, port, names.port_number(port), "port-out-of-range", found)


def _internal_policy(spec: dict[str, Any], found: list[Problem]) -> None:
    """validateServiceInternalTrafficFieldsValue."""
    policy, kind = spec.get("internalTrafficPolicy"), "internal-traffic-policy-unknown"
    if policy is None:
        if spec.get("type") in ("NodePort", "LoadBalancer", "ClusterIP"):
            found.append(required(_INTERNAL_POLICY, kind="field-required"))
    elif policy not in _POLICIES:
        found.append(not_supported(_INTERNAL_POLICY, policy, _POLICIES, kind=kind))
