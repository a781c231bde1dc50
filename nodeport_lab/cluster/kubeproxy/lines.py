"""A ruleset as the lines that are printed of it, each with the rule that it shows and why that rule exists.

The lines, joined, are ``text()`` of the ruleset. A rule is named as a trace names it: table, chain, position; an element
of an nftables map stands in the map, at no position, and is told by its own text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nodeport_lab.cluster.kubeproxy.iptables.rules import Ruleset as IptablesRuleset
from nodeport_lab.cluster.kubeproxy.iptables.rules import Table
from nodeport_lab.cluster.kubeproxy.nftables.rules import Chain, Ruleset
from nodeport_lab.cluster.kubeproxy.nftables.sets import NftSet, SetElement, VerdictElement, VerdictMap
from nodeport_lab.cluster.kubeproxy.origin import Origin

NFT_TABLE = "kube-proxy"


class Line(NamedTuple):
    """One printed line. ``rule`` is (table, chain, position or the element's text); None for what frames the rules."""

    text: str
    rule: tuple[str, str, int | str] | None = None
    origin: Origin | None = None


def lines(ruleset: IptablesRuleset | Ruleset) -> list[Line]:
    """Every line of what iptables-save or nft prints, in order."""
    if isinstance(ruleset, IptablesRuleset):
        return [*_table(ruleset.nat), *_table(ruleset.filter)]
    out = [Line(f"table ip {NFT_TABLE} {{"), Line(f'\tcomment "{ruleset.comment}"')]
    blocks: list[list[Line]] = [_elements(item) for item in ruleset.sets.values()]
    blocks += [_elements(item) for item in ruleset.maps.values()]
    blocks += [list(_chain(chain)) for chain in ruleset.chains.values()]
    for index, block in enumerate(blocks):
        out += [Line("")] * (index > 0) + block
    return [*out, Line("}")]


def _table(table: Table) -> Iterator[Line]:
    chains = table.ordered()
    yield Line(f"*{table.name}")
    for chain in chains:
        yield Line(f":{chain.name} {chain.policy or '-'} [0:0]")
    for chain in chains:
        for position, rule in enumerate(chain.rules):
            yield Line(f"-A {chain.name} {rule}", (table.name, chain.name, position), rule.origin)
    yield Line("COMMIT")


def _chain(chain: Chain) -> Iterator[Line]:
    printed = chain.text().split("\n")
    rules = len(printed) - 1 - len(chain.rules)
    for text in printed[:rules]:
        yield Line(text)
    for position, rule in enumerate(chain.rules):
        yield Line(printed[rules + position], (NFT_TABLE, chain.name, position), rule.origin)
    yield Line(printed[-1])


def _elements(container: NftSet | VerdictMap) -> list[Line]:
    """Maps have a line for each element; in a set one line may hold several, of which the first gives the reason."""
    printed = container.text().split("\n")
    rows: Sequence[Sequence[SetElement | VerdictElement]] = container.rows()
    first = len(printed) - 1 - len(rows)
    out = [Line(text) for text in printed[:first]]
    for row, text in zip(rows, printed[first:-1], strict=True):
        held = row[0]
        rule = None if isinstance(held, SetElement) else (NFT_TABLE, container.name, str(held))
        out.append(Line(text, rule, held.origin))
    return [*out, Line(printed[-1])]
