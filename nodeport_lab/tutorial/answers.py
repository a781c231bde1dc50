"""What a step's script asks by POST, and what comes of it: written into the progress, or answered as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from nodeport_lab.tutorial import feedback, pages, progress, solving, stages
from nodeport_lab.tutorial.scene import Scene

MAX_TYPED = 50


def body(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as JSON or by a form; nothing where it is neither."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def predict(scene: Scene, body: dict[str, Any]) -> HttpResponse | None:
    """The learner chose; the first choice counts, and what is right is revealed."""
    if scene.step.predict is None:
        raise Http404
    if body.get("choice") in [choice.id for choice in scene.step.predict.choices]:
        scene.known.of(scene.step.id).setdefault("choice", body["choice"])
    return None


def hint(scene: Scene, body: dict[str, Any]) -> HttpResponse | None:
    """One more hint, of two."""
    if scene.step.task is None:
        raise Http404
    own = scene.known.of(scene.step.id)
    own["hints"] = min(2, own.get("hints", 0) + 1)
    return None


def afresh(scene: Scene, body: dict[str, Any]) -> HttpResponse | None:
    """This step from its beginning."""
    stages.afresh(scene.workspace, scene.lesson, scene.step, scene.known)
    return None


def check(scene: Scene, body: dict[str, Any]) -> HttpResponse | None:
    """Something happened: how does the task stand? ``{html, reached}``; what was typed and left no trace in the log is told."""
    if scene.step.task is None:
        raise Http404
    own = scene.known.of(scene.step.id)
    typed = body.get("typed")
    if isinstance(typed, list):
        lines = [
            [str(entry.get("place", "client"))[:200], str(entry.get("line", ""))[:500]]
            for entry in typed
            if isinstance(entry, dict)
        ]
        own["typed"] = [*own.get("typed", ()), *lines][-MAX_TYPED:]
    found = feedback.look(scene.workspace, scene.lesson, scene.step, scene.known)
    if found.reached:
        own["reached"] = True
    progress.mark(scene.known, scene.lesson, scene.step)
    return JsonResponse(pages.checked(scene, found))


def solve(scene: Scene, body: dict[str, Any]) -> HttpResponse | None:
    """The next action of the solution, for the page to play. From a cluster in which it would lead nowhere it begins ``afresh``."""
    task, index = scene.step.task, body.get("index")
    if task is None or not isinstance(index, int) or not 0 <= index < len(task.solution):
        raise Http404
    lost = index == 0 and not solving.leads_there(scene, task)
    if lost:
        stages.afresh(scene.workspace, scene.lesson, scene.step, scene.known)
    scene.known.of(scene.step.id)["hints"] = 2
    return JsonResponse(solving.action(scene.workspace, task, index) | {"afresh": lost})
