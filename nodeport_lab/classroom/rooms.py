"""What happens to a room. Callers have checked who asks; what a person got wrong is a Refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.classroom import telling
from nodeport_lab.classroom.models import MAX_NAME, MAX_TASK, MAX_TITLE, Learner, Room, Sitting
from nodeport_lab.lab.actions import appliable, clean, files, malformed
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.stage import (
    Beginning,
    Visitor,
    Workspace,
    introduction,
    make,
    new_id,
    preset_beginning,
    room_for_labs,
)
from nodeport_lab.quiz.models import Asked, Round

_TRIES = 20


def open_room(visitor: Visitor, title: str) -> Room:
    """A new room of this teacher's."""
    title = _words(title, MAX_TITLE)
    if visitor.taught_rooms.count() >= settings.CLASS_MAX_ROOMS:
        raise Refusal(
            400,
            "too-many-rooms",
            _("You have %(count)s rooms, and that is all there is room for. Delete one to open another.")
            % {"count": settings.CLASS_MAX_ROOMS},
        )
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                room = Room.objects.create(title=title)
                room.teachers.add(visitor)
            return room
        except IntegrityError:  # another room has this code
            continue
    raise RuntimeError("no code is free")


def join(room: Room, visitor: Visitor, name: str) -> Learner:
    """A seat in the room. Who has one already keeps it; of two learners of one name the second is numbered."""
    seated = room.learners.filter(visitor=visitor).first()
    if seated is not None:
        return seated
    name = person(name)
    _may_enter(room)
    if room.learners.count() >= settings.CLASS_MAX_LEARNERS:
        raise Refusal(400, "room-full", _("This room is full."))
    for number in range(1, settings.CLASS_MAX_LEARNERS + 2):
        try:
            with transaction.atomic():
                workspace = make(visitor, room.purpose, introduction())
                learner = Learner.objects.create(
                    room=room,
                    visitor=visitor,
                    name=_numbered(name, number),
                    workspace=workspace,
                    seen=timezone.now(),
                )
                use(room)
            break
        except IntegrityError:
            # The name is taken; or the same browser joined twice at once, and has its seat.
            seated = room.learners.filter(visitor=visitor).first()
            if seated is not None:
                return seated
    telling.learner(learner)
    return learner


def come_back(learner: Learner, visitor: Visitor) -> None:
    """The seat moves to this browser, and the cluster with it."""
    if learner.visitor_id == visitor.pk:
        return
    with transaction.atomic():
        # Of two seats in one room a browser holds the one that it came back to; the other's link is still good.
        learner.room.learners.filter(visitor=visitor).update(visitor=None)
        learner.visitor = visitor
        learner.save(update_fields=["visitor"])
        Workspace.objects.filter(learner=learner).update(visitor=visitor)
        # Attempts that are over are nobody's any more, and stay so.
        Workspace.objects.filter(attempt__learner=learner, visitor__isnull=False).update(visitor=visitor)
        Asked.objects.filter(round__attempt__learner=learner).update(visitor=visitor)
        Round.objects.filter(attempt__learner=learner).update(visitor=visitor)
        use(learner.room)


def logged_in(account: Any, visitor: Visitor, **kwargs: Any) -> None:
    """Somebody goes on with their account: the rooms that they opened and the seats that they took without it come along."""
    for room in visitor.taught_rooms.all():
        room.teachers.add(account.visitor)
        room.teachers.remove(visitor)
    for learner in visitor.seats.select_related("room"):
        if not learner.room.learners.filter(visitor=account.visitor).exists():
            come_back(learner, account.visitor)


def seat(learner: Learner) -> Workspace:
    """The learner's cluster; made again where it was tidied away."""
    if learner.workspace is None:
        learner.workspace = make(learner.visitor, learner.room.purpose, introduction())
        learner.save(update_fields=["workspace"])
    return learner.workspace


def rename(learner: Learner, name: str) -> None:
    """The teacher calls them something else."""
    name = person(name)
    if learner.room.learners.filter(name=name).exclude(pk=learner.pk).exists():
        raise Refusal(400, "name-taken", _("Somebody in this room has that name already."))
    learner.name = name
    learner.save(update_fields=["name"])
    telling.learner(learner)


def remove(learner: Learner) -> None:
    """Out of the room; what they made stays theirs."""
    room, identity = learner.room_id, learner.pk
    with transaction.atomic():
        _release([learner])
        Workspace.objects.filter(attempt__learner=learner).delete()
        learner.delete()
    telling.removed(room, identity)


def lock(room: Room, locked: bool) -> None:
    """Nobody new comes in; who is in stays, and comes back."""
    Room.objects.filter(pk=room.pk).update(locked=locked)
    telling.room(room)


def close(room: Room) -> None:
    """The class is over: nobody comes in, nobody looks at anybody's lab, and everybody keeps their own. ``reopen`` takes it back."""
    with transaction.atomic():
        for learner in room.learners.exclude(workspace=None).select_related("workspace"):
            if learner.workspace is not None:
                left = {"workspace": learner.workspace.pk, "revision": learner.workspace.revision}
                Learner.objects.filter(pk=learner.pk).update(left=left)
        Room.objects.filter(pk=room.pk).update(closed=timezone.now(), shown=None, show="")
        Sitting.objects.filter(room=room, ended=None).update(ended=timezone.now())
        _release(room.learners.select_related("workspace", "visitor"))
        room.learners.update(hand=None)
    telling.room(room)


