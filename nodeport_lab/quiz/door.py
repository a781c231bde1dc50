"""The quiz's door for the apps above it: tests that they set, and how those went.

A test that another app sets carries its ``given``, whatever that app wants to know it by; ``finished`` tells when a round is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from nodeport_lab.content.words import Language
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import catalogue, picture, rounds
from nodeport_lab.quiz.hearing import finished
from nodeport_lab.quiz.models import Round

__all__ = (
    "Round",
    "address",
    "attempts",
    "begin_practice",
    "begin_test",
    "chapters",
    "finished",
    "score",
    "settle",
    "unfinished",
)


def chapters(language: Language) -> dict[str, str]:
    """Title of each chapter that anything asks about, in order, by its number."""
    return {name: picture.title(name, language) for name in catalogue.chapters()}


def begin_test(visitor: Visitor, wanted: Sequence[str], count: int, minutes: int, given: str) -> Round:
    """A test about some chapters, or about all where none is named; without minutes it has no clock."""
    settings = {"count": count, "minutes": minutes or None, "points": _points(wanted), "given": given}
    return rounds.begin(visitor, Round.Mode.TEST, settings)


def begin_practice(visitor: Visitor, wanted: Sequence[str]) -> Round:
    """Practice of some chapters: the one that they are in the middle of, or a new one."""
    points = _points(wanted)
    for known in Round.objects.filter(visitor=visitor, mode=Round.Mode.PRACTICE, finished=None)[:10]:
        if known.settings.get("points") == points:
            return known
    return rounds.begin(visitor, Round.Mode.PRACTICE, {"points": points})


def _points(wanted: Sequence[str]) -> list[str]:
    return [point for name in wanted for point in catalogue.chapters().get(name, ())]


def unfinished(visitor: Visitor, given: str) -> Round | None:
    """The test of this name that the visitor is in the middle of."""
    found = Round.objects.filter(visitor=visitor, finished=None, settings__given=given).first()
    return None if found is None or rounds.over(found) else found


def attempts(visitor: Visitor, given: str) -> int:
    """How often they took the test of this name to its end."""
    return Round.objects.filter(visitor=visitor, settings__given=given).exclude(finished=None).count()


def address(round: Round) -> str:
    """Where a round goes on, or its report."""
    return reverse("quiz:round", args=[round.pk])


def score(round: Round) -> float:
    """How good a test was, 0 to 1: what was not answered counts as nothing."""
    got = round.asked.exclude(answered=None).aggregate(sum=Sum("score"))["sum"] or 0.0
    whole = int(round.settings.get("count") or round.asked.count())
    return float(min(1.0, got / whole)) if whole else 0.0


def settle() -> None:
    """Tests whose time ran out while nobody looked are over."""
    late = timezone.now() - rounds.GRACE - timedelta(seconds=1)
    for round in Round.objects.filter(finished=None, deadline__lt=late):
        rounds.over(round)
