"""The room, and of each learner a name and where they stand."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from nodeport_lab.classroom.codes import LENGTH, new_code
from nodeport_lab.lab.stage import Visitor, Workspace, new_id

MAX_NAME, MAX_TITLE, MAX_TASK, MAX_SAID = 40, 80, 500, 500


class Room(models.Model):
    """A class.

    teachers: the browsers in which its teacher's link was opened. locked: nobody new comes in. closed: when it was over; nobody
    comes in, nobody looks at anybody's lab any more. used: when anybody last came or did anything, to the day's precision that
    deleting it needs. shown: whose lab everybody is to look at, under ``show``, which is new each time; with or without the name.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    title = models.CharField(max_length=MAX_TITLE, default="", blank=True)
    teachers: models.ManyToManyField[Visitor, models.Model] = models.ManyToManyField(
        Visitor, related_name="taught_rooms"
    )
    locked = models.BooleanField(default=False)
    closed = models.DateTimeField(null=True)
    shown = models.ForeignKey("Learner", models.SET_NULL, null=True, related_name="+")
    show = models.CharField(max_length=22, default="", blank=True)
    show_name = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.code

    @property
    def purpose(self) -> str:
        """What the learners' workspaces of this room are made for."""
        return f"class:{self.pk}"


class Learner(models.Model):
    """A seat in a room.

    visitor: the browser in which it is taken; the private link moves it to another. workspace: the cluster they work in. task: what
    the teacher said when giving it. given: when that was; acted: when they first did anything to it; troubled: since when
    everything that they were told was a failure; said, failed: what they were told last. hand, done: since when a hand is up, and
    since when they say that they are done. seen: when their page was last heard of.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="learners")
    visitor = models.ForeignKey(Visitor, models.SET_NULL, null=True, related_name="seats")
    name = models.CharField(max_length=MAX_NAME)
    workspace = models.OneToOneField(Workspace, models.SET_NULL, null=True, related_name="learner")
    task = models.CharField(max_length=MAX_TASK, default="", blank=True)
    given = models.DateTimeField(default=timezone.now)
    acted = models.DateTimeField(null=True)
    troubled = models.DateTimeField(null=True)
    said = models.CharField(max_length=MAX_SAID, default="", blank=True)
    failed = models.BooleanField(default=False)
    hand = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    joined = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("joined", "id")
        constraints = (
            models.UniqueConstraint(fields=("room", "name"), name="classroom_name_once"),
            models.UniqueConstraint(fields=("room", "visitor"), name="classroom_seat_once"),
        )

    def __str__(self) -> str:
        return self.name
