"""Giving out what is to be graded: an order is read, and becomes an Assignment. What a teacher got wrong is a Refusal that says where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nodeport_lab.classroom import rooms, telling
from nodeport_lab.classroom.models import MAX_HEADING, MAX_NOTE, Assignment, Learner, Room
from nodeport_lab.content.lessons import own
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson
from nodeport_lab.content.lessons.yamlfile import Finding, Wrong
from nodeport_lab.content.questions.points import points
from nodeport_lab.lab import actions
from nodeport_lab.lab.actions import clean, malformed
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import catalogue as questions
from nodeport_lab.quiz.models import Bank
from nodeport_lab.tutorial import given

MAX_ATTEMPTS, MAX_QUESTIONS, MAX_MINUTES, MAX_DAYS = 20, 50, 180, 400
_SHOWN = 8  # of what is wrong with a file


def lesson_of(assignment: Assignment) -> Lesson | None:
    """The lesson that is to be done; None of a quiz, and of what cannot be read (any more)."""
    if assignment.kind == Assignment.Kind.QUIZ:
        return None
    if assignment.kind != Assignment.Kind.OWN:
        return catalogue().find(assignment.kind, assignment.item)
    try:
        return own.read(assignment.source["yaml"], assignment.source["texts"], assignment.title)
    except Wrong:
        return None


def title(assignment: Assignment) -> str:
    """What it is called in the page's language."""
    lesson = None if assignment.title else lesson_of(assignment)
    return assignment.title or (given.title(lesson) if lesson else _("Quiz"))


def of_learner(learner: Learner) -> QuerySet[Assignment]:
    """What a learner is to do, the oldest first."""
    return (
        Assignment.objects.filter(room=learner.room_id)
        .filter(Q(everybody=True) | Q(learners=learner))
        .distinct()
        .order_by("created", "pk")
    )


def concerned(assignment: Assignment) -> QuerySet[Learner]:
    """Whom it was given to."""
    everybody = assignment.room.learners.all()
    return everybody if assignment.everybody else everybody.filter(pk__in=assignment.learners.values("pk"))


def give(room: Room, teacher: Visitor, order: Mapping[str, Any]) -> Assignment:
    """Gives out what the order says; ``learners`` None is everybody, ``push`` takes them there at once."""
    if room.assignments.count() >= settings.CLASS_MAX_ASSIGNMENTS:
        raise Refusal(400, "too-many", _("This room has as many tasks as it can hold."))
    made = Assignment(room=room, **_what(teacher, order), **_terms(order))
    made.note = words(order.get("note", ""), MAX_NOTE)
    chosen = order.get("learners")
    if chosen is not None:
        if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
            raise malformed()
        chosen = list(room.learners.filter(pk__in=chosen))
        if not chosen:
            raise Refusal(400, "nobody", _("Choose somebody."))
    made.everybody = chosen is None
    with transaction.atomic():
        made.save()
        made.learners.set(chosen or ())
        rooms.use(room)
    telling.tasks(concerned(made), made if order.get("push") is True else None)
    return made


def change(assignment: Assignment, order: Mapping[str, Any]) -> None:
    """Other terms: deadline, late, attempts."""
    for name, value in _terms(order).items():
        setattr(assignment, name, value)
    assignment.save()
    telling.tasks(concerned(assignment))


def withdraw(assignment: Assignment) -> None:
    """It is gone, with all attempts at it."""
    from nodeport_lab.classroom import attempts  # attempts are made at assignments

    concern = list(concerned(assignment))
    with transaction.atomic():
        attempts.forget(assignment.tries.all())
        assignment.delete()
    telling.tasks(concern)


def _terms(order: Mapping[str, Any]) -> dict[str, Any]:
    """Deadline (ISO 8601 with its offset, or null), late, attempts (a number, or null)."""
    match order:
        case {"deadline": None | str() as until, "late": bool(late), "attempts": None | int() as attempts}:
            pass
        case _:
            raise malformed()
    if attempts is not None and (isinstance(attempts, bool) or not 1 <= attempts <= MAX_ATTEMPTS):
        raise Refusal(
            400, "attempts", _("There are 1 to %(most)s attempts, or any number.") % {"most": MAX_ATTEMPTS}
        )
    return {"deadline": _moment(until) if until else None, "late": late, "attempts": attempts}


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text[:40])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise malformed()
    if abs(moment - timezone.now()) > timedelta(days=MAX_DAYS):
        raise Refusal(400, "deadline", _("This deadline is too far away."))
    return moment


