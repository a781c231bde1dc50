"""What a teacher sees and orders, and that nobody else does."""

from typing import Any

import pytest

from nodeport_lab.classroom import board, desk, links
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.lab.models import Workspace
from nodeport_lab.lab.stage import offered
from tests.classroom.conftest import Person

ORDERS: list[tuple[str, dict[str, Any]]] = [
    ("lock", {"on": True}),
    ("close", {}),
    ("delete", {}),
    ("rename", {"learner": "ID", "name": "x"}),
    ("remove", {"learner": "ID"}),
    ("lower", {"learner": "ID"}),
    ("show", {"learner": "ID", "named": True}),
    ("give", {"learners": ["ID"], "task": ""}),
]


@pytest.mark.parametrize(("name", "body"), ORDERS)
def test_only_the_rooms_own_teacher_orders(
    teacher: Person, room: Room, learner: Person, name: str, body: dict[str, Any]
) -> None:
    seat = learner.sits(room)
    body = {
        key: [seat.pk] if value == ["ID"] else seat.pk if value == "ID" else value
        for key, value in body.items()
    }
    other = Person()
    elsewhere = other.open_room()
    for who in (learner, other, Person()):
        who.order(room, name, body, 404)
    if "learner" in body or "learners" in body:
        # In one's own room, on somebody of another's.
        assert other.order(elsewhere, name, body, 404)["error"]["code"] == "no-learner"
    assert list(Learner.objects.values("name", "hand", "workspace")) == [
        {"name": "Haruka", "hand": None, "workspace": seat.workspace_id}
    ]
    assert not Room.objects.get(pk=room.pk).locked
    teacher.order(room, name, body)


def test_nobody_else_sees_the_board_or_a_lab(room: Room, learner: Person) -> None:
    for who in (learner, Person()):
        for address in ("board/", f"learner/{learner.sits(room).pk}/"):
            who.page(f"/en/class/{room.code}/{address}", 404)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"\xff", b'{"learners": "all", "task": ""}', b'{"learners": [1], "task": ""}',
     b'{"learners": null}', b'{"learners": null, "task": "", "preset": "no-such"}',
     b'{"learners": null, "task": "", "preset": 7}', b'{"learners": null, "task": "", "files": [{"name": "../x", "text": ""}]}',
     b"[" * 100_000],
)  # fmt: skip
def test_what_no_page_of_ours_orders_is_refused(
    teacher: Person, room: Room, learner: Person, body: bytes
) -> None:
    before = learner.sits(room).workspace_id
    response = teacher.client.post(f"/en/class/{room.code}/order/give", body, "application/json")
    assert response.status_code in (400, 404)
    assert learner.sits(room).workspace_id == before
    assert teacher.order(room, "no-such", {}, 400)["error"]["code"] == "malformed"


