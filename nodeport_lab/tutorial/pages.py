"""What the templates of the tutorial are given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from nodeport_lab.content.experiments.facts import filled, finder
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson, Step, StepText
from nodeport_lab.content.lessons.playing import played
from nodeport_lab.tutorial import feedback, lessons, progress, telling
from nodeport_lab.tutorial.feedback import Feedback
from nodeport_lab.tutorial.models import Progress
from nodeport_lab.tutorial.scene import Scene

Known = Mapping[tuple[str, str], Progress]


def title(lesson: Lesson) -> str:
    """A lesson's title in the page's language."""
    return lesson.texts[telling.language()].title


# --- the map -----------------------------------------------------------------------------------------------------------


def chapters(known: Known) -> dict[str, Any]:
    """The map: chapters, exercises, and where to go on."""
    language = telling.language()
    shown: list[dict[str, Any]] = [
        {
            "number": chapter.number,
            "id": chapter.id,
            "title": chapter.title[language],
            "summary": chapter.summary[language],
            "lessons": [_card(lesson, known) for lesson in chapter.lessons],
            "minutes": sum(lesson.minutes for lesson in chapter.lessons),
        }
        for chapter in catalogue().chapters
    ]
    rows = [_card(lesson, known) for lesson in catalogue().exercises]
    cards = [card for chapter in shown for card in chapter["lessons"]]
    core = [card for card in cards if card["core"]]
    for chapter in shown:
        chapter["done"] = sum(card["share"] == 100 for card in chapter["lessons"])
    return {
        "chapters": shown,
        "exercises": rows,
        "exercises_done": sum(card["share"] == 100 for card in rows),
        "done": sum(card["share"] == 100 for card in cards),
        "total": len(cards),
        "minutes": round(sum(card["minutes"] for card in cards) / 10) * 10,
        "core_minutes": round(sum(card["minutes"] for card in core) / 5) * 5,
        "core_done": bool(core) and all(card["share"] == 100 for card in core),
        "go_on": _go_on(cards + rows, known),
    }


def _card(lesson: Lesson, known: Known) -> dict[str, Any]:
    own = known.get((lesson.kind, lesson.id))
    text = lesson.texts[telling.language()]
    return {
        "id": lesson.id,
        "kind": lesson.kind,
        "title": text.title,
        "summary": telling.html(text.summary),
        "minutes": lesson.minutes,
        "core": lesson.core,
        "address": lessons.address(lesson),
        "share": round(100 * progress.share(own, lesson)),
        "begun": own is not None,
        "changed": own.changed if own else None,
    }


def _go_on(cards: list[dict[str, Any]], known: Known) -> dict[str, Any] | None:
    """What was left unfinished last; else the first that is not done; nothing once all are."""
    begun = [card for card in cards if card["begun"] and card["share"] < 100]
    if begun:
        return max(begun, key=lambda card: card["changed"])
    return next((card for card in cards if card["share"] < 100), None)


# --- a lesson ----------------------------------------------------------------------------------------------------------


def lesson(found: Lesson) -> dict[str, Any]:
    """What stands round a step on its page."""
    chapter = lessons.chapter_of(found)
    language = telling.language()
    return {
        "chapter": None if chapter is None else {"number": chapter.number, "title": chapter.title[language]},
        "description": found.texts[language].summary.markdown,
        "text_view": _("Text"),
    }


def step(scene: Scene) -> dict[str, Any]:
    """A step: its words, its question, its task."""
    lesson, here, known = scene.lesson, scene.step, scene.known
    text = lesson.texts[telling.language()]
    words = text.steps[here.id]
    facts = played(lesson)[here.id].facts
    own = known.of(here.id)
    at = lesson.steps.index(here)
    following = None if scene.graded else lessons.after(lesson)
    done = progress.is_done(here, known)
    open_show = here.predict is None or own.get("choice") is not None
    return {
        "lesson": {
            "title": text.title,
            "graded": scene.graded,
            "finished": known.finished is not None and at == len(lesson.steps) - 1 and done,
            "kind": lesson.kind,
        },
        "step": {
            "id": here.id,
            "number": at + 1,
            "of": len(lesson.steps),
            "title": telling.line(words.title, facts),
            "body": telling.html(words.body, facts),
            "predict": _predict(here, words, own, lesson, facts),
            "reveal": telling.html(words.sections["reveal"], facts)
            if "reveal" in words.sections and open_show and here.predict is not None
            else "",
            "task": _task(scene, words, facts),
            "done": done,
            "show": json.dumps(_show(here, facts, open_show)),
            "plays": "request" in _show(here, facts, open_show),
            "address": scene.address(here.id),
        },
        "docs": _docs(lesson) if at == len(lesson.steps) - 1 else (),
        "practise": _practise(lesson) if at == len(lesson.steps) - 1 and done else (),
        "steps": [
            {
                "id": one.id,
                "title": telling.line(text.steps[one.id].title, played(lesson)[one.id].facts),
                "address": scene.address(one.id),
                "done": one.id in known.done,
                "here": one is here,
            }
            for one in lesson.steps
        ],
        "back": scene.address(lesson.steps[at - 1].id) if at else "",
        "forward": scene.address(lesson.steps[at + 1].id) if at + 1 < len(lesson.steps) else "",
        "following": None
        if following is None
        else {"title": title(following), "address": lessons.address(following)},
    }


def _docs(lesson: Lesson) -> list[dict[str, str]]:
    """Further reading stands at the end."""
    language = telling.language()
    links = [catalogue().links[id] for id in lesson.docs]
    return [{"title": link.title[language], "address": link.address[language]} for link in links]


def _practise(lesson: Lesson) -> list[dict[str, str]]:
    """The exercises in which it is needed."""
    found = [catalogue().find("exercise", id) for id in lesson.exercises]
    return [
        {"id": one.id, "title": title(one), "address": lessons.address(one)}
        for one in found
        if one is not None
    ]


def _predict(
    here: Step, words: StepText, own: Mapping[str, Any], lesson: Lesson, facts: Mapping[str, Any]
) -> dict[str, Any] | None:
    if here.predict is None:
        return None
    given = words.sections["predict"].choices or {
        "answered": _("It answers."),
        "refused": _("The connection is refused."),
        "timeout": _("Nothing comes back (timeout)."),
    }
    chosen = own.get("choice")
    right = played(lesson)[here.id].right
    said = words.sections.get(f"chose {chosen}")
    return {
        "question": telling.html(words.sections["predict"], facts),
        "choices": [
            {
                "id": choice.id,
                "text": telling.line(given[choice.id], facts),
                "chosen": choice.id == chosen,
                "right": choice.id == right,
            }
            for choice in here.predict.choices
        ],
        "answered": chosen is not None,
        "right": chosen == right,
        "said": telling.html(said, facts) if said else "",
    }


def _task(scene: Scene, words: StepText, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    task = scene.step.task
    if task is None:
        return None
    found = feedback.look(scene.workspace, scene.lesson, scene.step, scene.known)
    own = scene.known.of(scene.step.id)
    if found.reached:
        own["reached"] = True
    return _task_shown(scene, words, facts, found)


def _task_shown(scene: Scene, words: StepText, facts: Mapping[str, Any], found: Feedback) -> dict[str, Any]:
    own = scene.known.of(scene.step.id)
    hints = own.get("hints", 0)
    reached = bool(own.get("reached"))
    task = scene.step.task
    there = sum(name.startswith("hint ") for name in words.sections)
    return {
        "text": telling.html(words.sections["task"], facts),
        "aims": found.aims,
        "instead": "" if reached else found.instead,
        "advice": () if reached else found.advice,
        "reached": reached,
        "hints": [
            telling.html(words.sections[f"hint {number + 1}"], facts) for number in range(min(hints, there))
        ],
        "more_hints": hints < there,
        "solution": len(task.solution) if task and not scene.graded else 0,
        "done": telling.html(words.sections["done"], facts) if reached else "",
        "address": scene.address(scene.step.id),
    }


def checked(scene: Scene, found: Feedback) -> dict[str, Any]:
    """What the page's script is told after a look: the task as it stands now."""
    words = scene.lesson.texts[telling.language()].steps[scene.step.id]
    facts = played(scene.lesson)[scene.step.id].facts
    reached = bool(scene.known.of(scene.step.id).get("reached"))
    task = _task_shown(scene, words, facts, found)
    return {"html": render_to_string("tutorial/task.html", {"task": task}), "reached": reached}


def _file(here: Step) -> str | None:
    """The file that the editor shows: what the step put there, or what its solution changes."""
    applied = here.task.solution if here.task is not None else ()
    names = [file["name"] for file in here.editor]
    names += [file["name"] for action in reversed(applied) for file in action.get("files", ())]
    names += [file["name"] for action in here.do for file in action.get("files", ())]
    return names[-1] if here.editor and not applied else next(iter(names), None)


def _show(here: Step, facts: Mapping[str, Any], open_show: bool) -> dict[str, Any]:
    """What the stage does. What would give an answer away waits for it."""
    request = here.show.request
    if request is None and here.predict is not None and here.predict.look is not None:
        request = here.predict.look.request
    shown: dict[str, Any] = {"panel": here.show.panel, "point": list(here.show.point), "file": _file(here)}
    if open_show and request is not None:
        shown["request"] = filled(request, finder(facts))
    return shown
