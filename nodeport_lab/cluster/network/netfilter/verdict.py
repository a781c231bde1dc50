"""What an evaluation is asked and what it answers, the same for both rule languages."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Protocol

from nodeport_lab.cluster.kubeproxy.iptables.rules import Origin
from nodeport_lab.cluster.network.conntrack import State
from nodeport_lab.cluster.network.packet import Flow

HookName = Literal["prerouting", "input", "forward", "output", "postrouting"]
HOOKS: tuple[HookName, ...] = ("prerouting", "input", "forward", "output", "postrouting")
# At which hooks NAT may happen, and the priority of it (include/uapi/linux/netfilter_ipv4.h).
NAT_PRIORITY: Mapping[HookName, int] = {"prerouting": -100, "output": -100, "input": 100, "postrouting": 100}

Decision = Literal["accept", "drop", "reject", "dnat", "masquerade"]
ONE = Fraction(1)


class Matched(NamedTuple):
    """A rule that the packet met and that applied to it.

    table, chain, position: where it stands; an element of an nftables map stands in the map, at no position.
    item: the rule or element itself; its text is printed when somebody looks.
    """

    table: str
    chain: str
    position: int | None
    item: Any
    origin: Origin | None

    @property
    def text(self) -> str:
        return f"-A {self.chain} {self.item}" if self.table in ("nat", "filter") else str(self.item)

    def as_json(self) -> dict[str, Any]:
        """As the browser gets it."""
        origin = None if self.origin is None else self.origin.as_json()
        return {
            "table": self.table,
            "chain": self.chain,
            "position": self.position,
            "text": self.text,
            "origin": origin,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """Where the kernel rolled dice: which of how many, and how likely."""

    index: int
    of: int
    probability: Fraction

    def as_json(self) -> dict[str, Any]:
        return {"index": self.index, "of": self.of, "probability": float(self.probability)}


class Shown(NamedTuple):
    """What a packet shows to the rules of a node."""

    flow: Flow
    mark: int
    state: State
    dnat: bool
    snat: bool
    is_local: Callable[[str], bool]
    # Which lists (iptables "recent", nftables dynamic sets) have the packet's source, by affinity of earlier packets.
    remembered: Container[str]


class Result(NamedTuple):
    """One way that an evaluation can end. The probabilities of all ways add up to 1.

    target: where DNAT leads. marked: how many of ``matched`` there were when the mark was last changed (0: never).
    remember: lists that take the packet's source down.
    """

    decision: Decision
    mark: int
    matched: tuple[Matched, ...] = ()
    probability: Fraction = ONE
    choice: Choice | None = None
    target: tuple[str, int] | None = None
    marked: int = 0
    remember: tuple[str, ...] = ()


class Base(NamedTuple):
    """A chain that the kernel itself calls at a hook. ``table`` is empty for NAT that has no rules there."""

    type: Literal["nat", "filter"]
    priority: int
    table: str
    chain: str


class Netfilter(Protocol):
    """A node's rules, loaded: which base chains stand at which hook, and what they say to a packet."""

    @property
    def mode(self) -> Literal["iptables", "nftables"]: ...

    @property
    def hooks(self) -> Mapping[HookName, tuple[Base, ...]]: ...

    def evaluate(self, base: Base, shown: Shown) -> list[Result]:
        """Every way that the packet can come out of the chain, likeliest order of the rules kept."""


class UnknownRule(TypeError):
    """The rules say something that this evaluation does not know: stop, for a guess would be a lie."""
