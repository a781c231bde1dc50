"""What is asked next in a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils import timezone

from nodeport_lab.quiz import catalogue, diagnosis, memory
from nodeport_lab.quiz.catalogue import SEEDS, Item
from nodeport_lab.quiz.models import Asked, Bank, Round

REVIEW_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Next:
    """An item, its seed where it is a template, the concept that it is asked for, and why."""

    item: Item
    seed: int | None
    concept: str
    reason: str = ""


def choose(round: Round) -> Next | None:
    """What comes next, or None where the round is over."""
    asked = list(round.asked.all())
    # A string: the same round at the same place chooses the same, so that two tabs that ask at once ask alike.
    random = Random(f"{round.pk}:{round.seed}:{len(asked)}")  # noqa: S311
    match round.mode:
        case Round.Mode.PRACTICE:
            return _practice(round, asked, random)
        case Round.Mode.REVIEW:
            return _review(round, asked, random)
        case Round.Mode.TEST:
            return _test(round, asked, random)
        case Round.Mode.DIAGNOSTIC:
            return _diagnostic(asked, random)
    raise ValueError(f"no way to ask is called {round.mode}")


def _made(item: Item, random: Random, concept: str = "", reason: str = "") -> Next:
    return Next(item, random.randrange(SEEDS) if item.made else None, concept or item.concept, reason)


def pool(settings: Mapping[str, Any]) -> list[Item]:
    """What a round may ask: of a bank, some questions by name, or about some points."""
    if settings.get("items"):
        return [catalogue.items()[id] for id in settings["items"] if id in catalogue.items()]
    if settings.get("bank"):
        bank = Bank.objects.filter(pk=settings["bank"]).first()
        return list(catalogue.of_bank(bank).values()) if bank else []
    points = settings.get("points")
    return catalogue.about(points) if points else list(catalogue.items().values())


def _practice(round: Round, asked: list[Asked], random: Random) -> Next | None:
    """Until the learner stops: what they saw least, never the same item twice in a row, harder after right answers."""
    found = pool(round.settings)
    if not found:
        return None
    last = asked[-1].item if asked else ""
    choices = [item for item in found if item.id != last] or found
    seen = _seen(round)
    answers = [one.right for one in asked if one.answered][-3:]
    level = 2 + sum(1 if right else -1 for right in answers)
    nearest = sorted(
        choices, key=lambda item: (seen.get(item.id, 0), abs(item.difficulty - level), random.random())
    )
    item = nearest[0]
    points = round.settings.get("points") or ()
    concept = next((point for point in item.syllabus if point in points), item.concept)
    return _made(item, random, concept)


def _seen(round: Round) -> Counter[str]:
    """How often the visitor was asked each item, in any round."""
    return Counter(Asked.objects.filter(visitor_id=round.visitor_id).values_list("item", flat=True))


def _review(round: Round, asked: list[Asked], random: Random) -> Next | None:
    if len(asked) >= REVIEW_LENGTH:
        return None
    met = {one.concept for one in asked}
    for due in memory.coming(round.visitor, timezone.now(), known_order()):
        found = catalogue.about([due.concept])
        if found and due.concept not in met:
            return _made(catalogue.least_seen(found, _seen(round), random), random, due.concept, due.reason)
    # What was missed a few minutes ago comes once more before the review ends.
    missed = [one.concept for one in asked if one.answered and not one.right]
    again = [concept for concept in missed if sum(one.concept == concept for one in asked) < 2]
    if again:
        return _made(
            catalogue.least_seen(catalogue.about(again[:1]), _seen(round), random), random, again[0], "missed"
        )
    return None


def known_order() -> list[str]:
    """The concepts in the order in which they are met: those that something asks about most of all."""
    main = {item.concept for item in catalogue.items().values()}
    return [point for points in catalogue.chapters().values() for point in points if point in main]


def _test(round: Round, asked: list[Asked], random: Random) -> Next | None:
    """As many as were ordered, spread over the points as evenly as can be, none twice while there are others."""
    if len(asked) >= int(round.settings["count"]) or round.finished:
        return None
    found = pool(round.settings)
    taken = Counter(one.item for one in asked)
    chapters = Counter(catalogue.chapter(one.concept) for one in asked)
    if not found:
        return None
    item = min(
        found, key=lambda one: (taken[one.id], chapters[catalogue.chapter(one.concept)], random.random())
    )
    if taken[item.id] and not item.made:
        return None
    return _made(item, random)


def _diagnostic(asked: list[Asked], random: Random) -> Next | None:
    if len(asked) >= diagnosis.LENGTH:
        return None
    item, concept = diagnosis.next_item(evidence(asked), Counter(one.item for one in asked), random)
    return _made(item, random, concept)


def evidence(asked: list[Asked]) -> list[diagnosis.Evidence]:
    """What the answers of a diagnostic say."""
    return [
        diagnosis.Evidence(catalogue.chapter(one.concept), int(one.source["difficulty"]), one.score or 0.0)
        for one in asked
        if one.answered
    ]
