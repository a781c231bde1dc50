"""What the open pages of a room are told, in every process that serves one.

Messages say that something changed; each page's own socket looks up what, as its role may see it. What changed is safe in the
database by then, so telling may fail.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from nodeport_lab.classroom.models import MAX_SAID, Assignment, Learner, Room
from nodeport_lab.lab.stage import Workspace

logger = logging.getLogger(__name__)


def everybody(room_id: str) -> str:
    """The group of all pages of a room."""
    return f"class.{room_id}"


def teachers(room_id: str) -> str:
    """The group of the boards of a room."""
    return f"class.{room_id}.board"


def asking(room_id: str) -> str:
    """The group of the pages on which a teacher asks, and of the wall."""
    return f"class.{room_id}.asked"


def seat(learner_id: str) -> str:
    """The group of a learner's pages."""
    return f"class.seat.{learner_id}"


def room(found: Room) -> None:
    """The room itself changed: locked, closed, something is shown to all."""
    _send(everybody(found.pk), {"type": "room.changed"})


def asked(room_id: str, version: int) -> None:
    """A live question was started, closed, told; pages show this version from here on."""
    _send(everybody(room_id), {"type": "question.changed", "version": version})


def voted(room_id: str) -> None:
    """Somebody answered a live question."""
    _send(asking(room_id), {"type": "votes.changed"})


def learner(found: Learner) -> None:
    """A learner's row on the board changed."""
    _send(teachers(found.room_id), {"type": "row.changed", "learner": found.pk})


def given(found: Learner) -> None:
    """A learner got another cluster: their page is to be opened anew."""
    _send(seat(found.pk), {"type": "cluster.given"})
    learner(found)


def tasks(learners: Iterable[Learner], now: Assignment | None = None) -> None:
    """What these learners have to do is different; ``now``: what they are taken to at once."""
    room_id = ""
    for found in learners:
        _send(seat(found.pk), {"type": "tasks.changed", "now": now.pk if now else ""})
        room_id = found.room_id
    if room_id:
        _send(teachers(room_id), {"type": "room.changed"})


def lowered(found: Learner) -> None:
    """The teacher came, and took a learner's hand down."""
    _send(seat(found.pk), {"type": "hand.lowered"})
    learner(found)


def removed(room_id: str, learner_id: str) -> None:
    """A learner is no longer in the room."""
    _send(seat(learner_id), {"type": "seat.gone"})
    _send(teachers(room_id), {"type": "row.changed", "learner": learner_id})


def deleted(room_id: str) -> None:
    """The room is no more."""
    _send(everybody(room_id), {"type": "seat.gone"})


def lab_changed(workspace: Workspace, **kwargs: Any) -> None:
    """Of the lab: a workspace has a new revision."""
    if not workspace.purpose.startswith("class:"):
        return
    found = Learner.objects.filter(workspace=workspace).first()
    if found is not None:
        if found.acted is None:
            found.acted = timezone.now()
            Learner.objects.filter(pk=found.pk).update(acted=found.acted)
        learner(found)


def learner_told(workspace: Workspace, text: str, failed: bool, **kwargs: Any) -> None:
    """Of the lab: somebody was told this by kubectl, or by a program."""
    if not workspace.purpose.startswith("class:"):
        return
    found = Learner.objects.filter(workspace=workspace).first()
    if found is not None:
        now = timezone.now()
        found.said, found.failed = text[:MAX_SAID], failed
        found.acted = found.acted or now
        found.troubled = (found.troubled or now) if failed else None
        found.save(update_fields=["said", "failed", "acted", "troubled"])
        learner(found)


def _send(group: str, message: dict[str, Any]) -> None:
    def send() -> None:
        try:
            async_to_sync(get_channel_layer().group_send)(group, message)
        except Exception:
            logger.warning("a room's pages could not be told of a change", exc_info=True)

    # Who hears of it looks it up: it has to be there by then.
    transaction.on_commit(send)
