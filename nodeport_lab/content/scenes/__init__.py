"""Faults, staged: what to do to a cluster so that something fails, how that shows, and what mends it.

One file for each, ``F1.yaml`` to ``F24.yaml`` (a fault with several faces has several: ``F11.yaml``, ``F11-path.yaml``), in the order
of the syllabus; ``manifests/`` holds what several of them apply. A scene is proven by the simulation: after ``stage`` its
``symptoms`` hold, after ``repair`` its ``repaired`` do, in every proxy mode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nodeport_lab.content.entries import read_entry
from nodeport_lab.content.experiments import actions, looks
from nodeport_lab.content.experiments.model import Action, Look

_HERE = Path(__file__).parent
_ID = re.compile(r"F([1-9][0-9]?)(-[a-z]+)?")
_FIELDS = frozenset(("id", "title", "symptom", "stage", "symptoms", "repair", "repaired"))

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """One fault: words about it, and the actions and looks that stage, show, repair and prove it."""

    id: str
    title: Words
    symptom: Words
    stage: tuple[Action, ...]
    symptoms: tuple[Look, ...]
    repair: tuple[Action, ...]
    repaired: tuple[Look, ...]


@cache
def scenes() -> Mapping[str, Scene]:
    """Every scene by its id, in order. ``ValueError`` where a file does not say what it has to."""
    found = [_scene(path) for path in _HERE.glob("F*.yaml")]
    return {scene.id: scene for scene in sorted(found, key=_order)}


def _order(scene: Scene) -> tuple[int, str]:
    match = _ID.fullmatch(scene.id)
    assert match is not None  # noqa: S101  (looked at when it was read)
    return int(match[1]), match[2] or ""


def _scene(path: Path) -> Scene:
    data = read_entry(path, _FIELDS, ("title", "symptom"))
    if not _ID.fullmatch(path.stem):
        raise ValueError(f"{path.name}: a scene is named as its fault")
    try:
        return Scene(
            data["id"],
            data["title"],
            data["symptom"],
            tuple(map(actions.read, data["stage"])),
            tuple(map(_look, data["symptoms"])),
            tuple(map(actions.read, data["repair"])),
            tuple(map(_look, data["repaired"])),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _look(entry: Mapping[str, Any]) -> Look:
    """A request is looked at by where it may end, all of it; an action by what it prints."""
    look = looks.read(entry, ("request", "do"))
    if look.condition.endings is None and look.condition.prints is None:
        raise ValueError(f"endings of a request, or what an action prints: {sorted(entry)}")
    return look
