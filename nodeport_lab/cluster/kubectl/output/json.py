"""JSON as kubectl writes it: keys sorted, ``<``, ``>`` and ``&`` escaped."""

from __future__ import annotations

import json
from typing import Any


def dump(value: Any, *, keep_order: bool = False, indent: int = 4) -> str:
    """``value`` as indented JSON with a final newline."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=not keep_order)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"
