"""The iptables that kube-proxy writes, as types: rules, chains, tables, and their iptables-save text.

A rule is a conjunction of matches and at most one target. What cannot be loaded cannot be built: a port without its
protocol, DNAT outside of ``nat``, a jump to a chain that is not there (``Ruleset.check``). The matches and targets are
here too, by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.kubeproxy.iptables.matches import (
    Accounting,
    AddressType,
    Comment,
    ConntrackState,
    MarkMatch,
    Match,
    Protocol,
    Random,
    RecentCheck,
    RecentSet,
    State,
    Transport,
)
from nodeport_lab.cluster.kubeproxy.iptables.targets import (
    Dnat,
    Jump,
    Masquerade,
    Reject,
    SetMark,
    Target,
    Verdict,
)
from nodeport_lab.cluster.kubeproxy.net import Net
from nodeport_lab.cluster.kubeproxy.origin import Origin

__all__ = [
    "BUILTIN",
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

TableName = Literal["nat", "filter"]

# The kernel's own chains, in the order that iptables-save prints them.
BUILTIN: Mapping[TableName, tuple[str, ...]] = {
    "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
    "filter": ("INPUT", "FORWARD", "OUTPUT"),
}


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
