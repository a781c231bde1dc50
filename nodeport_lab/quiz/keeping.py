"""What a visitor's file of progress holds of the quiz: how well each concept is remembered, and which misconceptions are held."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from fsrs import Card

from nodeport_lab.content.questions import misconceptions
from nodeport_lab.content.questions.points import points
from nodeport_lab.lab.keepsakes import Keepsake
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import mastery
from nodeport_lab.quiz.models import Asked, Bank, Brought, Memory, Round

_MOST = 1_000


def out(visitor: Visitor) -> dict[str, Any]:
    """As plain data. Single answers stay behind: what follows from them goes along."""
    return {
        "concepts": [
            {"id": one.concept, "card": json.loads(one.card["fsrs"]), "met": one.met.isoformat(), "answers": one.answers}
            for one in Memory.objects.filter(visitor=visitor).order_by("concept")
        ],
        "misconceptions": [
            {"id": one.name, "last": one.last.isoformat(), "times": one.times}
            for one in mastery.misconceptions(visitor)
        ],
    }  # fmt: skip


@transaction.atomic
def take(visitor: Visitor, data: Any) -> None:
    """Adds it. Of a concept that is known here too the later answer counts."""
    for concept, card, met, answers in _concepts(data):
        known = Memory.objects.select_for_update().filter(visitor=visitor, concept=concept).first()
        if known is not None and _reviewed(Card.from_json(known.card["fsrs"])) >= _reviewed(card):
            continue
        known = known or Memory(visitor=visitor, concept=concept, met=met)
        known.card, known.due, known.met = {"fsrs": card.to_json()}, card.due, min(met, known.met)
        known.answers = max(answers, known.answers)
        known.save()
    for entry in _entries(data, "misconceptions"):
        name, last, times = entry.get("id"), _when(entry.get("last")), _count(entry.get("times"))
        if isinstance(name, str) and name in misconceptions() and last is not None:
            held = {one.name for one in mastery.misconceptions(visitor)}
            if name not in held:
                Brought.objects.update_or_create(
                    visitor=visitor, misconception=name, defaults={"last": last, "times": times}
                )


def join(into: Visitor, other: Visitor) -> None:
    """Rounds, answers and banks change hands; what is remembered was added before."""
    Asked.objects.filter(visitor=other).update(visitor=into)
    Round.objects.filter(visitor=other).update(visitor=into)
    Bank.objects.filter(visitor=other).update(visitor=into)


KEEPSAKE = Keepsake(out, take, join)


def _entries(data: Any, name: str) -> Iterator[Mapping[str, Any]]:
    found = data.get(name) if isinstance(data, Mapping) else None
    for entry in found[:_MOST] if isinstance(found, list) else ():
        if isinstance(entry, Mapping):
            yield entry


def _concepts(data: Any) -> Iterator[tuple[str, Card, datetime, int]]:
    for entry in _entries(data, "concepts"):
        concept, met = entry.get("id"), _when(entry.get("met"))
        card = _card(entry.get("card"))
        if isinstance(concept, str) and concept in points() and met is not None and card is not None:
            yield concept, card, met, _count(entry.get("answers"))


def _card(data: Any) -> Card | None:
    """A card that the scheduler can go on with."""
    try:
        card = Card.from_json(json.dumps(data))
        reviewed, numbers = _reviewed(card), (card.stability, card.difficulty)
        sound = all(number is not None and math.isfinite(number) and 0 < number < 1e5 for number in numbers)
        soon = timezone.now() + timedelta(days=1)
        return card if sound and reviewed <= soon and card.due - reviewed <= timedelta(days=40_000) else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _reviewed(card: Card) -> datetime:
    if card.last_review is None or card.last_review.tzinfo is None or card.due.tzinfo is None:
        raise ValueError("a card that nobody ever looked at")
    return card.last_review


def _when(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return None if found.tzinfo is None else min(found, timezone.now())


def _count(value: Any) -> int:
    return min(value, 10_000) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 1
