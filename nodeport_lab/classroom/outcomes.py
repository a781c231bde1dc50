"""What comes of what learners do: every change in a class's cluster is judged at once, every answer to its quiz counted.

Heard from the lab and the quiz; who did it waits for the answer, so this is quick. Nobody needs to say that they are done where a goal can tell.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from nodeport_lab.classroom import attempts, telling
from nodeport_lab.classroom.models import MAX_SAID, Attempt, Learner
from nodeport_lab.content.scenes import scenes
from nodeport_lab.lab.stage import Workspace
from nodeport_lab.quiz.models import Asked, Round
from nodeport_lab.tutorial import given


def has_goal(learner: Learner) -> bool:
    """Whether the cluster that a learner was given has something to be reached: a fault to be mended."""
    return learner.workspace is not None and learner.workspace.preset in scenes()


def lab_changed(workspace: Workspace, **kwargs: Any) -> None:
    """Of the lab: a workspace has a new revision."""
    if not workspace.purpose.startswith("class:"):
        return
    attempt = _attempt(workspace)
    if attempt is not None:
        attempts.judged(attempt, workspace)
    elif workspace.preset in scenes():
        _given(workspace)


def learner_told(workspace: Workspace, text: str, failed: bool, **kwargs: Any) -> None:
    """Of the lab: somebody was told this by kubectl, or by a program."""
    attempt = _attempt(workspace) if workspace.purpose.startswith("class:") else None
    if attempt is not None:
        Learner.objects.filter(pk=attempt.learner_id).update(said=text[:MAX_SAID], failed=failed)
        if attempt.ended is None:
            attempts.worked(attempt)
        telling.learner(attempt.learner)


def answer_kept(instance: Asked, **kwargs: Any) -> None:
    """Of the quiz: a question was asked, or answered."""
    if instance.answered is not None:
        _round(instance.round_id)


def round_kept(instance: Round, **kwargs: Any) -> None:
    """Of the quiz: a round has begun, or is over."""
    if instance.finished is not None:
        _round(instance.pk)


def _round(identity: str) -> None:
    found = _attempts().filter(round=identity).first()
    if found is not None:
        attempts.answered(found)


def _attempt(workspace: Workspace) -> Attempt | None:
    found: Attempt | None = _attempts().filter(workspace=workspace).first()
    return found


def _attempts() -> Any:
    return Attempt.objects.select_related("assignment", "learner__room", "learner__visitor", "round")


def _given(workspace: Workspace) -> None:
    """A fault that was given out: mended or not, and so it is done or not."""
    learner = Learner.objects.select_related("room").filter(workspace=workspace).first()
    if learner is None or learner.room.closed:
        return
    done = given.mended(workspace)
    if done != (learner.done is not None):
        Learner.objects.filter(pk=learner.pk).update(done=timezone.now() if done else None)
        telling.learner(learner)
