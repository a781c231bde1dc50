"""Who scored what, for whoever passes scores on: every new score is told once it is kept.

``scored(assignment, learner, attempt, score, best, late, at)``: an attempt of a learner's came to ``score`` at the moment ``at``; ``best`` is
the best of all their attempts at it by now, which is what counts. Scores are 0 to 1. It is sent after the transaction, and each time
that a score rises; who listens cannot make it fail.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from nodeport_lab.classroom.models import Assignment, Attempt, Learner

scored = Signal()


def best(assignment: Assignment, learner: Learner) -> float | None:
    """The best score of a learner's attempts; None where there was none."""
    found = Attempt.objects.filter(assignment=assignment, learner=learner).aggregate(best=Max("score"))
    return None if found["best"] is None else float(found["best"])


def tell(attempt: Attempt) -> None:
    """This attempt's score is new."""
    told = partial(
        scored.send_robust,
        sender=Attempt,
        assignment=attempt.assignment,
        learner=attempt.learner,
        attempt=attempt,
        score=attempt.score,
        best=best(attempt.assignment, attempt.learner),
        late=attempt.late,
        at=timezone.now(),
    )
    transaction.on_commit(told)
