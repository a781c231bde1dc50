"""Live questions over the socket: everybody hears them at once, an answer counts once, and nobody says more than they may."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from nodeport_lab.classroom import live, telling
from nodeport_lab.classroom.models import Asking, Room, Vote
from nodeport_lab.classroom.questions import line as questions_line
from nodeport_lab.classroom.thread import kept
from tests.classroom.conftest import Person
from tests.classroom.questions.conftest import CHOOSE, ENTRY, Lesson, right, wrong
from tests.classroom.test_live import ends, hears, line, opened
from tests.lab.test_live import Page


@pytest.fixture
def teacher(transactional_db: None) -> Person:
    return Person()


def said(asking: Asking, fields: Any, more: Any = None) -> str:
    words = {
        "say": "answer",
        "asking": asking.pk,
        "round": asking.round,
        "form": urlencode(fields, doseq=True),
    }
    return json.dumps(words | (more or {}))


async def answers(page: Page, asking: Asking, fields: Any, **more: Any) -> Any:
    await page.says(text=said(asking, fields, more))
    return await hears(page, "answered")


async def ask(lesson: Lesson, *items: str, **fields: Any) -> Asking:
    return await sync_to_async(lesson.ask)(*items, **fields)


async def test_everybody_hears_a_question_at_once_and_the_teacher_the_answers(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    seat, asks = await opened(learner, room, "seat"), await opened(lesson.teacher, room, "ask")
    wall = await opened(lesson.teacher, room, "wall")
    asking = await ask(lesson, CHOOSE)
    heard = await hears(seat, "question")
    assert "How often is the destination rewritten" in heard["html"]
    assert heard["filled"] == {}
    assert await answers(seat, asking, right(asking)) == {
        "type": "answered", "asking": asking.pk, "round": 1, "mine": (await hears_mine(seat, asking))
    }  # fmt: skip
    for page in (asks, wall):
        for _ in range(4):
            votes = await hears(page, "votes")
            if votes["count"]:
                break
        assert (votes["count"], votes["here"]) == (1, 1)
    # A page that was reloaded hears it again, with what was answered.
    again = await opened(learner, room, "seat")
    heard = await hears(again, "question")
    assert heard["filled"] == right(asking)
    assert "Your answer is in" in heard["mine"]
    await sync_to_async(lesson.order)("reveal")
    for page in (seat, again):
        told = await hears(page, "question")
        assert "Right." in told["mine"]
        assert "data-told" in told["html"]
    await sync_to_async(lesson.order)("end")
    assert (await hears(seat, "question"))["key"] == ""
    for page in (seat, asks, wall, again):
        await page.leaves()


async def test_who_answers_while_the_others_are_counted_is_counted_too(
    lesson: Lesson, room: Room, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = await ask(lesson, CHOOSE)
    asks, seat = await opened(lesson.teacher, room, "ask"), await opened(learner, room, "seat")
    assert (await hears(asks, "votes"))["count"] == 0
    counting, go_on = asyncio.Event(), asyncio.Event()
    send_votes = questions_line.QuestionLine.send_votes

    async def slowly(self: questions_line.QuestionLine) -> None:
        """The count is made at once, and takes its time to be sent."""
        found = await kept(questions_line._counted)(self.room_id)
        if not counting.is_set():
            counting.set()
            await go_on.wait()
            await self.send_json({"type": "votes", **found})
        else:
            await send_votes(self)

    monkeypatch.setattr(questions_line.QuestionLine, "send_votes", slowly)
    # Told below, at the moment in question.
    monkeypatch.setattr(questions_line.QuestionLine, "_tell_soon", lambda self: None)
    await get_channel_layer().group_send(telling.asking(room.pk), {"type": "votes.changed"})
    await counting.wait()
    await answers(seat, asking, right(asking))
    await get_channel_layer().group_send(telling.asking(room.pk), {"type": "votes.changed"})
    # The page hears in turn: with what comes after the vote, it has heard of the vote.
    await get_channel_layer().group_send(telling.asking(room.pk), {"type": "question.changed", "version": 99})
    while (await hears(asks, "question"))["version"] != 99:
        pass
    go_on.set()
    assert [(await hears(asks, "votes"))["count"] for _ in range(2)] == [0, 1]
    for page in (asks, seat):
        await page.leaves()


async def hears_mine(page: Page, asking: Asking) -> str:
    return str((await answers(page, asking, right(asking)))["mine"])


async def test_an_answer_counts_once_whatever_happens(lesson: Lesson, room: Room, learner: Person) -> None:
    pages = [await opened(learner, room, "seat") for _ in range(2)]
    asking = await ask(lesson, CHOOSE)
    await asyncio.gather(*(answers(page, asking, right(asking)) for page in pages for _ in range(3)))
    assert await Vote.objects.acount() == 1
    await sync_to_async(lesson.order)("close")
    assert (await answers(pages[0], asking, wrong(asking)))["error"] == "late"
    await sync_to_async(lesson.order)("again")
    assert (await answers(pages[0], asking, wrong(asking)))["error"] == "late", "a replay"
    assert "error" not in await answers(pages[0], asking, wrong(asking), round=2)
    assert [vote.right async for vote in Vote.objects.order_by("round")] == [True, False]
    for page in pages:
        await page.leaves()


async def test_what_is_not_asked_here_is_not_answered(lesson: Lesson, room: Room, learner: Person) -> None:
    seat = await opened(learner, room, "seat")
    asking = await ask(lesson, CHOOSE, ENTRY)
    waiting = await lesson_waiting(lesson)
    other = Lesson(Person(), room)
    elsewhere = await sync_to_async(other.teacher.open_room)()
    theirs = await ask(Lesson(other.teacher, elsewhere), CHOOSE)
    for wanted in (waiting, theirs):
        assert (await answers(seat, wanted, {"choice": "0"}, round=1))["error"] == "no-question"
    assert (await answers(seat, asking, {"choice": "99"}))["error"] == "unanswerable"
    assert (await answers(seat, asking, {f"f{number}": "" for number in range(100)}))[
        "error"
    ] == "unanswerable"
    assert not await Vote.objects.aexists()
    await seat.leaves()


@sync_to_async
def lesson_waiting(lesson: Lesson) -> Asking:
    return lesson.sitting.askings.get(item=ENTRY)


@pytest.mark.parametrize(
    "more",
    [{"learner": "x"}, {"round": "1"}, {"round": True}, {"form": 7}, {"asking": None}, {"form": "x" * 9000}],
)
async def test_who_says_what_no_page_says_is_not_listened_to(
    lesson: Lesson, room: Room, learner: Person, more: dict[str, Any]
) -> None:
    asking = await ask(lesson, CHOOSE)
    seat = await opened(learner, room, "seat")
    await hears(seat, "question")
    await seat.says(text=said(asking, right(asking), more))
    assert await ends(seat) == live.NOT_UNDERSTOOD
    assert not await Vote.objects.aexists()


async def test_a_teachers_page_answers_nothing_and_a_learner_opens_none(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    asking = await ask(lesson, CHOOSE)
    for part in ("ask", "wall", "board"):
        assert await line(learner, room, part).connect() == live.FORBIDDEN
        page = await opened(lesson.teacher, room, part)
        await page.says(text=said(asking, right(asking)))
        assert await ends(page) == live.NOT_UNDERSTOOD


async def test_who_was_removed_answers_no_more(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = await ask(lesson, CHOOSE)
    seat = await opened(learner, room, "seat")
    await hears(seat, "question")
    await sync_to_async(lambda: room.learners.all().delete())()
    await seat.says(text=said(asking, right(asking)))
    await hears(seat, "out")
    assert await ends(seat) == live.FORBIDDEN
