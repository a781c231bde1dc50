"""Where a class is warm and where it is cold: by the points of the syllabus, and by what is believed that is not so.

Told from exercises (the best attempt, for every point that the exercise is about), answers to quizzes, and votes on live questions.
What was asked without names is told of the class alone, each answer by itself: no cell of a learner changes by it, and a total says no
more than the question's own histogram.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nodeport_lab.classroom import attempts, private, tasks
from nodeport_lab.classroom.models import Attempt, Learner, Room, Vote
from nodeport_lab.content.questions.misconceptions import misconceptions
from nodeport_lab.content.questions.points import points
from nodeport_lab.content.words import Language
from nodeport_lab.quiz import catalogue, lessons, picture
from nodeport_lab.quiz.models import Asked
from nodeport_lab.quiz.views import language

GOOD, FAIR = 0.8, 0.5


class Evidence(NamedTuple):
    """Something that a learner did: how good it was (0 to 1), the points that it was about; what it betrayed, what it could have.

    learner: their id, or None where it was asked without names.
    """

    learner: str | None
    score: float
    points: tuple[str, ...]
    betrays: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


def evidence(room: Room) -> Iterator[Evidence]:
    """All that is known of a class."""
    tries: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    every = Attempt.objects.filter(assignment__room=room, round=None).exclude(acted=None)
    for attempt in every.select_related("assignment"):
        tries[attempt.learner_id, attempt.assignment_id].append(attempt)
    for (learner, _), found in tries.items():
        counts = attempts.best(found)
        if counts is not None:
            yield Evidence(learner, counts.score, tuple(counts.assignment.concepts))
    asked = Asked.objects.filter(round__attempt__assignment__room=room).exclude(answered=None)
    fields = ("round__attempt__learner", "score", "source__syllabus", "concept", "betrays", "offered")
    for learner, score, about, concept, betrays, offered in asked.values_list(*fields):
        yield Evidence(learner, score or 0.0, tuple(about or (concept,)), tuple(betrays), tuple(offered))
    votes = Vote.objects.filter(asking__sitting__room=room).exclude(
        asking__revealed=None, asking__closed=None
    )
    of = ("asking__source__syllabus", "asking__concept", "betrays", "asking__offered")
    found_votes = votes.values_list("asking__sitting__named", "learner", "score", *of)
    for named, learner, score, about, concept, betrays, offered in found_votes:
        yield Evidence(
            learner if named else None, score, tuple(about or (concept,)), tuple(betrays), tuple(offered)
        )


def level(share: float) -> str:
    """A word for the number."""
    return "good" if share >= GOOD else "fair" if share >= FAIR else "poor"


def grid(found: list[Evidence], learners: list[Learner], says: Language) -> list[dict[str, Any]]:
    """A row for each point that anything is known of, in the syllabus's order: the class's mean, and each learner's.

    The class's is over the learners' means and every answer without a name.
    """
    known: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    unnamed: dict[str, list[float]] = defaultdict(list)
    for one in found:
        for point in one.points:
            (unnamed[point] if one.learner is None else known[point][one.learner]).append(one.score)
    rows = []
    for point, names in points().items():
        if point not in known and point not in unnamed:
            continue
        means = {learner: sum(scores) / len(scores) for learner, scores in known[point].items()}
        scores = [*means.values(), *unnamed[point]]
        share = sum(scores) / len(scores)
        chapter = catalogue.chapter(point)
        rows.append(
            {
                "id": point,
                "title": names[says],
                "chapter": picture.title(chapter, says),
                "percent": round(100 * share),
                "share": share,
                "level": level(share),
                "of": len(scores),
                "lesson": lessons.lesson_for([point], says),
                "cells": [
                    {"percent": round(100 * means[one.pk]), "level": level(means[one.pk])}
                    if one.pk in means
                    else None
                    for one in learners
                ],
            }
        )
    return rows


def beliefs(found: list[Evidence], learners: list[Learner], says: Language) -> list[dict[str, Any]]:
    """A row for each misconception that was betrayed, the most spread first: by whom, and how often of how many chances.

    Answers without a name are counted apart: to count heads over both would tell whether somebody is in both.
    """
    betrayed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    chances: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    unnamed: dict[str, int] = defaultdict(int)
    unnamed_of: dict[str, int] = defaultdict(int)
    for one in found:
        for name in one.offered:
            if one.learner is None:
                unnamed_of[name] += 1
            else:
                chances[name][one.learner] += 1
        for name in one.betrays:
            if one.learner is None:
                unnamed[name] += 1
            else:
                betrayed[name][one.learner] += 1
    rows = [
        {
            "id": name,
            "belief": known.belief[says],
            "truth": known.truth[says],
            "lesson": lessons.lesson_for(known.points, says),
            "by": len(betrayed[name]),
            "times": sum(betrayed[name].values()),
            "of": len(chances[name]),
            "unnamed": unnamed[name],
            "unnamed_of": unnamed_of[name],
            "cells": [
                {"times": betrayed[name].get(one.pk, 0), "of": chances[name][one.pk]}
                if chances[name].get(one.pk)
                else None
                for one in learners
            ],
        }
        for name, known in misconceptions().items()
        if name in betrayed or name in unnamed
    ]
    return sorted(rows, key=lambda row: (-row["by"] - row["unnamed"], -row["times"], row["id"]))


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The heat map."""
    room = private.taught(request, code)
    tasks.settle(room)
    says = language()
    learners = list(room.learners.order_by("name"))
    found = list(evidence(room))
    rows = grid(found, learners, says)
    weak = request.GET.get("order") == "weak"
    if weak:
        rows.sort(key=lambda row: row["share"])
    return private.page(
        request,
        "classroom/heat.html",
        {
            "room": room,
            "learners": learners,
            "rows": rows,
            "weak": weak,
            "beliefs": beliefs(found, learners, says),
            "unnamed": any(one.learner is None for one in found),
        },
    )
