"""The lesson to go back to for a point of the syllabus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from django.urls import NoReverseMatch, reverse

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson
from nodeport_lab.content.words import Language


@cache
def _teaching() -> Mapping[str, Lesson]:
    """For each point the lesson that teaches it first, or the exercise that practises it."""
    found: dict[str, Lesson] = {}
    try:
        lessons = catalogue().all
    except ValueError:
        # A lesson that cannot be read is the tutorial's affair (check_content tells it): questions are asked all the same.
        return {}
    for lesson in lessons:
        for point in (*lesson.teaches, *lesson.practises):
            found.setdefault(point, lesson)
    return found


def _folder(lesson: Lesson) -> str:
    """The part of a lesson's address that says where it belongs."""
    return "exercises" if lesson.kind == "exercise" else lesson.folder.parent.name


def lesson_for(points: Sequence[str], language: Language) -> dict[str, str] | None:
    """Title and address of the first lesson that teaches one of these points; None where none does yet."""
    for point in points:
        lesson = _teaching().get(point)
        if lesson is not None:
            try:
                address = reverse("tutorial:lesson", args=[_folder(lesson), lesson.id])
            except NoReverseMatch:
                return None
            return {"title": lesson.texts[language].title, "address": address}
    return None
