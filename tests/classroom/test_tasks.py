"""What is given out is graded by what comes of it: attempts, deadlines, who may do and see what, the gradebook and what it exports."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from nodeport_lab.classroom import board, scores, work
from nodeport_lab.classroom.models import Assignment, Attempt, Room
from nodeport_lab.content import scenes
from nodeport_lab.content.lessons import own
from nodeport_lab.lab.models import Workspace
from nodeport_lab.quiz.models import Asked, Round
from nodeport_lab.quiz.rounds import answer, current
from tests.classroom.conftest import Person
from tests.classroom.giving import EXERCISE, MENDED, QUIZ, TERMS, at, base, begun, given, mended, shell

CONTENT = Path(scenes.__file__).parents[1]


def test_whatever_reaches_the_goal_counts_and_is_on_the_board_at_once(
    teacher: Person, room: Room, learner: Person
) -> None:
    heard: list[dict[str, Any]] = []
    scores.scored.connect(lambda **told: heard.append(told), weak=False, dispatch_uid="test")
    task = given(teacher, room)
    assert "not started" in learner.page(f"/en/class/{room.code}/mine/")
    attempt = begun(learner, task)
    [row] = board.rows(room)
    assert row["task"]["step"] == 1
    assert (row["acted"], row["done"], row["judged"]) == (False, None, True)
    workspace = at(learner, task, "repair")
    shell(learner, workspace, "kubectl get pods")
    [row] = board.rows(room)
    assert (row["acted"], row["troubled"]) == (True, 0)
    # Not the solution that its author had in mind: the pods get the label that the Service asks for.
    shell(learner, workspace, "kubectl delete service nginx-service-nodeport")
    attempt.refresh_from_db()
    assert attempt.score == 0
    shell(
        learner,
        workspace,
        "kubectl create service nodeport nginx-service-nodeport --tcp=80:80 --node-port=30080",
    )
    shell(learner, workspace, "kubectl set selector service nginx-service-nodeport app=nginx")
    attempt.refresh_from_db()
    assert attempt.score == pytest.approx(0.5), "the repair, and not the look that was passed over"
    assert attempt.ended is None
    response = learner.client.get(f"{base(task)}look/?part")
    assert "Done." not in response.content.decode(), "who passes a step over has not done it"
    done = mended(learner, task)
    assert (done.number, done.score, done.late) == (2, 1.0, False)
    assert done.ended is not None
    [row] = board.rows(room)
    assert (row["done"], row["task"]["percent"]) == (0, 100)
    scores.scored.disconnect(dispatch_uid="test")
    assert not heard or heard[-1]["best"] == 1.0
    assert scores.best(task, learner.sits(room)) == 1.0


def test_an_attempt_that_is_handed_in_stays_as_it_was(teacher: Person, room: Room, learner: Person) -> None:
    task = given(teacher, room, attempts=1)
    attempt = begun(learner, task)
    workspace = at(learner, task, "symptom")
    assert learner.client.post(base(task) + "hand-in").status_code == 302
    learner.lab("act", workspace, {"type": "set-node", "node": "node1", "up": False}, 404)
    assert learner.client.get(f"{base(task)}symptom/").status_code == 302
    assert learner.client.post(base(task) + "begin").status_code == 403, "one attempt, and no more"
    for who in (teacher, learner):
        name = who.named(f"/en/class/{room.code}/attempt/{attempt.pk}/")
        assert who.lab("state", name)["snapshot"]["nodes"]
        who.lab("act", name, {"type": "set-node", "node": "node1", "up": False}, 403)


@pytest.mark.parametrize("late", [False, True])
def test_after_the_deadline_nothing_counts_or_it_is_marked(
    teacher: Person, room: Room, learner: Person, late: bool
) -> None:
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    task = given(teacher, room, deadline=soon, late=late)
    attempt = begun(learner, task)
    workspace = at(learner, task, "repair")
    Assignment.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    shell(learner, workspace, MENDED)
    attempt.refresh_from_db()
    if late:
        assert (attempt.score, attempt.late, attempt.ended) == (0.5, True, None)
        return
    assert attempt.score == 0
    assert attempt.ended is not None
    assert learner.client.post(base(task) + "begin").status_code == 403
    found = Workspace.objects.get(pk=workspace)
    assert (found.visitor, found.length) == (None, found.begins), "what came too late is not there"
    assert "Attempt 1" in learner.page(f"/en/class/{room.code}/attempt/{attempt.pk}/")


def test_nobody_does_or_reads_what_is_not_theirs(teacher: Person, room: Room, learner: Person) -> None:
    other, stranger = Person(), Person()
    other.join(room, "Ken")
    elsewhere = stranger.open_room()
    stranger.join(elsewhere, "Mallory")
    task = given(teacher, room, learners=[learner.sits(room).pk])
    attempt = begun(learner, task)
    for who in (other, stranger, Person()):
        who.page(base(task), 404)
        assert who.client.post(base(task) + "begin").status_code == 404
        assert who.client.post(f"{base(task)}symptom/check", "{}", "application/json").status_code == 404
        who.page(f"/en/class/{room.code}/attempt/{attempt.pk}/", 404)
    stranger.page(f"/en/class/{elsewhere.code}/attempt/{attempt.pk}/", 404)
    stranger.page(f"/en/class/{elsewhere.code}/task/{task.pk}/", 404)
    for address in ("tasks/", "tasks/items", "grades/", "grades.csv", "heat/"):
        for who in (learner, stranger):
            who.page(f"/en/class/{room.code}/{address}", 404)
        assert teacher.client.get(f"/en/class/{room.code}/{address}").status_code == 200
    for order, body in (
        ("assign", EXERCISE),
        ("change-task", {"task": task.pk, **TERMS}),
        ("withdraw", {"task": task.pk}),
        ("renew", {"alone": True}),
        ("reopen", {}),
    ):
        for who in (learner, stranger):
            who.order(room, order, body, 404)
    stranger.order(elsewhere, "withdraw", {"task": task.pk}, 404)
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {**EXERCISE, "item": "no-such"},
        {**EXERCISE, "attempts": 0},
        {**EXERCISE, "attempts": True},
        {**EXERCISE, "deadline": "tomorrow"},
        {**EXERCISE, "deadline": "2026-01-01T00:00:00"},
        {**EXERCISE, "deadline": "9999-01-01T00:00:00Z"},
        {**EXERCISE, "learners": ["somebody"]},
        {**EXERCISE, "learners": "all"},
        {**EXERCISE, "note": 7},
        {**QUIZ, "quiz": {"points": ["3"], "count": 999, "minutes": None, "told": True}},
        {**QUIZ, "quiz": {"items": ["w:no-such"], "count": 3, "minutes": None, "told": True}},
        {**QUIZ, "quiz": {"bank": "somebody-elses", "count": 3, "minutes": None, "told": True}},
        {"kind": "own", "yaml": "a: &a [1]\nb: *a", "texts": {}, "title": "x", **TERMS},
        {"kind": "own", "yaml": "x", "texts": {"fr": "# x"}, "title": "x", **TERMS},
        {"kind": "nonsense", **TERMS},
    ],
)
def test_what_cannot_be_given_out_is_refused(teacher: Person, room: Room, body: dict[str, Any]) -> None:
    teacher.order(room, "assign", body, 400)
    assert not Assignment.objects.exists()


def test_an_exercise_of_ones_own(teacher: Person, room: Room, learner: Person) -> None:
    text = (CONTENT / "exercises/F1/exercise.yaml").read_text(encoding="utf-8")
    large = {"kind": "own", "yaml": "x" * 70_000, "texts": {}, "title": "", **TERMS}
    teacher.order(room, "assign", large, 413)
    wrong = {
        "kind": "own",
        "yaml": text.replace("task: {scene: F1}", "task: {goal: [{object: Pod nobody}], solution: [ls]}"),
        "texts": {},
        "title": "Mine",
        **TERMS,
    }
    answered = teacher.order(room, "assign", wrong, 400)["error"]
    assert "exercise.yaml:" in answered["message"], "it says where"
    teacher.order(
        room, "assign", {"kind": "own", "yaml": text, "texts": {}, "title": "A <b>fault</b>", **TERMS}
    )
    task = room.assignments.get()
    begun(learner, task)
    page = learner.page(f"{base(task)}repair/")
    assert "A &lt;b&gt;fault" in page
    assert 'id="show-me"' not in page
    shell(learner, at(learner, task, "repair"), MENDED)
    assert learner.sits(room).attempts.get().score == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("pattern", "quick"),
    [("kubectl (get|describe) (ep|svc)", True), (r"curl -s.* 10\.1", True), ("(a+)+$", False), ("(a|a)*b", False),
     (r"(\w+)\1", False), ("(?=a+)b", False), (".*a.*b.*c", False), ("x" * 201, False)],
)  # fmt: skip
def test_a_pattern_that_takes_for_ever_is_none(pattern: str, quick: bool) -> None:
    assert own.is_quick(pattern) is quick


def test_a_quiz_is_scored_answer_by_answer(teacher: Person, room: Room, learner: Person) -> None:
    teacher.order(room, "assign", QUIZ)
    task = room.assignments.get()
    begun(learner, task)
    attempt = Attempt.objects.get()
    assert attempt.round is not None
    asked = current(attempt.round)
    assert asked is not None
    answer(asked, {"pass": True})
    asked = current(attempt.round)
    assert asked is not None
    Asked.objects.filter(pk=asked.pk).update(
        answered=timezone.now(), score=1.0, right=True, answer={"pass": True}, seconds=9
    )
    current(Round.objects.get())
    attempt.refresh_from_db()
    assert (attempt.score, attempt.place) == (0.5, "2")
    assert attempt.ended is not None
    assert "Back to the class" in learner.page(f"/en/quiz/round/{attempt.round_id}/report/")
    heat = teacher.page(f"/en/class/{room.code}/heat/")
    assert 'data-level="' in heat
    record = teacher.page(f"/en/class/{room.code}/attempt/{attempt.pk}/")
    assert "50 %" in record


def test_a_fault_that_was_given_out_is_done_when_it_is_mended(
    teacher: Person, room: Room, learner: Person
) -> None:
    teacher.order(room, "give", {"learners": None, "preset": "F1", "task": ""})
    workspace = learner.named(f"/en/class/{room.code}/")
    assert "I am done" not in learner.page(f"/en/class/{room.code}/")
    shell(learner, workspace, "kubectl get endpoints")
    assert board.rows(room)[0]["done"] is None
    shell(learner, workspace, MENDED)
    [row] = board.rows(room)
    assert (row["done"], row["judged"]) == (0, True)
    learner.lab("undo", workspace, {})
    assert board.rows(room)[0]["done"] is None


def test_who_asks_too_much_is_told_so(teacher: Person, room: Room, learner: Person, monkeypatch: Any) -> None:
    task = given(teacher, room)
    begun(learner, task)
    at(learner, task, "look")
    monkeypatch.setattr(work.asks, "_burst", 1)
    monkeypatch.setattr(work.asks, "_per_second", 0)
    work.asks.clear()
    codes = [
        learner.client.post(f"{base(task)}look/check", "{}", "application/json").status_code for _ in "12"
    ]
    assert codes == [200, 429]
