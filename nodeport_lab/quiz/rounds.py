"""A round from its beginning to its report. An answer is taken once: a second one to the same asking changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nodeport_lab.content.questions import Grade, Question, grade
from nodeport_lab.content.questions import question as read
from nodeport_lab.quiz import memory
from nodeport_lab.quiz.choosing import choose
from nodeport_lab.quiz.hearing import finished
from nodeport_lab.quiz.models import Asked, Round

# The network takes its time: an answer that was on its way when the time ran out still counts.
GRACE = timedelta(seconds=5)
# Who goes away comes back to the same question; the time that they were away says nothing about it.
LONGEST = 30 * 60


def begin(visitor: Any, mode: str, settings: Mapping[str, Any]) -> Round:
    """A new round. A test has its time from now on."""
    minutes = settings.get("minutes")
    return Round.objects.create(
        visitor=visitor,
        mode=mode,
        settings=dict(settings),
        seed=SystemRandom().randrange(2**31),
        deadline=timezone.now() + timedelta(minutes=minutes) if minutes else None,
    )


def current(round: Round) -> Asked | None:
    """The question that waits for its answer, or the next one; None where the round is over."""
    if over(round):
        return None
    waiting = round.asked.filter(answered=None).order_by("number").first()
    if waiting is not None:
        return waiting
    # In the seconds of grace an answer still arrives, but nothing new is asked.
    late = round.deadline is not None and timezone.now() > round.deadline
    following = None if late else choose(round)
    if following is None:
        finish(round)
        return None
    question = following.item.question(following.seed)
    try:
        with transaction.atomic():
            return Asked.objects.create(
                round=round,
                visitor_id=round.visitor_id,
                number=round.asked.count() + 1,
                item=following.item.id,
                version=question.version,
                seed=following.seed,
                concept=following.concept,
                source={**question.source, "asked-because": following.reason},
                offered=list(question.misconceptions),
            )
    except IntegrityError:
        # Another tab asked at the same moment: its question is the one.
        return round.asked.filter(answered=None).order_by("number").first()


def over(round: Round) -> bool:
    """Whether nothing more is taken: finished, or out of time."""
    if round.finished is None and round.deadline is not None and timezone.now() > round.deadline + GRACE:
        finish(round)
    return round.finished is not None


def finish(round: Round) -> None:
    """The round is over."""
    if round.finished is None:
        round.finished = timezone.now()
        round.save(update_fields=["finished"])
        finished.send_robust(sender=None, round=round)


def question_of(asked: Asked) -> Question:
    """The question as it was asked, whatever its file says now."""
    return read({key: value for key, value in asked.source.items() if key != "asked-because"})


def answer(asked: Asked, given: Mapping[str, Any]) -> tuple[Asked, bool]:
    """Take an answer. The first one counts: what comes later finds it, and False. ``Unanswerable`` where it is none."""
    found = grade(question_of(asked), given)
    now = timezone.now()
    with transaction.atomic():
        locked = Asked.objects.select_for_update().get(pk=asked.pk)
        if locked.answered is not None or over(locked.round):
            return locked, False
        locked.answer, locked.answered = dict(given), now
        locked.right, locked.score = found.right, found.score
        locked.seconds = min(LONGEST, (now - locked.asked).total_seconds())
        locked.betrays = [name for name in found.misconceptions if name in locked.offered]
        locked.save()
        memory.learn(locked, now)
    return locked, True


def graded(asked: Asked) -> Grade:
    """What is said to the answer that was given."""
    if asked.answer is None:
        raise ValueError(f"{asked} was not answered")
    return grade(question_of(asked), asked.answer)
