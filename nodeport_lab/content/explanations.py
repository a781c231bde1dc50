"""What a problem of a manifest means, and what its repair does, in Japanese and in English.

Kubernetes' own words stay as they are; these stand beside. One file a subject in ``problems/``, one entry for every
kind of ``cluster.problem_kinds``; the labels of repairs are in ``repairs.yaml``. What is not there raises.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.problem import Problem, Repair
from nodeport_lab.content.words import LANGUAGES, Language

_FOLDER = Path(__file__).parent / "problems"
_REPAIRS = Path(__file__).parent / "repairs.yaml"
# Where a text is longer, its middle is left out: an explanation is read in a line or three.
_LONGEST = 80
_NOTHING = {"ja": "なし", "en": "none"}
_COMMA = {"ja": "、", "en": ", "}


def explain(problem: Problem, language: Language) -> str:
    """What is wrong, why Kubernetes refuses it, and what to do: ``explain(problem, "ja")``."""
    return table()[problem.kind][language].format_map(_Shown(problem.params, language))


def repair_label(repair: Repair, language: Language) -> str:
    """What the button of a repair says: ``repair_label(problem.repair, "en")``."""
    return repair_table()[repair.kind][language].format_map(_Shown(repair.params, language))


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Every entry of every file, by kind and language. ``ValueError`` where one stands twice or lacks a language."""
    lines: dict[str, Mapping[str, str]] = {}
    for name, entries in tables().items():
        for kind, line in entries.items():
            if kind in lines:
                raise ValueError(f"{name}.yaml: {kind} is explained elsewhere too")
            lines[kind] = line
    return lines


@cache
def tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The same by subject: the name of the file."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.yaml"))}


@cache
def repair_table() -> Mapping[str, Mapping[str, str]]:
    """The labels of repairs, by kind and language."""
    return _read(_REPAIRS)


def placeholders(text: str) -> frozenset[str]:
    """What a text names between braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _read(path: Path) -> Mapping[str, Mapping[str, str]]:
    lines: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, line in lines.items():
        if set(line) != set(LANGUAGES):
            raise ValueError(f"{path.name}: {key} is written in {', '.join(line)}")
    return lines


class _Shown(dict[str, str]):
    """A problem's params as people read them. A param that is not there raises ``KeyError``."""

    def __init__(self, params: Mapping[str, Any], language: Language) -> None:
        super().__init__({name: _shown(value, language) for name, value in params.items()})


def _shown(value: Any, language: Language) -> str:
    if value is None or value in ("", [], {}):
        return _NOTHING[language]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        # A selector is told by its labels; the name of the field adds nothing.
        inner = value.get("matchLabels") if set(value) == {"matchLabels"} else value
        text = _COMMA[language].join(
            f"{key}: {_shown(item, language)}" for key, item in (inner or {}).items()
        )
    elif isinstance(value, list | tuple):
        text = _COMMA[language].join(_shown(item, language) for item in value)
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 4 :]}"
