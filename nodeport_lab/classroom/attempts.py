"""A learner's attempts: begun, judged by what comes of them, ended. Nobody says that they are done; the simulation does.

Whatever happens in the workspace of an attempt is judged at once (``judged``, from ``outcomes``), and answers to a quiz when they are
given (``answered``). A score only rises. Whoever calls holds ``shelf.alone(visitor)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.classroom import assignments, scores, telling
from nodeport_lab.classroom.models import Assignment, Attempt, Learner
from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.stage import Workspace, make
from nodeport_lab.quiz import rounds
from nodeport_lab.quiz.choosing import pool
from nodeport_lab.quiz.models import Round
from nodeport_lab.tutorial import given
from nodeport_lab.tutorial.given import Progress

PAUSE = 300.0  # seconds after which somebody who did nothing was not working
_leading: ContextVar[bool] = ContextVar("leading", default=False)


@contextmanager
def leading() -> Iterator[None]:
    """Within it a workspace is changed by us, not by its learner: nothing of it is judged."""
    token = _leading.set(True)
    try:
        yield
    finally:
        _leading.reset(token)


def of(learner: Learner, assignment: Assignment) -> list[Attempt]:
    """A learner's attempts at something, the first one first; those whose time is up are ended."""
    found = list(
        Attempt.objects.filter(learner=learner, assignment=assignment)
        .select_related("workspace", "round", "assignment", "learner")
        .order_by("number")
    )
    settle(found)
    return found


def settle(found: Iterable[Attempt]) -> None:
    """Ends those whose deadline has passed, as of then."""
    for attempt in found:
        if attempt.ended is None and not attempt.assignment.takes:
            end(attempt, attempt.assignment.deadline)


def left(assignment: Assignment, found: Iterable[Attempt]) -> int | None:
    """How many more attempts there are; None where there is no end of them."""
    if assignment.attempts is None:
        return None
    return max(0, assignment.attempts - sum(1 for _ in found))


def begin(assignment: Assignment, learner: Learner) -> Attempt:
    """A new attempt, from a fresh beginning. One that is open is ended: of all of them the best counts."""
    if learner.room.closed:
        raise Refusal(403, "room-closed", _("This class is over."))
    if not assignment.takes:
        raise Refusal(403, "too-late", _("The deadline has passed."))
    before = of(learner, assignment)
    if left(assignment, before) == 0:
        raise Refusal(403, "no-attempts", _("You have no attempt left."))
    number = before[-1].number + 1 if before else 1
    lesson = assignments.lesson_of(assignment)
    if lesson is None and assignment.kind != Assignment.Kind.QUIZ:
        raise Refusal(410, "gone", _("This task can no longer be read. Tell your teacher."))
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(assignment=assignment, learner=learner, number=number)
            for one in before:
                if one.ended is None:
                    end(one, timezone.now())
            if lesson is None:
                attempt.round = _round(assignment, learner)
            else:
                attempt.workspace = make(learner.visitor, learner.room.purpose, given.beginning(lesson))
                attempt.place = lesson.steps[0].id
            attempt.save()
            # Its first step begins where the workspace does.
            if lesson is not None and attempt.workspace is not None:
                with leading():
                    known = known_of(attempt, lesson)
                    given.enter(attempt.workspace, lesson, lesson.steps[0], known)
                keep(attempt, known)
    except IntegrityError:  # begun in another tab in the same moment
        return Attempt.objects.select_related("workspace", "round", "assignment", "learner").get(
            assignment=assignment, learner=learner, number=number
        )
    be_at(learner, attempt)
    return attempt


def _round(assignment: Assignment, learner: Learner) -> Round:
    source = assignment.source
    if not pool(source):
        raise Refusal(410, "gone", _("This task can no longer be read. Tell your teacher."))
    settings = dict(source) | {"back": ["classroom:task", learner.room.code, assignment.pk]}
    made = rounds.begin(learner.visitor, Round.Mode.TEST, settings)
    if assignment.deadline is not None and not assignment.late:
        made.deadline = min(made.deadline or assignment.deadline, assignment.deadline)
        made.save(update_fields=["deadline"])
    return made


def end(attempt: Attempt, moment: datetime | None = None) -> None:
    """It is over, as of a moment: what was done later is as if it had not been. The work stays, and nobody changes it any more."""
    moment = moment or timezone.now()
    if attempt.ended is None:
        attempt.ended = moment
        Attempt.objects.filter(pk=attempt.pk, ended=None).update(ended=moment, troubled=None)
    workspace = attempt.workspace
    if workspace is not None and workspace.visitor_id is not None:
        later = workspace.actions.filter(number__lte=workspace.length, created__gt=moment)
        first = later.order_by("number").values_list("number", flat=True).first()
        length = workspace.length if first is None else max(workspace.begins, first - 1)
        Workspace.objects.filter(pk=workspace.pk).update(
            visitor=None, length=length, revision=F("revision") + 1
        )
        workspace.refresh_from_db()
    if attempt.round is not None:
        rounds.finish(attempt.round)
    telling.learner(attempt.learner)


def forget(found: QuerySet[Attempt]) -> None:
    """These attempts are gone, and the clusters in them. (A round of the quiz stays the learner's own: it bears no name.)"""
    Workspace.objects.filter(attempt__in=found).delete()
    found.delete()


