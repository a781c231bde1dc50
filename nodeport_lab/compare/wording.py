"""Puts what was found into words, in Japanese or English. The words are ``content/compare.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from nodeport_lab.compare.manifests import HOST, Kind
from nodeport_lab.compare.running import CLIENTS_NODE, MOVED_TO, Run, run
from nodeport_lab.compare.situations import Break, Situation
from nodeport_lab.compare.table import Cell
from nodeport_lab.content import words
from nodeport_lab.content.words import Language

_COMMA = {"ja": "、", "en": ", "}


def say(key: str, language: Language, **params: Any) -> str:
    """The words for a key. A key or a placeholder that is not there raises."""
    shown = {name: _shown(value, language) for name, value in params.items()}
    return words.table("compare")[key][language].format_map(shown)


def _shown(value: Any, language: Language) -> str:
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, Mapping):
        return _COMMA[language].join(f"{name} {_shown(part, language)}" for name, part in value.items())
    if isinstance(value, tuple | list):
        return _COMMA[language].join(_shown(item, language) for item in value)
    return str(value)


def percent(share: Fraction) -> str:
    """As people read it: 33 % is said without what follows the point."""
    return f"{round(share * 100)} %"


def cell(found: Cell, language: Language) -> str:
    """What stands in a cell."""
    return say(f"cell-{found.key}", language, **found.params)


def ending(found: Run, language: Language) -> dict[str, str]:
    """``{kind, label, text}``: how the request ended that is shown, and why. ``kind`` is none where nobody could be asked."""
    if found.branch is None:
        kind = "alias" if found.problem is not None else "none"
        return {"kind": kind, "label": say(f"ending-{kind}", language), "text": nothing(found, language)}
    how = found.branch["ending"]
    return {
        "kind": how["kind"],
        "label": say(f"ending-{how['kind']}", language),
        "text": words.why(how, language),
    }


def nothing(found: Run, language: Language) -> str:
    """Why nobody could be asked."""
    if found.refused:
        return say("none-refused", language)
    if found.problem is not None:
        return say("none-elsewhere", language, name=found.problem["params"].get("elsewhere", ""))
    if found.pending:
        return say("none-pending", language, service=found.pending[0], ports=found.node_ports)
    if found.situation.kind == "ingress":
        return say("none-controller", language)
    return say("none-outside", language)


def told(found: Run, breaks: Iterable[Break], language: Language) -> list[str]:
    """What this kind of door did about each thing that is broken; nothing where the request failed: its ending says why."""
    if found.answered == 0:
        return []
    lines = [line for broken in breaks for line in _told(found, broken, language)]
    if found.answered < 1:
        lines.append(say("told-partly", language, share=found.answered))
    return lines


def _told(found: Run, broken: Break, language: Language) -> Iterator[str]:
    of = found.situation
    kind: Kind | str = "inside" if of.inside else of.kind
    node = {"node": CLIENTS_NODE}
    match broken:
        case "node" if kind in ("loadbalancer", "ingress"):
            at_once = run(Situation(of.kind, faults=frozenset(("node",)), settled=False)).answered
            yield say("told-node-balancer", language, share=at_once, **node)
        case "node":
            yield say("told-node-inside", language, **node)
        case "pod":
            yield say("told-pod", language, new=_newest(found))
        case "address" if kind in ("loadbalancer", "ingress"):
            yield say("told-address-balancer", language, address=MOVED_TO, **node)
        case "address":
            yield say("told-address-inside", language)
        case "firewall":
            yield say("told-firewall-inside", language)
        case "second":
            key = "inside" if kind in ("clusterip", "headless") else kind
            yield say(f"told-second-{key}", language, urls=tuple(url for url in found.urls if url))
        case "tls":
            yield say("told-tls", language, host=HOST)
        case "udp":
            yield say("told-udp", language)
        case "provider":
            yield say("told-provider-inside" if of.inside else "told-provider", language)


def _newest(found: Run) -> str:
    """The pod that took the place of the deleted one."""
    gone = next((action["name"] for action in found.log if action["type"] == "delete"), "")
    before = {pod["name"] for pod in run(replace(found.situation, faults=frozenset())).snapshot["pods"]}
    fresh = [pod for pod in found.snapshot["pods"] if pod["name"] not in before and pod["name"] != gone]
    return f"{fresh[0]['name']} ({fresh[0]['address']})" if fresh else ""


def step(action: Mapping[str, Any], language: Language) -> str:
    """An action of an experiment, in a line."""
    match action:
        case {"type": "set-provider", "kind": kind}:
            return say("step-provider-vip" if kind == "vip" else "step-provider", language)
        case {"type": "apply", "files": files}:
            return say("step-apply", language, files=tuple(file["name"] for file in files))
        case {"type": "set-ingress-controller", "expose": expose}:
            return say("step-controller", language, expose=expose)
        case {"type": "kubectl", "line": line}:
            return say("step-kubectl", language, line=line)
        case {"type": "set-firewall"}:
            return say("step-firewall", language)
        case {"type": "delete", "name": name}:
            return say("step-delete", language, name=name)
        case {"type": "set-node-address", "node": node, "address": address}:
            return say("step-address", language, node=node, address=address)
        case {"type": "set-node", "node": node}:
            return say("step-node", language, node=node)
        case {"type": "advance", "seconds": seconds}:
            return say("step-advance", language, seconds=round(seconds))
    raise ValueError(f"no words for an action of type {action.get('type')!r}")


def steps(found: Run, language: Language) -> list[str]:
    """The whole experiment: what was done, and last what was asked."""
    lines = [step(action, language) for action in found.log]
    if found.request is not None:
        who = say("from-client" if found.request["from"] == "client" else "from-pod", language)
        lines.append(say("step-send", language, **{"from": who, "url": found.url}))
    return lines


def outcomes(found: Run, language: Language) -> list[dict[str, str]]:
    """Every way that it can end, with its share; kubectl's own words where it refused."""
    if found.refused:
        return [{"kind": "refused", "share": "", "text": found.refused.strip()}]
    if found.trace is None:
        only = ending(found, language)
        return [{"kind": only["kind"], "share": "", "text": only["text"]}]
    shares: dict[str, Fraction] = {}
    for branch in found.trace["branches"]:
        code = branch["ending"]["code"]
        part = Fraction(branch["probability"]).limit_denominator(10_000)
        shares[code] = shares.get(code, Fraction(0)) + part
    return [
        {"kind": how["kind"], "share": percent(shares[how["code"]]), "text": words.why(how, language)}
        for how in found.endings
    ]
