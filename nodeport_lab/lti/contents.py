"""What a course can show: a lesson, an exercise, a test, practice, a lab. Each has a name that is kept in the platform's link.

``lesson:every-node``, ``exercise:F9``, ``test:1,3:10:20`` (chapters, questions, minutes; no chapters: all, 0 minutes: no clock),
``practice:3``, ``lab``, ``lab:policy-local`` (a preset), ``learn`` (the map of the tutorial).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nodeport_lab.content.words import Language
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.lti.models import Link
from nodeport_lab.quiz import door as quiz
from nodeport_lab.tutorial import door as tutorial

MAX_QUESTIONS, MAX_MINUTES = 50, 180


@dataclass(frozen=True, slots=True)
class Test:
    """A test as a teacher ordered it."""

    chapters: tuple[str, ...]
    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Content:
    """id: its name. what: the part before the colon; one of lesson, test, preset's id tells the rest."""

    id: str
    what: str
    lesson: tutorial.Lesson | None = None
    test: Test | None = None
    preset: str = ""

    @property
    def graded(self) -> bool:
        """Whether there is a score to it."""
        return self.lesson is not None or self.what == "test"

    @property
    def title(self) -> str:
        """In the page's language."""
        says = language()
        if self.lesson is not None:
            return self.lesson.texts[says].title
        if self.test is not None:
            return _title(self.what, self.test)
        if self.what == "lab":
            return _presets().get(self.preset, _("Lab"))
        return _("Learn how a request finds its pod")


def language() -> Language:
    """The page's language."""
    return "ja" if get_language() == "ja" else "en"


def _title(what: str, test: Test) -> str:
    names = quiz.chapters(language())
    about = _(", ").join(names[one] for one in test.chapters) or _("all topics")
    if what == "practice":
        return _("Practice: %(about)s") % {"about": about}
    questions = ngettext("%(count)s question", "%(count)s questions", test.count) % {"count": test.count}
    return _("Test: %(about)s (%(questions)s)") % {"about": about, "questions": questions}


def _presets() -> dict[str, str]:
    return {item["id"]: item["title"] for group in stage.offered() for item in group["items"]}


def read(name: str) -> Content | None:
    """The content of this name; None where there is none (any more)."""
    what, _colon, rest = name.partition(":")
    match what:
        case "lesson" | "exercise":
            lesson = tutorial.catalogue().find(what, rest)
            return None if lesson is None else Content(name, what, lesson)
        case "test":
            chapters, _colon, numbers = rest.partition(":")
            test = _test(chapters, *numbers.partition(":")[::2])
            return None if test is None else Content(name, what, test=test)
        case "practice":
            test = _test(rest, "1", "0")
            return None if test is None else Content(name, what, test=test)
        case "lab":
            known = not rest or stage.preset_beginning(rest) is not None
            return Content(name, what, preset=rest) if known else None
        case "learn":
            return Content("learn", what)
    return None


def _test(chapters: str, count: str, minutes: str) -> Test | None:
    wanted = tuple(chapters.split(",")) if chapters else ()
    if not set(wanted) <= set(quiz.chapters("en")) or len(set(wanted)) != len(wanted):
        return None
    if not (count.isascii() and count.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if not (1 <= int(count) <= MAX_QUESTIONS and int(minutes) <= MAX_MINUTES):
        return None
    return Test(wanted, int(count), int(minutes))


def test_name(chapters: Sequence[str], count: str, minutes: str) -> str:
    """The name of a test; whether there is such a one ``read`` says."""
    return f"test:{','.join(chapters)}:{count}:{minutes}"


def address(content: Content, link: Link, visitor: Visitor) -> str:
    """Where it is for this visitor; a lab of a preset is made for who comes for the first time."""
    if content.lesson is not None:
        return tutorial.address(content.lesson)
    if content.what == "test":
        return reverse("lti_pages:test", args=[link.pk])
    if content.test is not None:
        return quiz.address(quiz.begin_practice(visitor, content.test.chapters))
    if content.what == "lab":
        return _lab(content.preset, visitor)
    return reverse("tutorial:map")


def _lab(preset: str, visitor: Visitor) -> str:
    beginning = stage.preset_beginning(preset) if preset else None
    if beginning is None:
        return reverse("lab:page")
    mine = visitor.workspaces.filter(purpose="lab", preset=preset).order_by("-opened").first()
    if mine is None:
        mine = stage.make(visitor, "lab", beginning, preset=preset)
    return f"{reverse('lab:page')}?workspace={mine.pk}"


def groups() -> list[dict[str, Any]]:
    """All that can be chosen by its name, in the page's language: ``[{title, kind, items: [{id, title, note, graded}]}]``."""
    says, known = language(), tutorial.catalogue()
    found: list[dict[str, Any]] = [
        {
            "title": f"{chapter.number} {chapter.title[says]}",
            "kind": "lesson",
            "items": [_item(lesson) for lesson in chapter.lessons],
        }
        for chapter in known.chapters
    ]
    found.append(
        {
            "title": _("Faults to find"),
            "kind": "exercise",
            "items": [_item(lesson) for lesson in known.exercises],
        }
    )
    found += [
        {
            "title": group["title"],
            "kind": "lab",
            "items": [
                {"id": f"lab:{item['id']}", "title": item["title"], "note": "", "graded": False}
                for item in group["items"]
            ],
        }
        for group in stage.offered()
    ]
    return found


def _item(lesson: tutorial.Lesson) -> dict[str, Any]:
    minutes = ngettext("%(count)s minute", "%(count)s minutes", lesson.minutes) % {"count": lesson.minutes}
    return {
        "id": f"{lesson.kind}:{lesson.id}",
        "title": lesson.texts[language()].title,
        "note": minutes,
        "graded": True,
    }
