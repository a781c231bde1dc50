"""Live questions on the room's socket: what a learner's page, the teacher's and the wall hear of them, and answers.

A learner's page hears ``question`` (``cards.Common.told``) and says ``{"say": "answer", "asking", "round", "form"}``, the form as a
browser would post it; it hears ``answered`` with ``error`` or without. The teacher's page and the wall hear ``question`` with no more
than the version, and ``votes`` with how many there are.
"""

from __future__ import annotations

import asyncio
from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http import QueryDict
from django.utils import translation

from nodeport_lab.classroom import telling
from nodeport_lab.classroom.models import Learner, Sitting, Vote
from nodeport_lab.classroom.questions import cards, hall, sittings, tallies, votes
from nodeport_lab.classroom.thread import kept
from nodeport_lab.content.words import Language
from nodeport_lab.lab.errors import Refusal

TOGETHER = 0.2  # seconds in which votes that come are told together
MAX_FIELDS = 60

_counting: dict[str, asyncio.Task[None]] = {}


class QuestionLine(AsyncJsonWebsocketConsumer):
    """The part of a room's socket that live questions need."""

    room_id: str
    learner_id: str | None
    language: Language
    part: str
    counting: asyncio.Task[None] | None = None
    more_votes = False

    async def question_changed(self, event: dict[str, Any]) -> None:
        """Something else is asked, or it is further."""
        if self.part == "seat":
            found = await hall.common(self.room_id, self.language, event["version"])
            await self.send(text_data=found.told(self.learner_id))
        elif self.part != "board":
            await self.send_json({"type": "question", "version": event["version"]})

    async def send_question(self) -> None:
        """How things stand, to a page that has just come."""
        if self.part == "seat":
            version, vote = await kept(_standing)(self.room_id, self.learner_id)
            if version:
                found = await hall.common(self.room_id, self.language, version)
                await self.send(text_data=found.told(self.learner_id, vote))
        elif self.part != "board":
            await self.send_votes()

    async def votes_changed(self, event: dict[str, Any]) -> None:
        """Somebody answered. Many who answer within a moment are counted together."""
        self.more_votes = True
        if self.counting is None or self.counting.done():
            self.counting = asyncio.create_task(self._send_votes_soon())

    async def _send_votes_soon(self) -> None:
        # One who answers while the others are being counted is counted next.
        while self.more_votes:
            await asyncio.sleep(TOGETHER)
            self.more_votes = False
            await self.send_votes()

    async def send_votes(self) -> None:
        """How many answered."""
        await self.send_json({"type": "votes", **await kept(_counted)(self.room_id)})

    async def answer(self, learner: Learner, said: dict[str, Any]) -> None:
        """Takes an answer, and says whether it counts."""
        told = await kept(_taken)(learner, said, self.language)
        await self.send_json({"type": "answered", "asking": said["asking"], "round": said["round"], **told})
        if "error" not in told:
            self._tell_soon()

    def _tell_soon(self) -> None:
        """One message for all that are taken within a moment in this process."""
        waiting = _counting.get(self.room_id)
        if waiting is None or waiting.done():
            _counting[self.room_id] = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        await asyncio.sleep(TOGETHER)
        _counting.pop(self.room_id, None)
        await self.channel_layer.group_send(telling.asking(self.room_id), {"type": "votes.changed"})

    def stop_counting(self) -> None:
        """The page is gone."""
        if self.counting:
            self.counting.cancel()


def is_answer(said: dict[str, Any]) -> bool:
    """Whether a page of ours could have said this."""
    match said:
        case {"say": "answer", "asking": str(), "round": int(), "form": str()}:
            return len(said) == 4 and not isinstance(said["round"], bool)
        case _:
            return False


def _standing(room_id: str, learner_id: str | None) -> tuple[int, Vote | None]:
    """The version of what is asked, 0 where nothing is; and this learner's vote."""
    sitting = sittings.latest(room_id)
    if sitting is None or not cards.on(sitting):
        return 0, None
    asking = sitting.current
    vote = asking.votes.filter(learner_id=learner_id, round=asking.round).first() if asking else None
    return sitting.version, vote


def _counted(room_id: str) -> dict[str, int]:
    sitting = sittings.latest(room_id)
    if sitting is None or not cards.on(sitting):
        return {"version": sitting.version if sitting else 0, "count": 0, "here": tallies.here(room_id, 0)}
    if sitting.pace == Sitting.Pace.LEARNER or sitting.current is None:
        count = max((row["count"] for row in tallies.progress(sitting)), default=0)
    else:
        count = tallies.answered(sitting.current)
    return {"version": sitting.version, "count": count, "here": tallies.here(room_id, count)}


def _taken(learner: Learner, said: dict[str, Any], language: Language) -> dict[str, Any]:
    with translation.override(language):
        try:
            form = QueryDict(said["form"])
            if len(form) > MAX_FIELDS:
                raise Refusal(422, "unanswerable", "")
            vote = votes.cast(learner, said["asking"], said["round"], form)
        except Refusal as refusal:
            return {"error": refusal.code, "message": refusal.message}
        return {"mine": cards.mine("open", vote, language)}
