"""An answer is taken: graded by the quiz, and counted once, whatever the network, a second tab or a second process does."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.classroom.models import Asking, Learner, Sitting, Vote
from nodeport_lab.classroom.questions import sittings
from nodeport_lab.content.questions import Question, grade
from nodeport_lab.content.questions import question as read
from nodeport_lab.content.questions.grading import Unanswerable
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.limits import Rate
from nodeport_lab.quiz import showing

# What a form of ours is called by; a gap's name is its author's.
_FIELD = re.compile(r"choice|text|place-\d+|pair-\d+|gap-[\w.-]+|file-\d+")

rate = Rate(settings.CLASS_WORDS_PER_SECOND, settings.CLASS_WORDS_AT_ONCE)


_read: dict[str, Question] = {}
_READ = 256  # of them are kept at hand


def question_of(asking: Asking) -> Question:
    """The question as it was chosen. An asking's never changes, so it is read once."""
    found = _read.get(asking.pk)
    if found is None:
        if len(_read) >= _READ:
            _read.clear()
        found = _read[asking.pk] = read(asking.source)
    return found


def cast(learner: Learner, asking_id: str, round: int, form: QueryDict) -> Vote:
    """This learner's answer in this round. One that was given before is changed, as long as that may be."""
    asking = (
        Asking.objects.select_related("sitting")
        .filter(pk=asking_id, sitting__room_id=learner.room_id)
        .first()
    )
    if asking is None or asking.round == 0:
        raise Refusal(404, "no-question", _("This question is not asked here."))
    if asking.round != round or asking.sitting.ended or sittings.state(asking) != "open":
        raise Refusal(409, "late", _("This came too late: the question is closed."))
    if _told(asking.sitting) and Vote.objects.filter(asking=asking, learner=learner).exists():
        raise Refusal(409, "answered", _("You have answered this question already."))
    question = question_of(asking)
    try:
        answer = showing.parsed(question, asking.pk, form)
        found = grade(question, answer)
    except Unanswerable as error:
        raise Refusal(
            422, "unanswerable", _("Something is missing in this answer. Complete it, and send it again.")
        ) from error
    vote = Vote(
        asking=asking,
        learner=learner,
        round=round,
        answer=answer,
        filled=_filled(form),
        right=found.right,
        score=found.score,
        betrays=[name for name in found.misconceptions if name in asking.offered],
        notes=[dict(remark.why) for remark in found.remarks if not remark.right and any(remark.why.values())],
        at=timezone.now(),
    )
    # One statement: of two at the same moment, from two tabs or to two processes, one row comes.
    Vote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        unique_fields=["asking", "learner", "round"],
        update_fields=["answer", "filled", "right", "score", "betrays", "notes", "at"],
    )
    return vote


def _told(sitting: Sitting) -> bool:
    """Whether an answer is told at once, and stays what it is."""
    return sitting.instant and sitting.pace == Sitting.Pace.LEARNER


def _filled(form: QueryDict) -> dict[str, Any]:
    return {name: form.getlist(name) for name in form if _FIELD.fullmatch(name)}
