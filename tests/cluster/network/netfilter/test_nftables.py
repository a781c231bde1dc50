"""Rules one by one, in the words of nft's types."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction as F
from typing import Any

import pytest

from nodeport_lab.cluster.kubeproxy.nftables import rules as nft
from nodeport_lab.cluster.network.netfilter import Base, Netfilter, Shown, UnknownRule, load
from nodeport_lab.cluster.network.packet import Flow
from tests.cluster.network.netfilter.test_iptables import shown

FORWARD = Base("filter", 0, "kube-proxy", "forward")
DROP = nft.Drop()
PORTS: nft.Fields = ("ip daddr", "meta l4proto", "th dport")


def ruleset(
    chains: dict[str, list[nft.Rule]],
    sets: Sequence[nft.NftSet] = (),
    maps: Sequence[nft.VerdictMap] = (),
) -> Netfilter:
    made = {name: nft.Chain(name, tuple(rules)) for name, rules in chains.items()}
    return load(nft.Ruleset({s.name: s for s in sets}, {m.name: m for m in maps}, made))


def address_set(name: str, *addresses: str) -> nft.NftSet:
    return nft.NftSet(name, ("ip saddr",), {(address,): nft.SetElement((address,)) for address in addresses})


def decide(*statements: Any, packet: Shown | None = None) -> str:
    known = (
        address_set("here", "10.1.0.5"),
        address_set("empty"),
        nft.NftSet(
            "pairs", PORTS, {("192.168.1.101", "tcp", 30080): nft.SetElement(("192.168.1.101", "tcp", 30080))}
        ),
    )
    (result,) = ruleset({"forward": [nft.Rule(statements)]}, known).evaluate(FORWARD, packet or shown())
    return result.decision


@pytest.mark.parametrize(
    ("statements", "packet", "matches"),
    [
        ((DROP,), shown(), True),
        ((nft.CtState("new"), DROP), shown(), True),
        ((nft.CtState("new"), DROP), shown(state="INVALID"), False),
        ((nft.CtStatusDnat(), DROP), shown(), False),
        ((nft.CtStatusDnat(), DROP), shown(dnat=True), True),
        ((nft.FibLocal("daddr"), DROP), shown(), True),
        ((nft.FibLocal("saddr"), DROP), shown(), False),
        ((nft.AddressInNets("ip saddr", (nft.Net.of("10.1.0.0/16"),)), DROP), shown(), True),
        ((nft.AddressInNets("ip daddr", (nft.Net.of("10.1.0.0/16"),)), DROP), shown(), False),
        (
            (nft.AddressInNets("ip saddr", (nft.Net.of("10.9.0.0/16"), nft.Net.of("10.1.0.5"))), DROP),
            shown(),
            True,
        ),
        ((nft.AddressInNets("ip saddr", (nft.Net.of("10.1.0.0/16"),), negated=True), DROP), shown(), False),
        ((nft.AddressInSet("ip saddr", "here"), DROP), shown(), True),
        ((nft.AddressInSet("ip saddr", "here", negated=True), DROP), shown(), False),
        ((nft.AddressInSet("ip saddr", "empty"), DROP), shown(), False),
        ((nft.AddressInSet("ip saddr", "empty"), DROP), shown(remembered=("empty",)), True),
        ((nft.AddressInSet("ip daddr", "here"), DROP), shown(), False),
        ((nft.InSet(PORTS, "pairs"), DROP), shown(), True),
        ((nft.InSet(PORTS, "pairs"), DROP), shown(Flow("UDP", "10.1.0.5", 4, "192.168.1.101", 30080)), False),
        ((nft.L4Proto("tcp"), DROP), shown(), True),
        ((nft.L4Proto("sctp"), DROP), shown(), False),
        ((nft.MarkIs(0x4000), DROP), shown(mark=0x4000), True),
        ((nft.MarkIs(0x4000), DROP), shown(), False),
        ((nft.MarkSet("|", 0x4000), nft.MarkIs(0x4000), DROP), shown(), True),
    ],
)
def test_statements(statements, packet, matches):
    assert decide(*statements, packet=packet) == ("drop" if matches else "accept")


def test_jump_comes_back_goto_does_not():
    rules = {
        "forward": [nft.Rule((nft.Jump("a"),)), nft.Rule((DROP,))],
        "a": [nft.Rule((nft.Goto("b"),)), nft.Rule((nft.Reject(),))],
        "b": [nft.Rule((nft.Return(),)), nft.Rule((nft.Reject(),))],
    }
    (result,) = ruleset(rules).evaluate(FORWARD, shown())
    assert result.decision == "drop"
    assert [(rule.chain, rule.position) for rule in result.matched] == [("forward", 1)]


def test_maps_lead_to_verdicts_and_the_element_is_told():
    key = ("192.168.1.101", "tcp", 30080)
    origin = nft.Origin("default/web", "", "spec.ports[0].nodePort")
    element = nft.VerdictElement(key, nft.Goto("no"), None, origin)
    table = nft.VerdictMap("ports", PORTS, {key: element})
    rules = {"forward": [nft.Rule((nft.Lookup(PORTS, "ports"),))], "no": [nft.Rule((nft.Reject(),))]}
    (result,) = ruleset(rules, maps=(table,)).evaluate(FORWARD, shown())
    assert result.decision == "reject"
    assert [(rule.chain, rule.position, rule.text) for rule in result.matched] == [
        ("forward", 0, "ip daddr . meta l4proto . th dport vmap @ports"),
        ("ports", None, "192.168.1.101 . tcp . 30080 : goto no"),
        ("no", 0, "reject"),
    ]
    assert result.matched[1].as_json()["origin"] == origin.as_json()
    (result,) = ruleset(rules, maps=(table,)).evaluate(
        FORWARD, shown(Flow("TCP", "10.1.0.5", 4, "192.168.1.9", 1))
    )
    assert (result.decision, result.matched) == ("accept", ())


def test_numgen_gives_each_the_same_chance():
    targets = tuple(nft.Target(f"10.1.0.{index}", 80) for index in range(3))
    results = ruleset({"forward": [nft.Rule((nft.DnatRandom(targets),))]}).evaluate(FORWARD, shown())
    assert [(r.target, r.probability) for r in results] == [((t.address, 80), F(1, 3)) for t in targets]
    chains = {
        "forward": [nft.Rule((nft.RandomVerdict((nft.Goto("a"), nft.Goto("b"))),))],
        "a": [nft.Rule((nft.UpdateSet("clients"),)), nft.Rule((nft.Dnat(targets[0]),))],
        "b": [nft.Rule((DROP,))],
    }
    first, second = ruleset(chains, (address_set("clients"),)).evaluate(FORWARD, shown())
    assert (first.target, first.remember, first.probability) == (("10.1.0.0", 80), ("clients",), F(1, 2))
    assert (second.decision, second.choice and second.choice.index) == ("drop", 1)


def test_base_chains_stand_in_order_of_priority_and_nat_is_at_every_hook_of_it():
    chains = {
        "late": nft.Chain("late", (), nft.BaseChain("filter", "prerouting", 10)),
        "dnat": nft.Chain("dnat", (), nft.BaseChain("nat", "prerouting", -100)),
        "early": nft.Chain("early", (), nft.BaseChain("filter", "prerouting", -110)),
    }
    rules = load(nft.Ruleset({}, {}, chains))
    assert [base.chain for base in rules.hooks["prerouting"]] == ["early", "dnat", "late"]
    assert [(base.type, base.chain) for base in rules.hooks["input"]] == [("nat", "")]
    assert rules.evaluate(rules.hooks["input"][0], shown())[0].decision == "accept"


@dataclass(frozen=True)
class Quantum:
    """A statement that nobody has heard of."""


def test_unknown_statements_stop_the_evaluation():
    with pytest.raises(UnknownRule):
        decide(Quantum())
    with pytest.raises(UnknownRule):
        decide(nft.RandomVerdict((Quantum(),)))  # type: ignore[arg-type]
