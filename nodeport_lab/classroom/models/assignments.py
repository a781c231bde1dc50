"""What a teacher gives out to be graded, and every learner's attempts at it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from nodeport_lab.classroom.models.room import Learner, Room
from nodeport_lab.lab.stage import Workspace, new_id
from nodeport_lab.quiz.models import Round

MAX_NOTE, MAX_HEADING = 500, 120
Json = dict[str, Any]


class Assignment(models.Model):
    """A lesson, an exercise or a quiz, given out in a room.

    item: which lesson or exercise of the catalogue. source: an exercise of the teacher's own (``yaml``, ``texts``), as it was when it
    was given out; or what a quiz asks (``points``, ``items`` or ``bank``, ``count``, ``minutes``, ``told``: whether each answer is told at
    once). title: what the teacher calls it; of the catalogue's the catalogue knows. concepts: the ids of the syllabus that it is about.
    everybody: also who joins later; otherwise ``learners``. deadline: after it no attempt counts, or, with ``late``, counts and is marked.
    attempts: how many there are; as many as one likes where None.
    """

    class Kind(models.TextChoices):
        """Where its work is described."""

        LESSON = "lesson"
        EXERCISE = "exercise"
        OWN = "own"
        QUIZ = "quiz"

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="assignments")
    kind = models.CharField(max_length=10, choices=Kind)
    item = models.CharField(max_length=60, default="", blank=True)
    title = models.CharField(max_length=MAX_HEADING, default="", blank=True)
    note = models.CharField(max_length=MAX_NOTE, default="", blank=True)
    source: models.JSONField[Json, Json] = models.JSONField(default=dict, blank=True)
    concepts: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    everybody = models.BooleanField(default=True)
    learners: models.ManyToManyField[Learner, models.Model] = models.ManyToManyField(
        Learner, related_name="chosen_for"
    )
    deadline = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.item or self.title}"

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and timezone.now() > self.deadline

    @property
    def takes(self) -> bool:
        """Whether what is done now still counts."""
        return self.late or not self.is_over


class Attempt(models.Model):
    """One learner's attempt at an assignment, from a fresh beginning.

    workspace: their cluster in it; nobody's any more once it is over, so that it stays as it was. round: their round of the quiz.
    place, done, steps, stands: where they are in the lesson, as ``tutorial.models.Progress`` has them. score: the best that it came to,
    0 to 1; late: whether that came after the deadline. begun, ended: ended when everything was reached, it was handed in, or the
    deadline passed. acted: when they first did something, moved: when they last got further, troubled: since when they try and do not.
    touched: when they last did anything; seconds: how long they worked, without long breaks.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="tries")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    workspace = models.OneToOneField(Workspace, models.SET_NULL, null=True, related_name="attempt")
    round = models.OneToOneField(Round, models.SET_NULL, null=True, related_name="attempt")
    place = models.CharField(max_length=60, default="", blank=True)
    done: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    steps: models.JSONField[dict[str, Json], dict[str, Json]] = models.JSONField(default=dict, blank=True)
    stands: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    score = models.FloatField(default=0)
    late = models.BooleanField(default=False)
    begun = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    acted = models.DateTimeField(null=True)
    moved = models.DateTimeField(default=timezone.now)
    troubled = models.DateTimeField(null=True)
    touched = models.DateTimeField(default=timezone.now)
    seconds = models.FloatField(default=0)

    class Meta:
        ordering = ("assignment", "learner", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("assignment", "learner", "number"), name="classroom_attempt_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.learner_id} {self.number}"
