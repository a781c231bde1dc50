"""The beliefs that wrong answers betray, by id: misconceptions.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from nodeport_lab.content.words import LANGUAGES

SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Misconception:
    """What somebody believes, in one sentence as they would say it, what is true instead, and the points that mend it."""

    id: str
    belief: Mapping[str, str]
    truth: Mapping[str, str]
    points: tuple[str, ...]


@cache
def misconceptions() -> Mapping[str, Misconception]:
    """All of them, in the order of the file. ``ValueError`` where one lacks a language."""
    with (Path(__file__).parent / "misconceptions.yaml").open(encoding="utf-8") as file:
        data = yaml.safe_load(file)
    for name, entry in data.items():
        if set(entry["belief"]) != set(LANGUAGES) or set(entry["truth"]) != set(LANGUAGES):
            raise ValueError(f"misconceptions.yaml: {name} is not written in every language")
    return {
        name: Misconception(name, entry["belief"], entry["truth"], tuple(entry["points"]))
        for name, entry in data.items()
    }
