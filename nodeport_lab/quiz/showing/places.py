"""In which order things are shown, and what the places of a drawing are called."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from nodeport_lab.content import words
from nodeport_lab.content.questions import Question, grading, staging
from nodeport_lab.content.questions.model import Match
from nodeport_lab.content.words import Language

View = dict[str, Any]


def order_of(token: str, count: int, shuffled: bool = True) -> list[int]:
    """In which order things are shown: ``shown[place] = index``. The token decides, so a reload shows the same."""
    order = list(range(count))
    if shuffled:
        Random(token).shuffle(order)  # noqa: S311  (a fair order, no secret)
    return order


def rights(body: Match, token: str) -> list[tuple[str, Mapping[str, str]]]:
    rights = [(pair.id, pair.right) for pair in body.pairs] + [
        (f"x{n}", text) for n, text in enumerate(body.extra)
    ]
    return [rights[index] for index in order_of(token, len(rights))]


def places(question: Question, language: Language) -> list[View]:
    table = words.table("places")
    named = {}
    stage = question.stage
    if stage is not None:
        shown = staging.snapshot(stage.nodes, stage.actions)
        named = {node["address"]: node["name"] for node in shown["nodes"]}
        named[shown["client"]["address"]] = table["client"][language]
        named |= {pod["address"]: pod["name"] for pod in shown["pods"]}
        named |= {service["clusterIP"]: f"Service {service['name']}" for service in shown["services"]}
    found = []
    for key, value in enumerate(grading.choices(question), 1):
        text = table[value][language] if value in table else value.removeprefix("default/")
        found.append({"value": value, "key": key, "text": text, "note": named.get(value, "")})
    return found
