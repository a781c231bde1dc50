"""What a room takes along when it ends, and who keeps it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nodeport_lab.classroom import assignments, links
from nodeport_lab.classroom.models import Attempt, Room
from nodeport_lab.lab.models import Workspace
from tests.classroom.conftest import Person
from tests.classroom.giving import at, base, begun, given


def test_all_of_it_goes_with_the_room_and_the_end_of_a_class_can_be_taken_back(
    teacher: Person, room: Room, learner: Person, settings: Any
) -> None:
    own_lab = learner.named(f"/en/class/{room.code}/")
    learner.lab("act", own_lab, {"type": "set-node", "node": "node1", "up": False})
    task = given(teacher, room)
    attempt = begun(learner, task)
    teacher.order(room, "close")
    assert learner.client.post(base(task) + "begin").status_code == 403
    assert assignments.title(task) in learner.page(f"/en/class/{room.code}/")
    teacher.order(room, "reopen")
    assert learner.named(f"/en/class/{room.code}/") == own_lab
    teacher.order(room, "close")
    Room.objects.filter(pk=room.pk).update(closed=timezone.now() - timedelta(hours=25))
    teacher.order(room, "reopen", status=403)
    teacher.order(room, "delete")
    assert not Attempt.objects.exists()
    assert not Workspace.objects.filter(pk=attempt.workspace_id).exists()
    assert Workspace.objects.filter(pk=own_lab, purpose="lab").exists()


def test_a_renewed_link_makes_the_old_one_worthless(teacher: Person, room: Room) -> None:
    colleague, late = Person(), Person()
    before = f"/en/class/teach/{links.for_teacher(room)}"
    colleague.client.post(before)
    teacher.order(room, "renew", {"alone": True})
    room.refresh_from_db()
    late.page(before, 404)
    colleague.page(f"/en/class/{room.code}/board/", 404)
    assert late.client.post(f"/en/class/teach/{links.for_teacher(room)}").status_code == 302


def test_with_an_account_rooms_seats_and_attempts_come_along(
    room: Room, teacher: Person, learner: Person
) -> None:
    task = given(teacher, room)
    attempt = begun(learner, task)
    for who, name in ((teacher, "sensei"), (learner, "haruka")):
        elsewhere = Person()
        made = {"name": name, "password": "six-green-hexagons", "do": "make"}
        assert elsewhere.client.post("/en/account/enter", made).status_code == 302
        entered = {"name": name, "password": "six-green-hexagons", "do": "enter"}
        assert who.client.post("/en/account/enter", entered).status_code == 302
    assert "sensei" in teacher.page("/en/class/")
    assert "Wednesday" in teacher.page("/en/class/")
    teacher.page(f"/en/class/{room.code}/board/")
    assert at(learner, task, "symptom") == attempt.workspace_id
