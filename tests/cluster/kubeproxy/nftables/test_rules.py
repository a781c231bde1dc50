"""The rule language of nftables: its text, and what it refuses."""

import pytest

from nodeport_lab.cluster.kubeproxy.nftables.rules import (
    AddressInNets,
    AddressInSet,
    BaseChain,
    Chain,
    Drop,
    Goto,
    Jump,
    Key,
    Lookup,
    MarkSet,
    Net,
    NftSet,
    RandomVerdict,
    Rule,
    Ruleset,
    SetElement,
    VerdictElement,
    VerdictMap,
)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (
            BaseChain("filter", "prerouting", -110),
            "type filter hook prerouting priority dstnat - 10; policy accept;",
        ),
        (BaseChain("filter", "output", -110), "type filter hook output priority -110; policy accept;"),
        (BaseChain("nat", "output", -100), "type nat hook output priority -100; policy accept;"),
        (BaseChain("nat", "postrouting", 100), "type nat hook postrouting priority srcnat; policy accept;"),
        (BaseChain("filter", "input", 0), "type filter hook input priority filter; policy accept;"),
        (AddressInNets("ip saddr", (Net.of("10.0.0.1"),), negated=True), "ip saddr != 10.0.0.1"),
        (AddressInNets("ip saddr", (Net.of("10.0.0.0/8"), Net.of("10.1.0.0/16"))), "ip saddr { 10.0.0.0/8 }"),
        (RandomVerdict((Goto("a"), Goto("b"))), "numgen random mod 2 vmap { 0 : goto a, 1 : goto b }"),
    ],
)
def test_text(item, text):
    assert str(item) == text


@pytest.mark.parametrize(("seconds", "text"), [(10800, "3h"), (60, "1m"), (86400, "1d"), (10001, "2h46m41s")])
def test_a_timeout_reads_as_nft_prints_it(seconds, text):
    assert f"timeout {text}\n" in NftSet("s", ("ip saddr",), {}, timeout=seconds).text()


def test_a_set_of_addresses_has_two_on_a_line_and_a_map_one():
    keys: list[Key] = [(f"10.0.0.{i}",) for i in range(3)]
    text = VerdictMap("m", ("ip daddr",), {key: VerdictElement(key, Drop()) for key in keys}).text()
    assert text.count("\n\t\t\t     ") == 2
    text = NftSet("s", ("ip daddr",), {key: SetElement(key) for key in keys}).text()
    assert text.count("\n\t\t\t     ") == 1


def test_elements_stand_where_nft_lists_them():
    """Observed: by the last field's bytes first, so that port 443 (0x01bb) comes after 9100 (0x238c)."""
    keys: list[Key] = [("10.96.0.1", "tcp", 443), ("10.96.10.10", "tcp", 9100), ("10.96.10.10", "tcp", 80)]
    text = VerdictMap(
        "m", ("ip daddr", "meta l4proto", "th dport"), {key: VerdictElement(key, Drop()) for key in keys}
    ).text()
    assert text.index(". 80 :") < text.index(". 9100 :") < text.index(". 443 :")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rule(()),
        lambda: Rule((Drop(), MarkSet("|", 1))),
        lambda: AddressInNets("ip saddr", ()),
        lambda: RandomVerdict(()),
    ],
)
def test_what_cannot_be_loaded_cannot_be_built(make):
    with pytest.raises(ValueError):
        make()


@pytest.mark.parametrize(
    "statement",
    [
        Jump("nowhere"),
        AddressInSet("ip daddr", "nothing"),
        Lookup(("th dport",), "nothing"),
        RandomVerdict((Goto("nowhere"),)),
    ],
)
def test_the_kernel_would_refuse(statement):
    with pytest.raises(ValueError):
        Ruleset({}, {}, {"c": Chain("c", (Rule((statement,)),))}).check()
