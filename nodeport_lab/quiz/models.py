"""What is kept of the quiz. A question that was asked is kept as it was asked: what its file says later changes no result."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Json = dict[str, Any]


def new_token() -> str:
    """128 bits that nobody guesses, short enough for an address."""
    return secrets.token_urlsafe(16)


class Bank(models.Model):
    """A teacher's questions, as the YAML that they are."""

    id = models.CharField(primary_key=True, max_length=22, default=new_token, editable=False)
    visitor = models.ForeignKey("lab.Visitor", models.CASCADE, related_name="banks")
    title = models.CharField(max_length=120)
    text = models.TextField()
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed", "id")

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """Some questions in a row. settings: ``points``, ``items``, ``bank``, ``count``, ``minutes``, as the way to ask needs them.

    ``told``: in a test each answer is told at once all the same; ``back``: name and arguments of the address from where it was begun.
    """

    class Mode(models.TextChoices):
        """The ways to ask."""

        PRACTICE = "practice", _("Practice")
        REVIEW = "review", _("Daily review")
        TEST = "test", _("Test")
        DIAGNOSTIC = "diagnostic", _("Where do I start?")

    id = models.CharField(primary_key=True, max_length=22, default=new_token, editable=False)
    visitor = models.ForeignKey("lab.Visitor", models.CASCADE, related_name="rounds")
    mode = models.CharField(max_length=12, choices=Mode)
    settings: models.JSONField[Json, Json] = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    deadline = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.mode} {self.id}"

    @property
    def sealed(self) -> bool:
        """Whether nothing is told yet: in a test, before its end."""
        return self.mode == self.Mode.TEST and self.finished is None and not self.settings.get("told")


class Asked(models.Model):
    """One question, asked once and answered at most once.

    token: names this asking in the answer that is sent, so that one sent twice counts once. item: the question's id in the catalogue.
    source: the question itself. offered: the misconceptions that a wrong answer could have betrayed.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="asked")
    visitor = models.ForeignKey("lab.Visitor", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=22, default=new_token, unique=True)
    item = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(null=True)
    concept = models.CharField(max_length=10)
    source: models.JSONField[Json, Json] = models.JSONField()
    offered: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    asked = models.DateTimeField(auto_now_add=True)
    answered = models.DateTimeField(null=True)
    answer: models.JSONField[Json | None, Json | None] = models.JSONField(null=True)
    right = models.BooleanField(null=True)
    score = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    betrays: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        ordering = ("round", "number")
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="quiz_asked_number_once"),)
        indexes = (
            models.Index(fields=("visitor", "answered"), name="quiz_asked_visitor"),
            models.Index(fields=("item", "version"), name="quiz_asked_item"),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.number} {self.item}"


class Memory(models.Model):
    """What FSRS remembers of a visitor and a concept. card: its own JSON. met: when it was asked first."""

    visitor = models.ForeignKey("lab.Visitor", models.CASCADE, related_name="memories")
    concept = models.CharField(max_length=10)
    card: models.JSONField[Json, Json] = models.JSONField()
    due = models.DateTimeField()
    met = models.DateTimeField()
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("due", "concept")
        constraints = (models.UniqueConstraint(fields=("visitor", "concept"), name="quiz_memory_once"),)

    def __str__(self) -> str:
        return f"{self.visitor_id} {self.concept}"
