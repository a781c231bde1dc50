"""Which questions a teacher may choose: those that come with the lab, by topic or words; made from a template; of their own banks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import SystemRandom
from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.classroom.models import Asking, Room
from nodeport_lab.content.questions.points import points
from nodeport_lab.content.words import Language
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.quiz import catalogue, picture
from nodeport_lab.quiz.catalogue import SEEDS, Item
from nodeport_lab.quiz.models import Bank

LISTED = 40


def topics(language: Language) -> list[dict[str, Any]]:
    """The chapters with their points, for choosing."""
    return [
        {
            "title": picture.title(chapter, language),
            "points": [{"id": name, "title": points()[name][language]} for name in names],
        }
        for chapter, names in catalogue.chapters().items()
    ]


def banks(room: Room) -> list[Bank]:
    """The banks of the room's teachers."""
    return list(Bank.objects.filter(visitor__taught_rooms=room).distinct())


def _items(room: Room, bank: str) -> Mapping[str, Item]:
    if not bank:
        return catalogue.items()
    found = next((one for one in banks(room) if one.pk == bank), None)
    return catalogue.of_bank(found) if found else {}


def listed(room: Room, topic: str, words: str, bank: str, language: Language) -> list[dict[str, Any]]:
    """What there is about a topic, or with these words, or in this bank: ``{id, made, seed, difficulty, kind, prompt}``."""
    found = _items(room, bank)
    among: Iterable[Item] = catalogue.about([topic], found) if topic in points() else found.values()
    wanted = words.casefold().split()
    rows: list[dict[str, Any]] = []
    for item in among:
        seed = SystemRandom().randrange(SEEDS) if item.made else None
        question = item.question(seed)
        text = f"{item.id} {question.prompt[language]}".casefold()
        if all(word in text for word in wanted):
            rows.append(
                {
                    "id": item.id,
                    "made": item.made,
                    "seed": seed,
                    "difficulty": item.difficulty,
                    "kind": question.kind,
                    "concept": item.concept,
                    "prompt": question.prompt[language],
                }
            )
        if len(rows) == LISTED:
            break
    return rows


def made(room: Room, item: str, seed: str) -> Asking:
    """A question as it is to be asked, not yet kept."""
    bank = item.split(":")[1] if item.startswith("b:") and item.count(":") == 2 else ""
    found = _items(room, bank).get(item)
    if found is None:
        raise Refusal(404, "no-question", _("There is no such question any more."))
    number = int(seed) if seed.isdigit() and len(seed) <= 6 else SystemRandom().randrange(SEEDS)
    chosen = number if found.made else None
    question = found.question(chosen)
    return Asking(
        item=found.id,
        version=question.version,
        seed=chosen,
        concept=found.concept,
        source=dict(question.source),
        offered=list(question.misconceptions),
    )
