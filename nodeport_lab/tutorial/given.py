"""The tutorial's door for the classroom: a lesson worked at in a workspace that is given, with progress that is kept elsewhere.

The pages are the tutorial's own (``context``, ``templates/tutorial/step.html``, ``static/js/tutorial/lesson.js``); ``ANSWERS`` are what their
script posts. ``enter`` brings the workspace to a step; ``judge`` looks how far its task is, and ``score`` says what all of it comes to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString

from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.content.lessons.playing import played
from nodeport_lab.lab.stage import Beginning, Workspace
from nodeport_lab.tutorial import answers, feedback, lessons, pages, progress, stages, telling
from nodeport_lab.tutorial.accounts import logged_in
from nodeport_lab.tutorial.accounts import of as account_of
from nodeport_lab.tutorial.feedback import described, mended
from nodeport_lab.tutorial.models import Progress
from nodeport_lab.tutorial.scene import Scene

__all__ = (
    "ANSWERS",
    "Progress",
    "Scene",
    "account_of",
    "address",
    "beginning",
    "body",
    "context",
    "enter",
    "judge",
    "logged_in",
    "mended",
    "record",
    "score",
    "summary",
    "surroundings",
    "title",
)

ANSWERS: dict[str, Callable[[Scene, dict[str, Any]], HttpResponse | None]] = {
    "predict": answers.predict,
    "hint": answers.hint,
    "afresh": answers.afresh,
    "check": answers.check,
}
body = answers.body
context = pages.step
surroundings = pages.lesson
title = pages.title
address = lessons.address


def summary(lesson: Lesson) -> SafeString:
    """What it is about, as HTML."""
    return telling.html(lesson.texts[telling.language()].summary)


def beginning(lesson: Lesson) -> Beginning:
    """How the workspace of a lesson begins."""
    return stages.beginning(played(lesson)[lesson.steps[0].id])


def enter(workspace: Workspace, lesson: Lesson, step: Step, known: Progress) -> None:
    """Brings the workspace to a step. Whoever calls holds ``shelf.alone`` and keeps ``known``."""
    stages.enter(known.visitor, lesson, step, known, workspace)


def judge(workspace: Workspace, lesson: Lesson, step: Step, known: Progress) -> None:
    """How far the task of a step is by now, written into ``known``: what was reached once stays reached."""
    own = known.of(step.id)
    if step.task is not None and not own.get("reached"):
        before = [one.holds for one in played(lesson)[step.id].before]
        now = feedback.holding(workspace, lesson, step, known)
        own["held"] = max(own.get("held", 0.0), share(before, now))
        if all(now):
            own["reached"] = True
    progress.mark(known, lesson, step)


def share(before: Sequence[bool], now: Sequence[bool]) -> float:
    """Which part of a goal is reached: of what did not hold at the beginning. What held and holds no more is taken off."""
    if all(now):
        return 1.0
    wanted = before.count(False)
    won = sum(holds for held, holds in zip(before, now, strict=True) if not held)
    lost = sum(held and not holds for held, holds in zip(before, now, strict=True))
    return max(0.0, (won - lost) / wanted) if wanted else 0.0


def score(lesson: Lesson, known: Progress) -> float:
    """What all of it comes to, 0 to 1: each task as far as it was reached; of a lesson without tasks, each step that is done."""
    tasks = [step for step in lesson.steps if step.task is not None]
    if not tasks:
        return len({step.id for step in lesson.steps} & set(known.done)) / len(lesson.steps)
    parts = (known.steps.get(step.id, {}) for step in tasks)
    return sum(1.0 if part.get("reached") else min(0.99, part.get("held", 0.0)) for part in parts) / len(
        tasks
    )


def record(lesson: Lesson, known: Progress) -> list[dict[str, Any]]:
    """Each step and what became of it, to be read later: title, goal, whether reached, how far, hints taken."""
    text = lesson.texts[telling.language()]
    found = []
    for step in lesson.steps:
        own, facts = known.steps.get(step.id, {}), played(lesson)[step.id].facts
        reached = bool(own.get("reached"))
        found.append(
            {
                "id": step.id,
                "title": telling.line(text.steps[step.id].title, facts),
                "task": step.task is not None,
                "goal": [telling.line(described(look), facts) for look in step.task.goal]
                if step.task
                else [],
                "reached": reached if step.task else step.id in known.done,
                "percent": 100 if reached else round(100 * own.get("held", 0.0)),
                "hints": own.get("hints", 0),
            }
        )
    return found
