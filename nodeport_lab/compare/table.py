"""The properties of each kind of door, computed from what the simulation did; every cell knows the experiments behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any, Literal, NamedTuple

from nodeport_lab.compare.manifests import Kind, Speech
from nodeport_lab.compare.running import Run, run
from nodeport_lab.compare.situations import MOST, Fault, Situation

Tone = Literal["good", "bad", "mixed", "plain"]
SPEECHES: tuple[Speech, ...] = ("http", "tcp", "udp")


@dataclass(frozen=True, slots=True)
class Cell:
    """``key`` and ``params`` are found words by ``wording``; ``situations`` are what they were read from."""

    key: str
    tone: Tone
    situations: tuple[Situation, ...]
    params: Mapping[str, Any] = field(default_factory=dict)


class Row(NamedTuple):
    """A property: its group, its name, and how its cell comes about."""

    group: str
    name: str
    read: Callable[[Kind], Cell]


def plain(kind: Kind) -> Situation:
    """The plain situation, asked for from where this kind of door is for."""
    return Situation(kind, inside=kind in ("clusterip", "headless", "externalname"))


def _tone(share: Fraction) -> Tone:
    return "good" if share == 1 else "bad" if share == 0 else "mixed"


# --- reach -------------------------------------------------------------------------------------------------------------


def _url(kind: Kind) -> Cell:
    of = plain(kind)
    return Cell("code", "plain", (of,), {"text": run(of).url})


def _outside(kind: Kind) -> Cell:
    return _whether(Situation(kind), "reached", "unreached")


def _inside(kind: Kind) -> Cell:
    of = Situation(kind, inside=True)
    if kind == "externalname":
        problem = run(of).problem or {}
        alias = str(problem.get("params", {}).get("elsewhere", ""))
        return Cell("alias", "plain", (of,), {"name": alias})
    return _whether(of, "reached", "unreached")


def _whether(of: Situation, good: str, bad: str) -> Cell:
    share = run(of).answered
    return Cell(good if share == 1 else bad, _tone(share), (of,))


def _ports(kind: Kind) -> Cell:
    """May the port in the URL be chosen? Asked by wishing for 8080, and for NodePort by wishing for 80."""
    if kind == "nodeport":
        low, high = replace(plain(kind), node_port=80), replace(plain(kind), node_port=32000)
        first, last = run(plain(kind)).snapshot["settings"]["nodePortRange"]
        if run(low).refused and run(high).answered == 1:
            return Cell("ports-range", "mixed", (low, high), {"first": first, "last": last})
        raise AssertionError("the API server let nodePort 80 pass")
    wish = replace(plain(kind), port=8080)
    if kind == "externalname":
        return Cell("ports-theirs", "plain", (plain(kind),))
    if run(wish).answered == 1:
        return Cell("ports-any", "good", (wish,))
    if kind == "ingress":
        doors = next(s for s in run(wish).snapshot["services"] if s["loadBalancer"]["addresses"])["ports"]
        return Cell(
            "ports-fixed", "mixed", (wish,), {"ports": ", ".join(str(door["port"]) for door in doors)}
        )
    return Cell("ports-pod", "mixed", (wish,))


def _protocols(kind: Kind) -> Cell:
    tried = tuple(replace(plain(kind), speech=speech) for speech in SPEECHES)
    if kind == "externalname":
        return Cell("ports-theirs", "plain", (plain(kind),))
    passed = [of.speech.upper() for of in tried if run(of).answered == 1]
    return Cell("text", "good" if len(passed) == len(tried) else "mixed", tried, {"text": ", ".join(passed)})


# --- above TCP, cost, needs ----------------------------------------------------------------------------------------------


def _tls(kind: Kind) -> Cell:
    of = replace(plain(kind), tls=True)
    if kind == "externalname":
        return Cell("ports-theirs", "plain", (plain(kind),))
    ended = run(of).answered == 1
    return Cell("tls-here" if ended else "tls-pod", "good" if ended else "mixed", (of,))


def _second(kind: Kind) -> Cell:
    """What tells two apps apart: the address, the port, or only the host."""
    of = replace(plain(kind), services=2)
    urls = run(of).urls
    if plain(kind).inside:
        return Cell("apart-name", "plain", (of,), {"urls": urls})
    first, second = (_door(url) for url in urls)
    key = "apart-address" if first[0] != second[0] else "apart-port" if first[1] != second[1] else ""
    if kind == "ingress":
        key = "apart-host"
    return Cell(key, "good" if kind == "ingress" else "mixed", (of,), {"urls": urls})


def _door(url: str | None) -> tuple[str, str]:
    host, _, port = (url or "").partition("://")[2].rstrip("/").partition(":")
    return host, port


def _balancers(kind: Kind) -> Cell:
    one, many = plain(kind), replace(plain(kind), services=MOST)
    counts = {"one": run(one).balancers, "many": run(many).balancers, "count": MOST}
    tone: Tone = "good" if counts["many"] <= 1 else "bad"
    return Cell("counts", tone, (one, many), counts)


def _node_ports(kind: Kind) -> Cell:
    one, many = plain(kind), replace(plain(kind), services=MOST)
    counts = {"one": len(run(one).node_ports), "many": len(run(many).node_ports), "count": MOST}
    tone: Tone = "good" if counts["many"] == 0 else "mixed" if counts["many"] < MOST else "bad"
    return Cell("counts", tone, (one, many), counts)


def _provider(kind: Kind) -> Cell:
    of = replace(plain(kind), provider="none")
    found = run(of)
    if kind == "ingress":
        by_node_port = replace(of, door="NodePort")
        works = run(by_node_port)
        if found.url is None and works.answered == 1:
            return Cell("needs-door", "mixed", (of, by_node_port), {"url": works.url})
    if found.pending:
        return Cell("pending", "bad", (of,))
    return Cell("works", "good", (of,)) if kind != "externalname" else Cell("not-needed", "plain", (of,))


def _controller(kind: Kind) -> Cell:
    of = replace(plain(kind), controller=False)
    if kind == "ingress" and run(of).url is None:
        return Cell("does-nothing", "bad", (of,))
    return Cell("not-needed", "plain", (of,))


def _metal(kind: Kind) -> Cell:
    """On one's own machines a node announces the address (MetalLB): no nodePort lies on the way."""
    bare, announced = replace(plain(kind), provider="none"), replace(plain(kind), provider="vip")
    if kind == "externalname" or run(bare).answered == 1:
        return Cell("both", "good", (bare,))
    return Cell("with-metallb" if run(announced).answered == 1 else "unreached", "mixed", (bare, announced))


