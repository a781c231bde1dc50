"""The cluster's DNS: what names mean inside of the cluster, and only there.

Mirrors the DNS specification of Kubernetes as CoreDNS serves it: ClusterIP names, the pods behind a headless Service, aliases
for ExternalName, SRV records of named ports, and the search path that lets a pod say ``web`` or ``web.shop``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from nodeport_lab.cluster import objects
from nodeport_lab.cluster.objects import Obj

DOMAIN = "cluster.local"
TTL = 30
_NDOTS = 5

RecordType = Literal["A", "CNAME", "SRV"]
Code = Literal["NOERROR", "NXDOMAIN"]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of an answer. ``data``: an address, a name, or ``priority weight port target``."""

    name: str
    type: RecordType
    data: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a lookup comes to. asked: the names tried, in order; the last one is the one that was found, if any was.

    elsewhere: the name, or an alias, leads out of the cluster's domain: what it means there other servers say.
    """

    code: Code
    asked: tuple[str, ...]
    records: tuple[Record, ...] = ()
    elsewhere: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(record.data for record in self.records if record.type == "A")


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """An endpoint with the label by which it has a name of its own."""

    label: str
    address: str
    ports: tuple[tuple[str, str, int], ...]


class Zone:
    """The names that Services give: made from objects, asked any number of times."""

    def __init__(self, services: Iterable[Obj], slices: Iterable[Obj], domain: str = DOMAIN):
        self._domain = domain
        self._services: dict[tuple[str, str], Obj] = {
            (objects.namespace(service), objects.name(service)): service for service in services
        }
        self._slices: dict[tuple[str, str], list[Obj]] = {}
        for piece in slices:
            owner = objects.labels(piece).get("kubernetes.io/service-name", "")
            self._slices.setdefault((objects.namespace(piece), owner), []).append(piece)

    def search(self, namespace: str) -> tuple[str, ...]:
        """The search path of a pod's resolv.conf."""
        return f"{namespace}.svc.{self._domain}", f"svc.{self._domain}", self._domain

    def resolve(self, name: str, namespace: str | None, type: RecordType = "A") -> Answer:
        """What a name means to a pod of the namespace; None for those outside, who ask other servers."""
        name = name.lower()
        if namespace is None:
            return Answer("NXDOMAIN", (name,), (), name)
        candidates = [name.removesuffix(".")]
        if not name.endswith("."):
            searched = [f"{name}.{suffix}" for suffix in self.search(namespace)]
            candidates = [*candidates, *searched] if name.count(".") >= _NDOTS else [*searched, *candidates]
        asked: list[str] = []
        elsewhere: str | None = None
        for candidate in candidates:
            asked.append(candidate)
            found = self.lookup(candidate, type)
            if found.code == "NOERROR":
                return Answer("NOERROR", tuple(asked), found.records, found.elsewhere)
            elsewhere = elsewhere or found.elsewhere
        return Answer("NXDOMAIN", tuple(asked), (), elsewhere)

    def lookup(self, name: str, type: RecordType = "A") -> Answer:
        """What a full name means, as the server answers it."""
        name = name.lower().removesuffix(".")
        zone = f".{self._domain}"
        if not name.endswith(zone):
            return Answer("NXDOMAIN", (name,), (), name)
        labels = name.removesuffix(zone).split(".")
        if len(labels) == 3 and labels[2] == "pod":
            return self._pod(name, labels[0])
        if len(labels) < 3 or labels[-1] != "svc":
            return Answer("NXDOMAIN", (name,))
        service = self._services.get((labels[-2], labels[-3]))
        if service is None:
            return Answer("NXDOMAIN", (name,))
        records = tuple(self._records(service, name, labels[:-3], type))
        if not records:
            return Answer("NXDOMAIN", (name,))
        alias = records[0].data if records[0].type == "CNAME" else None
        if alias is None or not alias.endswith(zone):
            return Answer("NOERROR", (name,), records, alias)
        target = self.lookup(alias, type) if alias != name else Answer("NXDOMAIN", ())
        return Answer("NOERROR", (name,), (*records, *target.records), target.elsewhere)

    def _pod(self, name: str, dashed: str) -> Answer:
        """``10-1-0-5.default.pod``: any address has such a name ("pods insecure", kubeadm's Corefile)."""
        parts = dashed.split("-")
        if len(parts) != 4 or not all(part.isdecimal() and int(part) < 256 for part in parts):
            return Answer("NXDOMAIN", (name,))
        return Answer("NOERROR", (name,), (Record(name, "A", ".".join(parts)),))

    def _records(self, service: Obj, name: str, left: list[str], type: RecordType) -> Iterator[Record]:
        """``left``: the labels before the Service's own: none, an endpoint's, or ``_port._protocol``."""
        spec = service["spec"]
        if spec.get("type") == "ExternalName":
            if not left:
                yield Record(name, "CNAME", str(spec["externalName"]).lower().removesuffix("."))
            return
        headless = spec.get("clusterIP") in (None, "", "None")
        if len(left) == 2 and left[0].startswith("_") and left[1].startswith("_"):
            if type == "SRV":
                yield from self._srv(service, name, left[0][1:], left[1][1:], headless)
        elif type != "A":
            return
        elif not left and not headless:
            yield Record(name, "A", spec["clusterIP"])
        elif len(left) <= 1:
            wanted = left[0] if left else None
            addresses = [e.address for e in self._endpoints(service) if wanted in (None, e.label)]
            yield from (Record(name, "A", address) for address in dict.fromkeys(addresses))

    def _srv(self, service: Obj, name: str, port: str, protocol: str, headless: bool) -> Iterator[Record]:
        own = f"{objects.name(service)}.{objects.namespace(service)}.svc.{self._domain}"
        if not headless:
            for entry in service["spec"].get("ports") or ():
                if (entry.get("name") or "", (entry.get("protocol") or "TCP").lower()) == (port, protocol):
                    yield Record(name, "SRV", f"0 100 {entry['port']} {own}")
            return
        found = [
            (endpoint.label, number)
            for endpoint in self._endpoints(service)
            for called, spoken, number in endpoint.ports
            if (called, spoken) == (port, protocol)
        ]
        for label, number in found:
            yield Record(name, "SRV", f"0 {max(100 // len(found), 1)} {number} {label}.{own}")

    def _endpoints(self, service: Obj) -> Iterator[_Endpoint]:
        """Those that have names: ready ones, or all where the Service publishes those that are not (then they count as ready)."""
        for piece in self._slices.get((objects.namespace(service), objects.name(service)), ()):
            ports = tuple(
                (port.get("name") or "", (port.get("protocol") or "TCP").lower(), int(port["port"]))
                for port in piece.get("ports") or ()
                if port.get("port")
            )
            for entry in piece.get("endpoints") or ():
                if (entry.get("conditions") or {}).get("ready") is not False:
                    yield from (_Endpoint(_label(entry, a), a, ports) for a in entry["addresses"])


def _label(entry: dict[str, Any], address: str) -> str:
    return str(entry.get("hostname") or address.replace(".", "-"))
