"""What is told of answers given: how a round went, and how somebody stands by now. For ``quiz/report.html`` and ``quiz/progress.html``."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count

from nodeport_lab.content.questions.misconceptions import misconceptions
from nodeport_lab.content.questions.points import points
from nodeport_lab.content.words import Language
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import catalogue, choosing, diagnosis, lessons, mastery, picture
from nodeport_lab.quiz.models import Asked, Round


def of_round(mine: Round, says: Language) -> dict[str, Any]:
    """How a round that is over went: score, question by question, by chapter; where to start, after a diagnostic."""
    asked = list(mine.asked.all())
    answered = [one for one in asked if one.answered]
    counted = answered if mine.mode != Round.Mode.TEST else asked
    whole = int(mine.settings.get("count") or len(counted)) if mine.mode == Round.Mode.TEST else len(counted)
    score = sum(one.score or 0.0 for one in answered) / whole if whole else 0.0
    context: dict[str, Any] = {
        "round": mine,
        "answered": len(answered),
        "right": sum(bool(one.right) for one in answered),
        "whole": whole,
        "score": percent(score),
        "seconds": int(sum(one.seconds or 0.0 for one in answered) + 0.5),
        "rows": [_row(one, says) for one in asked],
        "betrayed": _betrayed(answered, says),
        "parts": _parts(answered, says),
    }
    if mine.mode == Round.Mode.DIAGNOSTIC:
        context |= _diagnosis(answered, says)
    return context


def of_visitor(visitor: Visitor, says: Language) -> dict[str, Any]:
    """How many answers there were, how good they were, and which misconceptions are still held."""
    answers = Asked.objects.filter(visitor=visitor).exclude(answered=None)
    totals = answers.aggregate(count=Count("pk"), score=Avg("score"))
    return {
        "answers": totals["count"],
        "score": percent(totals["score"] or 0.0),
        "believed": [
            _belief(one.name, says)
            | {"times": one.times, "resisted": one.resisted, "needed": mastery.RESISTED}
            for one in mastery.misconceptions(visitor)
            if one.name in misconceptions()
        ],
    }


def percent(share: float) -> int:
    """A share as a whole number of percent, halves upwards."""
    return int(share * 100 + 0.5)


def _row(asked: Asked, says: Language) -> dict[str, Any]:
    return {
        "number": asked.number,
        "prompt": asked.source["prompt"][says],
        "right": asked.right,
        "answered": asked.answered is not None,
        "partly": not asked.right and (asked.score or 0) > 0,
        "seconds": int(asked.seconds or 0),
        "concept": asked.concept,
        "title": points()[asked.concept][says],
    }


def _betrayed(answered: list[Asked], says: Language) -> list[dict[str, Any]]:
    known = misconceptions()
    names = dict.fromkeys(name for one in answered for name in one.betrays if name in known)
    return [_belief(name, says) for name in names]


def _belief(name: str, says: Language) -> dict[str, Any]:
    known = misconceptions()[name]
    return {
        "belief": known.belief[says],
        "truth": known.truth[says],
        "points": known.points,
        "lesson": lessons.lesson_for(known.points, says),
    }


def _parts(answered: list[Asked], says: Language) -> list[dict[str, Any]]:
    """The score by chapter."""
    found: dict[str, list[float]] = {}
    for one in answered:
        found.setdefault(catalogue.chapter(one.concept), []).append(one.score or 0.0)
    return [
        {
            "title": picture.title(name, says),
            "count": len(scores),
            "percent": percent(sum(scores) / len(scores)),
        }
        for name, scores in sorted(found.items(), key=lambda pair: int(pair[0]))
    ]


def _diagnosis(answered: list[Asked], says: Language) -> dict[str, Any]:
    evidence = choosing.evidence(answered)
    first = diagnosis.start(evidence)
    chances = diagnosis.beliefs(evidence)
    there = catalogue.chapters()
    return {
        "start": {
            "id": first,
            "title": picture.title(first, says),
            "lesson": lessons.lesson_for(there.get(first, ()), says),
            "before": first != next(name for name in diagnosis.ORDER if name in there),
        }
        if first
        else None,
        "chances": [
            {
                "id": name,
                "title": picture.title(name, says),
                "percent": percent(chance),
                "known": chance >= diagnosis.KNOWN,
                "first": name == first,
            }
            for name, chance in chances.items()
            if name in there
        ],
    }
