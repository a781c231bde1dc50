"""Twelve questions that find where to start: each is asked where most is unknown, and tells of its neighbours too.

For every chapter there is a chance that it is known (Bayesian knowledge tracing without learning: a right answer may be a guess, a wrong
one a slip). Chapters build on one another: a right answer late speaks for what comes before, a wrong one early against what comes after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nodeport_lab.quiz import catalogue
from nodeport_lab.quiz.catalogue import Item

LENGTH = 12
# The order in which the chapters build on one another; faults (10) come last.
ORDER: tuple[str, ...] = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
PRIOR = 0.45
_GUESS = {1: 0.3, 2: 0.25, 3: 0.22, 4: 0.2, 5: 0.18}
_SLIP = {1: 0.06, 2: 0.1, 3: 0.14, 4: 0.22, 5: 0.3}
# What an answer says of a neighbouring chapter, as a share of what it says of its own.
_NEIGHBOUR = 0.35
KNOWN = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer: of which chapter, how hard, how right."""

    chapter: str
    difficulty: int
    score: float


def beliefs(evidence: Iterable[Evidence]) -> dict[str, float]:
    """The chance that each chapter is known, after these answers."""
    chances = dict.fromkeys(ORDER, PRIOR)
    for one in evidence:
        if one.chapter not in chances:
            continue
        right = one.score >= 0.75
        own = ORDER.index(one.chapter)
        for place, name in enumerate(ORDER):
            # A right answer speaks for what comes before, a wrong one against what comes after.
            if place == own:
                weight = 1.0
            elif (place < own) == right:
                weight = _NEIGHBOUR / abs(place - own)
            else:
                continue
            chances[name] = _updated(chances[name], one.difficulty, right, weight)
    return chances


def _updated(chance: float, difficulty: int, right: bool, weight: float) -> float:
    """Bayes' rule in odds; ``weight`` takes only so much of the evidence."""
    slip, guess = _SLIP[difficulty], _GUESS[difficulty]
    ratio = (1 - slip) / guess if right else slip / (1 - guess)
    odds = float(chance / (1 - chance) * ratio**weight)
    return min(0.99, max(0.01, odds / (1 + odds)))


def next_item(evidence: Sequence[Evidence], seen: Mapping[str, int], random: Random) -> tuple[Item, str]:
    """The item that tells most, and the point that it is asked for: of the chapter that is least certain, about as hard as that chapter is likely known."""
    chances = beliefs(evidence)
    asked = [one.chapter for one in evidence]
    there = [name for name in ORDER if name in catalogue.chapters()]
    # Uncertainty counts; a chapter that was asked already has had its turn.
    wanted = max(
        there, key=lambda name: (_doubt(chances[name]) / (1 + asked.count(name)), -there.index(name))
    )
    found = catalogue.about(catalogue.chapters()[wanted])
    own = [item for item in found if catalogue.chapter(item.concept) == wanted] or found
    unseen = [item for item in own if item.id not in seen] or own
    hard = 1 + round(chances[wanted] * 4)
    nearest = min(abs(item.difficulty - hard) for item in unseen)
    item = random.choice([item for item in unseen if abs(item.difficulty - hard) == nearest])
    return item, next(point for point in item.syllabus if catalogue.chapter(point) == wanted)


def _doubt(chance: float) -> float:
    return chance * (1 - chance)


def start(evidence: Iterable[Evidence]) -> str | None:
    """The first chapter, of those that anything asks about, that is probably not known; None where all are."""
    chances = beliefs(evidence)
    return next((name for name in ORDER if name in catalogue.chapters() and chances[name] < KNOWN), None)
