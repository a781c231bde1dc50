"""How well each concept is held, and which misconceptions still are.

A concept's measure is the chance, by FSRS, that it would be remembered a week from now: one number with one meaning.
A misconception is held from the answer that betrayed it until two later answers, each of which might have betrayed it again, did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from nodeport_lab.quiz import memory
from nodeport_lab.quiz.models import Asked, Brought, Memory

Level = Literal["unknown", "weak", "growing", "held"]
RESISTED = 2
_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """One concept: its level, and the chance that it is remembered in a week."""

    concept: str
    level: Level
    in_a_week: float
    answers: int


def level(in_a_week: float) -> Level:
    """A word for the number."""
    if in_a_week >= 0.9:
        return "held"
    return "growing" if in_a_week >= 0.7 else "weak"


def concepts(visitor: Any, now: datetime) -> dict[str, Held]:
    """What the visitor was ever asked about."""
    found = {}
    for one in Memory.objects.filter(visitor=visitor):
        share = memory.recall(one, now + memory.WEEK)
        found[one.concept] = Held(one.concept, level(share), share, one.answers)
    return found


@dataclass(slots=True)
class Believed:
    """A misconception that is still held. resisted: how often it was not betrayed since."""

    name: str
    last: datetime
    times: int = 1
    resisted: int = 0


def misconceptions(visitor: Any) -> list[Believed]:
    """Those still held, the most often betrayed first."""
    rows = Asked.objects.filter(visitor=visitor, answered__isnull=False).order_by("-answered", "-pk")
    latest = list(rows.values_list("betrays", "offered", "answered", "right")[:_LOOKED_AT])
    brought = Brought.objects.filter(visitor=visitor)
    return believed(
        reversed(latest),
        {one.misconception: Believed(one.misconception, one.last, one.times) for one in brought},
    )


def believed(
    answers: Iterable[tuple[list[str], list[str], datetime | None, bool | None]],
    before: Mapping[str, Believed] | None = None,
) -> list[Believed]:
    """The same from answers in the order in which they were given: what each betrayed, what it offered, when, whether right.

    before: what was held when the first of them was given.
    """
    held: dict[str, Believed] = dict(before or {})
    for betrays, offered, when, right in answers:
        for name in betrays:
            known = held.get(name)
            times = known.times + 1 if known else 1
            if when is not None:
                held[name] = Believed(name, when, times)
        for name in offered:
            # What was brought later than this answer says nothing about it.
            if name in held and name not in betrays and right and when and when >= held[name].last:
                held[name].resisted += 1
    return sorted(
        (one for one in held.values() if one.resisted < RESISTED), key=lambda one: (-one.times, one.name)
    )
