"""The answer that a form sent, in the names of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodeport_lab.content.questions import Question
from nodeport_lab.content.questions.grading import Unanswerable
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.quiz.showing.places import order_of, rights


def parsed(question: Question, token: str, data: Any) -> dict[str, Any]:
    """The answer that a form sent (a QueryDict), in the names of the question. ``Unanswerable`` where the form sent nonsense."""
    if data.get("pass"):
        return {"pass": True}
    body = question.body
    match body:
        case Choice(many=True):
            order = order_of(token, len(body.options), body.shuffled)
            return {"choices": sorted(body.options[_at(order, value)].id for value in data.getlist("choice"))}
        case Choice():
            order = order_of(token, len(body.options), body.shuffled)
            return {"choice": body.options[_at(order, data.get("choice", ""))].id}
        case Entry():
            return {"text": data.get("text", "").strip()}
        case Order():
            order = order_of(token, len(body.items))
            ranks = {place: data.get(f"place-{place}", "") for place in range(len(order))}
            if sorted(ranks.values()) != sorted(str(rank) for rank in range(1, len(order) + 1)):
                raise Unanswerable("not an order")
            return {
                "order": [
                    body.items[order[place]].id
                    for place in sorted(ranks, key=lambda place: int(ranks[place]))
                ]
            }
        case Match():
            given = rights(body, token)
            chosen = {pair.id: data.get(f"pair-{place}", "") for place, pair in enumerate(body.pairs)}
            if not all(value.isdecimal() and int(value) < len(given) for value in chosen.values()):
                raise Unanswerable("not these pairs")
            return {"pairs": {name: given[int(value)][0] for name, value in chosen.items()}}
        case Blanks():
            return {"gaps": {name: data.get(f"gap-{name}", "") for name in body.entries}}
        case Repair():
            files = [
                {"name": file["name"], "text": data.get(f"file-{place}", "").replace("\r\n", "\n")}
                for place, file in enumerate(body.files)
            ]
            return {"files": files}
        case Predict():
            return {"choice": data.get("choice", "")}


def _at(order: Sequence[int], value: str) -> int:
    if not value.isdecimal() or int(value) >= len(order):
        raise Unanswerable(f"no option {value}")
    return order[int(value)]
