"""The actions of a manifest: short forms written out, files read, and facts put in at the moment at which they are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nodeport_lab.cluster.simulation.actions import check
from nodeport_lab.content.lessons.model import Action
from nodeport_lab.content.lessons.yamlfile import Part

MANIFESTS = Path(__file__).parents[1] / "scenes" / "manifests"
FACT = re.compile(r"\{\{\s*([A-Za-z0-9_.\-/]+)\s*\}\}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SEND = re.compile(r"send ((?:\{\{[^}]*\}\}|[0-9.])+):((?:\{\{[^}]*\}\})|[0-9]+)")
# What stands for a fact while an action's form is looked at.
_SOMETHING = {"port": 1, "address": "10.0.0.1", "node": "node1", "pick": 0}


class AnyNode(frozenset[str]):
    """Which nodes there are is the cluster's affair: here every name will do."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def issuperset(self, others: object) -> bool:
        return True


def read(part: Part, folder: Path) -> tuple[Action, ...]:
    """A list of actions, each looked at."""
    return tuple(_action(item, folder) for item in part.items())


def read_request(part: Part) -> Action:
    """A request: who asks, what, and how."""
    part.mapping(("to",), ("from", "protocol", "http", "via", "pick"))
    request = {"from": "client", "protocol": "TCP", **part.value}
    _looked_at(part, {"type": "send", **request})
    return request


def _action(part: Part, folder: Path) -> Action:
    if isinstance(part.value, str):
        match = _SEND.fullmatch(part.value.strip())
        action: dict[str, Any]
        if match is not None:
            port: Any = int(match[2]) if match[2].isdigit() else match[2]
            action = {
                "type": "send",
                "from": "client",
                "to": {"address": match[1], "port": port},
                "protocol": "TCP",
            }
        else:
            action = {"type": "terminal", "line": part.value.strip()}
    else:
        if not isinstance(part.value, dict) or "type" not in part.value:
            raise part.wrong("an action is a line of the terminal, or has a type")
        action = dict(part.value)
        if action["type"] == "send":
            action = {"from": "client", "protocol": "TCP", **action}
        if action["type"] == "apply" and isinstance(action.get("files"), list):
            action["files"] = [read_file(item, folder) for item in part.at("files").items()]
    _looked_at(part, action)
    return action


def read_file(part: Part, folder: Path) -> dict[str, str]:
    """A file with its text, or the name of one of the lesson's or of the manifests for all."""
    if not isinstance(part.value, str):
        part.mapping(("name", "text"))
        return dict(part.value)
    if not _NAME.fullmatch(part.value):
        raise part.wrong("a file is named by letters, digits, hyphens and dots")
    for place in (folder / "files", MANIFESTS):
        if (place / part.value).is_file():
            return {"name": part.value, "text": (place / part.value).read_text(encoding="utf-8")}
    raise part.wrong(f"there is no {part.value} in files/ nor in scenes/manifests/")


def _looked_at(part: Part, action: Action) -> None:
    try:
        check(_without_facts(action), AnyNode())
    except (ValueError, TypeError) as error:
        raise part.wrong(str(error)) from error


def _without_facts(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {inner: _without_facts(item, inner) for inner, item in value.items()}
    if isinstance(value, list):
        return [_without_facts(item) for item in value]
    if isinstance(value, str) and FACT.search(value):
        return _SOMETHING.get(key, FACT.sub("x", value))
    return value


def filled(value: Any, fact: Callable[[str], Any]) -> Any:
    """The same with ``fact(path)`` in place of every ``{{ path }}``; a text that is nothing else becomes the fact itself."""
    if isinstance(value, Mapping):
        return {key: filled(item, fact) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, fact) for item in value]
    if isinstance(value, str):
        whole = FACT.fullmatch(value)
        if whole is not None:
            return fact(whole[1])
        return FACT.sub(lambda match: str(fact(match[1])), value)
    return value
