"""What a learner has done in each lesson, and the account that takes it to another device."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from nodeport_lab.lab.stage import Visitor


class Progress(models.Model):
    """A visitor in a lesson or an exercise.

    place: the step where they are. done: the steps that are behind them. finished: when the last one was.
    steps: for each step what they did there: ``choice``, ``hints``, ``typed`` (place and line), ``since`` (the length of the
    workspace's log when they came), ``reached``. ``stands``: the steps whose ``start`` or ``do`` made the workspace what it is.
    """

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="progress")
    kind = models.CharField(max_length=10)
    lesson = models.CharField(max_length=60)
    place = models.CharField(max_length=60, default="")
    done: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    steps: models.JSONField[dict[str, dict[str, Any]], dict[str, dict[str, Any]]] = models.JSONField(
        default=dict
    )
    stands: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    finished = models.DateTimeField(null=True)
    changed = models.DateTimeField(auto_now=True)

    # Whether more is done than was when it was read.
    moved = False

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visitor", "kind", "lesson"), name="progress_lesson_once"),
        )

    def __str__(self) -> str:
        return f"{self.visitor_id} {self.kind} {self.lesson}"

    def of(self, step: str) -> dict[str, Any]:
        """What was done in a step; to be written to."""
        return self.steps.setdefault(step, {})


class Account(models.Model):
    """A name and a password, and the visitor whose work they open."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="account")
    visitor = models.OneToOneField(Visitor, models.CASCADE, related_name="account")

    def __str__(self) -> str:
        return str(self.user)
