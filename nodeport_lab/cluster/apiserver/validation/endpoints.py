"""EndpointSlice, and Endpoints before it.

Mirrors pkg/apis/discovery/validation/validation.go and ValidateEndpoints in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.apiserver.validation.meta import (
    check,
    check_labels,
    created,
    faulty,
    immutable,
    updated,
)
from nodeport_lab.cluster.apiserver.validation.service import PROTOCOLS, protocol
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import (
    FieldPath,
    Problem,
    duplicate,
    invalid,
    not_supported,
    required,
    too_many,
)

_ADDRESS_TYPE = FieldPath.of("addressType")
_ENDPOINTS = FieldPath.of("endpoints")
_PORTS = FieldPath.of("ports")
_TYPES = ("FQDN", "IPv4", "IPv6")
_MAX_ENDPOINTS, _MAX_ADDRESSES, _MAX_PORTS, _MAX_TOPOLOGY, _MAX_HINTS = 1000, 100, 20000, 16, 8


def endpoint_slice(obj: Obj, found: list[Problem]) -> None:
    """ValidateEndpointSlice."""
    created(obj, names.dns_subdomain, found)
    kind = obj.get("addressType") or ""
    if not kind:
        found.append(required(_ADDRESS_TYPE, kind="address-type-required"))
    elif kind not in _TYPES:
        found.append(not_supported(_ADDRESS_TYPE, kind, _TYPES, kind="address-type-unknown"))
    endpoints = obj.get("endpoints") or []
    if len(endpoints) > _MAX_ENDPOINTS:
        found.append(too_many(_ENDPOINTS, len(endpoints), _MAX_ENDPOINTS, kind="list-too-long"))
    else:
        for position, endpoint in enumerate(endpoints):
            _endpoint(_ENDPOINTS.index(position), endpoint, kind, found)
    _slice_ports(obj.get("ports") or [], found)


def endpoint_slice_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateEndpointSliceUpdate: the kind of address stays."""
    updated(new, old, found)
    endpoint_slice(new, found)
    immutable(_ADDRESS_TYPE, new.get("addressType", ""), old.get("addressType", ""), found)


def _endpoint(path: FieldPath, endpoint: dict[str, Any], kind: str, found: list[Problem]) -> None:
    where, texts = path.child("addresses"), endpoint.get("addresses") or []
    if not texts:
        found.append(required(where, "must contain at least 1 address", kind="endpoint-address-required"))
    elif len(texts) > _MAX_ADDRESSES:
        found.append(too_many(where, len(texts), _MAX_ADDRESSES, kind="list-too-long"))
    for position, text in enumerate(texts):
        _address(where.index(position), text, kind, found)
    if endpoint.get("nodeName") is not None:
        check(path.child("nodeName"), endpoint["nodeName"], names.dns_subdomain, "name-invalid", found)
    topology = endpoint.get("deprecatedTopology") or {}
    if len(topology) > _MAX_TOPOLOGY:
        found.append(
            too_many(path.child("deprecatedTopology"), len(topology), _MAX_TOPOLOGY, kind="list-too-long")
        )
    check_labels(path.child("deprecatedTopology"), topology, found)
    if endpoint.get("hostname") is not None:
        check(path.child("hostname"), endpoint["hostname"], names.dns_label, "name-invalid", found)
    hints = endpoint.get("hints") or {}
    for name, rule in (("forZones", names.label_value), ("forNodes", names.dns_subdomain)):
        _hints(path.child("hints", name), hints.get(name) or [], rule, found)


def _address(path: FieldPath, text: str, kind: str, found: list[Problem]) -> None:
    if kind == "FQDN":
        for part, fault in names.fqdn(text):
            faulty(path, part, [fault], "name-invalid", found)
    elif kind in ("IPv4", "IPv6"):
        faults = addresses.ip(path, text)
        if not faults and addresses.is_ipv6(text) != (kind == "IPv6"):
            words = f"must be an {kind} address"
            faults = [invalid(path, text, words, kind="endpoint-address-family", family=kind)]
        found.extend(faults or addresses.not_special(path, text))


def _hints(path: FieldPath, hints: list[dict[str, Any]], rule: names.Check, found: list[Problem]) -> None:
    if len(hints) > _MAX_HINTS:
        found.append(too_many(path, len(hints), _MAX_HINTS, kind="list-too-long"))
        return
    seen: set[str] = set()
    for position, hint in enumerate(hints):
        where, name = path.index(position).child("name"), hint.get("name") or ""
        if name in seen:
            found.append(duplicate(where, name, kind="value-duplicate"))
        seen.add(name)
        check(where, name, rule, "name-invalid", found)


def _slice_ports(ports: list[dict[str, Any]], found: list[Problem]) -> None:
    if len(ports) > _MAX_PORTS:
        found.append(too_many(_PORTS, len(ports), _MAX_PORTS, kind="list-too-long"))
        return
    taken: set[str] = set()
    for position, port in enumerate(ports):
        path, name = _PORTS.index(position), port.get("name") or ""
        if name:
            check(path.child("name"), name, names.dns_label, "service-port-name-invalid", found)
        if name in taken:
            found.append(duplicate(path.child("name"), name, kind="port-name-duplicate"))
        taken.add(name)
        value = port.get("protocol")
        if value is None:
            found.append(required(path.child("protocol"), kind="field-required"))
        elif value not in PROTOCOLS:
            found.append(not_supported(path.child("protocol"), value, PROTOCOLS, kind="protocol-unknown"))
        if port.get("appProtocol") is not None:
            check(
                path.child("appProtocol"), port["appProtocol"], names.label_key, "app-protocol-invalid", found
            )


def endpoints(obj: Obj, found: list[Problem]) -> None:
    """ValidateEndpoints."""
    created(obj, names.dns_subdomain, found)
    for position, subset in enumerate(obj.get("subsets") or []):
        path = FieldPath.of("subsets").index(position)
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            words = "must specify `addresses` or `notReadyAddresses`"
            found.append(required(path, words, kind="endpoint-address-required"))
        for name in ("addresses", "notReadyAddresses"):
            for number, address in enumerate(subset.get(name) or []):
                _legacy_address(path.child(name).index(number), address, found)
        ports = subset.get("ports") or []
        for number, port in enumerate(ports):
            _legacy_port(path.child("ports").index(number), port, len(ports) > 1, found)


def endpoints_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateEndpointsUpdate."""
    updated(new, old, found)
    endpoints(new, found)


def _legacy_address(path: FieldPath, address: dict[str, Any], found: list[Problem]) -> None:
    where, text = path.child("ip"), address.get("ip") or ""
    faults = addresses.ip(where, text)
    found.extend(faults)
    if address.get("hostname"):
        check(path.child("hostname"), address["hostname"], names.dns_label, "name-invalid", found)
    if address.get("nodeName") is not None:
        check(path.child("nodeName"), address["nodeName"], names.dns_subdomain, "name-invalid", found)
    found.extend([] if faults else addresses.not_special(where, text))


def _legacy_port(path: FieldPath, port: dict[str, Any], named: bool, found: list[Problem]) -> None:
    name, number = port.get("name") or "", port.get("port") or 0
    if name:
        check(path.child("name"), name, names.dns_label, "service-port-name-invalid", found)
    elif named:
        found.append(required(path.child("name"), kind="port-name-required"))
    faulty(path.child("port"), number, names.port_number(number), "port-out-of-range", found)
    protocol(path.child("protocol"), port.get("protocol"), found)
    if port.get("appProtocol") is not None:
        check(path.child("appProtocol"), port["appProtocol"], names.label_key, "app-protocol-invalid", found)
