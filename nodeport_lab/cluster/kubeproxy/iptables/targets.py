"""The targets of an iptables rule, as types, with their iptables-save text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Jump:
    """``-j CHAIN``: its rules next; back to the rule after this one when none of them decides."""

    chain: str

    def __str__(self) -> str:
        return f"-j {self.chain}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``-j ACCEPT``, ``-j DROP``, ``-j RETURN``."""

    name: Literal["ACCEPT", "DROP", "RETURN"]

    def __str__(self) -> str:
        return f"-j {self.name}"


@dataclass(frozen=True, slots=True)
class Reject:
    """``-j REJECT``: drops, and tells the sender that nobody listens on the port."""

    def __str__(self) -> str:
        return "-j REJECT --reject-with icmp-port-unreachable"


@dataclass(frozen=True, slots=True)
class SetMark:
    """``-j MARK --set-xmark value/mask``: ``mark = (mark & ~mask) ^ value``; evaluation goes on."""

    value: int
    mask: int

    def apply(self, mark: int) -> int:
        return (mark & ~self.mask & 0xFFFFFFFF) ^ self.value

    def __str__(self) -> str:
        return f"-j MARK --set-xmark {self.value:#x}/{self.mask:#x}"


@dataclass(frozen=True, slots=True)
class Masquerade:
    """``-j MASQUERADE --random-fully``: the source becomes the address of the interface that the packet leaves by."""

    def __str__(self) -> str:
        return "-j MASQUERADE --random-fully"


@dataclass(frozen=True, slots=True)
class Dnat:
    """``-j DNAT --to-destination address:port``."""

    address: str
    port: int

    def __str__(self) -> str:
        return f"-j DNAT --to-destination {self.address}:{self.port}"


Target = Jump | Verdict | Reject | SetMark | Masquerade | Dnat
