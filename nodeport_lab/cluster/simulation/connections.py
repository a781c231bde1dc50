"""What the nodes' kernels remember between two requests: tracked connections until they expire, and session affinity.

TCP connections close by themselves here and stay for a while in TIME_WAIT; UDP has no end, its entries live as long as the kernel
keeps them (net.netfilter.nf_conntrack_*_timeout), unless kube-proxy deletes those whose endpoint is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.network.conntrack import Connection
from nodeport_lab.cluster.objects import Obj

TIME_WAIT = 120.0
UDP_SILENT = 30.0
UDP_STREAM = 120.0
LIMIT = 500  # of connections remembered in one cluster


@dataclass(slots=True)
class Memory:
    """Connections by node with the moment when each is forgotten; affinity lists by node and list with theirs."""

    connections: dict[str, dict[Connection, float]] = field(default_factory=dict)
    affinity: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)

    def note(self, left: Mapping[str, tuple[Connection, ...]], nodes: frozenset[str], now: float) -> None:
        """A request went its way and left these entries."""
        for place, connections in left.items():
            if place in nodes:
                table = self.connections.setdefault(place, {})
                for connection in connections:
                    for known in [k for k in table if k.original == connection.original]:
                        del table[known]
                    table[connection] = now + _lifetime(connection)
        self.forget(now)

    def note_affinity(self, remembered: Iterable[tuple[str, str, str]], timeout: float, now: float) -> None:
        """Nodes wrote the source of a request into lists of session affinity, for so many seconds."""
        for node, name, source in remembered:
            self.affinity.setdefault(node, {}).setdefault(name, {})[source] = now + timeout

    def forget(self, now: float) -> None:
        """Drop what has expired."""
        for table in self.connections.values():
            for connection in [c for c, expires in table.items() if expires <= now]:
                del table[connection]
            for connection in list(table)[: max(0, len(table) - LIMIT)]:
                del table[connection]
        for lists in self.affinity.values():
            for sources in lists.values():
                for source in [s for s, expires in sources.items() if expires <= now]:
                    del sources[source]

    def of(self, node: str, now: float) -> tuple[Connection, ...]:
        """The connections that a node's kernel still knows."""
        return tuple(c for c, expires in self.connections.get(node, {}).items() if expires > now)

    def remembered(self, node: str, now: float) -> dict[str, frozenset[str]]:
        """The affinity lists of a node."""
        lists = self.affinity.get(node, {})
        return {
            name: frozenset(s for s, expires in sources.items() if expires > now)
            for name, sources in lists.items()
        }

    def clean(self, node: str, services: Iterable[Obj], slices: Iterable[Obj]) -> None:
        """kube-proxy's cleaning after a sync: UDP entries of a Service that lead to no endpoint of it (pkg/proxy/conntrack)."""
        table = self.connections.get(node)
        if not table or not any(connection.original.protocol == "UDP" for connection in table):
            return
        endpoints = {
            (entry_address, port["port"])
            for piece in slices
            for port in piece.get("ports") or ()
            if port.get("port") and port.get("protocol") == "UDP"
            for entry in piece.get("endpoints") or ()
            if (entry.get("conditions") or {}).get("serving") is not False
            for entry_address in entry["addresses"]
        }
        doors = {
            door
            for service in services
            for port in service["spec"].get("ports") or ()
            if port.get("protocol") == "UDP"
            for door in (
                *((address, port["port"]) for address in _addresses(service)),
                ("", port.get("nodePort")),
            )
        }
        for connection in list(table):
            original, reply = connection.original, connection.reply
            asked = (original.destination, original.destination_port)
            ours = asked in doors or ("", original.destination_port) in doors
            if original.protocol == "UDP" and ours and (reply.source, reply.source_port) not in endpoints:
                del table[connection]


def _addresses(service: Obj) -> list[str]:
    spec = service["spec"]
    return [spec.get("clusterIP", ""), *(spec.get("externalIPs") or ()), *loadbalancer.addresses(service)]


def _lifetime(connection: Connection) -> float:
    if connection.original.protocol != "UDP":
        return TIME_WAIT
    return UDP_STREAM if connection.replied else UDP_SILENT
