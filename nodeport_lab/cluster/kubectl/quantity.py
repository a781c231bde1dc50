"""resource.Quantity: ``250m``, ``128Mi``, ``2``."""

from __future__ import annotations

import re

_FORM = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?")
_SUFFIX = {"n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0}
_SUFFIX |= {unit: 1000.0 ** (power + 1) for power, unit in enumerate("kMGTPE")}
_SUFFIX |= {f"{unit}i": 1024.0 ** (power + 1) for power, unit in enumerate("KMGTPE")}


def as_number(text: str) -> float | None:
    """The amount, None where the text is no quantity."""
    match = _FORM.fullmatch(text)
    if not match:
        return None
    suffix = match[2] or ""
    if suffix[:1] in ("e", "E") and len(suffix) > 1:
        return float(match[1]) * 10.0 ** int(suffix[1:])
    return float(match[1]) * _SUFFIX[suffix]
