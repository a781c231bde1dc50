"""A lesson with questions: ``Asker`` is the teacher, who orders by plain forms; a learner answers by plain forms."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from nodeport_lab.classroom.models import Asking, Room, Sitting
from nodeport_lab.classroom.questions import sittings, votes
from nodeport_lab.classroom.questions.votes import question_of
from nodeport_lab.content.questions.model import Choice
from tests.classroom.conftest import Person
from tests.quiz.conftest import form

CHOOSE, SEVERAL, ENTRY = (
    "w:who-rewrites-the-destination",
    "w:what-two-replicas-open",
    "w:nodes-answering-under-local",
)


class Lesson:
    """A room with its teacher, seen through what they order."""

    def __init__(self, teacher: Person, room: Room) -> None:
        self.teacher, self.room = teacher, room

    @property
    def sitting(self) -> Sitting:
        return sittings.present(self.room)

    @property
    def asking(self) -> Asking:
        found = self.sitting.current
        assert found
        return found

    def order(self, name: str, status: int = 302, who: Person | None = None, **fields: Any) -> str:
        """An order as the page sends it, with the version that it shows unless said."""
        fields = {"version": str(self.sitting.version)} | fields
        address = f"/en/class/{self.room.code}/ask/{name}"
        response = (who or self.teacher).client.post(address, fields)
        assert response.status_code == status, response.content[:600]
        return response.content.decode()

    def add(self, *items: str) -> None:
        for item in items:
            self.order("add", item=item, seed="7")

    def ask(self, *items: str, **fields: Any) -> Asking:
        """These questions in the list, and the first of them asked."""
        self.add(*items)
        self.order("start", **fields)
        return self.asking if self.sitting.pace == "teacher" else self.sitting.askings.all()[0]

    def page(self, name: str = "ask", status: int = 200) -> str:
        return self.teacher.page(f"/en/class/{self.room.code}/{name}/", status)


def send(person: Person, room: Room, asking: Asking, fields: Any, round: int = 0, script: bool = True) -> Any:
    """An answer by a plain request; the response."""
    address = f"/en/class/{room.code}/question/{asking.pk}/{round or asking.round}"
    headers = {"accept": "application/json"} if script else {}
    return person.client.post(address, fields, headers=headers)


def right(asking: Asking) -> dict[str, Any]:
    """The form that answers rightly."""
    return form(question_of(asking), asking.pk)


def wrong(asking: Asking) -> dict[str, Any]:
    """The form of somebody who chooses the first wrong option."""
    question = question_of(asking)
    assert isinstance(question.body, Choice)
    option = next(option.id for option in question.body.options if not option.right)
    return form(question, asking.pk, {"choice": option, "choices": [option]})


def shown(page: str) -> str:
    """A page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def lesson(teacher: Person, room: Room) -> Lesson:
    return Lesson(teacher, room)


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> Iterator[None]:
    votes.rate.clear()
    yield
    votes.rate.clear()
