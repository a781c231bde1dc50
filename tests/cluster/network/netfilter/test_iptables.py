"""Rules one by one, in the words of iptables-save's types."""

from dataclasses import dataclass
from fractions import Fraction as F

import pytest

from nodeport_lab.cluster.kubeproxy.iptables import rules as ip
from nodeport_lab.cluster.network.netfilter import Base, Netfilter, Shown, UnknownRule, load
from nodeport_lab.cluster.network.packet import Flow

FLOW = Flow("TCP", "10.1.0.5", 40000, "192.168.1.101", 30080)
PREROUTING = Base("nat", -100, "nat", "PREROUTING")
FORWARD = Base("filter", 0, "filter", "FORWARD")


def ruleset(
    *, nat: dict[str, list[ip.Rule]] | None = None, filter: dict[str, list[ip.Rule]] | None = None
) -> Netfilter:
    tables: dict[str, ip.Table] = {}
    given: dict[ip.TableName, dict[str, list[ip.Rule]]] = {"nat": nat or {}, "filter": filter or {}}
    for name, chains in given.items():
        made = {builtin: ip.Chain(builtin, (), "ACCEPT") for builtin in ip.BUILTIN[name]}
        for chain, rules in chains.items():
            made[chain] = ip.Chain(chain, tuple(rules), "ACCEPT" if chain in made else None)
        tables[name] = ip.Table(name, made)
    return load(ip.Ruleset(tables["nat"], tables["filter"]))


def shown(
    flow: Flow = FLOW, mark: int = 0, state: str = "NEW", dnat: bool = False, remembered: tuple[str, ...] = ()
) -> Shown:
    local = frozenset({"192.168.1.101", "127.0.0.1"})
    return Shown(flow, mark, state, dnat, False, local.__contains__, remembered)  # type: ignore[arg-type]


def decide(rule: ip.Rule, packet: Shown | None = None) -> str:
    (result,) = ruleset(filter={"FORWARD": [rule]}).evaluate(FORWARD, packet or shown())
    return result.decision


DROP = ip.Verdict("DROP")


@pytest.mark.parametrize(
    ("rule", "packet", "matches"),
    [
        (ip.Rule(target=DROP), shown(), True),
        (ip.Rule(destination=ip.Net.of("192.168.1.0/24"), target=DROP), shown(), True),
        (ip.Rule(destination=ip.Net.of("10.0.0.0/8"), target=DROP), shown(), False),
        (ip.Rule(destination=ip.Net.of("10.0.0.0/8"), destination_negated=True, target=DROP), shown(), True),
        (ip.Rule(source=ip.Net.of("10.1.0.0/16"), target=DROP), shown(), True),
        (ip.Rule(source=ip.Net.of("10.1.0.0/16"), source_negated=True, target=DROP), shown(), False),
        (ip.Rule((ip.Transport("tcp", 30080),), DROP, protocol="tcp"), shown(), True),
        (ip.Rule((ip.Transport("tcp", 30081),), DROP, protocol="tcp"), shown(), False),
        (ip.Rule((ip.Transport("udp", 30080),), DROP, protocol="udp"), shown(), False),
        (ip.Rule((ip.AddressType("dst"),), DROP), shown(), True),
        (ip.Rule((ip.AddressType("src"),), DROP), shown(), False),
        (ip.Rule((ip.ConntrackState(("NEW",)),), DROP), shown(), True),
        (ip.Rule((ip.ConntrackState(("NEW",)),), DROP), shown(state="ESTABLISHED"), False),
        (ip.Rule((ip.ConntrackState(("INVALID",)),), DROP), shown(state="INVALID"), True),
        (ip.Rule((ip.ConntrackState(("ESTABLISHED", "DNAT"), negated=True),), DROP), shown(), True),
        (ip.Rule((ip.ConntrackState(("ESTABLISHED", "DNAT"), negated=True),), DROP), shown(dnat=True), False),
        (ip.Rule((ip.MarkMatch(0x4000, 0x4000),), DROP), shown(mark=0x4001), True),
        (ip.Rule((ip.MarkMatch(0x4000, 0x4000, negated=True),), DROP), shown(mark=0x4001), False),
        (ip.Rule((ip.Comment("why"), ip.Accounting("count")), DROP), shown(), True),
        (ip.Rule((ip.RecentCheck("KUBE-SEP-A", 10),), DROP), shown(), False),
        (ip.Rule((ip.RecentCheck("KUBE-SEP-A", 10),), DROP), shown(remembered=("KUBE-SEP-A",)), True),
        (ip.Rule((ip.Comment("counts only"),)), shown(), False),
    ],
)
def test_matches(rule, packet, matches):
    assert decide(rule, packet) == ("drop" if matches else "accept")


