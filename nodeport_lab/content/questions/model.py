"""What a question is: typed and immutable, whoever wrote it (a file, a template, a teacher's import).

``Question.source`` is the same question as plain data, in the format of the files: what is kept of a question that was
asked, so that an answer stays true to it whatever becomes of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nodeport_lab.content.experiments.model import Look

Words = Mapping[str, str]
Json = Mapping[str, Any]
Kind = Literal["choose", "several", "number", "text", "order", "match", "blanks", "repair", "predict", "read"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose. value: what the simulation would say if this were right, for the proof."""

    id: str
    text: Words
    right: bool
    why: Words
    misconception: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Choose one, or with ``many`` all that are right."""

    options: tuple[Option, ...]
    many: bool
    shuffled: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """A wrong answer that is known: its forms, why it is wrong, and what it betrays."""

    forms: tuple[str, ...]
    why: Words
    misconception: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A number or a short text to type. otherwise: said to a wrong answer that nobody thought of."""

    accept: tuple[str, ...]
    misses: tuple[Miss, ...]
    otherwise: Words
    numeric: bool
    label: Words | None


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things to put in order. value: the place of the trace that it stands for, for the proof."""

    id: str
    text: Words
    value: str | None


@dataclass(frozen=True, slots=True)
class Swap:
    """Two items in the wrong order, and what that betrays: ``first`` was put before ``second`` and comes after it."""

    first: str
    second: str
    why: Words
    misconception: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """Things to put in order; ``items`` are in the right one."""

    items: tuple[Item, ...]
    swaps: tuple[Swap, ...]
    otherwise: Words


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing and what belongs to it; ``misconception``: what somebody believes who gives it anything else."""

    id: str
    left: Words
    right: Words
    why: Words
    misconception: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Give each left its right. extra: rights that belong to none."""

    pairs: tuple[Pair, ...]
    extra: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong outcome that is known: where ``when`` holds, this is why."""

    when: tuple[Look, ...]
    why: Words
    misconception: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Graded by what the cluster does: the files are applied to the stage, and every look of ``goal`` has to hold."""

    goal: tuple[Look, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """A manifest with gaps ``[[name]]``. Each gap has accepted forms, or all are graded by their outcome.

    entries: by the name of the gap; with an ``outcome`` their ``accept`` is one solution, not the only one.
    """

    name: str
    text: str
    entries: Mapping[str, Entry]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Repair:
    """Files to be mended until the goal holds. Whatever reaches it is right; ``solution`` is one way there."""

    files: tuple[Mapping[str, str], ...]
    solution: tuple[Mapping[str, str], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Predict:
    """Where does this packet end (``place``), or as whom does the pod see its sender (``source``)? The simulation answers."""

    ask: Literal["place", "source"]
    request: Json
    misses: tuple[Miss, ...]
    otherwise: Words


Body = Choice | Entry | Order | Match | Blanks | Repair | Predict


@dataclass(frozen=True, slots=True)
class Stage:
    """The cluster that the question speaks of: what was done to ``nodes`` nodes."""

    nodes: int
    actions: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """What stands beside the question: the drawing, the stage's manifests, a listing, what a command prints."""

    drawing: bool
    files: bool
    listing: str | None
    command: Json | None


@dataclass(frozen=True, slots=True)
class Proof:
    """How the simulation proves the answer: after ``after``, the looks hold, and ``reads`` of ``request`` is the answer.

    each: ``nodes`` sends the request to every node in turn. request is what is played after the answer.
    """

    after: tuple[Json, ...]
    request: Json | None
    each: bool
    reads: str | None
    holds: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. version grows when the answer changes; results stay with the version that was answered."""

    id: str
    version: int
    kind: Kind
    syllabus: tuple[str, ...]
    difficulty: int
    prompt: Words
    explanation: Words
    body: Body
    stage: Stage | None
    show: Show
    proof: Proof | None
    source: Json

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """All that a wrong answer may betray, each once, in order."""
        found: list[str | None] = []
        match self.body:
            case Choice(options):
                found = [option.misconception for option in options]
            case Entry() | Predict():
                found = [miss.misconception for miss in self.body.misses]
            case Order(_, swaps):
                found = [swap.misconception for swap in swaps]
            case Match(pairs):
                found = [pair.misconception for pair in pairs]
            case Blanks():
                found = [miss.misconception for entry in self.body.entries.values() for miss in entry.misses]
                if self.body.outcome:
                    found += [mistake.misconception for mistake in self.body.outcome.mistakes]
            case Repair():
                found = [mistake.misconception for mistake in self.body.outcome.mistakes]
        return tuple(dict.fromkeys(name for name in found if name))
