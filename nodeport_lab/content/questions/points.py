"""The points of the syllabus that a question may name."""

from __future__ import annotations

from functools import cache

_CHAPTERS = {1: 5, 2: 6, 3: 8, 4: 12, 5: 5, 6: 6, 7: 7, 8: 6, 9: 5, 10: 1}


@cache
def points() -> frozenset[str]:
    """Every id: ``S1.1`` …, the faults ``F1`` …, what others teach wrongly ``M1`` …"""
    taught = {
        f"S{chapter}.{number}" for chapter, count in _CHAPTERS.items() for number in range(1, count + 1)
    }
    return frozenset(
        taught | {f"F{number}" for number in range(1, 25)} | {f"M{number}" for number in range(1, 8)}
    )
