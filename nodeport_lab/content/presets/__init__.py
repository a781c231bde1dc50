"""Clusters worth a look: what to apply, what to look at, and a request to begin with.

One file for each; ``place`` orders them. ``recorded`` names the case of the conformance data that it is, so that what the lab shows was seen on a real
cluster; null where it was made for the lab. What is broken on purpose is in ``content.scenes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nodeport_lab.content.entries import read_entry
from nodeport_lab.content.experiments import actions
from nodeport_lab.content.experiments.model import Action

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
    data = read_entry(path, _FIELDS, ("title", "text"))
    if data["group"] not in GROUPS:
        raise ValueError(f"{path.name}: groups are {', '.join(GROUPS)}")
    try:
        stage = tuple(map(actions.read, data["stage"]))
        request = actions.full(data["request"])
        actions.read({"type": "send", **request})
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
        request,
    )
