"""A learner joins, comes back, and stays who they are; nobody becomes somebody else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from nodeport_lab.classroom import links, pages
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.lab.models import Workspace
from tests.classroom.conftest import Person


def test_a_learner_joins_by_the_short_address_and_is_there_again_after_a_reload(room: Room) -> None:
    person = Person()
    assert person.client.get(f"/c/{room.code.lower()}")["Location"] == f"/en/class/{room.code}/"
    door = person.page(f"/en/class/{room.code}/")
    assert "deleted with the room" in door
    assert not person.client.cookies.get("visitor"), "nobody is made a visitor of by looking"
    person.join(room, "  Haruka \u202e\n Sato  ")
    learner = person.sits(room)
    assert learner.name == "Haruka Sato"
    first = person.named(f"/en/class/{room.code}/")
    assert first == learner.workspace_id == person.named(f"/en/class/{room.code}/")


def test_names_are_shown_escaped(teacher: Person, room: Room) -> None:
    person = Person()
    person.join(room, "<script>alert(1)</script>")
    for who, address in ((person, ""), (teacher, "board/"), (teacher, f"learner/{person.sits(room).pk}/")):
        page = who.page(f"/en/class/{room.code}/{address}")
        assert "alert(1)" in page
        assert "<script>alert" not in page


def test_who_joins_twice_keeps_their_seat_and_of_two_of_one_name_the_second_is_numbered(room: Room) -> None:
    one, other = Person(), Person()
    one.join(room, "Ken")
    one.join(room, "Somebody else")
    other.join(room, "Ken")
    assert [learner.name for learner in room.learners.all()] == ["Ken", "Ken (2)"]


@pytest.mark.parametrize("name", ["", "   ", "\n\t\u200b"])
def test_who_has_no_name_is_asked_for_one(room: Room, name: str) -> None:
    assert "Write a name" in Person().join(room, name, 400).content.decode()
    assert not room.learners.exists()
    assert not Workspace.objects.exists()


def test_a_name_is_cut_to_what_there_is_room_for(room: Room) -> None:
    one, other = Person(), Person()
    one.join(room, "長" * 500)
    other.join(room, "長" * 500)
    assert [len(learner.name) for learner in room.learners.all()] == [40, 40]


def test_the_private_link_moves_the_seat_to_another_browser(room: Room, learner: Person) -> None:
    seat = learner.sits(room)
    link = f"/en/class/back/{links.for_learner(seat)}"
    elsewhere = Person()
    assert "Haruka" in elsewhere.page(link)
    assert learner.sits(room) == seat, "merely looking at the link moves nothing"
    assert elsewhere.client.post(link)["Location"] == f"/en/class/{room.code}/"
    assert elsewhere.named(f"/en/class/{room.code}/") == seat.workspace_id
    assert not room.learners.filter(visitor=seat.visitor).exists()
    learner.lab("state", str(seat.workspace_id), status=404)
    # And back again.
    learner.client.post(link)
    assert learner.sits(room) == seat


def test_a_browser_that_comes_back_to_another_seat_leaves_its_own(room: Room, learner: Person) -> None:
    other = Person()
    other.join(room, "Ken")
    first = other.sits(room)
    other.client.post(f"/en/class/back/{links.for_learner(learner.sits(room))}")
    assert other.sits(room).name == "Haruka"
    assert Learner.objects.get(pk=first.pk).visitor is None


def test_forged_links_lead_nowhere(room: Room, learner: Person) -> None:
    seat = learner.sits(room)
    good = links.for_learner(seat)
    # Of another kind, of another key, of another person, of nobody.
    for token in (links.for_teacher(room), good[:-1], seat.pk, f"{room.pk}{good[22:]}", "x:y", "%00"):
        for method in ("get", "post"):
            stranger = Person()
            assert getattr(stranger.client, method)(f"/en/class/back/{token}").status_code == 404
            assert getattr(stranger.client, method)(f"/en/class/teach/{good}").status_code == 404
    assert learner.sits(room) == seat


def test_who_looks_for_a_room_that_is_not_there_is_told_so(db: None) -> None:
    person = Person()
    assert "no room with this code" in person.page("/en/class/BCDFGH/", 404)
    person.page("/en/class/nonsense/", 404)
    person.page("/en/class/BCDFGH/code.svg", 404)
    mistyped = person.page("/en/class/enter?code=12", 400)
    assert "six letters" in mistyped
    assert 'value="12"' in mistyped  # what was typed is not lost


def test_codes_cannot_be_tried_without_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.entries, "_burst", 3)
    monkeypatch.setattr(pages.entries, "_per_second", 0.0)
    person = Person()
    statuses = [person.client.get("/en/class/BCDFGH/").status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    assert person.client.post(f"/en/class/{room.code}/join", {"name": "x"}).status_code == 429


def test_the_picture_is_of_the_short_address(room: Room) -> None:
    response = Person().client.get(f"/en/class/{room.code}/code.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert b"script" not in response.content
    assert b"style" not in response.content


def test_a_locked_room_lets_nobody_new_in_and_everybody_back(
    teacher: Person, room: Room, learner: Person
) -> None:
    teacher.order(room, "lock", {"on": True})
    assert "locked" in Person().join(room, "Late", 403).content.decode()
    learner.named(f"/en/class/{room.code}/")
    teacher.order(room, "lock", {"on": False})
    Person().join(room, "Late")


def test_after_the_class_everybody_keeps_what_they_did_and_nobody_comes_in(
    teacher: Person, room: Room, learner: Person
) -> None:
    workspace = learner.named(f"/en/class/{room.code}/")
    learner.lab("act", workspace, {"type": "set-node", "node": "node1", "up": False})
    teacher.order(room, "close")
    assert "over" in learner.page(f"/en/class/{room.code}/")
    assert learner.lab("state", workspace)["revision"] == 2
    assert Workspace.objects.get(pk=workspace).purpose == "lab"
    Person().join(room, "Late", 403)
    for name, body in (
        ("lock", {"on": True}),
        ("give", {"learners": None, "task": ""}),
        ("show", {"learner": None}),
    ):
        assert teacher.order(room, name, body, 403)["error"]["code"] == "room-closed"


def test_a_room_goes_with_its_names_and_unused_ones_after_thirty_days(
    teacher: Person, room: Room, learner: Person
) -> None:
    old, older = teacher.open_room(), teacher.open_room()
    Room.objects.filter(pk=old.pk).update(used=timezone.now() - timedelta(days=29))
    Room.objects.filter(pk=older.pk).update(used=timezone.now() - timedelta(days=31))
    Person().page(f"/en/class/{older.code}/", 404)  # past its time, deleted or not
    call_command("tidy_rooms")
    assert set(Room.objects.all()) == {room, old}
    teacher.order(room, "delete")
    assert not Learner.objects.exists()
    assert not Workspace.objects.exists(), "what nobody touched goes as well"
    learner.page(f"/en/class/{room.code}/", 404)
