"""Netfilter: evaluates the typed rules that kube-proxy wrote, in either language, as the kernel would.

verdict.py    the question (Shown) and the answer (Result), the same for both
iptables.py   chains of matches and targets
nftables.py   statements, sets and verdict maps

``load`` turns a ruleset into something that can be asked. Unknown matches and verdicts raise ``UnknownRule``.
"""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables.rules import Ruleset as IptablesRuleset
from nodeport_lab.cluster.kubeproxy.nftables.rules import Ruleset as NftablesRuleset
from nodeport_lab.cluster.network.netfilter.iptables import IptablesFilter
from nodeport_lab.cluster.network.netfilter.nftables import NftablesFilter
from nodeport_lab.cluster.network.netfilter.verdict import (
    Base,
    Choice,
    HookName,
    Matched,
    Netfilter,
    Result,
    Shown,
    UnknownRule,
)

__all__ = [
    "Base",
    "Choice",
    "HookName",
    "Matched",
    "Netfilter",
    "Result",
    "Shown",
    "UnknownRule",
    "load",
]


def load(ruleset: IptablesRuleset | NftablesRuleset) -> Netfilter:
    """The rules of one node, ready to be asked. Keep it: it serves any number of traces."""
    if isinstance(ruleset, IptablesRuleset):
        return IptablesFilter(ruleset)
    if isinstance(ruleset, NftablesRuleset):
        return NftablesFilter(ruleset)
    raise UnknownRule(f"neither iptables nor nftables rules: {ruleset!r}")
