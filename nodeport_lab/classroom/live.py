"""The socket of a room: boards hear of learners, learners of the room; a learner's page says that it is there, and little else.

A page states as what it comes (``as=board``, ``as=seat``; ``as=ask`` and ``as=wall`` are the teacher's too); whether it may is looked up, at
first and with every word. It may say ``{"say": "here"}``, ``{"say": "hand", "on": true}``, ``{"say": "done", "on": true}`` (a learner's) and
``{"say": "rows"}`` (a teacher's). It hears ``room``, ``rows`` and ``gone`` (a board), ``room``, ``me``, ``given`` and ``tasks`` (a learner's), and ``out``
when it is no longer part of the room. What is said and heard of live questions: ``questions.line``.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import get_handler_name
from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone, translation

from nodeport_lab.classroom import board, outcomes, roles, rooms, telling
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.classroom.questions.line import QuestionLine, is_answer
from nodeport_lab.classroom.thread import kept
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.stage import same_origin

FORBIDDEN, NOT_UNDERSTOOD, TOO_MUCH = 4003, 4002, 4008
MAX_WORDS = 8192  # bytes that a page may say at once
TOGETHER = 0.2  # seconds in which rows that change are sent together

words_rate = Rate(settings.CLASS_WORDS_PER_SECOND, settings.CLASS_WORDS_AT_ONCE)


class RoomSocket(QuestionLine):
    """One open page of a room."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does, but without a look at the database's connections: those of this socket are ``thread``'s."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Lets in who comes from our own pages and is in the room what they say they are."""
        self.groups_joined: list[str] = []
        self.changed_rows: set[str] = set()
        self.sending: asyncio.Task[None] | None = None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self.scope["headers"]}
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.cookies = parse_cookie(headers.get("cookie", ""))
        self.code = query.get("room", [""])[0]
        self.language = "ja" if query.get("language", [""])[0] == "ja" else "en"
        wanted = query.get("as", [""])[0]
        self.part = wanted if wanted in TEACHERS else "seat"
        self.is_board = self.part != "seat"
        who = await self._who() if same_origin(headers) else None
        if who is None:
            await self.close(code=FORBIDDEN)
            return
        room, learner = who
        self.room_id, self.learner_id = room.pk, learner.pk if learner else None
        # Listening begins before anything is looked up: what changes in between is heard of twice, not never.
        own = telling.seat(learner.pk) if learner else TEACHERS[self.part](room.pk)
        for group in (telling.everybody(room.pk), own):
            await self.channel_layer.group_add(group, self.channel_name)
            self.groups_joined.append(group)
        await self.accept()
        await self.room_changed({})
        if learner is not None:
            await self._said(learner, {"say": "here"})
        elif self.part == "board":
            await self._send_rows(None)
        await self.send_question()

    async def disconnect(self, code: int) -> None:
        """The page is closed, or lost."""
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)
        if self.sending:
            self.sending.cancel()
        self.stop_counting()
        if self.groups_joined and not self.is_board:
            who = await self._who()
            if who and who[1]:
                await self._left(who[1])

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """A page said something. Who says what no page of ours says, or too much, is not listened to any more."""
        if text_data is None or len(text_data.encode()) > MAX_WORDS:
            await self.close(code=NOT_UNDERSTOOD)
            return
        try:
            said = json.loads(text_data)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or not _understood(said, self.is_board):
            await self.close(code=NOT_UNDERSTOOD)
            return
        who = await self._who()
        if who is None:
            await self.seat_gone({})
            return
        room, learner = who
        if not words_rate.take(learner.pk if learner else f"{room.pk} {self.channel_name}"):
            await self.close(code=TOO_MUCH)
            return
        if learner is None:
            await (self._send_rows(None) if self.part == "board" else self.send_votes())
        elif said["say"] == "answer":
            await self.answer(learner, said)
        else:
            await self._said(learner, said)

    async def room_changed(self, event: dict[str, Any]) -> None:
        """The room was locked or closed, or a lab is shown to all."""
        who = await self._who()
        if who is None:
            await self.seat_gone({})
            return
        room = who[0]
        more = {"locked": room.locked, "shown": room.shown_id} if self.is_board else {}
        await self.send_json({"type": "room", "closed": bool(room.closed), "show": room.show, **more})

    async def row_changed(self, event: dict[str, Any]) -> None:
        """A learner's row is different, or gone. What changes within a moment is sent together."""
        self.changed_rows.add(event["learner"])
        if self.sending is None or self.sending.done():
            self.sending = asyncio.create_task(self._send_soon())

    async def cluster_given(self, event: dict[str, Any]) -> None:
        """The learner has another cluster."""
        await self.send_json({"type": "given"})

    async def tasks_changed(self, event: dict[str, Any]) -> None:
        """What the learner has to do is different; perhaps they are to be taken to it."""
        await self.send_json({"type": "tasks", "now": event["now"]})

    async def hand_lowered(self, event: dict[str, Any]) -> None:
        """The teacher has seen the learner's hand."""
        who = await self._who()
        if who and who[1]:
            await self.send_json({"type": "me", **standing(who[1])})

    async def seat_gone(self, event: dict[str, Any]) -> None:
        """This page is no longer part of the room."""
        await self.send_json({"type": "out"})
        await self.close(code=FORBIDDEN)

    async def _send_soon(self) -> None:
        while self.changed_rows:
            await asyncio.sleep(TOGETHER)
            changed, self.changed_rows = self.changed_rows, set()
            await self._send_rows(changed)

    async def _send_rows(self, only: set[str] | None) -> None:
        who = await self._who()
        if who is None:
            await self.seat_gone({})
            return
        found = await self._rows(who[0], only)
        await self.send_json({"type": "rows", "rows": found, "all": only is None})
        gone = [] if only is None else sorted(only - {row["id"] for row in found})
        if gone:
            await self.send_json({"type": "gone", "ids": gone})

    async def _said(self, learner: Learner, said: dict[str, Any]) -> None:
        now = await self._noted(learner, said)
        await self.send_json({"type": "me", **now})

    async def _who(self) -> tuple[Room, Learner | None] | None:
        """The room and, where this is a learner's, the learner; None where this page may not be there."""
        return await kept(_who)(self.cookies, self.code, self.is_board)

    async def _rows(self, room: Room, only: set[str] | None) -> list[dict[str, Any]]:
        return await kept(_rows)(self.language, room, only)

    async def _noted(self, learner: Learner, said: dict[str, Any]) -> dict[str, Any]:
        return await kept(note)(learner, said)

    async def _left(self, learner: Learner) -> None:
        await kept(_left)(learner)


