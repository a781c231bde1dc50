"""Connection tracking: what a kernel remembers about a flow, and which NAT it does because of that.

A connection is the flow as it first came (original) and the flow that its answers will have (reply); NAT is the
difference between the two (net/netfilter/nf_conntrack_core.c, nf_nat_core.c). Connections are values: a change is a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from nodeport_lab.cluster.network.packet import Flow, Kind

State = Literal["NEW", "ESTABLISHED", "RELATED", "INVALID"]


class Connection(NamedTuple):
    """One tracked connection.

    replied: an answer was seen. destination_set, source_set: that half of NAT was decided, if only to do nothing, so
    the nat rules are not asked again.
    """

    original: Flow
    reply: Flow
    replied: bool = False
    destination_set: bool = False
    source_set: bool = False

    @property
    def dnat(self) -> bool:
        """The destination was rewritten."""
        return self.reply[1:3] != self.original[3:5]

    @property
    def snat(self) -> bool:
        """The source was rewritten."""
        return self.reply[3:5] != self.original[1:3]

    def answered(self) -> Connection:
        return self._replace(replied=True)

    def with_destination(self, address: str, port: int) -> Connection:
        """DNAT: answers will come from there."""
        return self._replace(reply=self.reply.from_(address, port), destination_set=True)

    def with_source(self, address: str, port: int) -> Connection:
        """SNAT: answers will go there."""
        return self._replace(reply=self.reply.to(address, port), source_set=True)

    def as_json(self, state: State) -> dict[str, Any]:
        """As the browser gets it."""
        return {"state": state, "original": _ends(self.original), "reply": _ends(self.reply)}


def _ends(flow: Flow) -> dict[str, str]:
    return {"src": f"{flow.source}:{flow.source_port}", "dst": f"{flow.destination}:{flow.destination_port}"}


def fresh(flow: Flow) -> Connection:
    """A connection as its first packet makes it: no NAT yet."""
    return Connection(flow, flow.reversed())


def established(original: Flow, reply: Flow, *, replied: bool = True) -> Connection:
    """A connection that was there before: its NAT is decided."""
    return Connection(original, reply, replied, True, True)


Entries = Mapping[Flow, Connection]


def entries(connections: Iterable[Connection]) -> Entries:
    """A kernel's table: a connection is found by the flow of either direction."""
    table: dict[Flow, Connection] = {}
    for connection in connections:
        table[connection.original] = connection
        table[connection.reply] = connection
    return table


class Conntrack:
    """The tables of all kernels as one walk changes them: what was there before stays as it was."""

    __slots__ = ("_before", "_changed")

    def __init__(self, before: Mapping[str, Entries]):
        self._before = before
        self._changed: dict[tuple[str, Flow], Connection] = {}

    def fork(self) -> Conntrack:
        """An independent copy, for another branch of the same walk."""
        other = Conntrack(self._before)
        other._changed = self._changed.copy()
        return other

    def find(self, place: str, flow: Flow) -> Connection | None:
        """The connection that this flow belongs to, in either direction."""
        changed = self._changed.get((place, flow))
        if changed is not None:
            return changed
        before = self._before.get(place)
        return before.get(flow) if before else None

    def track(self, place: str, flow: Flow, kind: Kind) -> tuple[Connection | None, State]:
        """What the kernel at ``place`` makes of an arriving packet: its connection and its state.

        An answer to nothing that was seen is INVALID for TCP, SCTP and ICMP errors; a datagram starts a new connection.
        """
        connection = self.find(place, flow)
        if connection is None:
            if kind == "unreachable" or (kind != "request" and flow.protocol != "UDP"):
                return None, "INVALID"
            connection = fresh(flow)
            self.store(place, connection)
            return connection, "NEW"
        if kind == "unreachable":
            return connection, "RELATED"
        if flow != connection.original:
            if not connection.replied:
                connection = connection.answered()
                self.store(place, connection)
            return connection, "ESTABLISHED"
        return connection, "ESTABLISHED" if connection.replied else "NEW"

    def store(self, place: str, connection: Connection) -> None:
        """Put a connection in place of the one with the same original flow."""
        old = self._changed.get((place, connection.original))
        if old is not None and old.reply != connection.reply:
            self._changed.pop((place, old.reply), None)
        self._changed[place, connection.original] = connection
        self._changed[place, connection.reply] = connection

    def forget(self, place: str, connection: Connection) -> None:
        """A packet that dies on its way through a kernel leaves no entry of its own (it is never confirmed)."""
        self._changed.pop((place, connection.original), None)
        self._changed.pop((place, connection.reply), None)

    def left(self) -> dict[str, tuple[Connection, ...]]:
        """The entries that this walk made or changed, by place: what to put into the world of the next request."""
        out: dict[str, dict[Flow, Connection]] = {}
        for (place, _), connection in self._changed.items():
            out.setdefault(place, {})[connection.original] = connection
        return {place: tuple(found.values()) for place, found in out.items()}
