"""Live questions over the socket: everybody hears them at once, an answer counts once, and nobody says more than they may."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async

from nodeport_lab.classroom import live
from nodeport_lab.classroom.models import Asking, Room, Vote
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