def test_chains_return_and_only_what_had_an_effect_is_told():
    rules = ruleset(
        filter={
            "FORWARD": [ip.Rule(target=ip.Jump("A")), ip.Rule(target=ip.Jump("B")), ip.Rule(target=DROP)],
            "A": [ip.Rule(target=ip.Jump("EMPTY"))],
            "EMPTY": [],
            "B": [
                ip.Rule(target=ip.SetMark(0x4000, 0x4000)),
                ip.Rule(target=ip.Verdict("RETURN")),
                ip.Rule(target=DROP),
            ],
        }
    )
    (result,) = rules.evaluate(FORWARD, shown())
    assert result.decision == "drop"
    assert result.mark == 0x4000
    assert [(rule.chain, rule.position) for rule in result.matched] == [
        ("FORWARD", 1),
        ("B", 0),
        ("FORWARD", 2),
    ]
    assert result.marked == 2


def test_accept_ends_the_chain_and_nothing_matched_is_nothing_told():
    rules = ruleset(filter={"FORWARD": [ip.Rule(target=ip.Verdict("ACCEPT")), ip.Rule(target=DROP)]})
    (result,) = rules.evaluate(FORWARD, shown())
    assert (result.decision, len(result.matched)) == ("accept", 1)
    (result,) = ruleset().evaluate(FORWARD, shown())
    assert (result.decision, result.matched) == ("accept", ())


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_dice_give_each_endpoint_the_same_chance(count):
    chain = [
        ip.Rule((ip.Random(count - index),) if index < count - 1 else (), ip.Dnat(f"10.1.0.{index}", 80))
        for index in range(count)
    ]
    results = ruleset(nat={"PREROUTING": chain}).evaluate(PREROUTING, shown())
    assert [result.target for result in results] == [(f"10.1.0.{index}", 80) for index in range(count)]
    assert {result.probability for result in results} == {F(1, count)}
    if count > 1:
        assert [(r.choice.index, r.choice.of) for r in results if r.choice] == [
            (i, count) for i in range(count)
        ]


def test_affinity_is_written_down_and_masquerade_and_reject_are_told():
    rules = ruleset(
        nat={"PREROUTING": [ip.Rule((ip.RecentSet("KUBE-SEP-A"),), ip.Dnat("10.1.0.9", 80))]},
        filter={"FORWARD": [ip.Rule(target=ip.Reject())]},
    )
    assert rules.evaluate(PREROUTING, shown())[0].remember == ("KUBE-SEP-A",)
    assert rules.evaluate(FORWARD, shown())[0].decision == "reject"
    masquerade = ruleset(nat={"POSTROUTING": [ip.Rule(target=ip.Masquerade())]})
    assert masquerade.evaluate(Base("nat", 100, "nat", "POSTROUTING"), shown())[0].decision == "masquerade"


@dataclass(frozen=True)
class Quantum:
    """A match, or a target, that nobody has heard of."""


def test_unknown_matches_and_targets_stop_the_evaluation():
    with pytest.raises(UnknownRule):
        decide(ip.Rule((Quantum(),), DROP))  # type: ignore[arg-type]
    with pytest.raises(UnknownRule):
        decide(ip.Rule(target=Quantum()))  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        decide(ip.Rule(target=ip.Jump("NOWHERE")))
