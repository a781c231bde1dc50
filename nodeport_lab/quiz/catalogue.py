"""Which questions there are to ask: written ones, templates, and those of a teacher's bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from nodeport_lab.content.questions import Question, read_bank, staging, written
from nodeport_lab.content.questions.model import Predict
from nodeport_lab.content.questions.points import points
from nodeport_lab.content.questions.reading import Bank as ReadBank
from nodeport_lab.content.questions.templates import TEMPLATES
from nodeport_lab.quiz.models import Bank

# Seeds are small, so that they may be read out: "question local-from-inside, number 4711".
SEEDS = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be asked. id: ``w:ID`` a written question, ``t:ID`` a template, ``b:BANK:ID`` one of a bank."""

    id: str
    syllabus: tuple[str, ...]
    difficulty: int
    made: bool

    @property
    def concept(self) -> str:
        """The point that it asks most about."""
        return self.syllabus[0]

    def question(self, seed: int | None) -> Question:
        """The question; one made from a template needs its seed."""
        if self.made:
            return TEMPLATES[self.id[2:]].make(seed or 0)
        return _static(self.id)


@cache
def items() -> Mapping[str, Item]:
    """All that comes with the lab."""
    found = [Item(f"w:{q.id}", q.syllabus, q.difficulty, False) for q in written().values()]
    found += [Item(f"t:{t.id}", t.syllabus, t.difficulty, True) for t in TEMPLATES.values()]
    return {item.id: item for item in found}


def of_bank(bank: Bank) -> Mapping[str, Item]:
    """The questions of a bank that can be asked."""
    return {
        f"b:{bank.pk}:{q.id}": Item(f"b:{bank.pk}:{q.id}", q.syllabus, q.difficulty, False)
        for q in read(bank.text).questions
        if askable(q)
    }


def askable(question: Question) -> bool:
    """Whether its stage can be brought about; a teacher's may fail, and is told so."""
    stage = question.stage
    if stage is None:
        return True
    try:
        staging.snapshot(stage.nodes, stage.actions)
        if question.show.command is not None:
            staging.output(stage.nodes, stage.actions, question.show.command)
        if isinstance(question.body, Predict):
            staging.trace(stage.nodes, stage.actions, question.body.request)
    except staging.NotStaged:
        return False
    return True


@lru_cache(maxsize=32)
def read(text: str) -> ReadBank:
    """A bank's text, read. Kept at hand: a class asks the same bank a hundred times."""
    return read_bank(text)


def _static(id: str) -> Question:
    if id.startswith("w:"):
        return written()[id[2:]]
    _, bank, name = id.split(":", 2)
    return next(q for q in read(Bank.objects.get(pk=bank).text).questions if q.id == name)


def chapter(point: str) -> str:
    """The part of the syllabus that a point belongs to: ``1`` to ``11``; faults are 10, what others teach wrongly 11."""
    if point.startswith("F"):
        return "10"
    if point.startswith("M"):
        return "11"
    return point[1:].partition(".")[0]


@cache
def chapters() -> Mapping[str, tuple[str, ...]]:
    """The points of each chapter that anything asks about, in order."""
    asked = {point for item in items().values() for point in item.syllabus}
    found: dict[str, list[str]] = {}
    for point in points():
        if point in asked:
            found.setdefault(chapter(point), []).append(point)
    return {name: tuple(found[name]) for name in sorted(found, key=int)}


def about(wanted: Iterable[str], among: Mapping[str, Item] | None = None) -> list[Item]:
    """The items about any of these points."""
    points_wanted = set(wanted)
    return [item for item in (among or items()).values() if points_wanted & set(item.syllabus)]


def least_seen(found: Sequence[Item], seen: Mapping[str, int], random: Random) -> Item:
    """One that was asked least often; among equals by chance. What was never asked comes before a template's next seed."""
    least = min(seen.get(item.id, 0) for item in found)
    return random.choice([item for item in found if seen.get(item.id, 0) == least])
