"""Nobody asks, answers, or looks but who may; whatever is sent."""

from typing import Any

import pytest

from nodeport_lab.classroom.models import Room, Vote
from nodeport_lab.classroom.questions import sittings, votes
from tests.classroom.conftest import Person
from tests.classroom.questions.conftest import CHOOSE, ENTRY, Lesson, right, send

ORDERS = ("add", "drop", "move", "settle", "start", "clock", "close", "bars", "again", "reveal", "end")


def test_only_the_rooms_own_teacher_asks(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = lesson.ask(CHOOSE, ENTRY)
    other = Person()
    elsewhere = Lesson(other, other.open_room())
    version = lesson.sitting.version
    for who in (learner, other, Person()):
        for order in ORDERS:
            lesson.order(order, 404, who=who, item=CHOOSE, asking=asking.pk)
        for page in ("ask", "wall"):
            who.page(f"/en/class/{room.code}/{page}/", 404)
        who.page(f"/en/class/{room.code}/question/{asking.pk}/proof", 404)
    assert lesson.sitting.version == version
    waiting = lesson.sitting.askings.get(item=ENTRY)
    for order in ("drop", "move", "start"):
        elsewhere.order(order, 404, asking=waiting.pk)
    lesson.teacher.page(f"/en/class/{room.code}/question/{asking.pk}/proof")
    lesson.teacher.page(f"/en/class/{room.code}/question/{waiting.pk}/proof", 404)
    lesson.order("nonsense", 400)


def test_only_who_sits_in_the_room_answers(lesson: Lesson, room: Room, learner: Person) -> None:
    asking = lesson.ask(CHOOSE, ENTRY)
    other = Person()
    elsewhere = Person().open_room()
    other.join(elsewhere, "Ken")
    fields = right(asking)
    assert send(Person(), room, asking, fields).status_code == 404
    assert send(other, room, asking, fields).status_code == 404
    assert send(lesson.teacher, room, asking, fields).status_code == 404
    # In one's own room to a question of another's; before it is asked; in a round that is not; to nothing.
    assert send(other, elsewhere, asking, fields).status_code == 404
    assert (
        send(learner, room, lesson.sitting.askings.get(item=ENTRY), {"text": "2"}, round=1).status_code == 404
    )
    assert send(learner, room, asking, fields, round=2).status_code == 409
    asking.pk = "x" * 22
    assert send(learner, room, asking, fields).status_code == 404
    for who in (Person(), other, lesson.teacher):
        who.page(f"/en/class/{room.code}/question/now", 404)
    assert not Vote.objects.exists()
    strict = Person(enforce_csrf_checks=True)
    strict.client.cookies = learner.client.cookies
    assert send(strict, room, lesson.asking, fields).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"choice": "99"},
        {"choice": "-1"},
        {"choice": "b"},
        {"choice": ""},
        {"choices": ["a"]},
        {"text": "x" * 10_000},
    ],
)
def test_what_no_form_sends_is_no_answer(lesson: Lesson, room: Room, learner: Person, fields: Any) -> None:
    asking = lesson.ask(CHOOSE)
    response = send(learner, room, asking, fields)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "unanswerable")
    plain = send(learner, room, asking, fields, script=False)
    assert plain.status_code == 422
    assert "Something is missing" in plain.content.decode()
    assert not Vote.objects.exists()


def test_what_is_too_large_is_refused_and_fields_of_others_are_not_kept(
    lesson: Lesson, room: Room, learner: Person
) -> None:
    asking = lesson.ask(CHOOSE)
    assert send(learner, room, asking, {"choice": "0", "more": "x" * (1 << 20)}).status_code in (400, 413)
    assert send(learner, room, asking, right(asking) | {"score": "1", "learner": "x"}).status_code == 200
    assert set(Vote.objects.get().filled) == {"choice"}


def test_a_flood_of_answers_is_refused(
    lesson: Lesson, room: Room, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(votes.rate, "_burst", 2)
    monkeypatch.setattr(votes.rate, "_per_second", 0)
    asking = lesson.ask(CHOOSE)
    assert [send(learner, room, asking, right(asking)).status_code for _ in range(3)] == [200, 200, 429]
    assert Vote.objects.count() == 1


def test_a_list_has_an_end(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sittings, "MAX_QUESTIONS", 2)
    lesson.add(CHOOSE, ENTRY)
    assert "has room for 2" in lesson.order("add", 400, item=CHOOSE)
    for seconds in ("9" * 20, "-5", "x", "0"):
        lesson.order("clock", seconds=seconds)
    assert lesson.sitting.askings.count() == 2


def test_names_are_shown_escaped(lesson: Lesson, room: Room) -> None:
    person = Person()
    person.join(room, "<script>alert(1)</script>")
    lesson.add(CHOOSE)
    lesson.order("settle", pace="teacher", named="1", leaders="1")
    lesson.order("start")
    send(person, room, lesson.asking, right(lesson.asking))
    lesson.order("reveal")
    for name in ("ask", "wall"):
        page = lesson.page(name)
        assert "alert(1)" in page
        assert "<script>alert" not in page
