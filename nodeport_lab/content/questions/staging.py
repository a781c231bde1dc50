"""The cluster of a question: built from its actions, kept at hand, looked at, and made anew where something is done to it.

A stage is a pure function of its actions, so a built one is kept and only traced and looked at; what changes a cluster
(a command, an action) gets one of its own.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.actions import check
from nodeport_lab.cluster.simulation.cluster import Cluster, Outcome
from nodeport_lab.content import scenes, start
from nodeport_lab.content.questions.fields import Fields
from nodeport_lab.content.questions.model import Json, Stage

MAX_NODES = 6
MAX_ACTIONS = 30
_MANIFESTS = Path(scenes.__file__).parent / "manifests"
_SEND = re.compile(r"send ([^\s:]+):([0-9]{1,5})")
_FACT = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")
_lock = threading.RLock()


class NotStaged(ValueError):
    """A stage that cannot be brought about: an action failed, or names a fact that is not there."""


def read_stage(fields: Fields, name: str = "stage") -> Stage | None:
    """``stage: start``, ``stage: F5`` or a mapping of ``base``, ``nodes``, ``mode`` and ``actions``."""
    value = fields.raw(name)
    if value is None:
        return None
    if isinstance(value, str):
        return Stage(3, tuple(_base(value, fields, fields.at(name))))
    inner = Fields(value, fields.at(name), fields.troubles)
    base = inner.text("base", "start")
    actions = _base(base, inner, inner.at("base"))
    nodes = inner.number("nodes", 1, MAX_NODES, 3)
    if inner.has("mode"):
        actions.append({"type": "set-proxy-mode", "mode": inner.one_of("mode", ("iptables", "nftables"))})
    actions += read_actions(inner, "actions")
    inner.done()
    return Stage(nodes, tuple(actions))


def _base(name: str, fields: Fields, path: Any) -> list[Json]:
    if name == "empty":
        return []
    if name == "start":
        return [{"type": "apply", "files": [dict(file) for file in start.files("en")]}]
    scene = scenes.scenes().get(name)
    if scene is None:
        fields.say("scene-unknown", path, scene=name)
        return []
    return list(scene.stage)


def read_actions(fields: Fields, name: str) -> list[Json]:
    """A list of actions. A bare string is a line typed into the terminal; ``send ADDRESS:PORT`` is a packet of the client's."""
    return [
        action for item, path in fields.items(name, 0, MAX_ACTIONS) if (action := _action(item, fields, path))
    ]


def _action(item: Any, fields: Fields, path: Any) -> Json | None:
    if isinstance(item, str):
        sent = _SEND.fullmatch(item)
        if sent:
            return {
                "type": "send",
                "from": "client",
                "to": {"address": sent[1], "port": int(sent[2])},
                "protocol": "TCP",
            }
        return {"type": "terminal", "line": item}
    if not isinstance(item, Mapping):
        fields.say("action-wrong", path, reason="")
        return None
    action = dict(item)
    if action.get("type") == "apply" and isinstance(action.get("files"), list):
        action["files"] = [_file(file, fields, path) for file in action["files"]]
    try:
        check(action)
    except ValueError as error:
        fields.say("action-wrong", path, reason=str(error))
        return None
    return action


def _file(file: Any, fields: Fields, path: Any) -> Any:
    """A file with its text, or the name of one of the manifests that the scenes share."""
    if not isinstance(file, str):
        return file
    if not re.fullmatch(r"[a-z-]+\.yaml", file) or not (_MANIFESTS / file).is_file():
        fields.say("manifest-unknown", path, name=file)
        return {"name": file, "text": ""}
    return {"name": file, "text": (_MANIFESTS / file).read_text(encoding="utf-8")}


def files_of(stage: Stage) -> tuple[dict[str, str], ...]:
    """The manifests that the stage's actions applied, each as last applied."""
    found: dict[str, dict[str, str]] = {}
    for action in stage.actions:
        for file in action.get("files", ()) if action["type"] == "apply" else ():
            found[file["name"]] = dict(file)
    return tuple(found.values())


