"""What encoding/json calls a value, and how it and strict decoding write down numbers and paths."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.gotext import json_float
from nodeport_lab.cluster.problem import FieldPath


def kind_of(value: Any) -> str:
    """What encoding/json calls a value: string, number, bool, array, object."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "array" if isinstance(value, list) else "object"


def strict_path(path: FieldPath) -> str:
    """A path as strict decoding prints it: map keys with a dot like fields."""
    out = ""
    for part in path.parts:
        if isinstance(part, int):
            out += f"[{part}]"
        else:
            name = part if isinstance(part, str) else part[0]
            out += f".{name}" if out else name
    return out


def is_number(value: Any) -> bool:
    """A number, which in Go a bool is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number_text(value: Any) -> str:
    """A value that is no string, as an Unmarshaler sees it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return json_float(value) if isinstance(value, float) else "{}"
