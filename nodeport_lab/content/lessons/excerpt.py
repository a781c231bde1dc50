"""An excerpt of a table that kubectl printed: the columns that a text speaks of, and ``…`` where others stand.

A lesson's column of text is narrower than most tables are; what it speaks of must not be out of sight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEFT_OUT = "…"
_GAP = "   "  # kubectl parts columns by three spaces, and some of their names have one in them


def excerpt(table: str, columns: Sequence[str]) -> str:
    """The table with these columns alone, in its own order. ``ValueError`` where it lacks one."""
    head, *_ = rows = table.splitlines() or [""]
    starts = [(found[0], found.start()) for found in re.finditer(r"\S+(?: \S+)*", head)]
    names = [name for name, _ in starts]
    if missing := [name for name in columns if name not in names]:
        raise ValueError(f"no column {', '.join(missing)} among {', '.join(names)}")
    ends = [start for _, start in starts[1:]] + [None]
    shown: list[list[str]] = []
    for (name, start), end in zip(starts, ends, strict=True):
        if name in columns:
            shown.append([row[start:end].rstrip() for row in rows])
        elif not shown or shown[-1][0] != LEFT_OUT:
            shown.append([LEFT_OUT] * len(rows))
    widths = [max(map(len, column)) for column in shown]
    return "\n".join(
        _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*shown, strict=True)
    )
