"""Who asks, and what they may see. Everything is looked up when it is asked for: a role that was taken away ends at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from nodeport_lab.classroom import codes
from nodeport_lab.classroom.models import Attempt, Learner, Room
from nodeport_lab.lab import visitors
from nodeport_lab.lab.stage import Workspace


class Role(NamedTuple):
    """A browser in a room: its teacher's, a learner's, both, or neither."""

    room: Room
    teacher: bool
    learner: Learner | None


def expired() -> timedelta:
    """After so long without use a room is deleted."""
    return timedelta(days=settings.CLASS_DAYS)


def room_of(typed: str) -> Room | None:
    """The room of this code. One that is past its time is as if it were deleted already."""
    code = codes.read(typed)
    if code is None:
        return None
    return Room.objects.filter(code=code, used__gt=timezone.now() - expired()).first()


def role(cookies: Mapping[str, str], code: str) -> Role | None:
    """What the browser with these cookies is in the room of this code; None where there is no such room."""
    room = room_of(code)
    if room is None:
        return None
    visitor = visitors.visitor_id(cookies)
    if visitor is None:
        return Role(room, False, None)
    return Role(
        room,
        room.teachers.filter(pk=visitor).exists(),
        room.learners.select_related("workspace", "room", "visitor", "at__workspace")
        .filter(visitor_id=visitor)
        .first(),
    )


def seated(cookies: Mapping[str, str], code: str) -> Learner | None:
    """The learner whose browser this is, in the room of this code: what ``role`` says of them, in one look."""
    typed, visitor = codes.read(code), visitors.visitor_id(cookies)
    if typed is None or visitor is None:
        return None
    alive = timezone.now() - expired()
    found = Learner.objects.select_related("workspace", "room")
    return found.filter(visitor_id=visitor, room__code=typed, room__used__gt=alive).first()


def teachers_right(room: Room) -> str:
    """The right with which a teacher looks at a learner's lab."""
    return f"teach~{room.pk}"


def shown_right(room: Room) -> str:
    """The right with which everybody looks at the lab that is shown to all, as long as it is shown."""
    return f"show~{room.pk}~{room.show}"


def attempts_right(attempt: Attempt) -> str:
    """The right with which a teacher, and who made it, looks at an attempt: as long as it is kept."""
    return f"attempt~{attempt.pk}"


def present(learner: Learner) -> Workspace | None:
    """The cluster that a learner works in now: that of an attempt, or the one that they were given."""
    if learner.at is not None and learner.at.workspace is not None:
        return learner.at.workspace
    return learner.workspace


def may_watch(workspace: Workspace, right: str) -> bool:
    """Whether this right to look at a workspace holds now: while the room is open, and the learner in it."""
    attempt = Attempt.objects.select_related("learner__room").filter(workspace=workspace).first()
    if attempt is not None and right == attempts_right(attempt):
        return True
    learner = (
        attempt.learner
        if attempt
        else Learner.objects.select_related("room").filter(workspace=workspace).first()
    )
    if learner is None or learner.room.closed:
        return False
    room = learner.room
    if (
        room.shown_id == learner.pk
        and present(learner) == workspace
        and room.show
        and right == shown_right(room)
    ):
        return True
    return right == teachers_right(room)
