"""The nftables that kube-proxy writes, as types: rules, chains, sets, maps, the table, and their nft text.

A rule is a sequence of statements, read from left to right. Map and set elements are dicts keyed by what a packet shows,
so a lookup costs the same for ten Services and for five thousand. Statements, sets and maps are here too, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.kubeproxy.net import Net
from nodeport_lab.cluster.kubeproxy.nftables.sets import NftSet, SetElement, VerdictElement, VerdictMap
from nodeport_lab.cluster.kubeproxy.nftables.statements import (
    Action,
    AddressInNets,
    AddressInSet,
    Condition,
    CtState,
    CtStatusDnat,
    Dnat,
    DnatRandom,
    Drop,
    Ending,
    FibLocal,
    Field,
    Fields,
    Goto,
    InSet,
    Jump,
    Key,
    L4Proto,
    Lookup,
    MarkIs,
    MarkSet,
    Masquerade,
    Protocol,
    RandomVerdict,
    Reject,
    Return,
    Statement,
    Target,
    UpdateSet,
    Verdict,
)
from nodeport_lab.cluster.kubeproxy.origin import Origin

__all__ = [
    "Action",
    "AddressInNets",
    "AddressInSet",
    "BaseChain",
    "Chain",
    "Condition",
    "CtState",
    "CtStatusDnat",
    "Dnat",
    "DnatRandom",
    "Drop",
    "Ending",
    "FibLocal",
    "Field",
    "Fields",
    "Goto",
    "InSet",
    "Jump",
    "Key",
    "L4Proto",
    "Lookup",
    "MarkIs",
    "MarkSet",
    "Masquerade",
    "Net",
    "NftSet",
    "Origin",
    "Protocol",
    "RandomVerdict",
    "Reject",
    "Return",
    "Rule",
    "Ruleset",
    "SetElement",
    "Statement",
    "Target",
    "UpdateSet",
    "Verdict",
    "VerdictElement",
    "VerdictMap",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """Statements from left to right; an Ending stands last or not at all."""

    statements: tuple[Statement, ...]
    comment: str | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("a rule that says nothing")
        for statement in self.statements[:-1]:
            if isinstance(statement, Ending):
                raise ValueError(f"nothing can follow {statement}")

    def __str__(self) -> str:
        text = " ".join(map(str, self.statements))
        return text if self.comment is None else f'{text} comment "{self.comment}"'


@dataclass(frozen=True, slots=True)
class BaseChain:
    """Where the kernel calls a chain: ``type nat hook prerouting priority dstnat; policy accept;``."""

    type: Literal["nat", "filter"]
    hook: Literal["prerouting", "input", "forward", "output", "postrouting"]
    priority: int

    def __str__(self) -> str:
        return f"type {self.type} hook {self.hook} priority {self._priority()}; policy accept;"

    def _priority(self) -> str:
        """nft names a priority that it has a name for at this hook, with an offset of up to ten; else the number."""
        names = {"filter": 0, "dstnat": -100, "srcnat": 100}
        if self.hook != "prerouting":
            del names["dstnat"]
        if self.hook != "postrouting":
            del names["srcnat"]
        for name, value in names.items():
            offset = self.priority - value
            if offset == 0:
                return name
            if abs(offset) <= 10:
                return f"{name} {'+' if offset > 0 else '-'} {abs(offset)}"
        return str(self.priority)


@dataclass(frozen=True, slots=True)
class Chain:
    name: str
    rules: tuple[Rule, ...] = ()
    base: BaseChain | None = None
    comment: str | None = None

    def text(self) -> str:
        lines = [f"\tchain {self.name} {{"]
        if self.comment is not None:
            lines.append(f'\t\tcomment "{self.comment}"')
        if self.base is not None:
            lines.append(f"\t\t{self.base}")
        lines.extend(f"\t\t{rule}" for rule in self.rules)
        lines.append("\t}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that kube-proxy wrote on one node in nftables mode: ``table ip kube-proxy``."""

    sets: Mapping[str, NftSet]
    maps: Mapping[str, VerdictMap]
    chains: Mapping[str, Chain]
    comment: str = "rules for kube-proxy"

    def chain(self, name: str) -> Chain:
        """The chain; ``KeyError`` where there is none, for then the ruleset could not have been loaded."""
        return self.chains[name]

    def text(self) -> str:
        """What ``nft list table ip kube-proxy`` prints on the node."""
        blocks = [item.text() for item in self.sets.values()]
        blocks += [item.text() for item in self.maps.values()]
        blocks += [item.text() for item in self.chains.values()]
        return f'table ip kube-proxy {{\n\tcomment "{self.comment}"\n' + "\n\n".join(blocks) + "\n}\n"

    def check(self) -> None:
        """Raise where the kernel would refuse: a verdict that leads nowhere, a set or map that is not there."""
        for map in self.maps.values():
            for element in map.elements.values():
                self._check_verdict(element.verdict, map.name)
        for chain in self.chains.values():
            for rule in chain.rules:
                for statement in rule.statements:
                    self._check_statement(statement, chain.name)

    def _check_verdict(self, verdict: Verdict, where: str) -> None:
        if isinstance(verdict, Jump | Goto) and verdict.chain not in self.chains:
            raise ValueError(f"{where}: chain {verdict.chain} does not exist")

    def _check_statement(self, statement: Statement, where: str) -> None:
        if isinstance(statement, AddressInSet | InSet | UpdateSet) and statement.set not in self.sets:
            raise ValueError(f"{where}: set {statement.set} does not exist")
        if isinstance(statement, Lookup) and statement.map not in self.maps:
            raise ValueError(f"{where}: map {statement.map} does not exist")
        if isinstance(statement, RandomVerdict):
            for verdict in statement.verdicts:
                self._check_verdict(verdict, where)
        if isinstance(statement, Jump | Goto | Drop | Return):
            self._check_verdict(statement, where)
