"""A manifest whose indentation was lost in a paste: restored by what the API says belongs where.

Line by line, a key goes to the innermost open struct that knows it and does not have it yet; what no struct knows goes
into an open map. The result counts only where it then decodes without complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nodeport_lab.cluster.apiserver import decode, schema
from nodeport_lab.cluster.problem import Edit, Problem, Repair, Span
from nodeport_lab.cluster.repair.edits import Place
from nodeport_lab.cluster.source import read

_line = re.compile(
    r"(?P<indent> *)(?P<dash>- +)?(?P<key>[A-Za-z0-9][\w./-]*):(?: +(?P<value>[^#\s].*))?(?:\s*#.*)?"
).fullmatch
_item = re.compile(r"(?P<indent> *)- +(?P<value>\S.*)").fullmatch
# A few lines are pasted, not thousands.
_MOST_LINES = 500


@dataclass(slots=True)
class _Level:
    """An open struct, map or list; ``column`` is where its keys or dashes stand."""

    type: schema.Type
    column: int
    seen: set[str] = field(default_factory=set)


def indent_again(problem: Problem, place: Place) -> Repair | None:
    """The document with its indentation restored, where everything stands at the left edge and the API knows all of it."""
    document = place.document
    lines = document.text.rstrip("\n").split("\n")
    if place.below.parts or len(lines) > _MOST_LINES or not _looks_flat(place):
        return None
    value = document.value
    root = schema.root(str(value.get("apiVersion")), str(value.get("kind")))
    columns = _columns(lines, root) if root is not None else None
    if root is None or columns is None:
        return None
    indented = (
        "\n".join(" " * column + line.lstrip(" ") for column, line in zip(columns, lines, strict=True)) + "\n"
    )
    documents = read(indented).documents
    if len(documents) != 1 or documents[0].error is not None or not isinstance(documents[0].value, dict):
        return None
    restored = documents[0].value
    if decode.decode(restored, root).message or not (restored.get("metadata") or {}).get("name"):
        return None
    edits = [
        Edit(Span(document.first_line + number, 0, document.first_line + number, old), " " * column)
        for number, (line, column) in enumerate(zip(lines, columns, strict=True))
        if (old := len(line) - len(line.lstrip(" "))) != column
    ]
    return Repair("indent-again", tuple(edits)) if edits else None


def _looks_flat(place: Place) -> bool:
    """Keys at the left edge that belong deeper, while those that should hold them are empty."""
    value = place.document.value
    if not isinstance(value, dict):
        return False
    hollow = [name for name in ("metadata", "spec") if name in value and value[name] is None]
    return bool(hollow) and len(value) > 4


def _columns(lines: list[str], root: schema.Struct) -> list[int] | None:
    """Where each line should begin, None where a line fits nowhere."""
    stack = [_Level(schema.Type("struct", "", struct=root.name), 0)]
    columns: list[int | None] = []
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            columns.append(None)
            continue
        match = _line(line)
        if match is None:
            column = _plain_item(line, stack)
        elif match["dash"]:
            column = _keyed_item(match["key"], bool(match["value"]), len(match["dash"]), stack)
        else:
            column = _keyed(match["key"], bool(match["value"]), stack)
        if column is None:
            return None
        columns.append(column)
    return _with_comments(columns)


def _with_comments(columns: list[int | None]) -> list[int]:
    """A comment stands where the line after it stands, or the line before where none follows."""
    out: list[int] = []
    for number, column in enumerate(columns):
        following = next((each for each in columns[number:] if each is not None), None)
        before = out[-1] if out else 0
        out.append(column if column is not None else following if following is not None else before)
    return out


def _keyed(key: str, valued: bool, stack: list[_Level]) -> int | None:
    """``key: value`` or ``key:``."""
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        if level.type.base == "struct":
            known = schema.struct(level.type.struct).fields
            if key in known and key not in level.seen:
                del stack[depth + 1 :]
                level.seen.add(key)
                if not valued:
                    _open(known[key].type, level.column, stack)
                return level.column
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        if level.type.base == "map" and valued and key not in level.seen:
            del stack[depth + 1 :]
            level.seen.add(key)
            return level.column
    return None


def _open(type: schema.Type, column: int, stack: list[_Level]) -> None:
    """What a key without a value holds. A list's dashes stand under its key, as is the custom."""
    if type.base in ("struct", "map"):
        stack.append(_Level(type, column + 2))
    elif type.base == "list":
        stack.append(_Level(type, column))


def _keyed_item(key: str, valued: bool, dash: int, stack: list[_Level]) -> int | None:
    """``- key: value``: a new item of the innermost list whose items know the key."""
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        if level.type.base != "list" or level.type.item.base != "struct":
            continue
        known = schema.struct(level.type.item.struct).fields
        if key in known:
            del stack[depth + 1 :]
            stack.append(_Level(level.type.item, level.column + dash, {key}))
            if not valued:
                _open(known[key].type, level.column + dash, stack)
            return level.column
    return None


def _plain_item(line: str, stack: list[_Level]) -> int | None:
    """``- value``: into the innermost list of such values."""
    if _item(line) is None:
        return None
    for depth in range(len(stack) - 1, -1, -1):
        level = stack[depth]
        if level.type.base == "list" and level.type.item.base != "struct":
            del stack[depth + 1 :]
            return level.column
    return None
