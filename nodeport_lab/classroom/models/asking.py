"""Questions that are put to a class live: a sitting, what is asked in it, and every vote."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nodeport_lab.classroom.models.room import Learner, Room
from nodeport_lab.lab.stage import new_id

Json = dict[str, Any]


class Sitting(models.Model):
    """Questions in a row, put to everybody in the room.

    pace: the teacher goes from question to question, or each learner works through all of them. named: the teacher sees who answered
    what. leaders: the wall shows who has most right. instant: at the learner's own pace, each is told at once. current: the
    question that everybody sees, at the teacher's pace. bars: the histogram is shown to all before the answer is. version: grows with
    whatever pages show, and goes on from the room's sitting before.
    """

    class Pace(models.TextChoices):
        """Who says when the next question comes."""

        TEACHER = "teacher", _("The teacher")
        LEARNER = "learner", _("Each learner")

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="sittings")
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.TEACHER)
    named = models.BooleanField(default=True)
    leaders = models.BooleanField(default=False)
    instant = models.BooleanField(default=False)
    current: models.ForeignKey[Asking | None, Asking | None] = models.ForeignKey(
        "Asking", models.SET_NULL, null=True, related_name="+"
    )
    bars = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=("room",), condition=models.Q(ended=None), name="classroom_sitting_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.version}"


class Asking(models.Model):
    """One question of a sitting, as it was when it was chosen: what its file says later changes no result.

    id: also decides in which order things are shown, for everybody the same. item, version, seed, concept, source, offered: as of
    ``quiz.models.Asked``. round: 0 until it is asked, 1, and 2 when it is voted on once more after a discussion. closes: the teacher's
    clock. revealed: since when the answer is told.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="askings")
    number = models.PositiveIntegerField()
    item = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(null=True)
    concept = models.CharField(max_length=10)
    source: models.JSONField[Json, Json] = models.JSONField()
    offered: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    opened = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    revealed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("sitting", "number"), name="classroom_asking_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.item}"


class Vote(models.Model):
    """What a learner answers in one round; until it is closed they may change it, and it is still one vote.

    answer: as the quiz grades it. filled: the form as it was sent, to fill it in again. notes: what is said to this answer once the
    right one is told, in both languages. betrays: the misconceptions that it betrays.
    """

    asking = models.ForeignKey(Asking, models.CASCADE, related_name="votes")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="votes")
    round = models.PositiveSmallIntegerField()
    answer: models.JSONField[Json, Json] = models.JSONField()
    filled: models.JSONField[Json, Json] = models.JSONField(default=dict)
    right = models.BooleanField()
    score = models.FloatField()
    betrays: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    notes: models.JSONField[list[Json], list[Json]] = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("asking", "learner", "round"), name="classroom_vote_once"),
        )

    def __str__(self) -> str:
        return f"{self.learner_id} {self.asking_id} {self.round}"
