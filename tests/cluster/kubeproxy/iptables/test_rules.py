"""The rule language of iptables: its text, and what it refuses."""

import pytest

from nodeport_lab.cluster.kubeproxy.iptables.rules import (
    AddressType,
    Chain,
    Comment,
    ConntrackState,
    Dnat,
    Jump,
    MarkMatch,
    Masquerade,
    Net,
    Random,
    RecentCheck,
    Reject,
    Rule,
    Ruleset,
    SetMark,
    Table,
    Transport,
)

BUILTIN = {
    "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
    "filter": ("INPUT", "FORWARD", "OUTPUT"),
}


def ruleset(table, *rules):
    chains = {name: {chain: Chain(chain, (), "ACCEPT") for chain in of} for name, of in BUILTIN.items()}
    chains[table]["OUTPUT"] = Chain("OUTPUT", rules, "ACCEPT")
    return Ruleset(Table("nat", chains["nat"]), Table("filter", chains["filter"]))


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (Random(2), "-m statistic --mode random --probability 0.50000000000"),
        (Random(3), "-m statistic --mode random --probability 0.33333333349"),
        (Random(7), "-m statistic --mode random --probability 0.14285714272"),
        (
            ConntrackState(("RELATED", "ESTABLISHED"), negated=True),
            "-m conntrack ! --ctstate RELATED,ESTABLISHED",
        ),
        (MarkMatch(0x4000, 0x4000, negated=True), "-m mark ! --mark 0x4000/0x4000"),
        (
            Rule((Transport("sctp", 9),), Reject(), protocol="sctp"),
            "-p sctp -m sctp --dport 9 -j REJECT --reject-with icmp-port-unreachable",
        ),
        (
            Rule(
                (AddressType("src"),),
                source=Net.of("10.1.0.0/16"),
                source_negated=True,
                destination=Net.of("10.96.0.1"),
            ),
            "! -s 10.1.0.0/16 -d 10.96.0.1/32 -m addrtype --src-type LOCAL",
        ),
        (
            RecentCheck("X", 60),
            "-m recent --rcheck --seconds 60 --reap --name X --mask 255.255.255.255 --rsource",
        ),
    ],
)
def test_text(item, text):
    assert str(item) == text


@pytest.mark.parametrize(
    ("target", "mark", "after"),
    [
        (SetMark(0x4000, 0x4000), 0x1, 0x4001),
        (SetMark(0x4000, 0), 0x4001, 0x1),
        (SetMark(0x4000, 0), 0x1, 0x4001),
    ],
)
def test_setting_a_mark(target, mark, after):
    assert target.apply(mark) == after


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rule((Transport("tcp", 80),)),
        lambda: Rule((Transport("tcp", 80),), protocol="udp"),
        lambda: Random(1),
        lambda: Comment('say "x"'),
        lambda: ConntrackState(("ESTABLISHED", "RELATED")),
        lambda: ConntrackState(()),
    ],
)
def test_what_cannot_be_loaded_cannot_be_built(make):
    with pytest.raises(ValueError):
        make()


@pytest.mark.parametrize(
    ("table", "target"),
    [
        ("filter", Dnat("10.1.0.5", 80)),
        ("filter", Masquerade()),
        ("nat", Reject()),
        ("nat", Jump("KUBE-NOWHERE")),
    ],
)
def test_the_kernel_would_refuse(table, target):
    with pytest.raises(ValueError):
        ruleset(table, Rule((), target)).check()


def test_an_unknown_chain_is_an_error():
    with pytest.raises(KeyError):
        ruleset("nat").chain("nat", "KUBE-NOWHERE")
