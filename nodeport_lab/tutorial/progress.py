"""Reading and writing what a learner has done; as a file; and two visitors' progress put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.lab import keepsakes
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.tutorial.hearing import progressed
from nodeport_lab.tutorial.models import Progress

VERSION = 1


def of(visitor: Visitor, lesson: Lesson) -> Progress:
    """The visitor's progress in a lesson; one that is not saved yet where they are new to it."""
    found = Progress.objects.filter(visitor=visitor, kind=lesson.kind, lesson=lesson.id).first()
    return found or Progress(visitor=visitor, kind=lesson.kind, lesson=lesson.id)


def everything(visitor: Visitor | None) -> dict[tuple[str, str], Progress]:
    """All of it, by kind and id."""
    if visitor is None:
        return {}
    return {(one.kind, one.lesson): one for one in Progress.objects.filter(visitor=visitor)}


def is_done(step: Step, known: Progress) -> bool:
    """Whether nothing is left to do in a step but to go on."""
    own = known.steps.get(step.id, {})
    return bool(
        (step.task is None or own.get("reached")) and (step.predict is None or own.get("choice") is not None)
    )


def mark(known: Progress, lesson: Lesson, step: Step) -> None:
    """A step that was seen is done, if what was to be done there is; the lesson is finished when all are.

    Steps before it that are for reading alone count as read: the very first page that somebody sees is not kept.
    """
    before = lesson.steps[: lesson.steps.index(step)]
    read = [one for one in before if one.task is None and one.predict is None]
    new = [one.id for one in (*read, step) if one.id not in known.done and is_done(one, known)]
    if new:
        known.done = [*known.done, *new]
        known.moved = True
    if known.finished is None and all(one.id in known.done for one in lesson.steps):
        known.finished = timezone.now()


def keep(known: Progress, lesson: Lesson) -> None:
    """Save it, and tell who listens where there is more of it than before."""
    known.save()
    if known.moved:
        known.moved = False
        progressed.send_robust(sender=None, visitor=known.visitor, lesson=lesson, share=share(known, lesson))


def share(known: Progress | None, lesson: Lesson) -> float:
    """How much of a lesson is behind the learner: 0 to 1."""
    if known is None:
        return 0
    if known.finished:
        return 1
    return len({step.id for step in lesson.steps} & set(known.done)) / len(lesson.steps)


def exported(visitor: Visitor) -> dict[str, Any]:
    """A learner's progress as a file holds it. No name, no address, no workspace."""
    return {
        "nodeport-lab-progress": VERSION,
        "saved": timezone.now().isoformat(timespec="seconds"),
        "lessons": [
            {
                "kind": one.kind,
                "id": one.lesson,
                "place": one.place,
                "done": one.done,
                "choices": {
                    step: own["choice"] for step, own in one.steps.items() if own.get("choice") is not None
                },
                "finished": one.finished.isoformat() if one.finished else None,
            }
            for one in Progress.objects.filter(visitor=visitor).order_by("kind", "lesson")
        ],
        **keepsakes.out(visitor),
    }


class NotProgress(ValueError):
    """A file that ``exported`` did not make."""


def imported(visitor: Visitor, data: Any) -> int:
    """Adds what a file holds to what is there; nothing is lost. How many lessons it told of. What is unknown here is left out."""
    if not isinstance(data, dict) or data.get("nodeport-lab-progress") != VERSION:
        raise NotProgress
    lessons = data.get("lessons")
    if not isinstance(lessons, list) or len(lessons) > 1000:
        raise NotProgress
    count = 0
    with transaction.atomic():
        for entry in lessons:
            if not isinstance(entry, dict):
                raise NotProgress
            lesson = catalogue().find(str(entry.get("kind")), str(entry.get("id")))
            if lesson is None:
                continue
            known = of(visitor, lesson)
            _add(known, lesson, entry)
            known.save()
            count += 1
        keepsakes.take(visitor, data)
    return count


def _add(known: Progress, lesson: Lesson, entry: Mapping[str, Any]) -> None:
    ids = [step.id for step in lesson.steps]
    done, choices = entry.get("done"), entry.get("choices")
    there = {id for id in done if isinstance(id, str)} if isinstance(done, list) else set()
    known.done = [id for id in ids if id in there or id in known.done]
    for step in lesson.steps:
        choice = choices.get(step.id) if isinstance(choices, dict) else None
        if step.predict is not None and choice in [one.id for one in step.predict.choices]:
            known.of(step.id).setdefault("choice", choice)
        if step.task is not None and step.id in known.done:
            known.of(step.id)["reached"] = True
    if known.place not in ids and entry.get("place") in ids:
        known.place = str(entry["place"])
    finished = entry.get("finished")
    when = _when(finished) if isinstance(finished, str) else None
    if when is not None and set(known.done) == set(ids):
        known.finished = min(when, known.finished or when)


def _when(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else min(found, timezone.now())


def erase(visitor: Visitor) -> None:
    """Nothing of it is left, nor of the clusters that the lessons were done in."""
    Progress.objects.filter(visitor=visitor).delete()
    for kind in ("lesson:", "exercise:"):
        visitor.workspaces.filter(purpose__startswith=kind).delete()


def joined(into: Visitor, other: Visitor) -> None:
    """What another visitor did is added: somebody logs in who had begun without."""
    if into.pk != other.pk:
        imported(into, exported(other))
        keepsakes.join(into, other)
