"""How kinds and their params are written down: a line a kind."""

from __future__ import annotations


def table(text: str) -> dict[str, frozenset[str]]:
    """A line a kind: the kind, then its params."""
    return {words[0]: frozenset(words[1:]) for line in text.splitlines() if (words := line.split())}
