"""What hundreds of sockets are about to send is looked up and rendered once in this process.

A card is kept under the version of the room's sitting; whoever hears of another version has it made anew, from the database.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from nodeport_lab.classroom.questions import cards
from nodeport_lab.classroom.questions.cards import Common
from nodeport_lab.classroom.thread import kept
from nodeport_lab.content.words import Language

_MOST = 64
_made: OrderedDict[tuple[str, Language], tuple[int, asyncio.Task[Common]]] = OrderedDict()


async def _make(room_id: str, language: Language) -> Common:
    return await kept(cards.common)(room_id, language)


async def common(room_id: str, language: Language, version: int) -> Common:
    """How things stand for everybody in the room, at this version or a later one."""
    key = (room_id, language)
    held = _made.get(key)
    if held is None or held[0] < version or _useless(held[1]):
        held = (version, asyncio.create_task(_make(room_id, language)))
        _made[key] = held
        while len(_made) > _MOST:
            _made.popitem(last=False)
    _made.move_to_end(key)
    # Whoever asked first may leave; the others still wait for it.
    return await asyncio.shield(held[1])


def _useless(task: asyncio.Task[Common]) -> bool:
    """What failed, or belongs to a loop that is over."""
    if task.get_loop() is not asyncio.get_running_loop():
        return True
    return task.done() and (task.cancelled() or task.exception() is not None)