def be_at(learner: Learner, attempt: Attempt | None) -> None:
    """What the learner works at now: this attempt, or, where None, the cluster that they were given."""
    wanted = attempt.pk if attempt else None
    if learner.at_id != wanted:
        learner.at = attempt
        Learner.objects.filter(pk=learner.pk).update(at=attempt)
        telling.learner(learner)


def known_of(attempt: Attempt, lesson: Lesson) -> Progress:
    """Where the learner is in the lesson, as the tutorial takes it; not a row of its own."""
    return Progress(
        visitor=attempt.learner.visitor,
        kind=lesson.kind,
        lesson=lesson.id[:60],
        place=attempt.place,
        done=list(attempt.done),
        steps=attempt.steps,
        stands=list(attempt.stands),
        finished=attempt.ended,
    )


def keep(attempt: Attempt, known: Progress) -> None:
    """Where the learner is now is kept; the score is ``rate``'s."""
    attempt.place, attempt.done, attempt.steps, attempt.stands = (
        known.place,
        known.done,
        known.steps,
        known.stands,
    )
    attempt.save(update_fields=["place", "done", "steps", "stands"])


def judged(attempt: Attempt, workspace: Workspace) -> None:
    """Something happened in the workspace of an attempt: how far is it now?"""
    if _leading.get() or attempt.ended is not None or attempt.learner.room.closed:
        return
    if not attempt.assignment.takes:
        attempt.workspace = workspace
        end(attempt, attempt.assignment.deadline)
        telling.tasks([attempt.learner])
        return
    lesson = assignments.lesson_of(attempt.assignment)
    if lesson is None:
        return
    worked(attempt)
    known = known_of(attempt, lesson)
    given.judge(workspace, lesson, _place(lesson, attempt.place), known)
    keep(attempt, known)
    rate(attempt, given.score(lesson, known))


def _place(lesson: Lesson, place: str) -> Step:
    return next((step for step in lesson.steps if step.id == place), lesson.steps[0])


def worked(attempt: Attempt) -> None:
    """The learner did something just now."""
    now = timezone.now()
    gap = (now - attempt.touched).total_seconds()
    attempt.seconds += gap if gap < PAUSE else 0.0
    attempt.touched, attempt.acted = now, attempt.acted or now
    attempt.troubled = attempt.troubled or now
    attempt.save(update_fields=["seconds", "touched", "acted", "troubled"])


def rate(attempt: Attempt, score: float) -> None:
    """The attempt has come to this score. It counts where it is better than before; who reached everything is done."""
    now = timezone.now()
    if score > attempt.score + 1e-9:
        attempt.score, attempt.moved, attempt.troubled = score, now, None
        attempt.late = attempt.assignment.is_over
        # Two processes may have judged at once: a score only rises.
        fields = {"score": score, "moved": now, "troubled": None, "late": attempt.late}
        if Attempt.objects.filter(pk=attempt.pk, score__lt=score).update(**fields):
            scores.tell(attempt)
    if score >= 1 and attempt.ended is None:
        attempt.ended = now
        Attempt.objects.filter(pk=attempt.pk, ended=None).update(ended=now, troubled=None)
    telling.learner(attempt.learner)


def answered(attempt: Attempt) -> None:
    """An answer was given in the round of an attempt, or the round is over."""
    found = attempt.round
    if found is None or attempt.ended is not None or attempt.learner.room.closed:
        return
    if not attempt.assignment.takes:
        end(attempt, attempt.assignment.deadline)
        return
    total = found.asked.exclude(answered=None).aggregate(
        score=Sum("score"), seconds=Sum("seconds"), count=Count("pk")
    )
    attempt.acted = attempt.acted or timezone.now()
    attempt.touched, attempt.seconds = timezone.now(), float(total["seconds"] or 0)
    attempt.place = str(total["count"])
    attempt.save(update_fields=["acted", "touched", "seconds", "place"])
    count = max(1, int(found.settings["count"]))
    rate(attempt, min(1.0, float(total["score"] or 0) / count))
    if found.finished is not None and attempt.ended is None:
        end(attempt, found.finished)


def best(found: Iterable[Attempt]) -> Attempt | None:
    """The one that counts: the best score, of equals one in time, of those the first."""
    return min(found, key=lambda one: (-one.score, one.late, one.number), default=None)


def standing(assignment: Assignment, found: list[Attempt]) -> dict[str, Any]:
    """How somebody stands in an assignment: ``{state, score, attempts, left, seconds, late, best, open}``.

    state: ``new``, ``open`` (an attempt is going on), ``done`` (everything reached), ``in`` (over, with less), ``missed`` (too late, and
    nothing was done).
    """
    counts = best(found)
    going = next((one for one in found if one.ended is None), None)
    if counts is not None and counts.score >= 1:
        state = "done"
    elif going is not None:
        state = "open"
    elif counts is not None:
        state = "in"
    else:
        state = "new" if assignment.takes else "missed"
    return {
        "state": state,
        "score": None if counts is None else counts.score,
        "percent": None if counts is None else round(100 * counts.score),
        "attempts": len(found),
        "left": left(assignment, found),
        "seconds": round(sum(one.seconds for one in found)),
        "late": bool(counts and counts.late),
        "best": counts,
        "open": going,
    }
