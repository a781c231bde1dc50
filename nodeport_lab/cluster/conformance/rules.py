"""Judges rules cases: the rules that kube-proxy writes on every node of a packets case, in both modes.

Two rule sets are compared as text: iptables-save, or nft list table.

Equal means what tests/data/conformance/README.md says: rules in order, but those of different Services in any order in
the chains that dispatch between Services, for kube-proxy walks a map; sets and maps in any order; no counters.

Some recordings began before the API server had made its own Service, ``kubernetes``, or the endpoints of it, and it is
no part of any case: where the recorded text does not send traffic to it, both are compared without it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.cluster.conformance.cluster import cluster_of

_MODES: tuple[ProxyMode, ...] = get_args(ProxyMode)

# kube-proxy's chains in which Services stand side by side.
_DISPATCH = ("KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL")
_COMMENT = re.compile(r'--comment (?:"([^"]*)"|(\S+))')
_HASHED = re.compile(r" KUBE-(?:SVC|SEP)-")
_KUBERNETES = "default/kubernetes"
_KUBERNETES_SERVED = re.compile(r'"default/kubernetes:https cluster IP"|goto service-\w+-default/kubernetes/')
_WORD = re.compile(r'"[^"]*"|\S+')

# A chain of a table, a set, a map: what it is called, and what stands in it.
_Blocks = Mapping[str, Sequence[str]]


def judge(case: dict[str, Any], folder: Path) -> str | None:
    """The first node and mode whose rules differ from those recorded. The objects are in the packets case of the same name."""
    path = folder.parent / "packets" / f"{case['name']}.json"
    cluster = cluster_of(json.loads(path.read_text(encoding="utf-8")))
    for mode in _MODES:
        for name in (node.name for node in cluster.config.nodes):
            recorded = case[mode].get(name)
            if recorded is None:
                return f"{mode}: no rules of {name} were recorded"
            rules = cluster.rules(name, mode)
            difference = same_rules(mode, rules.text() if rules is not None else "", recorded)
            if difference is not None:
                return f"{mode} {name}: {difference}"
    return None


def same_rules(mode: ProxyMode, ours: str, recorded: str) -> str | None:
    """None where both texts say the same, else the first difference in a line."""
    return same_iptables(ours, recorded) if mode == "iptables" else same_nftables(ours, recorded)


def same_iptables(ours: str, recorded: str) -> str | None:
    """Compare two outputs of ``iptables-save``."""
    return _difference(*_comparable(_iptables(ours), _iptables(recorded), recorded))


def same_nftables(ours: str, recorded: str) -> str | None:
    """Compare two outputs of ``nft list table ip kube-proxy``."""
    return _difference(*_comparable(_nftables(ours), _nftables(recorded), recorded))


def _comparable(ours: _Blocks, theirs: _Blocks, recorded: str) -> tuple[_Blocks, _Blocks]:
    if _KUBERNETES_SERVED.search(recorded):
        return ours, theirs
    return _without_kubernetes(ours), _without_kubernetes(theirs)


def _without_kubernetes(blocks: _Blocks) -> _Blocks:
    """Less everything about the Service ``kubernetes``: its chains, and whatever names it, them or its address."""
    said = [line for body in blocks.values() for line in body if _KUBERNETES in line]
    addresses = {f"element {found[1]}" for line in said if (found := re.match(r"element (\S+) \. ", line))}
    kept = {
        name: [line for line in body if _KUBERNETES not in line and line not in addresses]
        for name, body in blocks.items()
        if _KUBERNETES not in name
    }
    return {name: body for name, body in kept.items() if body or not blocks[name] or not _HASHED.search(name)}


def _difference(ours: _Blocks, recorded: _Blocks) -> str | None:
    for name in sorted(recorded.keys() - ours.keys()):
        return f"missing: {name}"
    for name in sorted(ours.keys() - recorded.keys()):
        return f"too much: {name}"
    for name, theirs in recorded.items():
        mine = ours[name]
        for index in range(max(len(mine), len(theirs))):
            have = mine[index] if index < len(mine) else "nothing"
            want = theirs[index] if index < len(theirs) else "nothing"
            if have != want:
                return f"{name} [{index}]: {have} (recorded: {want})"
    return None


# --- iptables-save -------------------------------------------------------------------------------------------------


def _iptables(text: str) -> _Blocks:
    """Chains as ``table chain``, each with its rules. The kernel's own chains count only for the rules in them."""
    chains: dict[str, list[str]] = {}
    table = ""
    for line in text.splitlines():
        words = _WORD.findall(line)
        if not words or words[0].startswith("#"):
            continue
        if words[0].startswith("*"):
            table = words[0][1:]
        elif words[0].startswith(":"):
            if words[1] == "-":
                chains.setdefault(f"{table} {words[0][1:]}", [])
        elif words[0] == "COMMIT":
            table = ""
        else:
            if words[0].startswith("["):
                words = words[1:]
            if words[0] != "-A":
                raise ValueError(f"not a line of iptables-save: {line!r}")
            chains.setdefault(f"{table} {words[1]}", []).append(_unpicked(" ".join(words)))
    return {
        name: _dispatched(rules) if name.split()[1] in _DISPATCH else rules for name, rules in chains.items()
    }


