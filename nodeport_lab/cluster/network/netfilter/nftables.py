"""Evaluates nftables rules: statements from left to right, sets and maps looked up by what the packet shows.

Base chains of one hook stand in the order of their priorities; a drop ends it all, an accept only the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from nodeport_lab.cluster.kubeproxy.nftables import rules as nft
from nodeport_lab.cluster.network.netfilter.verdict import (
    HOOKS,
    NAT_PRIORITY,
    ONE,
    Base,
    Choice,
    HookName,
    Matched,
    Result,
    Shown,
    UnknownRule,
)
from nodeport_lab.cluster.network.packet import Flow

TABLE = "kube-proxy"


class _Frame(NamedTuple):
    """Where to go on after a chain ends, and where in ``matched`` the jump stands that a chain without effect undoes."""

    chain: nft.Chain
    position: int
    jumped_at: int
    above: _Frame | None


class _State(NamedTuple):
    """A packet before a rule; see ``iptables._State``."""

    chain: nft.Chain
    position: int
    above: _Frame | None
    mark: int
    matched: tuple[Matched, ...]
    kept: int
    marked: int
    probability: Fraction
    choice: Choice | None
    remember: tuple[str, ...]


class NftablesFilter:
    """The table of one node in nftables mode, ready to be asked."""

    __slots__ = ("hooks", "ruleset")
    mode: Literal["nftables"] = "nftables"

    def __init__(self, ruleset: nft.Ruleset):
        self.ruleset = ruleset
        self.hooks: Mapping[HookName, tuple[Base, ...]] = _hooks(ruleset)

    def evaluate(self, base: Base, shown: Shown) -> list[Result]:
        """See ``Netfilter.evaluate``."""
        if not base.chain:
            return [Result("accept", shown.mark)]
        chain = self.ruleset.chains[base.chain]
        pending = [_State(chain, 0, None, shown.mark, (), 0, 0, ONE, None, ())]
        results: list[Result] = []
        while pending:
            results += self._run(pending.pop(), shown, pending)
        return results

    def _run(self, state: _State, shown: Shown, pending: list[_State]) -> list[Result]:
        """Follow one way to its end; other ways that open up are left in ``pending``, or end here as well."""
        chain, position, above, mark, matched, kept, marked, probability, choice, remember = state
        sets, maps = self.ruleset.sets, self.ruleset.maps
        while True:
            if position == len(chain.rules):
                if above is None:
                    return [
                        Result("accept", mark, matched[:kept], probability, choice, None, marked, remember)
                    ]
                chain, position, jumped_at, above = above
                if kept <= jumped_at:
                    matched = matched[:jumped_at]
                continue
            rule = chain.rules[position]
            before = len(matched)
            matched = (*matched, Matched(TABLE, chain.name, position, rule, rule.origin))
            position += 1
            verdict: nft.Verdict | None = None
            for statement in rule.statements:
                test = _CONDITIONS.get(type(statement))
                if test is not None:
                    if not test(statement, shown, mark, sets):
                        matched = matched[:before]
                        break
                elif isinstance(statement, _VERDICTS):
                    verdict = statement
                elif isinstance(statement, nft.Lookup):
                    element = maps[statement.map].elements.get(_key(statement.fields, shown.flow))
                    if element is None:
                        matched = matched[:before]
                        break
                    matched = (*matched, Matched(TABLE, statement.map, None, element, element.origin))
                    verdict = element.verdict
                elif isinstance(statement, nft.RandomVerdict):
                    of = len(statement.verdicts)
                    share = probability / of
                    for index in range(of - 1, 0, -1):
                        entered = self._enter(statement.verdicts[index], chain, position, above, before)
                        dice = Choice(index, of, share)
                        pending.append(_State(*entered, mark, matched, kept, marked, share, dice, remember))
                    if of > 1:
                        choice, probability = Choice(0, of, share), share
                    verdict = statement.verdicts[0]
                elif isinstance(statement, nft.MarkSet):
                    changed = statement.apply(mark)
                    if changed != mark:
                        mark, kept, marked = changed, len(matched), len(matched)
                elif isinstance(statement, nft.UpdateSet):
                    remember = (*remember, statement.set)
                    kept = len(matched)
                elif isinstance(statement, nft.DnatRandom):
                    of = len(statement.targets)
                    share = probability / of
                    return [
                        Result(
                            "dnat",
                            mark,
                            _towards(matched, target),
                            share,
                            Choice(index, of, share) if of > 1 else choice,
                            (target.address, target.port),
                            marked,
                            remember,
                        )
                        for index, target in enumerate(statement.targets)
                    ]
                elif isinstance(statement, nft.Dnat):
                    target = statement.target
                    to = (target.address, target.port)
                    matched = _towards(matched, target)
                    return [Result("dnat", mark, matched, probability, choice, to, marked, remember)]
                elif isinstance(statement, nft.Masquerade):
                    return [Result("masquerade", mark, matched, probability, choice, None, marked, remember)]
                elif isinstance(statement, nft.Reject):
                    return [Result("reject", mark, matched, probability, choice, None, marked, remember)]
                else:
                    raise UnknownRule(f"no way to evaluate {statement!r}")
            if isinstance(verdict, nft.Drop):
                return [Result("drop", mark, matched, probability, choice, None, marked, remember)]
            if verdict is not None:
                chain, position, above = self._enter(verdict, chain, position, above, before)

    def _enter(
        self, verdict: nft.Verdict, chain: nft.Chain, position: int, above: _Frame | None, at: int
    ) -> tuple[nft.Chain, int, _Frame | None]:
        """Where a verdict that does not end the evaluation leads to: chain, position in it, and what comes after it."""
        if isinstance(verdict, nft.Goto):
            return self.ruleset.chains[verdict.chain], 0, above
        if isinstance(verdict, nft.Jump):
            return self.ruleset.chains[verdict.chain], 0, _Frame(chain, position, at, above)
        if isinstance(verdict, nft.Return):
            return chain, len(chain.rules), above
        raise UnknownRule(f"no way to evaluate {verdict!r}")


def _hooks(ruleset: nft.Ruleset) -> dict[HookName, tuple[Base, ...]]:
    hooks: dict[HookName, list[Base]] = {hook: [] for hook in HOOKS}
    for chain in ruleset.chains.values():
        if chain.base is not None:
            base = Base(chain.base.type, chain.base.priority, TABLE, chain.name)
            hooks[chain.base.hook].append(base)
    for hook, priority in NAT_PRIORITY.items():
        # One nat chain anywhere makes the kernel do NAT at all four hooks (net/netfilter/nf_nat_core.c, nf_nat_register_fn).
        if not any(base.type == "nat" for base in hooks[hook]):
            hooks[hook].append(Base("nat", priority, "", ""))
    return {hook: tuple(sorted(bases, key=lambda base: base.priority)) for hook, bases in hooks.items()}


def _towards(matched: tuple[Matched, ...], target: nft.Target) -> tuple[Matched, ...]:
    """The rule that rewrote the destination is there because of the endpoint that it rewrote it to."""
    return (*matched[:-1], matched[-1]._replace(origin=target.origin or matched[-1].origin))


_FIELDS: dict[str, Callable[[Flow], str | int]] = {
    "ip saddr": lambda flow: flow.source,
    "ip daddr": lambda flow: flow.destination,
    "meta l4proto": lambda flow: flow.protocol.lower(),
    "th dport": lambda flow: flow.destination_port,
}


def _key(fields: nft.Fields, flow: Flow) -> nft.Key:
    return tuple([_FIELDS[field](flow) for field in fields])


_Sets = Mapping[str, nft.NftSet]


def _ct_state(match: nft.CtState, shown: Shown, mark: int, sets: _Sets) -> bool:
    return shown.state == match.state.upper()


def _ct_dnat(match: nft.CtStatusDnat, shown: Shown, mark: int, sets: _Sets) -> bool:
    return shown.dnat


def _fib_local(match: nft.FibLocal, shown: Shown, mark: int, sets: _Sets) -> bool:
    return shown.is_local(shown.flow.destination if match.side == "daddr" else shown.flow.source)


def _in_nets(match: nft.AddressInNets, shown: Shown, mark: int, sets: _Sets) -> bool:
    address = shown.flow.source if match.field == "ip saddr" else shown.flow.destination
    return any(address in net for net in match.nets) is not match.negated


def _in_set(match: nft.AddressInSet, shown: Shown, mark: int, sets: _Sets) -> bool:
    address = shown.flow.source if match.field == "ip saddr" else shown.flow.destination
    found = (address,) in sets[match.set].elements or (
        match.field == "ip saddr" and match.set in shown.remembered
    )
    return found is not match.negated


def _in_concatenated(match: nft.InSet, shown: Shown, mark: int, sets: _Sets) -> bool:
    return _key(match.fields, shown.flow) in sets[match.set].elements


def _l4proto(match: nft.L4Proto, shown: Shown, mark: int, sets: _Sets) -> bool:
    return shown.flow.protocol.lower() == match.protocol


def _mark_is(match: nft.MarkIs, shown: Shown, mark: int, sets: _Sets) -> bool:
    return mark & match.mask != 0


_VERDICTS = (nft.Jump, nft.Goto, nft.Drop, nft.Return)
_CONDITIONS: dict[type, Callable[[Any, Shown, int, _Sets], bool]] = {
    nft.CtState: _ct_state,
    nft.CtStatusDnat: _ct_dnat,
    nft.FibLocal: _fib_local,
    nft.AddressInNets: _in_nets,
    nft.AddressInSet: _in_set,
    nft.InSet: _in_concatenated,
    nft.L4Proto: _l4proto,
    nft.MarkIs: _mark_is,
}
