"""What travels: a flow (who talks to whom, at which ports) and what kind of packet of it this is."""

from __future__ import annotations

from typing import Literal, NamedTuple

Protocol = Literal["TCP", "UDP", "SCTP"]

# request: a connection's first packet (SYN, INIT, a datagram); reply: what answers it (SYN-ACK, a datagram back);
# reset: "no" by TCP or SCTP itself (RST, ABORT); unreachable: "no" by ICMP, about the flow that it mirrors.
Kind = Literal["request", "reply", "reset", "unreachable"]

PROTOCOLS: tuple[Protocol, ...] = ("TCP", "UDP", "SCTP")


class Flow(NamedTuple):
    """Source, destination and protocol: the tuple by which the kernel knows a packet's connection.

    An ICMP error carries the packet that it is about; its flow here is that packet's, reversed, which is also how
    conntrack finds the connection and how NAT rewrites it (net/netfilter/nf_nat_proto.c, nf_nat_icmp_reply_translation).
    """

    protocol: Protocol
    source: str
    source_port: int
    destination: str
    destination_port: int

    def reversed(self) -> Flow:
        """The flow of whatever answers."""
        return Flow(self[0], self[3], self[4], self[1], self[2])

    def from_(self, address: str, port: int) -> Flow:
        """The same flow with another source."""
        return Flow(self[0], address, port, self[3], self[4])

    def to(self, address: str, port: int) -> Flow:
        """The same flow with another destination."""
        return Flow(self[0], self[1], self[2], address, port)

    def __str__(self) -> str:
        return f"{self[0]} {self[1]}:{self[2]} -> {self[3]}:{self[4]}"


def is_loopback(address: str) -> bool:
    """127.0.0.0/8: an address that never leaves its own network namespace."""
    return address.startswith("127.")
