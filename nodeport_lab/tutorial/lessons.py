"""A lesson as its pages need it: addresses, neighbours, segments of steps that share a cluster."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Chapter, Lesson, Step

EXERCISES = "exercises"


def find(chapter: str, id: str) -> Lesson:
    """The lesson below a chapter's part of the address, or an exercise; 404 where there is none."""
    kind = "exercise" if chapter == EXERCISES else "lesson"
    lesson = catalogue().find(kind, id)
    if lesson is None or folder(lesson) != chapter:
        raise Http404
    return lesson


def folder(lesson: Lesson) -> str:
    """The part of the address before the lesson's own."""
    return EXERCISES if lesson.kind == "exercise" else lesson.folder.parent.name


def address(lesson: Lesson, step: str | None = None, page: str = "step") -> str:
    """Where a lesson, or one of its steps, is read; or another page of that step (``check``, ``hint`` …)."""
    parts = [folder(lesson), lesson.id]
    if step is None:
        return reverse("tutorial:lesson", args=parts)
    return reverse(f"tutorial:{page}", args=[*parts, step])


def chapter_of(lesson: Lesson) -> Chapter | None:
    """Its chapter; None for an exercise."""
    return next((chapter for chapter in catalogue().chapters if lesson in chapter.lessons), None)


def after(lesson: Lesson) -> Lesson | None:
    """The lesson, or the exercise, that comes next."""
    row = catalogue().exercises if lesson.kind == "exercise" else catalogue().lessons
    at = row.index(lesson) + 1
    if at < len(row):
        return row[at]
    return catalogue().exercises[0] if lesson.kind == "lesson" and catalogue().exercises else None


def segment(lesson: Lesson, step: Step) -> list[Step]:
    """The steps that share a cluster with this one, up to it: from the last that has a ``start``."""
    upto = lesson.steps[: lesson.steps.index(step) + 1]
    begin = max((index for index, one in enumerate(upto) if one.start is not None), default=0)
    return list(upto[begin:])
