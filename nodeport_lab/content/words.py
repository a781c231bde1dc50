"""The words of traces: why a request ended as it did, and what happened at a hop, in Japanese and in English.

Endings and hops are taken as their JSON has them. A code, event, language or placeholder that is not there raises.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """The lines of one file, by key and language. ``ValueError`` where a line lacks a language or has one too many."""
    with (_FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        lines: dict[str, dict[str, str]] = yaml.safe_load(file)
    for key, line in lines.items():
        if set(line) != set(LANGUAGES):
            raise ValueError(f"{name}.yaml: {key} is written in {', '.join(line)}")
    return lines


def placeholders(text: str) -> frozenset[str]:
    """What a line names between braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def why(ending: Mapping[str, Any], language: Language) -> str:
    """One line that says why, naming the object and field responsible: ``why(branch["ending"], "ja")``."""
    return table("endings")[ending["code"]][language].format_map(ending["params"])


def hop_text(hop: Mapping[str, Any], language: Language) -> str:
    """One line that says what happened: ``hop_text(branch["hops"][0], "en")``."""
    before, after = hop["before"], hop["after"]
    names = {
        "place": hop["place"],
        "src": _end(after["src"]),
        "dst": _end(after["dst"]),
        "old_src": _end(before["src"]),
        "old_dst": _end(before["dst"]),
    }
    return table("events")[hop["event"]][language].format_map(names | hop["params"])


def _end(address: Mapping[str, Any]) -> str:
    return f"{address['address']}:{address['port']}"