def _what(teacher: Visitor, order: Mapping[str, Any]) -> dict[str, Any]:
    match order:
        case {"kind": "lesson" | "exercise" as kind, "item": str(item)}:
            lesson = catalogue().find(kind, item)
            if lesson is None:
                raise malformed()
            return {"kind": kind, "item": item, "concepts": _concepts(lesson)}
        case {"kind": "own", "yaml": str(text), "texts": dict(texts), "title": str(name)}:
            return _own(text, texts, name)
        case {"kind": "quiz", "quiz": dict(quiz), "title": str(name)}:
            return _quiz(teacher, quiz, name)
        case _:
            raise malformed()


def _own(text: str, texts: Mapping[Any, Any], name: str) -> dict[str, Any]:
    if not all(key in ("ja", "en") and isinstance(value, str) for key, value in texts.items()):
        raise malformed()
    if max(map(len, (text, *texts.values()))) > own.MAX_TEXT:
        raise actions.too_large(own.MAX_TEXT // 1024)
    text, texts = clean(text), {key: clean(value) for key, value in texts.items() if value.strip()}
    name = words(name, MAX_HEADING)
    try:
        if not name:
            # The words have a title; without any the exercise is called just that.
            language = get_language() or "en"
            name = given_title(texts.get(language) or next(iter(texts.values()), "")) or _("Exercise")
        lesson = own.read(text, texts, name)
        for action in own.actions(lesson):
            actions.action(dict(action))
    except Wrong as wrong:
        raise _wrong([wrong.finding]) from wrong
    except Refusal as refusal:
        raise Refusal(400, "exercise", _("An action of this file is too large for the lab.")) from refusal
    found = own.problems(lesson, bool(texts))
    if found:
        raise _wrong(found)
    source = {"yaml": text, "texts": texts}
    return {"kind": "own", "title": name, "source": source, "concepts": _concepts(lesson)}


def given_title(markdown: str) -> str:
    """The title at the head of an exercise's words."""
    first = markdown.lstrip("\ufeff").partition("\n")[0]
    return words(first[2:], MAX_HEADING) if first.startswith("# ") else ""


def _wrong(found: Sequence[Finding]) -> Refusal:
    lines = [f"{one.path.name}:{one.line}: {one.message}" for one in found[:_SHOWN]]
    return Refusal(400, "exercise", _("This exercise does not work yet:") + "\n" + "\n".join(lines))


def _quiz(teacher: Visitor, quiz: Mapping[str, Any], name: str) -> dict[str, Any]:
    """``points`` (of the syllabus, or chapters of it), ``items`` or ``bank``; ``count``, ``minutes`` or null, ``told``."""
    source: dict[str, Any]
    match quiz:
        case {"count": int(count), "minutes": None | int() as minutes, "told": bool(told)}:
            source = {"count": count, "minutes": minutes, "told": told}
        case _:
            raise malformed()
    if not 1 <= count <= MAX_QUESTIONS or (minutes is not None and not 1 <= minutes <= MAX_MINUTES):
        raise malformed()
    there = questions.items()
    match quiz:
        case {"bank": str(bank)}:
            mine = Bank.objects.filter(pk=bank, visitor=teacher).first()
            if mine is None:
                raise malformed()
            found = list(questions.of_bank(mine).values())
            source["bank"], name = bank, name or mine.title
        case {"items": list(items)} if all(isinstance(item, str) for item in items):
            chosen = list(dict.fromkeys(items))[:MAX_QUESTIONS]
            found = [there[item] for item in chosen if item in there]
            source["items"] = [item.id for item in found]
        case {"points": list(wanted)} if all(isinstance(one, str) for one in wanted):
            named = [point for one in wanted for point in questions.chapters().get(one, (one,))]
            source["points"] = [point for point in named if point in points()]
            found = questions.about(source["points"]) if source["points"] else list(there.values())
        case _:
            raise malformed()
    if not found:
        raise Refusal(
            400, "no-questions", _("There is no question to ask. Choose a topic or some questions.")
        )
    if not any(item.made for item in found) or "items" in source:
        source["count"] = min(source["count"], len(found))
    if "items" in source:
        source["count"] = len(found)
    concepts = source.get("points") or list(dict.fromkeys(point for item in found for point in item.syllabus))
    return {"kind": "quiz", "title": words(name, MAX_HEADING), "source": source, "concepts": concepts}


def _concepts(lesson: Lesson) -> list[str]:
    return list(dict.fromkeys((*lesson.practises, *lesson.teaches)))


def words(text: Any, limit: int) -> str:
    """One line of what can be seen; refused where it is no text."""
    if not isinstance(text, str):
        raise malformed()
    seen = "".join(sign if sign.isprintable() else " " for sign in clean(text))
    return " ".join(seen.split())[:limit].strip()


def named(assignments: Iterable[Assignment]) -> dict[str, str]:
    """The titles of these, by id."""
    return {one.pk: title(one) for one in assignments}
