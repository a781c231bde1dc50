"""Values as Go prints them: ``%v`` and ``%#v`` of what encoding/json decodes into."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.problem import go_quote

from .yaml import go_float


def plain(value: Any) -> str:
    """``%v``: ``map[a:1 b:[x y]]``."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return go_float(value)
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{plain(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(plain(item) for item in value) + "]"
    return str(value)


def source(value: Any) -> str:
    """``%#v``: ``map[string]interface {}{"a":1}``."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return go_float(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, dict):
        body = ", ".join(f"{go_quote(key)}:{source(value[key])}" for key in sorted(value))
        return "map[string]interface {}{" + body + "}"
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(source(item) for item in value) + "}"
    return go_quote(str(value))
