"""Actions and requests as authors write them: short forms written out, files read by name. ``Mistake`` where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nodeport_lab.cluster.simulation.actions import check
from nodeport_lab.content.experiments.facts import stood_in
from nodeport_lab.content.experiments.mistakes import Mistake, mapping, within
from nodeport_lab.content.experiments.model import Action

MANIFESTS = Path(__file__).parents[1] / "scenes" / "manifests"
# A file's name alone, without a folder: what teachers upload may not lead anywhere else.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.ya?ml")
_SEND = re.compile(r"send ((?:\{\{[^}]*\}\}|[^\s:])+):(\{\{[^}]*\}\}|[0-9]{1,5})")
Shelf = Callable[[str], str | None]


def shelf(*folders: Path) -> Shelf:
    """The manifests of these folders by name, the first that has one; then those that all content shares."""

    def find(name: str) -> str | None:
        if not _NAME.fullmatch(name):
            return None
        for folder in (*folders, MANIFESTS):
            if (folder / name).is_file():
                return (folder / name).read_text(encoding="utf-8")
        return None

    return find


SHARED = shelf()


def read(value: Any, manifests: Shelf = SHARED) -> Action:
    """An action. A bare text is a line typed into the terminal; ``send ADDRESS:PORT`` is a packet of the client's."""
    if isinstance(value, str):
        line = value.strip()
        sent = _SEND.fullmatch(line)
        if sent is None:
            return _checked({"type": "terminal", "line": line})
        port: Any = int(sent[2]) if sent[2].isdigit() else sent[2]
        return _checked({"type": "send", **full({"to": {"address": sent[1], "port": port}})})
    if not isinstance(value, Mapping) or "type" not in value:
        raise Mistake("action-wrong", reason="")
    action = dict(value)
    if action["type"] == "send":
        action = full(action)
    if action["type"] == "apply" and isinstance(action.get("files"), list):
        action["files"] = [_file(index, file, manifests) for index, file in enumerate(action["files"])]
    return _checked(action)


def _file(index: int, file: Any, manifests: Shelf) -> dict[str, str]:
    with within("files", index):
        return read_file(file, manifests)


def read_file(value: Any, manifests: Shelf = SHARED) -> dict[str, str]:
    """A file with its text, or the name of a manifest."""
    if not isinstance(value, str):
        return dict(mapping(value, ("name", "text")))
    text = manifests(value)
    if text is None:
        raise Mistake("manifest-unknown", name=value)
    return {"name": value, "text": text}


def read_request(value: Any) -> Action:
    """A request: who asks, what, and how. ``to`` is a must."""
    request = full(value if isinstance(value, Mapping) else {})
    try:
        check({"type": "send", **stood_in(request)})
    except (ValueError, TypeError) as error:
        raise Mistake("request-wrong") from error
    return request


def full(request: Mapping[str, Any]) -> dict[str, Any]:
    """From the client over TCP, unless it says otherwise."""
    return {"from": "client", "protocol": "TCP", **request}


def _checked(action: Action) -> Action:
    try:
        check(stood_in(action))
    except (ValueError, TypeError) as error:
        raise Mistake("action-wrong", reason=str(error)) from error
    return action
