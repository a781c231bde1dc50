"""Tasks given out and worked at, as teachers and learners do it."""

import json
from typing import Any

from nodeport_lab.classroom.models import Assignment, Attempt, Room
from tests.classroom.conftest import Person

TERMS: dict[str, Any] = {"deadline": None, "late": False, "attempts": None, "learners": None}
EXERCISE = {"kind": "exercise", "item": "F1", **TERMS}
QUIZ = {
    "kind": "quiz",
    "title": "Ports",
    "quiz": {"points": ["3"], "count": 2, "minutes": None, "told": True},
    **TERMS,
}
MENDED = 'kubectl patch service nginx-service-nodeport -p \'{"spec":{"selector":{"app":"nginx"}}}\''


def given(teacher: Person, room: Room, **more: Any) -> Assignment:
    teacher.order(room, "assign", EXERCISE | more)
    return room.assignments.latest("created")


def base(task: Assignment) -> str:
    return f"/en/class/{task.room.code}/task/{task.pk}/"


def begun(learner: Person, task: Assignment) -> Attempt:
    response = learner.client.post(base(task) + "begin")
    assert response.status_code == 302, response.content[:300]
    return learner.sits(task.room).attempts.latest("begun")


def shell(learner: Person, workspace: str, line: str) -> None:
    learner.lab("terminal", workspace, {"line": line, "place": ""})


def at(learner: Person, task: Assignment, step: str) -> str:
    """Opens a step; the name of its workspace."""
    return learner.named(f"{base(task)}{step}/")


def mended(learner: Person, task: Assignment) -> Attempt:
    """A new attempt in which all of F1 is done."""
    attempt = begun(learner, task)
    at(learner, task, "symptom")
    at(learner, task, "look")
    response = learner.client.post(
        f"{base(task)}look/check",
        json.dumps({"typed": [{"place": "client", "line": "kubectl get endpoints"}]}),
        "application/json",
    )
    assert response.json()["reached"], response.content
    shell(learner, at(learner, task, "repair"), MENDED)
    attempt.refresh_from_db()
    return attempt
