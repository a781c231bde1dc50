"""An endpoint of a Service's port, from its EndpointSlices (pkg/proxy/endpoint.go, pkg/proxy/endpointslicecache.go)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from nodeport_lab.cluster.kubeproxy.serviceport import Protocol
from nodeport_lab.cluster.objects import Obj, labels, name, namespace

SERVICE_LABEL = "kubernetes.io/service-name"
_NOT_OURS = ("service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless")

# A port of a Service finds its endpoints by its name and its protocol.
Endpoints = Mapping[tuple[str, Protocol], tuple["Endpoint", ...]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and port where a pod may answer. ``text`` is both, as rules print it; ``node`` is where it runs."""

    text: str
    address: str
    port: int
    node: str | None
    ready: bool
    serving: bool
    terminating: bool
    zone_hints: frozenset[str]
    node_hints: frozenset[str]


def owner(slice: Obj) -> tuple[str, str] | None:
    """Namespace and name of the Service that a slice belongs to; None where kube-proxy ignores the slice."""
    marks = labels(slice)
    service = marks.get(SERVICE_LABEL)
    if (
        not service
        or slice.get("addressType", "IPv4") != "IPv4"
        or any(label in marks for label in _NOT_OURS)
    ):
        return None
    return namespace(slice), service


def endpoints(slices: Sequence[Obj]) -> Endpoints:
    """Endpoints by port, of the slices of one Service, ordered by their text as kube-proxy orders them.

    An address that several slices list appears several times: which one counts depends on the node (``topology``).
    """
    found: dict[tuple[str, Protocol], list[Endpoint]] = {}
    for slice in sorted(slices, key=name):
        for port in slice.get("ports") or ():
            if port.get("port"):
                key = (port.get("name") or "", cast(Protocol, port.get("protocol", "TCP").lower()))
                found.setdefault(key, []).extend(_of_port(slice, port["port"]))
    return {key: tuple(sorted(all_, key=lambda endpoint: endpoint.text)) for key, all_ in found.items()}


def _of_port(slice: Obj, port: int) -> Iterable[Endpoint]:
    for item in slice.get("endpoints") or ():
        addresses = item.get("addresses")
        if not addresses or ":" in addresses[0]:
            continue
        # Only the first address counts. Nobody knows about a condition that is not there: ready and serving, then.
        conditions = item.get("conditions") or {}
        hints = item.get("hints") or {}
        yield Endpoint(
            text=f"{addresses[0]}:{port}",
            address=addresses[0],
            port=port,
            node=item.get("nodeName"),
            ready=conditions.get("ready") is not False,
            serving=conditions.get("serving") is not False,
            terminating=conditions.get("terminating") is True,
            zone_hints=frozenset(zone["name"] for zone in hints.get("forZones") or ()),
            node_hints=frozenset(node["name"] for node in hints.get("forNodes") or ()),
        )