def test_oversized_orders_and_floods_of_them_are_refused(
    teacher: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher.order(room, "give", b" " * (1 << 20) + b"{}", 413)
    large = {"learners": None, "task": "", "files": [{"name": "a.yaml", "text": "x" * 70_000}]}
    teacher.order(room, "give", large, 413)
    monkeypatch.setattr(desk.orders, "_burst", 2)
    monkeypatch.setattr(desk.orders, "_per_second", 0)
    desk.orders.clear()
    for status in (200, 200, 429):
        teacher.order(room, "lock", {"on": True}, status)


def test_orders_need_the_pages_token(room: Room) -> None:
    strict = Person(enforce_csrf_checks=True)
    assert (
        strict.client.post(f"/en/class/{room.code}/order/close", "{}", "application/json").status_code == 403
    )
    assert strict.client.post("/en/class/open").status_code == 403


def test_the_teachers_link_makes_another_browser_a_teachers(room: Room) -> None:
    elsewhere = Person()
    link = f"/en/class/teach/{links.for_teacher(room)}"
    elsewhere.page(link)
    elsewhere.page(f"/en/class/{room.code}/board/", 404)
    assert elsewhere.client.post(link)["Location"] == f"/en/class/{room.code}/board/"
    assert links.for_teacher(room) in elsewhere.page(f"/en/class/{room.code}/board/")
    assert "Wednesday" in elsewhere.page("/en/class/")


def test_the_board_says_what_each_did_and_was_told(teacher: Person, room: Room, learner: Person) -> None:
    workspace = learner.named(f"/en/class/{room.code}/")
    [row] = board.rows(room)
    assert (row["steps"], row["acted"], row["said"]) == (0, False, "")
    state = learner.lab("state", workspace)
    learner.lab(
        "apply",
        workspace,
        {"files": [{"name": "a.yaml", "text": "kind: Nonsense"}], "revision": state["revision"]},
    )
    [row] = board.rows(room)
    assert (row["failed"], row["acted"], row["steps"], row["troubled"]) == (True, True, 0, 0)
    assert "apiVersion not set" in row["said"]
    learner.lab(
        "terminal", workspace, {"line": "kubectl scale deployment nginx-deployment --replicas 3", "place": ""}
    )
    [row] = board.rows(room)
    assert (row["failed"], row["steps"], row["troubled"]) == (False, 1, None)
    assert row["said"] == "deployment.apps/nginx-deployment scaled"
    assert "kubectl scale" in row["did"]
    assert row["name"] == "Haruka"


def test_the_board_takes_as_many_queries_for_many_as_for_few(
    teacher: Person, room: Room, learner: Person, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        Person().join(room, "Ken")
    with django_assert_num_queries(3):
        assert len(board.rows(room)) == 6


def test_a_teacher_looks_at_a_lab_live_and_changes_nothing(
    teacher: Person, room: Room, learner: Person
) -> None:
    own = learner.named(f"/en/class/{room.code}/")
    name = teacher.named(f"/en/class/{room.code}/learner/{learner.sits(room).pk}/")
    assert name.startswith("c.")
    assert teacher.lab("state", name)["workspace"] == name
    learner.lab("act", own, {"type": "set-node", "node": "node1", "up": False})
    seen = teacher.lab("state", name)
    assert seen["revision"] == 2
    assert seen["snapshot"] == learner.lab("state", own)["snapshot"]
    for order, body in (
        ("act", {"type": "set-node", "node": "node1", "up": True}),
        ("draft", {"files": []}),
        ("undo", {}),
        ("go", {"number": 1}),
        ("terminal", {"line": "kubectl delete deployment nginx-deployment", "place": ""}),
        ("apply", {"files": [{"name": "a.yaml", "text": "kind: Pod"}]}),
    ):
        assert teacher.lab(order, name, body, 403)["error"]["code"] == "read-only"
    to = {"address": "192.168.1.102", "port": 30080}
    sent = teacher.lab("send", name, {"from": "client", "to": to, "protocol": "TCP"})
    assert sent["trace"]["branches"]
    after = learner.lab("state", own)
    assert (after["revision"], after["snapshot"]) == (2, seen["snapshot"])
    assert board.rows(room)[0]["said"] == "", "what the teacher was told is not the learner's"


def test_a_right_to_look_ends_at_once(teacher: Person, room: Room, learner: Person) -> None:
    seat = learner.sits(room)
    name = teacher.named(f"/en/class/{room.code}/learner/{seat.pk}/")
    other = Person()
    other.join(room, "Ken")
    teacher.order(room, "show", {"learner": seat.pk, "named": False})
    shown = other.page(f"/en/class/{room.code}/shown/")
    assert "Haruka" not in shown
    public = other.named(f"/en/class/{room.code}/shown/")
    assert other.lab("state", public)["revision"] == 1
    teacher.order(room, "show", {"learner": None})
    other.lab("state", public, status=404)
    teacher.order(room, "show", {"learner": seat.pk, "named": True})
    other.lab("state", public, status=404)  # shown again is not the same show
    assert "Haruka" in other.page(f"/en/class/{room.code}/shown/")
    assert Person().client.get(f"/en/class/{room.code}/shown/").status_code == 302
    teacher.lab("state", name)
    teacher.order(room, "remove", {"learner": seat.pk})
    teacher.lab("state", name, status=404)


def test_forged_rights_open_nothing(teacher: Person, room: Room, learner: Person) -> None:
    own = learner.named(f"/en/class/{room.code}/")
    elsewhere = Person().open_room()
    lab = Workspace.objects.get(pk=own)
    stranger = Person()
    good = teacher.named(f"/en/class/{room.code}/learner/{learner.sits(room).pk}/")
    forged = [
        f"c.{own}~teach~{room.pk}:x",
        good[:-1],
        good.replace("teach", "show"),
        lab.watched_as(f"teach~{elsewhere.pk}"),
        lab.watched_as(f"show~{room.pk}~"),
        lab.watched_as(""),
        "c.",
    ]
    for name in forged:
        stranger.lab("state", name, status=404)
    # A lab that belongs to no class is looked at by nobody, whatever is signed.
    stranger.client.get("/en/")
    private = Workspace.objects.get(purpose="lab")
    stranger.lab("state", private.watched_as(f"teach~{room.pk}"), status=404)


def test_a_cluster_is_given_out_and_what_was_done_is_kept(
    teacher: Person, room: Room, learner: Person
) -> None:
    idle = Person()
    idle.join(room, "Ken")
    own = learner.named(f"/en/class/{room.code}/")
    learner.lab("act", own, {"type": "set-node", "node": "node1", "up": False})
    preset = next(item["id"] for item in offered()[-1]["items"])
    teacher.order(room, "give", {"learners": None, "preset": preset, "task": "Find <b>out</b>\nwhy"})
    page = learner.page(f"/en/class/{room.code}/")
    assert "Find &lt;b&gt;out&lt;/b&gt; why" in page
    given = learner.named(f"/en/class/{room.code}/")
    assert given != own
    assert Workspace.objects.get(pk=given).preset == preset
    assert Workspace.objects.get(pk=own).purpose == "lab"
    [row, _] = board.rows(room)
    assert (row["acted"], row["done"], row["steps"]) == (False, None, 0)
    # To one alone, and of the teacher's own.
    files = [{"name": "manifest.yaml", "text": "apiVersion: v1\nkind: Namespace\nmetadata: {name: own}\n"}]
    teacher.order(room, "give", {"learners": [learner.sits(room).pk], "files": files, "task": ""})
    assert learner.lab("state", learner.named(f"/en/class/{room.code}/"))["files"] == files
    assert Workspace.objects.get(pk=idle.named(f"/en/class/{room.code}/")).preset == preset
    assert not Workspace.objects.filter(pk=given).exists(), "what nobody touched is not kept"


def test_renaming_and_removing(teacher: Person, room: Room, learner: Person) -> None:
    other = Person()
    other.join(room, "Ken")
    seat = other.sits(room)
    assert (
        teacher.order(room, "rename", {"learner": seat.pk, "name": "Haruka"}, 400)["error"]["code"]
        == "name-taken"
    )
    assert teacher.order(room, "rename", {"learner": seat.pk, "name": " "}, 400)["error"]["code"] == "no-name"
    teacher.order(room, "rename", {"learner": seat.pk, "name": "Kenta"})
    assert other.sits(room).name == "Kenta"
    link = links.for_learner(seat)
    teacher.order(room, "remove", {"learner": seat.pk})
    assert "Join the class" in other.page(f"/en/class/{room.code}/")
    other.page(f"/en/class/back/{link}", 404)


def test_a_room_and_a_teacher_have_room_for_so_many(teacher: Person, room: Room, settings: Any) -> None:
    settings.CLASS_MAX_LEARNERS = 1
    settings.CLASS_MAX_ROOMS = 1
    Person().join(room, "One")
    assert "full" in Person().join(room, "Two", 400).content.decode()
    assert teacher.client.post("/en/class/open").status_code == 400