def may_reopen(room: Room) -> bool:
    """Whether the end of a class can still be taken back."""
    return room.closed is not None and timezone.now() - room.closed < timedelta(
        hours=settings.CLASS_REOPEN_HOURS
    )


def reopen(room: Room) -> None:
    """The class goes on. Who has not touched their cluster since finds it in its place; what others made of theirs stays their own."""
    if not may_reopen(room):
        raise Refusal(403, "room-closed", _("This class is over."))
    with transaction.atomic():
        for learner in room.learners.filter(workspace=None).exclude(visitor=None):
            found = Workspace.objects.filter(
                pk=learner.left.get("workspace", ""),
                revision=learner.left.get("revision", -1),
                visitor=learner.visitor,
                purpose="lab",
            ).first()
            if found is not None:
                Workspace.objects.filter(pk=found.pk).update(purpose=room.purpose, title="")
                Learner.objects.filter(pk=learner.pk).update(workspace=found)
        Room.objects.filter(pk=room.pk).update(closed=None, used=timezone.now())
    telling.room(room)


def renew(room: Room, teacher: Visitor, alone: bool) -> None:
    """The teacher's link of before opens nothing any more. alone: the browsers in which it was opened are teachers no longer."""
    room.key = new_id()
    with transaction.atomic():
        Room.objects.filter(pk=room.pk).update(key=room.key)
        if alone:
            room.teachers.set([teacher])
    telling.room(room)


def delete(room: Room) -> None:
    """The room, every name in it, and every attempt and score are gone; the labs stay with those who made them."""
    identity = room.pk
    with transaction.atomic():
        Workspace.objects.filter(attempt__assignment__room=room).delete()
        _release(room.learners.select_related("workspace", "visitor"))
        room.delete()
    telling.deleted(identity)


def tidy(days: int) -> int:
    """Deletes the rooms that nobody used for so many days; how many they were."""
    left = list(Room.objects.filter(used__lte=timezone.now() - timedelta(days=days)))
    for room in left:
        delete(room)
    return len(left)


def use(room: Room) -> None:
    """Somebody was here."""
    Room.objects.filter(pk=room.pk).update(used=timezone.now())


def show(room: Room, learner: Learner | None, named: bool) -> None:
    """Everybody is to look at this learner's lab, with or without their name; at nobody's any more."""
    token = new_id() if learner else ""
    Room.objects.filter(pk=room.pk).update(shown=learner, show=token, show_name=named)
    telling.room(room)


def give(room: Room, learners: Sequence[Learner], beginning: Beginning, preset: str, task: str) -> None:
    """Another cluster for each of them. What they had becomes a lab of their own."""
    task = _words(task, MAX_TASK)
    for learner in learners:
        with transaction.atomic():
            _release([learner])
            learner.workspace = make(learner.visitor, room.purpose, beginning, preset=preset)
            learner.task, learner.given = task, timezone.now()
            learner.acted = learner.troubled = learner.done = learner.hand = None
            learner.said, learner.failed, learner.at = "", False, None
            learner.save()
        telling.given(learner)
    use(room)


def beginning(order: dict[str, Any]) -> tuple[Beginning, str]:
    """What a teacher gives out: ``{preset}`` or ``{files}``; without either the introduction's example. Its preset beside it."""
    preset, given = order.get("preset"), order.get("files")
    if preset:
        found = preset_beginning(preset) if isinstance(preset, str) else None
        if found is None:
            raise malformed()
        return found, preset
    if given:
        checked = files(given)
        appliable(checked)
        return Beginning(checked, [{"type": "apply", "files": checked}]), ""
    return introduction(), ""


def person(name: str) -> str:
    """A name as it is kept; refused where nothing is left of it."""
    kept = _words(name, MAX_NAME)
    if not kept:
        raise Refusal(400, "no-name", _("Write a name by which your teacher knows you."))
    return kept


def _may_enter(room: Room) -> None:
    room.refresh_from_db(fields=["closed", "locked"])
    if room.closed:
        raise Refusal(403, "room-closed", _("This class is over."))
    if room.locked:
        raise Refusal(403, "room-locked", _("This room is locked. Ask your teacher to let you in."))


def _release(learners: Iterable[Learner]) -> None:
    """Their clusters become labs of their own, where there is room for more; otherwise they go."""
    for learner in learners:
        workspace, learner.workspace = learner.workspace, None
        if workspace is None:
            continue
        Learner.objects.filter(pk=learner.pk).update(workspace=None)
        touched = workspace.length > workspace.begins
        if touched and learner.visitor is not None and room_for_labs(learner.visitor):
            Workspace.objects.filter(pk=workspace.pk).update(purpose="lab", title=_("From class"))
        else:
            workspace.delete()


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    ending = f" ({number})"
    return name[: MAX_NAME - len(ending)] + ending


def _words(text: str, limit: int) -> str:
    """One line of what can be seen, no longer than the limit."""
    seen = "".join(sign if sign.isprintable() else " " for sign in clean(text))
    return " ".join(seen.split())[:limit].strip()
