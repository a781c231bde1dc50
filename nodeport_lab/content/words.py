"""The words of traces and of time: why a request ended as it did, what happened at a hop, what happened in the cluster.

In Japanese and in English. Endings, hops and moments are taken as their JSON has them. A code, event, language or placeholder that is not there raises.
"""

from __future__ import annotations

import re
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
    return _said("endings", ending["code"], language, ending["params"])


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
    return _said("events", hop["event"], language, names | hop["params"])


def look_title(look: str, language: Language) -> str:
    """What a look of the failure finder asks: ``look_title("firewall", "ja")``."""
    return table("looks")[f"look-{look}"][language]


def look_text(code: str, params: Mapping[str, Any], language: Language) -> str:
    """What a look found, in one line. Where the packet's own ending is all there is, that one's."""
    if code == "packet-ending":
        return why(params["ending"], language)
    return _said("looks", code, language, params)


def event_why(reason: str, language: Language) -> str:
    """What an event's REASON means; empty for one that says nothing worth explaining."""
    return table("reasons").get(reason, {}).get(language, "")


def moment_text(moment: Mapping[str, Any], language: Language) -> str:
    """One line that says what happened in the cluster: ``moment_text(moment.as_json(), "ja")``."""
    thing, params = moment["object"], moment["params"]
    full = f"{thing['namespace']}/{thing['name']}" if thing["namespace"] else thing["name"]
    shown = {k: (", ".join(v) or "-") if isinstance(v, list) else v for k, v in params.items()}
    return _said("moments", moment["event"], language, {"kind": thing["kind"], "object": full} | shown)


_BETWEEN_JAPANESE = re.compile(r"(?<=[ぁ-んァ-ヶー一-龠]) (?=[ぁ-んァ-ヶー一-龠])")
# Params that name a place or an object; "default/" in front of it says nothing.
_NAMES = frozenset(
    {
        "place",
        "to",
        "node",
        "other",
        "sender",
        "rules_node",
        "pod",
        "controller",
        "service",
        "ingress",
        "object",
    }
)


def _said(name: str, key: str, language: Language, params: Mapping[str, Any]) -> str:
    places = table("places")
    shown = {}
    for param, value in params.items():
        if param in _NAMES and isinstance(value, str):
            value = places[value][language] if value in places else value.removeprefix("default/")
        shown[param] = value
    text = table(name)[key][language].format_map(shown)
    if language == "ja":
        # A space parts Latin letters from Japanese; between Japanese and Japanese there is none.
        return _BETWEEN_JAPANESE.sub("", text)
    return text[0].upper() + text[1:] if text.startswith("the ") else text


def _end(address: Mapping[str, Any]) -> str:
    return f"{address['address']}:{address['port']}"
