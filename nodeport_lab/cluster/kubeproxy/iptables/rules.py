"""The iptables that kube-proxy writes, as types: matches, targets, rules, chains, tables, and their iptables-save text.

A rule is a conjunction of matches and at most one target. What cannot be loaded cannot be built: a port without its
protocol, DNAT outside of ``nat``, a jump to a chain that is not there (checked when a ruleset is assembled).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from nodeport_lab.cluster.kubeproxy.net import Net
from nodeport_lab.cluster.kubeproxy.origin import Origin

__all__ = [
    "Accounting",
    "AddressType",
    "Chain",
    "Comment",
    "ConntrackState",
    "Dnat",
    "Jump",
    "MarkMatch",
    "Masquerade",
    "Match",
    "Net",
    "Origin",
    "Protocol",
    "Random",
    "RecentCheck",
    "RecentSet",
    "Reject",
    "Rule",
    "Ruleset",
    "SetMark",
    "State",
    "Table",
    "TableName",
    "Target",
    "Transport",
    "Verdict",
]

Protocol = Literal["tcp", "udp", "sctp"]
TableName = Literal["nat", "filter"]
State = Literal["INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"]

# In this order libxt_conntrack prints them, whatever the order that they were given in.
_STATES: tuple[State, ...] = ("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT")

# The kernel's own chains, in the order that iptables-save prints them.
BUILTIN: Mapping[TableName, tuple[str, ...]] = {
    "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
    "filter": ("INPUT", "FORWARD", "OUTPUT"),
}


# --- matches -------------------------------------------------------------------------------------------------------


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


# --- targets -------------------------------------------------------------------------------------------------------


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


# --- rules, chains, tables -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``target=None`` counts and does nothing. Fields stand in the order that iptables-save prints them."""

    matches: tuple[Match, ...] = ()
    target: Target | None = None
    source: Net | None = None
    destination: Net | None = None
    protocol: Protocol | None = None
    source_negated: bool = False
    destination_negated: bool = False
    origin: Origin | None = None

    def __post_init__(self) -> None:
        for match in self.matches:
            if isinstance(match, Transport) and match.protocol != self.protocol:
                raise ValueError(f"{match} needs -p {match.protocol}")

    def __str__(self) -> str:
        """The rule without its chain, e.g. ``-d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j KUBE-SVC-...``."""
        words: list[str] = []
        if self.source is not None:
            words.append(f"{'! ' if self.source_negated else ''}-s {self.source}")
        if self.destination is not None:
            words.append(f"{'! ' if self.destination_negated else ''}-d {self.destination}")
        if self.protocol is not None:
            words.append(f"-p {self.protocol}")
        words.extend(map(str, self.matches))
        if self.target is not None:
            words.append(str(self.target))
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules in order. ``policy`` is what a chain of the kernel's does at its end; a chain of kube-proxy returns."""

    name: str
    rules: tuple[Rule, ...] = ()
    policy: Literal["ACCEPT"] | None = None

    def lines(self) -> Iterator[str]:
        """``-A NAME ...`` for each rule."""
        for rule in self.rules:
            yield f"-A {self.name} {rule}"


@dataclass(frozen=True, slots=True)
class Table:
    """``nat`` or ``filter``: chains by name, the kernel's own among them."""

    name: TableName
    chains: Mapping[str, Chain]

    def ordered(self) -> list[Chain]:
        """As iptables-save lists them: the kernel's own first, then by name."""
        builtin = BUILTIN[self.name]
        return [self.chains[name] for name in builtin] + [
            self.chains[name] for name in sorted(self.chains) if name not in builtin
        ]

    def text(self) -> str:
        """``*nat ... COMMIT`` as iptables-save prints it, with counters at zero."""
        chains = self.ordered()
        lines = [f"*{self.name}"]
        lines.extend(f":{chain.name} {chain.policy or '-'} [0:0]" for chain in chains)
        for chain in chains:
            lines.extend(chain.lines())
        lines.append("COMMIT\n")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that kube-proxy wrote on one node in iptables mode."""

    nat: Table
    filter: Table

    def table(self, name: TableName) -> Table:
        return self.nat if name == "nat" else self.filter

    def chain(self, table: TableName, name: str) -> Chain:
        """The chain; ``KeyError`` where there is none, for then the ruleset could not have been loaded."""
        return self.table(table).chains[name]

    def text(self) -> str:
        """What ``iptables-save`` prints on the node, less its header comments."""
        return self.nat.text() + self.filter.text()

    def check(self) -> None:
        """Raise where the kernel would refuse: a jump to nowhere, a target or match in the wrong table."""
        for table in (self.nat, self.filter):
            for chain in table.chains.values():
                for rule in chain.rules:
                    if isinstance(rule.target, Jump) and rule.target.chain not in table.chains:
                        raise ValueError(f"{table.name} {chain.name}: {rule.target.chain} does not exist")
                    if isinstance(rule.target, Dnat | Masquerade) and table.name != "nat":
                        raise ValueError(f"{chain.name}: {rule.target} is for the nat table only")
                    if isinstance(rule.target, Reject) and table.name != "filter":
                        raise ValueError(f"{chain.name}: {rule.target} is for the filter table only")
