"""The teacher's page of tasks, and the orders to give one out, change it, withdraw it.

``assign {kind, …, learners or null, deadline, late, attempts, note, push}`` (see ``assignments.give``), ``change-task {task, deadline, late,
attempts}``, ``withdraw {task}``, ``renew {alone}``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nodeport_lab.classroom import assignments, attempts, private, rooms
from nodeport_lab.classroom.models import MAX_HEADING, MAX_NOTE, Assignment, Attempt, Room
from nodeport_lab.classroom.words import words
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.questions.model import Question
from nodeport_lab.lab import visitors
from nodeport_lab.lab.actions import malformed
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import catalogue as questions
from nodeport_lab.quiz import picture
from nodeport_lab.quiz.views import language
from nodeport_lab.tutorial import given

COUNTS, MINUTES = (5, 10, 15, 20, 30), (5, 10, 15, 20, 30, 45, 60)


def carry_out(room: Room, teacher: Visitor, order: str, body: dict[str, Any]) -> bool:
    """Does what the teacher orders; False where the order is none of these."""
    match order, body:
        case "assign", _:
            assignments.give(room, teacher, body)
        case "change-task", {"task": task}:
            assignments.change(_assignment(room, task), body)
        case "withdraw", {"task": task}:
            assignments.withdraw(_assignment(room, task))
        case "renew", {"alone": bool(alone)}:
            rooms.renew(room, teacher, alone)
        case (("change-task" | "withdraw" | "renew"), _):
            raise malformed()
        case _:
            return False
    return True


def _assignment(room: Room, task: Any) -> Assignment:
    found = room.assignments.filter(pk=task).first() if isinstance(task, str) else None
    if not isinstance(found, Assignment):
        raise Refusal(404, "no-task", _("This task is no longer there."))
    return found


@require_safe
@never_cache
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """What was given out and how far the class is with it; and the form to give out more."""
    room = private.taught(request, code)
    rooms.use(room)
    says = language()
    visitor = visitors.known(request)
    chosen = set(request.GET.getlist("to"))
    return private.page(
        request,
        "classroom/tasks.html",
        {
            "room": room,
            "rows": _rows(room),
            "learners": [{"learner": one, "chosen": one.pk in chosen} for one in room.learners.all()],
            "some": bool(chosen),
            "exercises": [_offered(lesson) for lesson in catalogue().exercises],
            "chapters": [
                {
                    "number": chapter.number,
                    "title": chapter.title[says],
                    "lessons": [_offered(lesson) for lesson in chapter.lessons],
                }
                for chapter in catalogue().chapters
            ],
            "topics": [
                {"id": id, "title": picture.title(id, says), "count": len(questions.about(points))}
                for id, points in questions.chapters().items()
            ],
            "banks": visitor.banks.all() if visitor else (),
            "counts": COUNTS,
            "minutes": MINUTES,
            "most": assignments.MAX_ATTEMPTS,
            "max_note": MAX_NOTE,
            "max_heading": MAX_HEADING,
            "words": words(),
        },
    )


def _offered(lesson: Any) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": given.title(lesson),
        "minutes": lesson.minutes,
        "address": given.address(lesson),
    }


def _rows(room: Room) -> list[dict[str, Any]]:
    """Every task with how many began it and how many are done, the newest first."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    every = Attempt.objects.filter(assignment__room=room).values_list("assignment", "learner", "score")
    for assignment, learner, score in every:
        best[assignment][learner] = max(score, best[assignment].get(learner, 0.0))
    count = room.learners.count()
    found = []
    for one in room.assignments.prefetch_related("learners").order_by("-created"):
        scores = best[one.pk]
        found.append(
            {
                "assignment": one,
                "title": assignments.title(one),
                "of": count if one.everybody else len(one.learners.all()),
                "begun": len(scores),
                "done": sum(score >= 1 for score in scores.values()),
                "lesson": assignments.lesson_of(one),
            }
        )
    return found


@require_safe
@never_cache
def items(request: HttpRequest, code: str) -> HttpResponse:
    """The questions that can be asked, by chapter, to choose from: a part of the page, fetched when it is wished for."""
    private.taught(request, code)
    says = language()
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for item in questions.items().values():
        found: Question = item.question(0)
        groups[questions.chapter(item.concept)].append(
            {"id": item.id, "prompt": found.prompt[says], "concept": item.concept}
        )
    shown = [
        {"title": picture.title(id, says), "items": groups[id]}
        for id in questions.chapters()
        if groups.get(id)
    ]
    return private.page(request, "classroom/items.html", {"groups": shown})


def settle(room: Room) -> None:
    """Attempts whose deadline has passed are ended before anybody looks at them."""
    over = Attempt.objects.filter(assignment__room=room, ended=None, assignment__late=False)
    attempts.settle(
        over.exclude(assignment__deadline=None).select_related("assignment", "learner", "workspace", "round")
    )
