"""The pages of lessons: the map, a step beside its stage, and what a step asks of the server while it is worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.lab import stage, visitors
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.stage import Workspace, shelf
from nodeport_lab.tutorial import answers, lessons, pages, progress, reference, saving, stages
from nodeport_lab.tutorial.scene import Scene


@require_safe
@never_cache
def chapters(request: HttpRequest) -> HttpResponse:
    """The map: every chapter with how far the learner is, the exercises, and where to go on."""
    known = progress.everything(visitors.known(request))
    context = pages.chapters(known) | {"references": list(reference.pages().items())}
    return render(request, "tutorial/map.html", context)


@require_safe
@never_cache
def lesson(request: HttpRequest, folder: str, id: str) -> HttpResponse:
    """To the step where the learner left off."""
    found = lessons.find(folder, id)
    visitor = visitors.known(request)
    place = progress.of(visitor, found).place if visitor else ""
    known = place if place in [step.id for step in found.steps] else found.steps[0].id
    return HttpResponseRedirect(lessons.address(found, known))


@require_safe
@never_cache
def step(request: HttpRequest, folder: str, id: str, step: str) -> HttpResponse:
    """A step: the page, or for the page's own script the step alone (``?part``)."""
    found, here = _find(folder, id, step)
    known_visitor = visitors.known(request)
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    with shelf.alone(visitor.pk):
        known = progress.of(visitor, found)
        workspace = stages.enter(visitor, found, here, known)
        progress.mark(known, found, here)
        if known_visitor is not None:
            # Who comes for the first time may be a machine that reads all there is; their second request tells.
            progress.keep(known, found)
        context = pages.step(Scene(visitor, found, here, known, workspace))
        if "part" in request.GET:
            return render(request, "tutorial/step.html", context)
        context |= stage.context(workspace) | pages.lesson(found)
    return render(request, "tutorial/lesson.html", context)


def _find(folder: str, id: str, step: str) -> tuple[Lesson, Step]:
    found = lessons.find(folder, id)
    try:
        return found, found.step(step)
    except KeyError:
        raise Http404 from None


def _asked(
    answer: Callable[[Scene, dict[str, Any]], HttpResponse | None],
) -> Callable[..., HttpResponse]:
    """A view of what a step's script asks by POST: does it, saves the progress, answers with the step as it is now."""

    @require_POST
    @never_cache
    def view(request: HttpRequest, folder: str, id: str, step: str) -> HttpResponse:
        found, here = _find(folder, id, step)
        visitor = visitors.known(request)
        if visitor is None:
            return JsonResponse(
                {"error": {"code": "no-visitor", "message": _("Reload the page.")}}, status=404
            )
        with shelf.alone(visitor.pk):
            known = progress.of(visitor, found)
            workspace = stages.at_hand(visitor, found, here, known)
            scene = Scene(visitor, found, here, known, workspace)
            response = answer(scene, answers.body(request))
            progress.mark(known, found, here)
            progress.keep(known, found)
            return response or render(request, "tutorial/step.html", pages.step(scene))

    return view


predict, hint, afresh, check, solve = (
    _asked(one) for one in (answers.predict, answers.hint, answers.afresh, answers.check, answers.solve)
)


@require_POST
def open_in_lab(request: HttpRequest, folder: str, id: str, step: str) -> HttpResponse:
    """A lab of the learner's own that begins as this stage is now."""
    found, here = _find(folder, id, step)
    visitor = visitors.known(request)
    if visitor is None:
        raise Http404
    with shelf.alone(visitor.pk):
        known = progress.of(visitor, found)
        made = stages.lab_of(stages.at_hand(visitor, found, here, known), pages.title(found))
    return HttpResponseRedirect(f"{reverse('lab:page')}?workspace={made.pk}")


@require_safe
@never_cache
def save_stage(request: HttpRequest, folder: str, id: str, step: str) -> HttpResponse:
    """The stage of a step as an exercise file."""
    found, here = _find(folder, id, step)
    visitor = visitors.known(request)
    if visitor is None:
        raise Http404
    with shelf.alone(visitor.pk):
        return _file(stages.at_hand(visitor, found, here, progress.of(visitor, found)))


@require_safe
@never_cache
def save_lab(request: HttpRequest) -> HttpResponse:
    """One of the visitor's labs as an exercise file."""
    visitor = visitors.known(request)
    if visitor is None:
        raise Http404
    workspace = visitor.workspaces.filter(pk=request.GET.get("workspace", "")).first()
    if workspace is None:
        raise Http404
    return _file(workspace)


def _file(workspace: Workspace) -> HttpResponse:
    return HttpResponse(
        saving.exercise(workspace),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="exercise.yaml"'},
    )
