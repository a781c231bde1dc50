"""``nft list``: the rules of a node as nftables lists them."""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.cluster.kubeproxy.nftables import rules as nft_rules
from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.kernel import READ_ONLY, other_mode, root

_TABLE = ["ip", "kube-proxy"]


def nft(desk: Desk, io: Io, words: list[str]) -> int:
    """``nft list ruleset | tables | chains | table ip kube-proxy | chain|map|set ip kube-proxy NAME``."""
    words = [word for word in words if word not in ("-n", "-a", "-s", "-nn")]
    if words in (["-v"], ["--version"]):
        io.out("nftables v1.1.3 (Commodore Bullmoose #4)")
        return 0
    if not root(desk, io, "Operation not permitted (you must be root)"):
        return 1
    if not words or words[0] != "list":
        if words and words[0] in ("add", "delete", "flush", "insert", "create", "replace", "reset"):
            desk.note(READ_ONLY)
            io.err("nft: read-only in this lab.")
            return 1
        io.err("Usage: nft list ruleset | nft list table ip kube-proxy | nft list chain ip kube-proxy CHAIN")
        return 1
    rules = desk.reach.rules(desk.place)
    found = rules if isinstance(rules, nft_rules.Ruleset) else None
    if found is None and rules is not None:
        other_mode(desk, "nftables")
    what, rest = words[1:2], words[2:]
    if what == ["ruleset"]:
        io.write(found.text() if found else "")
        return 0
    if what == ["tables"]:
        io.write("table ip kube-proxy\n" if found else "")
        return 0
    line = f"list {' '.join(words[1:])}"
    if what == ["table"] and rest[-1:] == ["kube-proxy"] and rest in (_TABLE, ["kube-proxy"]):
        if found is not None:
            io.write(found.text())
            return 0
        return _missing(io, line, "kube-proxy")
    if what == ["chains"]:
        if found is not None:
            io.out("table ip kube-proxy {")
            for chain in found.chains.values():
                io.out(f"\tchain {chain.name} {{" + (f"\n\t\t{chain.base}" if chain.base else "") + "\n\t}")
            io.out("}")
        return 0
    getters: dict[str, Callable[[nft_rules.Ruleset], dict[str, str]]] = {
        "chain": lambda r: {name: chain.text() for name, chain in r.chains.items()},
        "map": lambda r: {name: item.text() for name, item in r.maps.items()},
        "set": lambda r: {name: item.text() for name, item in r.sets.items()},
    }
    if what and what[0] in getters and len(rest) == 3 and rest[:2] == _TABLE:
        texts = getters[what[0]](found) if found is not None else {}
        if rest[2] in texts:
            io.write(f"table ip kube-proxy {{\n{texts[rest[2]]}\n}}\n")
            return 0
        return _missing(io, line, rest[2] if found is not None else "kube-proxy")
    if what == ["table"]:
        return _missing(io, line, rest[-1] if rest else "table")
    wrong = what[0] if what else "list"
    io.err(f"Error: syntax error, unexpected {wrong}\n{line}\n{' ' * line.find(wrong)}{'^' * len(wrong)}")
    return 1


def _missing(io: Io, line: str, word: str) -> int:
    io.err(f"Error: No such file or directory\n{line}\n{' ' * line.rfind(word)}{'^' * len(word)}")
    return 1
