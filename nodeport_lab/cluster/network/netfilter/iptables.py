"""Evaluates iptables rules: a packet goes down the chains until one decides; where dice are rolled, both ways are gone.

The tables meet a hook in the order of their priorities: nat at -100 (destination) or 100 (source), filter at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from nodeport_lab.cluster.kubeproxy.iptables import rules as ip
from nodeport_lab.cluster.network.netfilter.verdict import (
    ONE,
    Base,
    Choice,
    Decision,
    HookName,
    Matched,
    Result,
    Shown,
    UnknownRule,
)

_HOOKS: dict[HookName, tuple[Base, ...]] = {
    "prerouting": (Base("nat", -100, "nat", "PREROUTING"),),
    "input": (Base("filter", 0, "filter", "INPUT"), Base("nat", 100, "nat", "INPUT")),
    "forward": (Base("filter", 0, "filter", "FORWARD"),),
    "output": (Base("nat", -100, "nat", "OUTPUT"), Base("filter", 0, "filter", "OUTPUT")),
    "postrouting": (Base("nat", 100, "nat", "POSTROUTING"),),
}

_DECISIONS: dict[str, Decision] = {"ACCEPT": "accept", "DROP": "drop"}


class _Frame(NamedTuple):
    """Where to go on after a chain returns, and where in ``matched`` the jump stands that a chain without effect undoes."""

    chain: ip.Chain
    position: int
    jumped_at: int
    above: _Frame | None


class _State(NamedTuple):
    """A packet between two rules."""

    chain: ip.Chain
    position: int
    above: _Frame | None
    mark: int
    matched: tuple[Matched, ...]
    # How many of ``matched`` stay whatever happens, because one of them did something.
    kept: int
    marked: int
    probability: Fraction
    missed: int
    choice: Choice | None
    remember: tuple[str, ...]


class IptablesFilter:
    """The ruleset of one node in iptables mode, ready to be asked."""

    __slots__ = ("ruleset",)
    mode: Literal["iptables"] = "iptables"
    hooks: Mapping[HookName, tuple[Base, ...]] = _HOOKS

    def __init__(self, ruleset: ip.Ruleset):
        self.ruleset = ruleset

    def evaluate(self, base: Base, shown: Shown) -> list[Result]:
        """See ``Netfilter.evaluate``."""
        table = self.ruleset.nat if base.table == "nat" else self.ruleset.filter
        chain = table.chains[base.chain]
        if not chain.rules:
            return [Result("accept", shown.mark)]
        pending = [_State(chain, 0, None, shown.mark, (), 0, 0, ONE, 0, None, ())]
        results: list[Result] = []
        while pending:
            results.append(_run(table, pending.pop(), shown, pending))
        return results


def _run(table: ip.Table, state: _State, shown: Shown, pending: list[_State]) -> Result:
    """Follow one way to its end; other ways that open up are left in ``pending``."""
    chain, position, above, mark, matched, kept, marked, probability, missed, choice, remember = state
    flow = shown.flow
    destination, source, protocol = flow.destination, flow.source, flow.protocol.lower()
    rules = chain.rules
    while True:
        if position == len(rules):
            if above is None:
                return Result("accept", mark, matched[:kept], probability, choice, None, marked, remember)
            chain, position, jumped_at, above = above
            rules = chain.rules
            if kept <= jumped_at:
                matched = matched[:jumped_at]
            continue
        rule = rules[position]
        position += 1
        if rule.destination is not None and (destination in rule.destination) is rule.destination_negated:
            continue
        if rule.protocol is not None and rule.protocol != protocol:
            continue
        if rule.source is not None and (source in rule.source) is rule.source_negated:
            continue
        dice: ip.Random | None = None
        noted: str | None = None
        for match in rule.matches:
            test = _MATCHES.get(type(match))
            if test is None:
                if isinstance(match, ip.Random):
                    dice = match
                elif isinstance(match, ip.RecentSet):
                    noted = match.name
                else:
                    raise UnknownRule(f"no way to evaluate {match!r}")
            elif not test(match, shown, mark):
                break
        else:
            target = rule.target
            if target is None:
                continue
            if dice is not None:
                # Both ways are gone: past the rule first put aside, then through it.
                rest = probability * (1 - dice.probability)
                passed = Choice(missed + 1, missed + dice.one_in, rest)
                pending.append(
                    _State(
                        chain,
                        position,
                        above,
                        mark,
                        matched,
                        kept,
                        marked,
                        rest,
                        missed + 1,
                        passed,
                        remember,
                    )
                )
                probability -= rest
                choice = Choice(missed, missed + dice.one_in, probability)
            if noted is not None:
                remember = (*remember, noted)
            matched = (*matched, Matched(table.name, chain.name, position - 1, rule, rule.origin))
            if isinstance(target, ip.Jump):
                above = _Frame(chain, position, len(matched) - 1, above)
                chain = table.chains[target.chain]
                rules, position = chain.rules, 0
            elif isinstance(target, ip.SetMark):
                changed = target.apply(mark)
                if changed != mark:
                    mark, kept, marked = changed, len(matched), len(matched)
                else:
                    matched = matched[:-1]
            elif isinstance(target, ip.Verdict):
                decision = _DECISIONS.get(target.name)
                if decision is not None:
                    return Result(decision, mark, matched, probability, choice, None, marked, remember)
                # RETURN: as if the chain ended here.
                matched = matched[:-1]
                position = len(rules)
            elif isinstance(target, ip.Dnat):
                to = (target.address, target.port)
                return Result("dnat", mark, matched, probability, choice, to, marked, remember)
            elif isinstance(target, ip.Masquerade):
                return Result("masquerade", mark, matched, probability, choice, None, marked, remember)
            elif isinstance(target, ip.Reject):
                return Result("reject", mark, matched, probability, choice, None, marked, remember)
            else:
                raise UnknownRule(f"no way to evaluate {target!r}")


def _conntrack_state(match: ip.ConntrackState, shown: Shown, mark: int) -> bool:
    holds = (
        shown.state in match.states
        or (shown.dnat and "DNAT" in match.states)
        or (shown.snat and "SNAT" in match.states)
    )
    return holds is not match.negated


def _address_type(match: ip.AddressType, shown: Shown, mark: int) -> bool:
    return shown.is_local(shown.flow.destination if match.side == "dst" else shown.flow.source)


def _transport(match: ip.Transport, shown: Shown, mark: int) -> bool:
    return match.port is None or match.port == shown.flow.destination_port


def _mark(match: ip.MarkMatch, shown: Shown, mark: int) -> bool:
    return (mark & match.mask == match.value) is not match.negated


def _recent(match: ip.RecentCheck, shown: Shown, mark: int) -> bool:
    return match.name in shown.remembered


def _always(match: object, shown: Shown, mark: int) -> bool:
    return True


_MATCHES: dict[type, Callable[[Any, Shown, int], bool]] = {
    ip.Transport: _transport,
    ip.Comment: _always,
    ip.AddressType: _address_type,
    ip.ConntrackState: _conntrack_state,
    ip.MarkMatch: _mark,
    ip.RecentCheck: _recent,
    ip.Accounting: _always,
}
