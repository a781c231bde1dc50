"""How two JSON values are found to differ."""

from __future__ import annotations

import json
from typing import Any


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 400 else text[:400] + "…"


def first_difference(ours: Any, recorded: Any, path: str = "") -> str | None:
    """The first place where two JSON values differ, in words; None where they are equal.

    A recorded ``"<auto>"`` stands for whatever the server picked: any non-empty value passes here,
    the caller checks that it is legal.
    """
    if recorded == "<auto>":
        return None if ours not in (None, "", 0) else f"{path}: nothing was picked"
    if isinstance(ours, dict) and isinstance(recorded, dict):
        for key in sorted(ours.keys() | recorded.keys()):
            where = f"{path}.{key}" if path else key
            if key not in ours:
                return f"{where}: missing, recorded {_show(recorded[key])}"
            if key not in recorded:
                return f"{where}: {_show(ours[key])}, not recorded"
            if difference := first_difference(ours[key], recorded[key], where):
                return difference
        return None
    if isinstance(ours, list) and isinstance(recorded, list):
        if len(ours) != len(recorded):
            return f"{path}: {len(ours)} items {_show(ours)}, recorded {len(recorded)} {_show(recorded)}"
        for index, (left, right) in enumerate(zip(ours, recorded, strict=True)):
            if difference := first_difference(left, right, f"{path}[{index}]"):
                return difference
        return None
    if type(ours) is type(recorded) and ours == recorded:
        return None
    return f"{path}: {_show(ours)}, recorded {_show(recorded)}"
