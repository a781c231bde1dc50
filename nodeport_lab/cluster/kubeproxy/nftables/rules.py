"""The nftables that kube-proxy writes, as types: expressions, verdicts, rules, chains, sets, maps, and their nft text.

A rule is a sequence of statements, read from left to right: matches narrow, actions act, a verdict ends. Map and set
elements are dicts keyed by what a packet shows, so a lookup costs the same for ten Services and for five thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.kubeproxy.net import Net
from nodeport_lab.cluster.kubeproxy.origin import Origin

__all__ = [
    "AddressInNets",
    "AddressInSet",
    "BaseChain",
    "Chain",
    "CtState",
    "CtStatusDnat",
    "Dnat",
    "DnatRandom",
    "Drop",
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

Protocol = Literal["tcp", "udp", "sctp"]
Field = Literal["ip saddr", "ip daddr", "meta l4proto", "th dport"]
Fields = tuple[Field, ...]
# What a packet shows for some Fields: addresses and protocols as text, ports as numbers.
Key = tuple[str | int, ...]

_TYPE: Mapping[Field, str] = {
    "ip saddr": "ipv4_addr",
    "ip daddr": "ipv4_addr",
    "meta l4proto": "inet_proto",
    "th dport": "inet_service",
}


def _concatenated(fields: Fields) -> str:
    return " . ".join(fields)


def _key(key: Key) -> str:
    return " . ".join(map(str, key))


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
        words = ", ".join(net.short for net in self.nets)
        return f"{self.field} {'!= ' if self.negated else ''}" + (
            words if len(self.nets) == 1 else f"{{ {words} }}"
        )


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
        return f"{_concatenated(self.fields)} @{self.set}"


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
        return f"{_concatenated(self.fields)} vmap @{self.map}"


Condition = CtState | CtStatusDnat | FibLocal | AddressInNets | AddressInSet | InSet | L4Proto | MarkIs
Action = MarkSet | UpdateSet
Ending = Verdict | Masquerade | Reject | Dnat | DnatRandom | RandomVerdict | Lookup
Statement = Condition | Action | Ending


# --- rules, chains -------------------------------------------------------------------------------------------------


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


# --- sets and maps -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetElement:
    key: Key
    origin: Origin | None = None

    def __str__(self) -> str:
        return _key(self.key)


@dataclass(frozen=True, slots=True)
class VerdictElement:
    key: Key
    verdict: Verdict
    comment: str | None = None
    origin: Origin | None = None

    def __str__(self) -> str:
        comment = "" if self.comment is None else f' comment "{self.comment}"'
        return f"{_key(self.key)}{comment} : {self.verdict}"


@dataclass(frozen=True, slots=True)
class NftSet:
    """A named set. ``timeout`` (seconds) makes it dynamic: packets write into it, elements leave by themselves."""

    name: str
    fields: Fields
    elements: Mapping[Key, SetElement]
    comment: str | None = None
    timeout: int | None = None

    def text(self) -> str:
        lines = [f"\tset {self.name} {{", f"\t\ttype {' . '.join(_TYPE[field] for field in self.fields)}"]
        if self.timeout is not None:
            # 65535 is what the kernel gives a dynamic set that nobody gave a size.
            lines += ["\t\tsize 65535", "\t\tflags dynamic,timeout", f"\t\ttimeout {_duration(self.timeout)}"]
        if self.comment is not None:
            lines.append(f'\t\tcomment "{self.comment}"')
        # nft breaks the line after as many elements as its type lets it, here as for what kube-proxy has.
        per_line = 2 if len(self.fields) == 1 else 1
        lines += _elements([str(element) for element in self.elements.values()], per_line)
        lines.append("\t}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class VerdictMap:
    """A named map from what a packet shows to a verdict."""

    name: str
    fields: Fields
    elements: Mapping[Key, VerdictElement]
    comment: str | None = None

    def text(self) -> str:
        types = " . ".join(_TYPE[field] for field in self.fields)
        lines = [f"\tmap {self.name} {{", f"\t\ttype {types} : verdict"]
        if self.comment is not None:
            lines.append(f'\t\tcomment "{self.comment}"')
        lines += _elements([str(element) for element in self.elements.values()], 1)
        lines.append("\t}")
        return "\n".join(lines)


def _elements(words: list[str], per_line: int) -> list[str]:
    if not words:
        return []
    rows = [", ".join(words[i : i + per_line]) for i in range(0, len(words), per_line)]
    return (",\n\t\t\t     ".join(["\t\telements = { " + rows[0], *rows[1:]]) + " }").split("\n")


def _duration(seconds: int) -> str:
    """3h, 2m5s: as nft prints a time."""
    units = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    words = ""
    for unit, size in units:
        count, seconds = divmod(seconds, size)
        words += f"{count}{unit}" if count else ""
    return words or "0s"


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

    def hooked(self, hook: str, type: str) -> list[Chain]:
        """The base chains that the kernel calls at ``hook``, first things first."""
        found = [
            (chain.base.priority, chain)
            for chain in self.chains.values()
            if chain.base is not None and chain.base.hook == hook and chain.base.type == type
        ]
        return [chain for _, chain in sorted(found, key=lambda pair: pair[0])]

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
