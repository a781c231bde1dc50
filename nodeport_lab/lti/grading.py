"""The best that each person reached in each link. What is better than what the platform knows goes into the outbox."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nodeport_lab.lab.stage import Visitor
from nodeport_lab.lti import outbox
from nodeport_lab.lti.contents import Content
from nodeport_lab.lti.models import Score
from nodeport_lab.quiz import door as quiz
from nodeport_lab.tutorial import door as tutorial

_GIVEN = "lti:"


def given(link: int) -> str:
    """What a test of a link is known by."""
    return f"{_GIVEN}{link}"


def note(score: Score, share: float) -> bool:
    """Somebody reached this: 0 to 1. What is no better than the best changes nothing, whoever says it at the same moment."""
    share = min(1.0, max(0.0, share))
    better = Score.objects.filter(Q(best=None) | Q(best__lt=share), pk=score.pk)
    if not better.update(best=share, due=timezone.now(), attempts=0, trouble=""):
        return False
    transaction.on_commit(outbox.wake)
    return True


def came(score: Score, content: Content, visitor: Visitor) -> None:
    """Somebody opens what they may have done before."""
    if content.lesson is not None:
        share = tutorial.share(visitor, content.lesson)
        if share:
            note(score, share)


def lesson_progressed(visitor: Visitor, lesson: tutorial.Lesson, share: float, **kwargs: Any) -> None:
    """Of the tutorial: more of it is done."""
    for score in Score.objects.filter(person__visitor=visitor, link__content=f"{lesson.kind}:{lesson.id}"):
        note(score, share)


def round_finished(round: quiz.Round, **kwargs: Any) -> None:
    """Of the quiz: a round is over. It counts where a link set it."""
    name = str(round.settings.get("given", ""))
    link = name.removeprefix(_GIVEN)
    if name.startswith(_GIVEN) and link.isdigit():
        for score in Score.objects.filter(person__visitor=round.visitor_id, link=int(link)):
            note(score, quiz.score(round))
