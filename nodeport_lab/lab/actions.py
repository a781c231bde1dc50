"""Checks what a browser sends before the simulation sees it or the log keeps it.

Which actions there are, and what each must say, is the simulation's own table (``simulation.actions``). Here stands what
only a server that serves many needs: limits, and text that every database can keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.tools.shell import MAX_LINE
from nodeport_lab.lab.errors import Refusal

MAX_FILES = 20
MAX_NAME = 100
MAX_TEXT = 64 * 1024  # characters in all files that are applied at once; more may be typed and is kept
MAX_WORDS = 2_000  # characters in any one field but a file's text
MAX_REPLICAS = 100
MAX_SECONDS = 24 * 3600
MAX_ITEMS = 50  # of a list, be they firewall rules or clients


def action(data: Any) -> dict[str, Any]:
    """The action that ``data`` is, within the limits; refused where it can be none."""
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise malformed()
    found = {key: value for key, value in data.items() if key != "revision"}
    if "files" in found:
        found["files"] = files(found["files"])
        appliable(found["files"])
    if isinstance(found.get("to"), dict):  # the page may name its role and more beside it
        found["to"] = {key: found["to"][key] for key in ("address", "port") if key in found["to"]}
    for key, value in found.items():
        if not _within_limits(key, value):
            raise malformed()
    return found


def _within_limits(key: str, value: Any) -> bool:
    match key, value:
        case "files", _:
            return True
        case "opened" | "text", str():
            return len(value) <= MAX_TEXT and clean(value) == value
        case "line", str():
            return len(value.encode()) <= MAX_LINE and clean(value) == value
        case _, str():
            return len(value) <= MAX_WORDS and clean(value) == value
        case "replicas", int():
            return value <= MAX_REPLICAS
        case "seconds", int() | float():
            return 0 <= value <= MAX_SECONDS
        case _, list():
            return len(value) <= MAX_ITEMS and all(_plain(item) for item in value)
        case "to" | "http", dict():
            return _plain(value)
        case _:
            return value is None or isinstance(value, bool | int | float)


def _plain(value: Any) -> bool:
    """A small object of numbers, short words and short lists of numbers."""
    return (
        isinstance(value, dict)
        and len(value) <= 10
        and all(
            isinstance(item, bool | int | float | None)
            or (isinstance(item, str) and len(item) <= MAX_WORDS and clean(item) == item)
            or (isinstance(item, list) and len(item) <= 2 and all(isinstance(one, int) for one in item))
            for item in value.values()
        )
    )


def files(value: Any) -> list[dict[str, str]]:
    """The editor's files, with what no manifest can hold and no database keeps put in a form that all can.

    U+0000 becomes U+0001, which YAML refuses at the same place in the same words; half of a surrogate pair becomes
    the replacement character.
    """
    if (
        not isinstance(value, list)
        or len(value) > MAX_FILES
        or not all(isinstance(file, dict) and file.keys() == {"name", "text"} for file in value)
        or not all(_is_file_name(file["name"]) and isinstance(file["text"], str) for file in value)
        or len({file["name"] for file in value}) < len(value)
    ):
        raise malformed()
    return [{"name": file["name"], "text": clean(file["text"])} for file in value]


def appliable(files: Iterable[Mapping[str, str]]) -> None:
    """Raises Refusal where the files are longer than a server for many reads at once."""
    if sum(len(file["text"]) for file in files) > MAX_TEXT:
        raise too_large(MAX_TEXT // 1024)


def too_large(limit: int) -> Refusal:
    """413: more text than the lab takes; ``limit`` in KiB."""
    return Refusal(
        413,
        "too-large",
        _(
            "The text is too large: the lab takes up to %(limit)s KiB at once. Your text is kept in the editor."
        )
        % {"limit": limit},
    )


def _is_file_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME and value.isprintable() and "/" not in value


def clean(text: str) -> str:
    """The text in a form that every database can keep: no U+0000, no half of a surrogate pair."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\1")


def malformed() -> Refusal:
    """400: not a request that our pages send."""
    return Refusal(
        400, "malformed", _("The lab does not understand this request. Reload the page and try again.")
    )
