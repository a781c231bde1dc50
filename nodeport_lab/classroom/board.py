"""A learner as the teacher's board shows them, in the teacher's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from nodeport_lab.classroom import assignments, roles, thumbs
from nodeport_lab.classroom.models import Attempt, Learner, Room
from nodeport_lab.content.scenes import scenes
from nodeport_lab.lab.stage import last_done


def rows(room: Room, only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Everybody, or those of these ids who are in the room, in the order in which they came."""
    learners = room.learners.select_related("workspace", "at__workspace", "at__assignment")
    found = list(learners if only is None else learners.filter(pk__in=only))
    places = {learner.pk: here.pk for learner in found if (here := roles.present(learner))}
    done = last_done(list(places.values()))
    drawings = thumbs.of(list(places.values()))
    return [
        _row(learner, done) | {"thumb": drawings.get(places[learner.pk]) if learner.pk in places else None}
        for learner in found
    ]


def _row(learner: Learner, last: Mapping[str, str]) -> dict[str, Any]:
    """``{id, name, here, steps, did, said, failed, acted, hand, done, troubled, task, judged}``; hand, done, troubled in seconds since, or null.

    ``acted`` is false until they did anything to what they were given; ``here`` whether their page was heard of lately. ``task`` is
    what they work at: ``{title, step, of, percent}``; ``judged`` whether the outcome says that they are done, or they say so themselves.
    """
    workspace = roles.present(learner)
    did = last.get(workspace.pk, "") if workspace else ""
    steps = workspace.length - workspace.begins if workspace else 0
    # Who works at an attempt stands where it stands.
    state: Attempt | Learner = learner.at or learner
    ended = learner.at.ended if learner.at else learner.done
    seen = _since(learner.seen)
    return {
        "id": learner.pk,
        "name": learner.name,
        "here": seen is not None and seen <= settings.CLASS_AWAY,
        "steps": steps,
        "did": did,
        "said": learner.said,
        "failed": learner.failed,
        "acted": state.acted is not None,
        "hand": _since(learner.hand),
        "done": _since(ended),
        "troubled": _since(state.troubled),
        "task": _task(learner.at) if learner.at else None,
        "judged": learner.at is not None or (workspace is not None and workspace.preset in scenes()),
    }


def _task(attempt: Attempt) -> dict[str, Any]:
    assignment = attempt.assignment
    lesson = assignments.lesson_of(assignment)
    if lesson is None:
        step, of = int(attempt.place or 0), int(assignment.source.get("count", 0))
    else:
        ids = [one.id for one in lesson.steps]
        step, of = ids.index(attempt.place) + 1 if attempt.place in ids else 1, len(ids)
    title = assignments.title(assignment)
    return {"title": title, "step": step, "of": of, "percent": round(100 * attempt.score)}


def _since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, round((timezone.now() - moment).total_seconds()))
