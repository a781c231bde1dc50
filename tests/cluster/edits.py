"""Makes the edits of a repair, for tests."""

from __future__ import annotations

from nodeport_lab.cluster.problem import Repair


def made(text: str, repair: Repair) -> str:
    """``text`` with the repair made, from the end to the beginning."""
    lines = text.split("\n")
    for edit in sorted(repair.edits, key=lambda e: (e.span.start_line, e.span.start_column), reverse=True):
        span = edit.span
        before = lines[span.start_line - 1][: span.start_column]
        after = lines[span.end_line - 1][span.end_column :] if span.end_line <= len(lines) else ""
        lines[span.start_line - 1 : span.end_line] = (before + edit.text + after).split("\n")
    return "\n".join(lines)
