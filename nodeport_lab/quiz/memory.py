"""Spaced repetition, by concept: FSRS with its published parameters. What is due, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from fsrs import Card, Rating, Scheduler

from nodeport_lab.quiz.models import Asked, Memory

Reason = Literal["missed", "fading", "new"]

# No fuzz: the same answers make the same plan, and the page may say when. One short step: what was missed is asked again in
# ten minutes, what was known at once comes back after days.
_STEP = (timedelta(minutes=10),)
_SCHEDULER = Scheduler(learning_steps=_STEP, relearning_steps=_STEP, enable_fuzzing=False)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A concept that is to be asked again. recall: the chance that it is remembered now; None where it was never asked."""

    concept: str
    reason: Reason
    recall: float | None
    due: datetime | None


def rating(right: bool, score: float) -> Rating:
    """FSRS' word for an answer: a part that was right is hard-won, not forgotten."""
    if right:
        return Rating.Good
    return Rating.Hard if score >= 0.5 else Rating.Again


def learn(asked: Asked, now: datetime) -> None:
    """An answer was given: its concept is remembered so much longer, or shorter."""
    memory = (
        Memory.objects.select_for_update().filter(visitor_id=asked.visitor_id, concept=asked.concept).first()
    )
    card = Card.from_json(memory.card["fsrs"]) if memory else Card(card_id=1, due=now)
    card, _ = _SCHEDULER.review_card(card, rating(bool(asked.right), asked.score or 0.0), now)
    memory = memory or Memory(visitor_id=asked.visitor_id, concept=asked.concept, met=now)
    memory.card, memory.due, memory.answers = {"fsrs": card.to_json()}, card.due, memory.answers + 1
    memory.save()


def recall(memory: Memory, at: datetime) -> float:
    """The chance that the concept is remembered at a moment."""
    return float(_SCHEDULER.get_card_retrievability(Card.from_json(memory.card["fsrs"]), at))


def stability(memory: Memory) -> float:
    """For how many days nine of ten such memories hold."""
    return float(Card.from_json(memory.card["fsrs"]).stability or 0.0)


def due(visitor: Any, now: datetime) -> list[Due]:
    """What is due now: first what was missed, then what fades, the most forgotten first."""
    found = []
    for memory in Memory.objects.filter(visitor=visitor, due__lte=now):
        last = stability(memory) < 1
        found.append(Due(memory.concept, "missed" if last else "fading", recall(memory, now), memory.due))
    return sorted(found, key=lambda one: (one.reason != "missed", one.recall or 0.0))


def coming(visitor: Any, now: datetime, known: Sequence[str], new: int = 5) -> list[Due]:
    """The plan: what is due, then concepts that were never asked, at most ``new`` of them a day."""
    met = set(Memory.objects.filter(visitor=visitor).values_list("concept", flat=True))
    today = Memory.objects.filter(visitor=visitor, met__gte=now - timedelta(days=1)).count()
    fresh = [concept for concept in known if concept not in met][: max(0, new - today)]
    return [*due(visitor, now), *(Due(concept, "new", None, None) for concept in fresh)]


def later(visitor: Any, now: datetime, most: int = 8) -> list[Memory]:
    """What comes back after now, the next first."""
    return list(Memory.objects.filter(visitor=visitor, due__gt=now).order_by("due")[:most])
