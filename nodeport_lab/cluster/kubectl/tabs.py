"""Columns: Go's text/tabwriter as kubectl sets it up.

A cell ends with a tab; text after the last tab of a line is no cell and is never padded. A column is a run of
neighbouring lines that have a cell in that place; its width is its widest cell plus the padding.
"""

from __future__ import annotations

from collections.abc import Sequence


def align(text: str, *, minimum: int = 6, padding: int = 3) -> str:
    """``text`` with its tabs turned into aligned columns. describe's writer has ``minimum=0, padding=2``."""
    lines = [line.split("\t") for line in text.split("\n")]
    widths: list[list[int]] = [[0] * (len(cells) - 1) for cells in lines]
    for column in range(max((len(row) for row in widths), default=0)):
        start = 0
        while start < len(lines):
            if len(widths[start]) <= column:
                start += 1
                continue
            end = start
            while end < len(lines) and len(widths[end]) > column:
                end += 1
            width = max([minimum, *(len(lines[row][column]) + padding for row in range(start, end))])
            for row in range(start, end):
                widths[row][column] = width
            start = end
    return "\n".join(
        "".join(cell.ljust(width) for cell, width in zip(cells, row, strict=False)) + cells[-1]
        for cells, row in zip(lines, widths, strict=True)
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table as ``kubectl get`` prints it, every line ended."""
    return align("".join("\t".join(row) + "\n" for row in rows)) if rows else ""


class Columns:
    """A table that is printed bit by bit: columns remember how wide they were (tabwriter.RememberWidths)."""

    def __init__(self) -> None:
        self._widths: list[int] = []

    def align(self, rows: Sequence[Sequence[str]]) -> str:
        """The rows, under those that were printed before."""
        for row in rows:
            for at, cell in enumerate(row[:-1]):
                if at == len(self._widths):
                    self._widths.append(6)
                self._widths[at] = max(self._widths[at], len(cell) + 3)
        return "".join(
            "".join(cell.ljust(width) for cell, width in zip(row[:-1], self._widths, strict=False))
            + row[-1]
            + "\n"
            for row in rows
        )
