"""Reads what a question says of its cluster: the stage, actions, requests and looks."""

from __future__ import annotations

from typing import Any

from nodeport_lab.content import scenes, start
from nodeport_lab.content.experiments import actions, looks
from nodeport_lab.content.experiments.model import Action, Look
from nodeport_lab.content.questions.fields import Fields
from nodeport_lab.content.questions.model import Json, Stage

MAX_NODES = 6
MAX_ACTIONS = 30
MAX_LOOKS = 20
# Stands for a request that is none, while the rest of its question is looked at.
_SOME = {"to": {"address": "192.168.1.101", "port": 30080}}


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


def read_actions(fields: Fields, name: str) -> list[Action]:
    """A list of actions."""
    found: list[Action] = []
    for item, path in fields.items(name, 0, MAX_ACTIONS):
        with fields.caught(path):
            found.append(actions.read(item))
    return found


def read_request(fields: Fields, name: str) -> Action:
    """A request."""
    found: list[Action] = []
    with fields.caught(fields.at(name)):
        found.append(actions.read_request(fields.raw(name)))
    return found[0] if found else actions.full(_SOME)


def read_looks(fields: Fields, name: str, least: int = 0) -> tuple[Look, ...]:
    """A list of looks."""
    found: list[Look] = []
    for item, path in fields.items(name, least, MAX_LOOKS):
        with fields.caught(path):
            found.append(looks.read(item))
    return tuple(found)
