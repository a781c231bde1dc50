"""The learner's graded work: what is due, an attempt at it beside the living stage, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.classroom import assignments, attempts, links, private, roles
from nodeport_lab.classroom.models import Assignment, Attempt, Learner
from nodeport_lab.classroom.questions.words import words as question_words
from nodeport_lab.classroom.words import words
from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.lab.errors import Refusal, refused, too_many, too_much
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.stage import context, shelf
from nodeport_lab.tutorial import given
from nodeport_lab.tutorial.given import Scene

asks = Rate(settings.CLASS_ASKS_PER_SECOND, settings.CLASS_ASKS_AT_ONCE)


def listed(learner: Learner) -> list[dict[str, Any]]:
    """What a learner is to do and how they stand in it, the newest first; by title, deadline, state, best score."""
    found = list(assignments.of_learner(learner))
    tries: dict[str, list[Attempt]] = {one.pk: [] for one in found}
    every = Attempt.objects.filter(learner=learner, assignment__in=found).order_by("number")
    for attempt in every.select_related("assignment", "learner", "workspace", "round"):
        tries[attempt.assignment_id].append(attempt)
    for row in tries.values():
        attempts.settle(row)
    return [
        {
            "assignment": one,
            "title": assignments.title(one),
            "address": reverse("classroom:task", args=[learner.room.code, one.pk]),
            **attempts.standing(one, tries[one.pk]),
        }
        for one in reversed(found)
    ]


def due(rows: list[dict[str, Any]]) -> int:
    """How many of them wait to be done."""
    return sum(row["assignment"].takes and row["state"] in ("new", "open") for row in rows)


def strip(request: HttpRequest, learner: Learner) -> dict[str, Any]:
    """What the strip above a learner's stage is made of."""
    rows = listed(learner)
    back = reverse("classroom:back", args=[links.for_learner(learner)])
    return {
        "room": learner.room,
        "learner": learner,
        "tasks": rows,
        "due": due(rows),
        "back_to_seat": request.build_absolute_uri(back),
    }


def _learner(request: HttpRequest, code: str) -> Learner:
    role = roles.role(request.COOKIES, code)
    if role is None or role.learner is None:
        raise Http404
    return role.learner


def _assignment(learner: Learner, task: str) -> Assignment:
    found = assignments.of_learner(learner).filter(pk=task).first()
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """All that a learner is to do; with ``?part`` the list alone."""
    learner = _learner(request, code)
    rows = listed(learner)
    found = {"room": learner.room, "learner": learner, "tasks": rows, "due": due(rows)}
    return private.page(
        request, "classroom/due.html" if "part" in request.GET else "classroom/mine.html", found
    )


@require_safe
@never_cache
def task(request: HttpRequest, code: str, task: str) -> HttpResponse:
    """What is to be done, until when, and how it stands."""
    learner = _learner(request, code)
    assignment = _assignment(learner, task)
    with shelf.alone(learner.visitor_id or ""):
        found = attempts.of(learner, assignment)
    lesson = assignments.lesson_of(assignment)
    return private.page(
        request,
        "classroom/task.html",
        {
            "room": learner.room,
            "assignment": assignment,
            "title": assignments.title(assignment),
            "lesson": lesson,
            "summary": given.summary(lesson) if lesson else "",
            "questions": assignment.source.get("count"),
            "minutes": assignment.source.get("minutes") if lesson is None else lesson.minutes,
            "tries": [{"attempt": one, "percent": round(100 * one.score)} for one in reversed(found)],
            "may_begin": not learner.room.closed
            and assignment.takes
            and attempts.left(assignment, found) != 0,
            **attempts.standing(assignment, found),
        },
    )


@require_POST
def begin(request: HttpRequest, code: str, task: str) -> HttpResponse:
    """A new attempt."""
    learner = _learner(request, code)
    assignment = _assignment(learner, task)
    if not asks.take(learner.pk):
        return too_many(request)
    try:
        with shelf.alone(learner.visitor_id or ""):
            attempt = attempts.begin(assignment, learner)
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(address(attempt))


def address(attempt: Attempt) -> str:
    """Where an attempt goes on."""
    code = attempt.learner.room.code
    if attempt.round is not None:
        return reverse("quiz:round", args=[attempt.round.pk])
    return reverse("classroom:step", args=[code, attempt.assignment_id, attempt.place])


