"""A learner in front of the quiz, by plain forms as a browser without scripts sends them."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.content.questions.model import (
    Blanks,
    Choice,
    Entry,
    Match,
    Order,
    Predict,
    Question,
    Repair,
)
from nodeport_lab.lab import visitors
from nodeport_lab.quiz import rounds, showing
from nodeport_lab.quiz.models import Asked, Round
from tests.content.questions.test_written import solution


class Learner:
    """A browser with cookies, in one language."""

    def __init__(self, language: str = "en") -> None:
        self.language, self.client = language, Client(HTTP_ACCEPT_LANGUAGE=language)

    def get(self, path: str, status: int = 200) -> str:
        response = self.client.get(f"/{self.language}/quiz/{path}", follow=True)
        assert response.status_code == status, response.content[:800]
        return response.content.decode()

    def post(self, path: str, data: Any = None, status: int = 200, **options: Any) -> str:
        response = self.client.post(f"/{self.language}/quiz/{path}", data or {}, follow=True, **options)
        assert response.status_code == status, response.content[:800]
        return response.content.decode()

    def begin(self, mode: str, data: Any = None) -> Round:
        self.post(f"{mode}/", data)
        return Round.objects.order_by("-created")[0]

    def waiting(self, round: Round) -> Asked | None:
        """The question that waits for its answer, having looked at its page."""
        self.get(f"round/{round.pk}/")
        return round.asked.filter(answered=None).first()

    def send(self, asked: Asked, data: Any, **options: Any) -> str:
        return self.post(f"round/{asked.round_id}/answer/{asked.token}/", data, **options)

    def answer(self, asked: Asked, right: bool = True, **options: Any) -> str:
        given = form(rounds.question_of(asked), asked.token) if right else {"pass": "1"}
        return self.send(asked, given, **options)


def form(question: Question, token: str, answer: Any = None) -> dict[str, Any]:
    """What a form sends that gives this answer (the right one unless said)."""
    answer = answer or solution(question)
    body = question.body
    match body:
        case Choice():
            order = showing.order_of(token, len(body.options), body.shuffled)
            wanted = set(answer.get("choices", [answer.get("choice")]))
            return {
                "choice": [
                    str(place) for place, index in enumerate(order) if body.options[index].id in wanted
                ]
            }
        case Entry():
            return {"text": answer["text"]}
        case Order():
            order = showing.order_of(token, len(body.items))
            ids = [body.items[index].id for index in order]
            return {f"place-{place}": str(answer["order"].index(name) + 1) for place, name in enumerate(ids)}
        case Match():
            rights = [name for name, _ in showing.rights(body, token)]
            return {
                f"pair-{place}": str(rights.index(answer["pairs"][pair.id]))
                for place, pair in enumerate(body.pairs)
            }
        case Blanks():
            return {f"gap-{name}": text for name, text in answer["gaps"].items()}
        case Repair():
            return {f"file-{place}": file["text"] for place, file in enumerate(answer["files"])}
        case Predict():
            return {"choice": answer["choice"]}


def text_of(page: str) -> str:
    """A page as it is read."""
    return unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    visitors.new_visitors.clear()


@pytest.fixture
def learner(db: None) -> Learner:
    return Learner()
