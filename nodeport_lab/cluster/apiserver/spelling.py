"""Which known name was probably meant by one that is not known."""

from __future__ import annotations


def nearest(name: str, known: list[str]) -> str:
    """The known name that ``name`` was probably meant to be; empty where none comes near."""
    lower = name.lower().replace("-", "").replace("_", "")
    for candidate in known:
        if candidate.lower() in (lower, lower + "s") or candidate.lower() + "s" == lower:
            return candidate
    allowed = max(1, len(name) // 4)
    near = [
        (distance, index)
        for index, candidate in enumerate(known)
        if abs(len(candidate) - len(lower)) <= allowed  # it takes as many edits at least
        and (distance := _distance(lower, candidate.lower())) <= allowed
    ]
    return known[min(near)[1]] if near else ""


def _distance(left: str, right: str) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from one word to the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
