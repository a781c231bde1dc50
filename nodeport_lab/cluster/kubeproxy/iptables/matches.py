"""The matches of an iptables rule, as types, with their iptables-save text."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Protocol = Literal["tcp", "udp", "sctp"]
State = Literal["INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"]

# In this order libxt_conntrack prints them, whatever the order that they were given in.
_STATES: tuple[State, ...] = ("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT")


@dataclass(frozen=True, slots=True)
class Transport:
    """``-m tcp [--dport 80]``. Without a port it matches every packet of the protocol."""

    protocol: Protocol
    port: int | None = None

    def __str__(self) -> str:
        return f"-m {self.protocol}" if self.port is None else f"-m {self.protocol} --dport {self.port}"


@dataclass(frozen=True, slots=True)
class Comment:
    """``-m comment --comment "..."``: matches everything."""

    text: str

    def __post_init__(self) -> None:
        if '"' in self.text or "\n" in self.text or len(self.text) > 255:
            raise ValueError(f"iptables cannot take this comment: {self.text!r}")

    def __str__(self) -> str:
        return f'-m comment --comment "{self.text}"'


@dataclass(frozen=True, slots=True)
class AddressType:
    """``-m addrtype --dst-type LOCAL``: the source or the destination is an address of this very node."""

    side: Literal["src", "dst"]

    def __str__(self) -> str:
        return f"-m addrtype --{self.side}-type LOCAL"


@dataclass(frozen=True, slots=True)
class ConntrackState:
    """``-m conntrack [!] --ctstate NEW``: one of the states holds; DNAT and SNAT say what was done to the flow."""

    states: tuple[State, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        if not self.states or list(self.states) != [state for state in _STATES if state in self.states]:
            raise ValueError(f"states must be listed as iptables prints them, not {self.states}")

    def __str__(self) -> str:
        return f"-m conntrack {'! ' if self.negated else ''}--ctstate {','.join(self.states)}"


@dataclass(frozen=True, slots=True)
class MarkMatch:
    """``-m mark [!] --mark 0x4000/0x4000``: ``mark & mask == value``."""

    value: int
    mask: int
    negated: bool = False

    def __str__(self) -> str:
        return f"-m mark {'! ' if self.negated else ''}--mark {self.value:#x}/{self.mask:#x}"


@dataclass(frozen=True, slots=True)
class Random:
    """``-m statistic --mode random --probability p``: true once in ``one_in``."""

    one_in: int

    def __post_init__(self) -> None:
        if self.one_in < 2:
            raise ValueError("a rule that always matches has no statistic match")

    @property
    def probability(self) -> Fraction:
        """What kube-proxy means; the kernel's 31 bits come as near as they can."""
        return Fraction(1, self.one_in)

    def __str__(self) -> str:
        # kube-proxy hands over ten digits, the kernel keeps 31 bits, and iptables-save prints those with eleven.
        kept = round(float(f"{1 / self.one_in:.10f}") * 0x80000000)
        return f"-m statistic --mode random --probability {kept / 0x80000000:.11f}"


@dataclass(frozen=True, slots=True)
class RecentSet:
    """``-m recent --set``: always true; writes the packet's source down in the list ``name``."""

    name: str

    def __str__(self) -> str:
        return f"-m recent --set --name {self.name} --mask 255.255.255.255 --rsource"


@dataclass(frozen=True, slots=True)
class RecentCheck:
    """``-m recent --rcheck``: the source was written down in the list ``name`` at most ``seconds`` ago."""

    name: str
    seconds: int

    def __str__(self) -> str:
        return f"-m recent --rcheck --seconds {self.seconds} --reap --name {self.name} --mask 255.255.255.255 --rsource"


@dataclass(frozen=True, slots=True)
class Accounting:
    """``-m nfacct``: counts, and matches everything."""

    name: str

    def __str__(self) -> str:
        return f"-m nfacct --nfacct-name  {self.name}"


Match = (
    Transport
    | Comment
    | AddressType
    | ConntrackState
    | MarkMatch
    | Random
    | RecentSet
    | RecentCheck
    | Accounting
)