def build(nodes: int, actions: Iterable[Json]) -> Cluster:
    """A cluster of its own, to do things to. ``NotStaged`` where an action cannot be done."""
    cluster = Cluster(ClusterConfig.with_nodes(nodes))
    for action in actions:
        outcome = _performed(cluster, action)
        if outcome.problem is not None:
            raise NotStaged(outcome.problem.message)
    return cluster


def _performed(cluster: Cluster, action: Json) -> Outcome:
    """An action whose facts are filled in; one that names a node that is not there cannot be done."""
    action = resolved(action, cluster)
    try:
        check(action, cluster.nodes)
    except ValueError as error:
        raise NotStaged(str(error)) from error
    return cluster.perform(action)


def standing(nodes: int, actions: Sequence[Json]) -> Cluster:
    """The same cluster, perhaps built before: only to be looked at."""
    key = json.dumps([nodes, list(actions)], sort_keys=True)
    with _lock:
        return _kept(key)


@lru_cache(maxsize=512)
def _kept(key: str) -> Cluster:
    nodes, actions = json.loads(key)
    return build(nodes, actions)


def trace(nodes: int, actions: Sequence[Json], request: Json) -> dict[str, Any]:
    """Where a request may go on that stage; what is returned is shared, and not to be changed. ``NotStaged`` where it cannot be sent."""
    with _lock:
        return _traced(json.dumps([nodes, list(actions)], sort_keys=True), json.dumps(request))


@lru_cache(maxsize=1024)
def _traced(key: str, request: str) -> dict[str, Any]:
    cluster = _kept(key)
    found = cluster.trace(resolved(full(json.loads(request)), cluster))
    if "problem" in found:
        raise NotStaged(found["problem"]["message"])
    return found


def snapshot(nodes: int, actions: Sequence[Json]) -> dict[str, Any]:
    """How things stand on that stage."""
    with _lock:
        return standing(nodes, actions).snapshot()


def printed(cluster: Cluster, action: Json) -> tuple[int, str]:
    """What an action printed: its exit status, and both streams in order. The cluster is changed by it."""
    outcome = _performed(cluster, action)
    if outcome.problem is not None:
        raise NotStaged(outcome.problem.message)
    if outcome.session is not None:
        return outcome.session.ran.exit, "".join(text for _, text in outcome.session.ran.chunks)
    if outcome.printed is not None:
        return outcome.printed.exit, outcome.printed.stdout + outcome.printed.stderr
    return 0, ""


def output(nodes: int, actions: Sequence[Json], action: Json) -> tuple[int, str]:
    """What an action prints on that stage, which stays as it is."""
    return _output(nodes, json.dumps(list(actions), sort_keys=True), json.dumps(action, sort_keys=True))


@lru_cache(maxsize=1024)
def _output(nodes: int, actions: str, action: str) -> tuple[int, str]:
    return printed(build(nodes, json.loads(actions)), json.loads(action))


def full(request: Json) -> dict[str, Any]:
    """From the client over TCP, unless it says otherwise."""
    return {"from": "client", "protocol": "TCP", **request}


def resolved(value: Any, cluster: Cluster) -> Any:
    """The same data with its facts filled in: ``{{ pods.0.name }}``, pods sorted by name."""
    if "{{" not in json.dumps(value):
        return value
    facts = cluster.snapshot()
    facts["pods"] = sorted(facts["pods"], key=lambda pod: str(pod["name"]))
    facts["services"] = {service["name"]: service for service in facts["services"]}
    return _filled(value, facts)


def _filled(value: Any, facts: dict[str, Any]) -> Any:
    if isinstance(value, str):
        if whole := _FACT.fullmatch(value):
            return _fact(whole[1], facts)
        return _FACT.sub(lambda match: str(_fact(match[1], facts)), value)
    if isinstance(value, Mapping):
        return {key: _filled(inner, facts) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(inner, facts) for inner in value]
    return value


def _fact(path: str, facts: Any) -> Any:
    for part in path.split("."):
        try:
            facts = facts[int(part)] if isinstance(facts, list) else facts[part]
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise NotStaged(f"there is no fact {path}") from error
    return facts
