"""What an nftables rule is made of, as types: matches narrow, actions act, a verdict ends. With their nft text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.kubeproxy.net import Net, as_nft_lists
from nodeport_lab.cluster.kubeproxy.origin import Origin

Protocol = Literal["tcp", "udp", "sctp"]
Field = Literal["ip saddr", "ip daddr", "meta l4proto", "th dport"]
Fields = tuple[Field, ...]
# What a packet shows for some Fields: addresses and protocols as text, ports as numbers.
Key = tuple[str | int, ...]

TYPE: Mapping[Field, str] = {
    "ip saddr": "ipv4_addr",
    "ip daddr": "ipv4_addr",
    "meta l4proto": "inet_proto",
    "th dport": "inet_service",
}


def concatenated(fields: Fields) -> str:
    return " . ".join(fields)


# --- verdicts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Jump:
    """``jump chain``: its rules next, then back."""

    chain: str

    def __str__(self) -> str:
        return f"jump {self.chain}"


@dataclass(frozen=True, slots=True)
class Goto:
    """``goto chain``: its rules next, then back to where this chain was jumped to from."""

    chain: str

    def __str__(self) -> str:
        return f"goto {self.chain}"


@dataclass(frozen=True, slots=True)
class Drop:
    def __str__(self) -> str:
        return "drop"


@dataclass(frozen=True, slots=True)
class Return:
    def __str__(self) -> str:
        return "return"


Verdict = Jump | Goto | Drop | Return


# --- matches -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CtState:
    """``ct state new``."""

    state: Literal["new", "established", "related", "invalid"]

    def __str__(self) -> str:
        return f"ct state {self.state}"


@dataclass(frozen=True, slots=True)
class CtStatusDnat:
    """``ct status dnat``: the flow's destination was rewritten."""

    def __str__(self) -> str:
        return "ct status dnat"


@dataclass(frozen=True, slots=True)
class FibLocal:
    """``fib saddr type local``: the address is one of this very node."""

    side: Literal["saddr", "daddr"]

    def __str__(self) -> str:
        return f"fib {self.side} type local"


@dataclass(frozen=True, slots=True)
class AddressInNets:
    """``ip saddr [!=] 10.1.0.0/16``, or ``{ 10.1.0.0/16, 192.0.2.1 }`` where there are several."""

    field: Literal["ip saddr", "ip daddr"]
    nets: tuple[Net, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        if not self.nets:
            raise ValueError("a match on no network at all")

    def __str__(self) -> str:
        operator = "!= " if self.negated else ""
        if len(self.nets) == 1:
            return f"{self.field} {operator}{self.nets[0].short}"
        return f"{self.field} {operator}{{ {', '.join(as_nft_lists(self.nets))} }}"


@dataclass(frozen=True, slots=True)
class AddressInSet:
    """``ip daddr [!=] @set``."""

    field: Literal["ip saddr", "ip daddr"]
    set: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.field} {'!= ' if self.negated else ''}@{self.set}"


@dataclass(frozen=True, slots=True)
class InSet:
    """``ip saddr . ip daddr . meta l4proto . th dport @set``."""

    fields: Fields
    set: str

    def __str__(self) -> str:
        return f"{concatenated(self.fields)} @{self.set}"


@dataclass(frozen=True, slots=True)
class L4Proto:
    """``meta l4proto tcp``."""

    protocol: Protocol

    def __str__(self) -> str:
        return f"meta l4proto {self.protocol}"


@dataclass(frozen=True, slots=True)
class MarkIs:
    """``meta mark & mask != 0x00000000``: some bit of the mask is set."""

    mask: int

    def __str__(self) -> str:
        return f"meta mark & {self.mask:#010x} != 0x00000000"


# --- actions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MarkSet:
    """``meta mark set meta mark | 0x00004000``, or ``^`` to take the bit away again."""

    operator: Literal["|", "^"]
    value: int

    def apply(self, mark: int) -> int:
        return mark | self.value if self.operator == "|" else mark ^ self.value

    def __str__(self) -> str:
        return f"meta mark set meta mark {self.operator} {self.value:#010x}"


@dataclass(frozen=True, slots=True)
class UpdateSet:
    """``update @set { ip saddr }``: writes the source down in the set, its time starting anew."""

    set: str

    def __str__(self) -> str:
        return f"update @{self.set} {{ ip saddr }}"


# --- statements that end a rule ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Masquerade:
    def __str__(self) -> str:
        return "masquerade fully-random"


@dataclass(frozen=True, slots=True)
class Reject:
    """Drops, and answers TCP and UDP alike with ICMP port unreachable."""

    def __str__(self) -> str:
        return "reject"


@dataclass(frozen=True, slots=True)
class Target:
    """Where DNAT may lead; the origin names the endpoint."""

    address: str
    port: int
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Dnat:
    """``dnat to address:port``."""

    target: Target

    def __str__(self) -> str:
        return f"dnat to {self.target.address}:{self.target.port}"


@dataclass(frozen=True, slots=True)
class DnatRandom:
    """``dnat ip to numgen random mod n map { 0 : address . port, ... }``: each with probability 1/n."""

    targets: tuple[Target, ...]

    def __post_init__(self) -> None:
        if not self.targets:
            raise ValueError("a choice among nothing")

    def __str__(self) -> str:
        choices = ", ".join(
            f"{i} : {target.address} . {target.port}" for i, target in enumerate(self.targets)
        )
        return f"dnat ip to numgen random mod {len(self.targets)} map {{ {choices} }}"


@dataclass(frozen=True, slots=True)
class RandomVerdict:
    """``numgen random mod n vmap { 0 : goto chain, ... }``: each with probability 1/n."""

    verdicts: tuple[Verdict, ...]

    def __post_init__(self) -> None:
        if not self.verdicts:
            raise ValueError("a choice among nothing")

    def __str__(self) -> str:
        choices = ", ".join(f"{i} : {verdict}" for i, verdict in enumerate(self.verdicts))
        return f"numgen random mod {len(self.verdicts)} vmap {{ {choices} }}"


@dataclass(frozen=True, slots=True)
class Lookup:
    """``ip daddr . meta l4proto . th dport vmap @map``: the verdict of the element, or on to the next rule."""

    fields: Fields
    map: str

    def __str__(self) -> str:
        return f"{concatenated(self.fields)} vmap @{self.map}"


Condition = CtState | CtStatusDnat | FibLocal | AddressInNets | AddressInSet | InSet | L4Proto | MarkIs
Action = MarkSet | UpdateSet
Ending = Verdict | Masquerade | Reject | Dnat | DnatRandom | RandomVerdict | Lookup
Statement = Condition | Action | Ending
