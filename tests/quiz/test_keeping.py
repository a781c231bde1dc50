"""What the quiz knows of a learner goes with the file of their progress, and with them when they log in."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nodeport_lab.quiz import keeping, mastery, memory
from nodeport_lab.quiz.models import Asked, Bank, Memory, Round
from tests.quiz.conftest import Learner
from tests.quiz.test_rounds import ask


def missed(learner: Learner, item: str = "w:read-the-port-column") -> Round:
    """A wrong answer that betrays something."""
    round = learner.begin("practice")
    asked = ask(round, item)
    learner.send(asked, {"text": "80"})
    return round


def bring(learner: Learner, text: str) -> int:
    file = SimpleUploadedFile("p.json", text.encode())
    return int(learner.client.post("/en/account/import", {"file": file}).status_code)


def test_a_file_takes_what_is_remembered_and_believed_along(learner: Learner) -> None:
    mine = missed(learner).visitor
    assert "progress.json" in learner.client.get("/en/account/").content.decode()
    saved = learner.client.get("/en/account/progress.json").content.decode()
    other = Learner()
    theirs = other.begin("practice").visitor
    assert bring(other, saved) == 302
    assert bring(other, saved) == 302
    now = timezone.now()
    assert mastery.concepts(theirs, now) == mastery.concepts(mine, now)
    held = [(one.name, one.times) for one in mastery.misconceptions(mine)]
    assert held
    assert [(one.name, one.times) for one in mastery.misconceptions(theirs)] == held
    assert [one.concept for one in memory.later(theirs, now)] == [
        one.concept for one in memory.later(mine, now)
    ]


def test_of_two_memories_the_later_answer_counts(learner: Learner) -> None:
    mine = missed(learner).visitor
    old = keeping.out(mine)
    learner.answer(ask(learner.begin("practice"), "w:read-the-port-column"))
    now = Memory.objects.get(visitor=mine).card
    keeping.take(mine, old)
    assert Memory.objects.get(visitor=mine).card == now


@pytest.mark.parametrize(
    "data",
    [
        None, [], {"concepts": 1, "misconceptions": {}}, {"concepts": [1, {}], "misconceptions": ["x", {"id": 3}]},
        {"concepts": [{"id": "S1.1", "met": "2026-01-01T00:00:00+00:00", "card": {"stability": float("nan")}}]},
        {"concepts": [{"id": "S1.1", "met": "yesterday", "card": "{}"}], "misconceptions": [{"id": "aliens", "last": "2026-01-01T00:00:00+00:00"}]},
    ],
)  # fmt: skip
def test_what_is_none_is_left_out(learner: Learner, data: Any) -> None:
    visitor = learner.begin("practice").visitor
    keeping.take(visitor, data)
    assert keeping.out(visitor) == {"concepts": [], "misconceptions": []}


def test_who_logs_in_keeps_what_they_answered_before(learner: Learner) -> None:
    enter = {"name": "Hana", "password": "one packet two doors"}
    mine = learner.begin("practice").visitor
    learner.client.post("/en/account/enter", {**enter, "do": "make"})
    other = Learner()
    stranger = missed(other).visitor
    Bank.objects.create(visitor=stranger, title="Mine", text="questions: []")
    assert other.client.post("/en/account/enter", {**enter, "do": "in"}).status_code == 302
    assert Asked.objects.exclude(answered=None).get().visitor == mine
    assert Bank.objects.get().visitor == mine
    assert Memory.objects.get(visitor=mine).answers == 1
    assert mastery.misconceptions(mine)
    assert json.loads(other.client.get("/en/account/progress.json").content)["quiz"]["concepts"]