# --- the client's address, and by where it comes in ---------------------------------------------------------------------


def _source(kind: Kind) -> Cell:
    return _seen(plain(kind))


def _source_local(kind: Kind) -> Cell:
    if plain(kind).inside:
        return _seen(plain(kind))
    return _seen(replace(plain(kind), local=True))


def _seen(of: Situation) -> Cell:
    found = run(of)
    if of.kind == "externalname":
        return Cell("no-packet", "plain", (of,))
    asker = found.snapshot["client"]["address"]
    if of.inside:
        asker = next(pod["address"] for pod in found.snapshot["pods"] if pod["name"] == "shell")
    if found.sources == (asker,):
        return Cell("source-client", "good", (of,), {"address": asker})
    if found.forwarded:
        kept = found.forwarded == (asker,)
        named = {"addresses": found.sources, "forwarded": found.forwarded}
        return Cell(
            "source-forwarded" if kept else "source-forwarded-node", "mixed" if kept else "bad", (of,), named
        )
    return Cell("source-node", "bad", (of,), {"addresses": found.sources})


def _entries(kind: Kind) -> Cell:
    of = plain(kind)
    if of.inside:
        return Cell("no-entry", "plain", (of,))
    shares = run(of).entries
    return Cell("entries", "good" if len(shares) > 1 else "bad", (of,), {"shares": shares})


# --- what survives what ---------------------------------------------------------------------------------------------------


def _after(fault: Fault) -> Callable[[Kind], Cell]:
    def read(kind: Kind) -> Cell:
        of = replace(plain(kind), faults=frozenset((fault,)))
        return _share(of)

    return read


def _share(of: Situation) -> Cell:
    if of.kind == "externalname":
        return Cell("no-packet", "plain", (of,))
    share = run(of).answered
    return Cell("share", _tone(share), (of,), {"share": share})


def _node_at_once(kind: Kind) -> Cell:
    return _share(replace(plain(kind), faults=frozenset(("node",)), settled=False))


def _firewall(kind: Kind) -> Cell:
    """With a balancer that hands over to nodePorts, and with an address that a node announces."""
    of = replace(plain(kind), faults=frozenset(("firewall",)))
    found = _share(of)
    if found.tone != "bad" or kind == "nodeport":
        return found
    announced = replace(of, provider="vip")
    if run(announced).answered == 1:
        return Cell("share-metallb", "mixed", (of, announced), {"share": Fraction(0), "other": Fraction(1)})
    return found


ROWS: tuple[Row, ...] = (
    Row("reach", "url", _url),
    Row("reach", "outside", _outside),
    Row("reach", "inside", _inside),
    Row("reach", "ports", _ports),
    Row("reach", "protocols", _protocols),
    Row("cost", "second", _second),
    Row("cost", "tls", _tls),
    Row("cost", "balancers", _balancers),
    Row("cost", "node-ports", _node_ports),
    Row("cost", "provider", _provider),
    Row("cost", "controller", _controller),
    Row("cost", "metal", _metal),
    Row("client", "source", _source),
    Row("client", "source-local", _source_local),
    Row("client", "entries", _entries),
    Row("survives", "pod", _after("pod")),
    Row("survives", "node-at-once", _node_at_once),
    Row("survives", "node", _after("node")),
    Row("survives", "address", _after("address")),
    Row("survives", "firewall", _firewall),
)
BY_NAME = {row.name: row for row in ROWS}


@cache
def cell(row: str, kind: Kind) -> Cell:
    """One cell, computed once."""
    return BY_NAME[row].read(kind)


def behind(row: str, kind: Kind) -> tuple[Run, ...]:
    """The experiments of a cell, carried out."""
    return tuple(run(situation) for situation in cell(row, kind).situations)
