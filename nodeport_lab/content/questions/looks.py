"""Looks at a stage: what has to hold there, and what a request's trace says in answer to a question.

A look is a mapping. ``request`` is looked at by ``observed``, ``endings``, ``pods``, ``source``, ``destination``, ``status``;
``run`` (a line at the client, or at ``place``) and ``do`` (an action) by ``prints`` and ``lacks``; ``object`` by ``where`` and ``absent``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.actions import check
from nodeport_lab.content.questions import staging
from nodeport_lab.content.questions.fields import Fields
from nodeport_lab.content.questions.model import Json

OBSERVED = ("reply", "refused", "no-answer")
READINGS = (
    "observed",
    "kind",
    "ending",
    "place",
    "source",
    "destination",
    "port",
    "pods",
    "dnat",
    "snat",
    "status",
    "nodes",
    "path",
)
_OF_REQUEST = ("observed", "endings", "pods", "source", "destination", "status")


def read_looks(fields: Fields, name: str, least: int = 0) -> tuple[Json, ...]:
    """A list of looks, checked."""
    found = []
    for item, path in fields.items(name, least, 20):
        inner = Fields(item, path, fields.troubles)
        found.append(_look(inner))
        inner.done()
    return tuple(look for look in found if look)


def _look(fields: Fields) -> Json:
    kinds = [kind for kind in ("request", "run", "do", "object") if fields.has(kind)]
    if len(kinds) != 1:
        fields.say("look-kind")
        fields.taken.update(fields.data)
        return {}
    look: dict[str, Any] = {}
    if kinds == ["request"]:
        look["request"] = read_request(fields, "request")
        for name in _OF_REQUEST:
            if fields.has(name):
                look[name] = fields.raw(name)
        _check_ends(fields, look)
        if len(look) == 1:
            fields.say("look-empty")
    elif kinds == ["object"]:
        look["object"] = fields.text("object")
        look["where"] = fields.raw("where", {})
        look["absent"] = fields.flag("absent", False)
        if not re.fullmatch(r"[A-Za-z]+ [a-z0-9./-]+", look["object"]) or not isinstance(
            look["where"], Mapping
        ):
            fields.say("look-object")
    else:
        if kinds == ["run"]:
            look["do"] = {
                "type": "terminal",
                "line": fields.text("run"),
                "place": fields.text("place", "client"),
            }
        else:
            actions = staging.read_actions(
                Fields({"do": [fields.raw("do")]}, fields.path, fields.troubles), "do"
            )
            look["do"] = actions[0] if actions else None
        for name in ("prints", "lacks"):
            if fields.has(name):
                look[name] = fields.text(name)
        if "prints" not in look and "lacks" not in look:
            fields.say("look-empty")
        if look["do"] is None:
            return {}
    return look


def _check_ends(fields: Fields, look: Json) -> None:
    observed = look.get("observed", [])
    if unknown := set(_many(observed)) - set(OBSERVED):
        fields.say(
            "word-unknown", fields.at("observed"), value=", ".join(sorted(unknown)), words=", ".join(OBSERVED)
        )
    endings = look.get("endings", [])
    codes = (
        {code for some in endings.values() for code in _many(some)}
        if isinstance(endings, Mapping)
        else set(_many(endings))
    )
    if unknown := codes - set(CODES):
        fields.say("ending-unknown", fields.at("endings"), code=", ".join(sorted(unknown)))


def read_request(fields: Fields, name: str) -> Json:
    """A request: ``to`` is a must."""
    value = fields.raw(name)
    request = staging.full(value if isinstance(value, Mapping) else {})
    to = request.get("to")
    if isinstance(to, Mapping) and "{{" in str(to.get("port")):
        # A fact of the cluster, known when there is one.
        request["to"] = {**to, "port": 1}
    try:
        check({"type": "send", **request}, frozenset())
    except ValueError:
        fields.say("request-wrong", fields.at(name))
        return {"to": {"address": "192.168.1.101", "port": 30080}}
    return dict(value)


def _many(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def failing(nodes: int, actions: Sequence[Json], looks: Sequence[Json]) -> tuple[int, str] | None:
    """The first look that does not hold, by its number, and what was seen in its place."""
    for number, look in enumerate(looks):
        seen = _failure(nodes, actions, look)
        if seen is not None:
            return number, seen
    return None


def _failure(nodes: int, actions: Sequence[Json], look: Json) -> str | None:
    if "request" in look:
        found = staging.trace(nodes, actions, look["request"])
        for name in _OF_REQUEST:
            if name in look and (seen := _seen(found, name)) != _wanted(look[name], found["proxyMode"]):
                return f"{name}: {', '.join(sorted(seen))}"
        return None
    if "object" in look:
        return _object_failure(staging.standing(nodes, actions), look)
    _, text = staging.output(nodes, actions, look["do"])
    if ("prints" in look and look["prints"] not in text) or ("lacks" in look and look["lacks"] in text):
        return text.strip()[:400]
    return None


def _wanted(value: Any, mode: str) -> set[str]:
    return set(_many(value.get(mode, []) if isinstance(value, Mapping) else value))


def _seen(trace: Json, name: str) -> set[str]:
    return reading(trace, {"endings": "ending"}.get(name, name))


def _object_failure(cluster: Any, look: Json) -> str | None:
    kind, name = look["object"].split(" ")
    namespace, _, short = name.rpartition("/")
    wanted = [item for item in _RESOURCES if item.rstrip("s").lower() == kind.lower().rstrip("s")]
    found = cluster.api.get(Key(wanted[0] if wanted else f"{kind.lower()}s", namespace or "default", short))
    if look["absent"] or found is None:
        return (
            None
            if (found is None) == look["absent"]
            else f"{look['object']}: {'there' if found else 'not there'}"
        )
    for path, value in look["where"].items():
        seen = _at(found, path)
        if seen != value and not (isinstance(value, list) and not isinstance(seen, list) and seen in value):
            return f"{path}: {seen}"
    return None


_RESOURCES = (
    "services",
    "deployments",
    "pods",
    "ingresses",
    "nodes",
    "namespaces",
    "replicasets",
    "endpointslices",
)


def _at(data: Any, path: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(data, list) and part.isdigit():
            data = data[int(part)] if int(part) < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


def reading(trace: Json, name: str) -> set[str]:
    """What a trace says in answer to a question, over all its branches."""
    return (
        {text for branch in trace["branches"] for text in _of_branch(branch, name)}
        if name != "pods"
        else {str(len({outcome["pod"] for outcome in trace["outcomes"]} - {None}))}
    )


def _of_branch(branch: Json, name: str) -> list[str]:
    ending = branch["ending"]
    match name:
        case "observed":
            return [CODES[ending["code"]].observed]
        case "kind" | "place":
            return [ending[name]]
        case "ending":
            return [ending["code"]]
        case "source" | "destination":
            found = ending["params"].get(name)
            return [found] if found else []
        case "port":
            last = [hop for hop in branch["hops"] if hop["leg"] == "request"][-1]
            return [str(last["after"]["dst"]["port"])]
        case "dnat" | "snat":
            side = "dst" if name == "dnat" else "src"
            rewritten = [
                h
                for h in branch["hops"]
                if h["leg"] == "request"
                and h["stream"] == 1
                and _ends(h["before"][side]) != _ends(h["after"][side])
            ]
            return [str(len(rewritten))]
        case "status":
            return [str((branch.get("http") or {}).get("status"))]
        case "nodes":
            return [
                str(
                    len(
                        {
                            p
                            for p in _places(branch)
                            if p not in ("client", "router", "balancer") and "/" not in p
                        }
                    )
                )
            ]
        case "path":
            return [" ".join(_places(branch))]
    raise ValueError(f"a trace is not read by {name}")


def _ends(address: Json) -> tuple[str, int]:
    return address["address"], address["port"]


def _places(branch: Json) -> list[str]:
    """The places of the request's way, in order, each stay once."""
    found: list[str] = []
    for hop in branch["hops"]:
        if hop["leg"] == "request" and (not found or found[-1] != hop["place"]):
            found.append(hop["place"])
    return found
