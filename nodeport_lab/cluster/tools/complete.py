"""What Tab offers: programs, and for each the words that it takes. kubectl's own words are kubectl's business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from nodeport_lab.cluster.kubectl.complete import Candidate, Completion
from nodeport_lab.cluster.kubeproxy.iptables import rules as ipt
from nodeport_lab.cluster.tools.commands import available
from nodeport_lab.cluster.tools.desk import Desk
from nodeport_lab.cluster.tools.machine import files

_START = re.compile(r"\|\|?|;|&&|\$\(|\bdo\b|`")
_FLAGS = {
    "curl": "-v -s -o -w -H --resolve -k -I -X -m --max-time --connect-timeout",
    "nc": "-zv -zvu -w",
    "ss": "-lnt -lntu -lntp",
    "iptables": "-t -L -S -n -v --line-numbers",
    "iptables-save": "-t",
    "conntrack": "-L -C -p --dport --sport",
    "grep": "-i -v -c -E -n -A -B",
    "dig": "+short +search",
    "ping": "-c",
}


def complete(line: str, cursor: int, desk: Desk, kubectl: Callable[[str, int], Completion]) -> Completion:
    """Completes the word before the cursor. ``kubectl``: completes where the command is kubectl."""
    before = line[:cursor]
    start = max((match.end() for match in _START.finditer(before)), default=0)
    words = before[start:].split()
    word = "" if not words or before[-1:].isspace() else words.pop()
    while words and words[0] == "sudo":
        words.pop(0)
    if not words:
        return _matching(available(desk), word, cursor)
    if words[0] in ("kubectl", "k"):
        return kubectl(line, cursor)
    return _matching(_candidates(desk, words, word), word, cursor)


def _matching(texts: Iterable[str], word: str, cursor: int) -> Completion:
    found = tuple(Candidate(text) for text in dict.fromkeys(texts) if text.startswith(word))
    return Completion(cursor - len(word), found[:200])


def _candidates(desk: Desk, words: list[str], word: str) -> Iterator[str]:
    program, last = words[0], words[-1]
    if word.startswith(("-", "+")):
        yield from _FLAGS.get(program, "").split()
    elif program in ("iptables", "iptables-save") and last == "-t":
        yield from ("nat", "filter")
    elif program == "iptables" and last in ("-L", "-S"):
        rules = desk.reach.rules(desk.place) if desk.kind == "node" else None
        if isinstance(rules, ipt.Ruleset):
            yield from (chain.name for chain in rules.table("nat" if "nat" in words else "filter").ordered())
    elif program == "nft":
        yield from {1: ("list",), 2: ("ruleset", "table", "tables", "chain", "chains")}.get(
            len(words), ("ip", "kube-proxy")[len(words) - 3 :][:1]
        )
    elif program == "ip":
        yield from ("addr", "route")
    elif program == "ssh":
        yield from desk.reach.world().map.node
    elif program in ("curl", "wget"):
        yield from (f"http://{host}:{port}" for host, port in _doors(desk))
    elif program in ("nc", "telnet") and len([w for w in words[1:] if not w.startswith("-")]) == 1:
        yield from (str(port) for host, port in _doors(desk) if host == last)
    elif program in ("nc", "telnet", "ping", "nslookup", "dig"):
        yield from (host for host, _ in _doors(desk))
    elif program in ("cat", "less", "head", "tail", "grep", "wc", "ls", "sort"):
        yield from files(desk)


def _doors(desk: Desk) -> Iterator[tuple[str, int]]:
    """Addresses and ports that lead somewhere from here: nodePorts outside, Services' names and ports in a pod."""
    map = desk.reach.world().map
    for service in desk.reach.objects("services"):
        meta, spec = service["metadata"], service["spec"]
        for port in spec.get("ports") or ():
            if (port.get("protocol") or "TCP") != "TCP":
                continue
            if desk.kind == "pod":
                name = (
                    meta["name"]
                    if meta["namespace"] == desk.place.partition("/")[0]
                    else f"{meta['name']}.{meta['namespace']}"
                )
                yield name, port["port"]
            if port.get("nodePort"):
                yield from ((node.address, port["nodePort"]) for node in map.node.values())
            if desk.kind != "client" and spec.get("clusterIP") not in (None, "", "None"):
                yield spec["clusterIP"], port["port"]
