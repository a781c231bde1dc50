"""Lines with tabs, which become columns when they are flushed (tabbedString and prefixWriter)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.tabs import align


class Writer:
    """``line(1, "a", "b")`` is a line at level 1 with the cells a and b."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._lines: list[str] = []

    def line(self, level: int, *cells: object) -> None:
        """A line of cells; the last is followed by the end of the line and is never padded."""
        self._lines.append("  " * level + "\t".join(str(cell) for cell in cells))

    def raw(self, text: str) -> None:
        """Text as it is, which may hold several lines."""
        self._lines += text.split("\n")

    def flush(self) -> None:
        """Ends the alignment: what follows has columns of its own."""
        if self._lines:
            self._done.append(align("\n".join(self._lines), minimum=0, padding=2) + "\n")
            self._lines = []

    def text(self) -> str:
        """Everything, aligned."""
        self.flush()
        return "".join(self._done)

    def unaligned(self) -> str:
        """Everything with its tabs left in."""
        return "\n".join(self._lines) + "\n"
