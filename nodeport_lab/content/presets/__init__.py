"""Clusters worth a look: what to apply, what to look at, and a request to begin with.

One file for each; ``place`` orders them. ``recorded`` names the case of the conformance data that it is, so that what the lab shows was seen on a real
cluster; null where it was made for the lab. What is broken on purpose is in ``content.scenes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.simulation.actions import Action, check
from nodeport_lab.content.words import LANGUAGES

_HERE = Path(__file__).parent
_FIELDS = frozenset(("id", "group", "place", "recorded", "title", "text", "stage", "request"))
GROUPS = ("nodeport", "loadbalancer", "ingress", "inside", "endpoints")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preset:
    """One cluster: words about it, the actions that make it, and the first request to send."""

    id: str
    group: str
    place: int
    recorded: str | None
    title: Words
    text: Words
    stage: tuple[Action, ...]
    request: Mapping[str, Any]


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its id, in order. ``ValueError`` where a file does not say what it has to."""
    found = [_preset(path) for path in _HERE.glob("*.yaml")]
    return {preset.id: preset for preset in sorted(found, key=lambda preset: preset.place)}


def _preset(path: Path) -> Preset:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data.keys() != _FIELDS or data["id"] != path.stem or data["group"] not in GROUPS:
        raise ValueError(f"{path.name}: a preset has {', '.join(sorted(_FIELDS))}, and its file's name as id")
    for field in ("title", "text"):
        if data[field].keys() != set(LANGUAGES):
            raise ValueError(f"{path.name}: {field} is written in {', '.join(data[field])}")
    try:
        stage = tuple(_checked(data["stage"]))
        check({"type": "send", **data["request"]}, _NODES)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return Preset(
        data["id"],
        data["group"],
        data["place"],
        data["recorded"],
        data["title"],
        data["text"],
        stage,
        data["request"],
    )


_NODES = frozenset(("node1", "node2", "node3"))


def _checked(actions: Sequence[Action]) -> Iterator[Action]:
    for action in actions:
        check(action, _NODES)
        yield action