# What a teacher's page comes as, and the group in which it listens.
TEACHERS = {"board": telling.teachers, "ask": telling.asking, "wall": telling.asking}


def _who(cookies: dict[str, str], code: str, teaches: bool) -> tuple[Room, Learner | None] | None:
    if teaches:
        role = roles.role(cookies, code)
        return (role.room, None) if role and role.teacher else None
    learner = roles.seated(cookies, code)
    return (learner.room, learner) if learner else None


def _rows(language: str, room: Room, only: set[str] | None) -> list[dict[str, Any]]:
    with translation.override(language):
        return board.rows(room, only)


def _left(learner: Learner) -> None:
    Learner.objects.filter(pk=learner.pk).update(seen=None)
    telling.learner(learner)


def _understood(said: dict[str, Any], is_board: bool) -> bool:
    match said:
        case {"say": "rows"}:
            return is_board and len(said) == 1
        case {"say": "here"}:
            return not is_board and len(said) == 1
        case {"say": "hand" | "done", "on": bool()}:
            return not is_board and len(said) == 2
        case _:
            return not is_board and is_answer(said)


def note(learner: Learner, said: dict[str, Any]) -> dict[str, bool | str | None]:
    """Keeps what a learner's page said, and tells the boards where it is news: ``standing`` as it is now."""
    now = timezone.now()
    was_away = learner.seen is None or (now - learner.seen).total_seconds() > settings.CLASS_AWAY
    changes: dict[str, Any] = {"seen": now}
    what = said["say"]
    judged = what == "done" and outcomes.has_goal(learner)
    if what in ("hand", "done") and not learner.room.closed and not judged:
        raised = getattr(learner, what)
        if said["on"] != bool(raised):
            changes[what] = now if said["on"] else None
        if what == "done" and said["on"]:
            changes["hand"] = None  # who is done needs no help
    Learner.objects.filter(pk=learner.pk).update(**changes)
    for name, value in changes.items():
        setattr(learner, name, value)
    if was_away:
        rooms.use(learner.room)
    if was_away or len(changes) > 1:
        telling.learner(learner)
    return standing(learner)


def standing(learner: Learner) -> dict[str, bool | str | None]:
    """What a learner's own page shows of them; ``lab`` tells a page that missed it that another cluster was given."""
    return {"hand": learner.hand is not None, "done": learner.done is not None, "lab": learner.workspace_id}