@require_POST
def go_on(request: HttpRequest, code: str, task: str) -> HttpResponse:
    """Back to the attempt that is open."""
    learner = _learner(request, code)
    found = attempts.of(learner, _assignment(learner, task))
    going = next((one for one in found if one.ended is None), None)
    if going is None or learner.room.closed:
        return HttpResponseRedirect(reverse("classroom:task", args=[code, task]))
    attempts.be_at(learner, going)
    return HttpResponseRedirect(address(going))


@require_POST
def hand_in(request: HttpRequest, code: str, task: str) -> HttpResponse:
    """The learner leaves an attempt as it is."""
    learner = _learner(request, code)
    assignment = _assignment(learner, task)
    with shelf.alone(learner.visitor_id or ""):
        for one in attempts.of(learner, assignment):
            if one.ended is None:
                attempts.end(one)
    attempts.be_at(learner, None)
    return HttpResponseRedirect(reverse("classroom:task", args=[code, task]))


def _scene(learner: Learner, assignment: Assignment, step: str) -> tuple[Attempt, Scene]:
    """The attempt that is worked at, at this step; 404 where there is none any more."""
    lesson = assignments.lesson_of(assignment)
    found = [one for one in attempts.of(learner, assignment) if one.workspace and one.workspace.visitor_id]
    if lesson is None or not found or learner.room.closed:
        raise Http404
    attempt = found[-1]
    workspace = attempt.workspace
    if workspace is None or learner.visitor is None:
        raise Http404
    known = attempts.known_of(attempt, lesson)
    where = _addresses(learner.room.code, assignment)
    return attempt, Scene(learner.visitor, lesson, _step(lesson, step), known, workspace, where)


def _step(lesson: Lesson, step: str) -> Step:
    try:
        return lesson.step(step)
    except KeyError:
        raise Http404 from None


def _addresses(code: str, assignment: Assignment) -> Callable[[str], str]:
    return lambda step: reverse("classroom:step", args=[code, assignment.pk, step])


@require_safe
@never_cache
def step(request: HttpRequest, code: str, task: str, step: str) -> HttpResponse:
    """A step of an attempt, beside its stage; with ``?part`` the step alone. What is over leads back to what it was."""
    learner = _learner(request, code)
    assignment = _assignment(learner, task)
    end = reverse("classroom:task", args=[code, assignment.pk])
    with shelf.alone(learner.visitor_id or ""):
        try:
            attempt, scene = _scene(learner, assignment, step)
        except Http404:
            if "part" in request.GET:
                raise
            return HttpResponseRedirect(end)
        attempts.be_at(learner, attempt)
        with attempts.leading():
            given.enter(scene.workspace, scene.lesson, scene.step, scene.known)
        found = _judged(attempt, scene) | {"end": end}
        if "part" in request.GET:
            return render(request, "tutorial/step.html", found)
        found |= context(scene.workspace) | given.surroundings(scene.lesson) | strip(request, learner)
        found["words"] = found["words"] | question_words() | words()
        found |= {"assignment": assignment, "attempt": attempt, "task_title": assignments.title(assignment)}
        return private.page(request, "classroom/work.html", found)


def _judged(attempt: Attempt, scene: Scene) -> dict[str, Any]:
    """The step as the page shows it; what was reached on the way is kept, and counts while the attempt is open."""
    given.judge(scene.workspace, scene.lesson, scene.step, scene.known)
    found = given.context(scene)
    attempts.keep(attempt, scene.known)
    if attempt.ended is None:
        attempts.rate(attempt, given.score(scene.lesson, scene.known))
    return found


@require_POST
@never_cache
def ask(request: HttpRequest, code: str, task: str, step: str, what: str) -> HttpResponse:
    """What the step's script asks: ``predict``, ``hint``, ``afresh``, ``check``. The right answers are the server's alone."""
    learner = _learner(request, code)
    assignment = _assignment(learner, task)
    answer = given.ANSWERS.get(what)
    if answer is None:
        raise Http404
    if not asks.take(learner.pk):
        return too_much().response()
    with shelf.alone(learner.visitor_id or ""):
        attempt, scene = _scene(learner, assignment, step)
        if scene.step.id != attempt.place:
            return JsonResponse(
                {"error": {"code": "elsewhere", "message": _("Reload the page.")}}, status=409
            )
        if what == "check" and attempt.ended is None:
            attempts.worked(attempt)
        with attempts.leading():
            response = answer(scene, given.body(request))
        found = _judged(attempt, scene)
        if response is not None:
            return response
        end = reverse("classroom:task", args=[code, assignment.pk])
        return render(request, "tutorial/step.html", found | {"end": end})
