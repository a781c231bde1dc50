"""The socket of a room: who is let in, what each role hears and may say, and what ends it."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from nodeport_lab.asgi import application
from nodeport_lab.classroom import live
from nodeport_lab.classroom.models import Room
from tests.classroom.conftest import Person
from tests.lab.test_live import ORIGIN, Page


@pytest.fixture
def teacher(transactional_db: None) -> Person:
    return Person()


def line(person: Person, room: Room | str, what: str, origin: str | None = ORIGIN) -> Page:
    cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in person.client.cookies.items())
    headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
    headers += [(b"origin", origin.encode())] if origin else []
    code = room if isinstance(room, str) else room.code
    query = f"room={code}&as={what}&language=en".encode()
    return Page(
        application, {"type": "websocket", "path": "/ws/class/", "query_string": query, "headers": headers}
    )


async def hears(page: Page, kind: str) -> Any:
    """The next message of a kind; what comes before is passed over."""
    for _ in range(20):
        heard = await page.receive_output(timeout=3)
        assert heard["type"] == "websocket.send", heard
        message = json.loads(heard["text"])
        if message["type"] == kind:
            return message
    raise AssertionError(f"nothing of {kind} was heard")


async def ends(page: Page) -> int:
    """The code with which the server closes."""
    for _ in range(200):
        heard = await page.receive_output(timeout=3)
        if heard["type"] == "websocket.close":
            return heard["code"]
    raise AssertionError("it was not closed")


async def opened(person: Person, room: Room, what: str) -> Page:
    page = line(person, room, what)
    assert await page.connect() == 0
    return page


@sync_to_async
def order(person: Person, room: Room, name: str, body: Any = None) -> None:
    person.order(room, name, body)


async def test_the_board_hears_of_learners_as_they_come_work_and_go(
    teacher: Person, room: Room, learner: Person
) -> None:
    board = await opened(teacher, room, "board")
    [row] = (await hears(board, "rows"))["rows"]
    assert (row["name"], row["hand"]) == ("Haruka", None)
    seat = await opened(learner, room, "seat")
    assert (await hears(seat, "room")) == {"type": "room", "closed": False, "show": ""}
    assert (await hears(seat, "me")) == {"type": "me", "hand": False, "done": False}
    await seat.says(text='{"say": "hand", "on": true}')
    assert (await hears(seat, "me"))["hand"] is True
    [row] = (await hears(board, "rows"))["rows"]
    assert row["hand"] == 0
    identity = row["id"]
    # Again is not more: the hand is up since it was raised.
    await seat.says(text='{"say": "hand", "on": true}')
    await hears(seat, "me")
    await order(teacher, room, "lower", {"learner": identity})
    assert (await hears(seat, "me"))["hand"] is False
    await seat.says(text='{"say": "done", "on": true}')
    assert (await hears(seat, "me"))["done"] is True

    workspace = await sync_to_async(learner.named)(f"/en/class/{room.code}/")
    await sync_to_async(learner.lab)("act", workspace, {"type": "set-node", "node": "node1", "up": False})
    for _ in range(5):
        [row] = (await hears(board, "rows"))["rows"]
        if row["did"]:
            break
    assert (row["did"], row["steps"], row["here"]) == ("Stop node1", 1, True)
    await seat.leaves()
    assert (await hears(board, "rows"))["rows"][0]["here"] is False
    await order(teacher, room, "remove", {"learner": identity})
    assert (await hears(board, "gone"))["ids"] == [identity]
    await board.leaves()


async def test_learners_hear_of_the_room_and_of_nobody_else(
    teacher: Person, room: Room, learner: Person
) -> None:
    other = Person()
    await sync_to_async(other.join)(room, "Ken")
    seat, neighbour = await opened(learner, room, "seat"), await opened(other, room, "seat")
    for page in (seat, neighbour):
        await hears(page, "me")
    identity = (await sync_to_async(learner.sits)(room)).pk
    await seat.says(text='{"say": "hand", "on": true}')
    await hears(seat, "me")
    assert await neighbour.receive_nothing()
    await order(teacher, room, "give", {"learners": [identity], "task": ""})
    await hears(seat, "given")
    assert await neighbour.receive_nothing()
    await order(teacher, room, "show", {"learner": identity, "named": False})
    shown = await hears(neighbour, "room")
    assert set(shown) == {"type", "closed", "show"}
    assert shown["show"]
    await order(teacher, room, "close")
    assert (await hears(neighbour, "room"))["closed"] is True
    await order(teacher, room, "delete")
    for page in (seat, neighbour):
        await hears(page, "out")
        assert await ends(page) == live.FORBIDDEN


async def test_only_who_is_in_the_room_is_let_in_and_as_what_they_are(
    teacher: Person, room: Room, learner: Person
) -> None:
    other = Person()
    elsewhere = await sync_to_async(other.open_room)()
    forged = Person()
    forged.client.cookies["visitor"] = learner.client.cookies["visitor"].value[:-1] + "x"
    refused = [
        line(learner, room, "board"),
        line(teacher, room, "seat"),
        line(other, room, "board"),
        line(other, room, "seat"),
        line(Person(), room, "seat"),
        line(forged, room, "seat"),
        line(learner, elsewhere, "seat"),
        line(learner, "BCDFGH", "seat"),
        line(learner, "", "seat"),
        line(learner, room, "seat", "http://elsewhere.example"),
        line(teacher, room, "board", None),
    ]
    for page in refused:
        assert await page.connect() == live.FORBIDDEN


@pytest.mark.parametrize(
    "said",
    [
        {"text": "{not json"},
        {"text": "[]"},
        {"text": '{"say": "rows"}'},
        {"text": '{"say": "hand"}'},
        {"text": '{"say": "hand", "on": 1}'},
        {"text": '{"say": "hand", "on": true, "learner": "somebody"}'},
        {"text": '{"say": "' + "x" * 2000 + '"}'},
        {"text": "[" * 1000},
        {"bytes": b"\xff"},
    ],
)
async def test_who_says_what_no_page_says_is_not_listened_to(
    room: Room, learner: Person, said: dict[str, Any]
) -> None:
    seat = await opened(learner, room, "seat")
    await hears(seat, "me")
    await seat.says(**said)
    assert await ends(seat) == live.NOT_UNDERSTOOD
    assert (await sync_to_async(learner.sits)(room)).hand is None


async def test_a_board_may_not_speak_for_a_learner(teacher: Person, room: Room) -> None:
    board = await opened(teacher, room, "board")
    await board.says(text='{"say": "hand", "on": true}')
    assert await ends(board) == live.NOT_UNDERSTOOD


async def test_a_flood_is_cut_off_and_several_pages_do_not_help(room: Room, learner: Person) -> None:
    pages = [await opened(learner, room, "seat") for _ in range(2)]
    for number in range(15):
        for page in pages:
            await page.says(text=json.dumps({"say": "hand", "on": number % 2 == 0}))
    for page in pages:
        assert await ends(page) == live.TOO_MUCH


async def test_who_was_removed_is_out_and_what_they_say_is_not_heard(
    teacher: Person, room: Room, learner: Person
) -> None:
    seat = await opened(learner, room, "seat")
    await hears(seat, "me")
    # Even where the message of it was lost.
    await sync_to_async(lambda: room.learners.all().delete())()
    await seat.says(text='{"say": "hand", "on": true}')
    await hears(seat, "out")
    assert await ends(seat) == live.FORBIDDEN


async def test_after_the_class_no_hand_goes_up(teacher: Person, room: Room, learner: Person) -> None:
    seat = await opened(learner, room, "seat")
    await order(teacher, room, "close")
    await seat.says(text='{"say": "hand", "on": true}')
    for _ in range(2):
        me = await hears(seat, "me")
    assert me["hand"] is False
    await seat.leaves()
