"""Faults, staged: what to do to a cluster so that something fails, how that shows, and what mends it.

One file for each, ``F1.yaml`` to ``F24.yaml`` (a fault with several faces has several: ``F11.yaml``, ``F11-path.yaml``), in the order
of the syllabus; ``manifests/`` holds what several of them apply. A scene is proven by the simulation: after ``stage`` its
``symptoms`` hold, after ``repair`` its ``repaired`` do, in every proxy mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.simulation.actions import ACTIONS, Action, check
from nodeport_lab.content.words import LANGUAGES

_HERE = Path(__file__).parent
_ID = re.compile(r"F([1-9][0-9]?)(-[a-z]+)?")
_FIELDS = frozenset(("id", "title", "symptom", "stage", "symptoms", "repair", "repaired"))

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look at, and what is to be seen.

    With ``request``: where it may go (codes of endings), and where given how many pods share it, and which source they
    see. With ``action``: what it prints. An expectation that differs between proxy modes is given for each.
    """

    request: Mapping[str, Any] | None = None
    endings: Mapping[str, frozenset[str]] | None = None
    pods: int | None = None
    source: str | None = None
    action: Action | None = None
    prints: str = ""


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
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data.keys() != _FIELDS or data["id"] != path.stem or not _ID.fullmatch(path.stem):
        raise ValueError(f"{path.name}: a scene has {', '.join(sorted(_FIELDS))}, and its file's name as id")
    for field in ("title", "symptom"):
        if data[field].keys() != set(LANGUAGES):
            raise ValueError(f"{path.name}: {field} is written in {', '.join(data[field])}")
    try:
        return Scene(
            data["id"],
            data["title"],
            data["symptom"],
            tuple(_actions(data["stage"])),
            tuple(_looks(data["symptoms"])),
            tuple(_actions(data["repair"])),
            tuple(_looks(data["repaired"])),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _actions(entries: Sequence[Action]) -> Iterator[Action]:
    for entry in entries:
        action = dict(entry)
        if action.get("type") == "apply":
            action["files"] = [_file(file) for file in action["files"]]
        check(action)
        yield action


def _file(file: str | Mapping[str, str]) -> dict[str, str]:
    """A file with its text, or the name of one of the manifests."""
    if isinstance(file, str):
        return {"name": file, "text": (_HERE / "manifests" / file).read_text(encoding="utf-8")}
    return dict(file)


def _looks(entries: Sequence[Mapping[str, Any]]) -> Iterator[Look]:
    for entry in entries:
        if "request" in entry:
            if not entry.keys() <= {"request", "endings", "pods", "source"}:
                raise ValueError(f"a request is looked at by endings, pods, source: {sorted(entry)}")
            request = {"from": "client", "protocol": "TCP", **entry["request"]}
            check({"type": "send", **request})
            yield Look(request, _endings(entry["endings"]), entry.get("pods"), entry.get("source"))
        else:
            if entry.keys() != {"action", "prints"} or entry["action"]["type"] not in ACTIONS:
                raise ValueError(f"an action is looked at by what it prints: {sorted(entry)}")
            (action,) = _actions([entry["action"]])
            yield Look(action=action, prints=entry["prints"])


def _endings(given: Sequence[str] | Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    by_mode = given if isinstance(given, Mapping) else {"iptables": given, "nftables": given}
    endings = {mode: frozenset(codes) for mode, codes in by_mode.items()}
    if endings.keys() != {"iptables", "nftables"}:
        raise ValueError(f"no such proxy modes: {sorted(endings)}")
    for codes in endings.values():
        if not codes <= CODES.keys():
            raise ValueError(f"no such endings: {sorted(codes - CODES.keys())}")
    return endings
