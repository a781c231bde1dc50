"""An attempt as it was: what was reached, with its cluster and files to be looked at; for the teacher, and for who made it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nodeport_lab.classroom import assignments, attempts, private, roles
from nodeport_lab.classroom.models import Attempt
from nodeport_lab.classroom.words import words
from nodeport_lab.lab.stage import context, shelf
from nodeport_lab.quiz import reports
from nodeport_lab.quiz.views import language
from nodeport_lab.tutorial import given


@require_safe
@never_cache
def page(request: HttpRequest, code: str, attempt: str) -> HttpResponse:
    """One attempt, to be read. To anybody but the room's teacher and the learner whose it is it is not there."""
    role = roles.role(request.COOKIES, code)
    found = Attempt.objects.select_related("assignment__room", "learner__visitor", "workspace", "round")
    one = found.filter(pk=attempt, assignment__room=role.room).first() if role else None
    if role is None or one is None or not (role.teacher or role.learner == one.learner):
        raise Http404
    attempts.settle([one])
    others = Attempt.objects.filter(assignment=one.assignment, learner=one.learner).order_by("number")
    shown: dict[str, Any] = {
        "room": role.room,
        "teacher": role.teacher,
        "learner": one.learner,
        "assignment": one.assignment,
        "attempt": one,
        "title": assignments.title(one.assignment),
        "percent": round(100 * one.score),
        "minutes": round(one.seconds / 60),
        "others": others,
    }
    lesson = assignments.lesson_of(one.assignment)
    if lesson is not None:
        shown["steps"] = given.record(lesson, attempts.known_of(one, lesson))
    if one.round is not None:
        shown["report"] = reports.of_round(one.round, language())
    workspace = one.workspace
    if workspace is None:
        return private.page(request, "classroom/record.html", shown)
    workspace.watched = workspace.watched_as(roles.attempts_right(one))
    with shelf.alone(workspace.watched):
        shown |= context(workspace)
        shown["words"] = shown["words"] | words()
        return private.page(request, "classroom/record.html", shown)