def _unpicked(rule: str) -> str:
    """Without the port that the API server picked for the health check: it is another one in every run."""
    if " health check node port" in rule:
        return re.sub(r"--dport \d+", "--dport <auto>", rule)
    return rule


def _dispatched(rules: Sequence[str]) -> list[str]:
    """Grouped by the port of a Service that they name; catch-alls, which name none, keep their place in the order of groups."""
    groups: list[list[str]] = [[]]
    for rule in rules:
        if _subject(rule):
            groups[-1].append(rule)
        else:
            groups += [[rule], []]
    return [rule for group in groups for rule in sorted(group, key=_subject)]


def _subject(rule: str) -> str:
    """``namespace/name[:port]`` from the comment, ``""`` where the rule is about no Service."""
    found = _COMMENT.search(rule)
    comment = (found[1] or found[2]) if found else ""
    first = comment.split(" ", 1)[0]
    return first if "/" in first else ""


# --- nft list ------------------------------------------------------------------------------------------------------


def _nftables(text: str) -> _Blocks:
    """Chains, sets and maps as ``kind name``; the elements of sets and maps sorted."""
    blocks: dict[str, list[str]] = {}
    table, current = "", ""
    lines = iter(text.splitlines())
    for line in lines:
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "table":
            table = " ".join(words[1:-1])
        elif words[0] in ("chain", "set", "map") and words[-1] == "{" and not current:
            current = f"{table} {words[0]} {words[1]}"
            blocks[current] = []
        elif words == ["}"]:
            current = "" if current else current
        elif words[:2] == ["elements", "="]:
            body = line
            while "}" not in _unquoted(body):
                body += next(lines)
            blocks[current] += _elements(body)
        else:
            blocks.setdefault(current or table, []).append(_rule(line))
    return {name: _static(body) for name, body in blocks.items() if body or not _stale(name, text)}


def _stale(name: str, text: str) -> bool:
    """An empty chain that nothing leads to. kube-proxy empties what it needs no more and deletes it in a later sync,
    so whether it is still there says when the recording was made, not what the rules are."""
    kind, chain = name.split()[-2:]
    return kind == "chain" and "/" in chain and f"goto {chain}" not in text


def _unquoted(text: str) -> str:
    return re.sub(r'"[^"]*"', "", text)


def _split(body: str) -> list[str]:
    """The items between the braces, sorted; commas in comments do not part them."""
    inside = body[body.index("{") + 1 : body.rindex("}")]
    items = re.findall(r'(?:"[^"]*"|[^,"])+', inside)
    return sorted(" ".join(item.split()) for item in items)


def _elements(body: str) -> list[str]:
    counted = Counter(_split(body))
    return [f"element {item}" for item in sorted(counted.elements())]


def _rule(line: str) -> str:
    text = re.sub(r"counter packets \d+ bytes \d+ ?", "", " ".join(line.split()))
    return re.sub(r"\{[^{}]*\}", lambda braces: "{ " + ", ".join(_split(braces[0])) + " }", text)


def _static(body: Sequence[str]) -> Sequence[str]:
    """What packets wrote into a dynamic set is not kube-proxy's doing."""
    if any(line.startswith("flags ") and "dynamic" in line for line in body):
        return [line for line in body if not line.startswith("element ")]
    return body
