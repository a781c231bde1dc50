"""What lessons and exercises are made of. Docs: docs/content.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.content.experiments.model import Action, Condition, Look
from nodeport_lab.content.words import Language

Words = Mapping[str, str]
Kind = Literal["lesson", "exercise", "page"]


@dataclass(frozen=True, slots=True)
class Fact:
    """An experiment: first ``do``, then the look; ``look.condition`` is what the prose claims of it.

    ``columns``: of the table that is printed, what the prose shows; all of it where it names none.
    """

    name: str
    do: tuple[Action, ...]
    look: Look
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a prediction; right where it is the first whose condition holds."""

    id: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Predict:
    """A question before the reveal. ``reaction``: the three usual choices, whose words are the same everywhere."""

    look: Look | None
    choices: tuple[Choice, ...]
    right: str | None = None
    reaction: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: reached when all of ``goal`` holds."""

    goal: tuple[Look, ...]
    solution: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """What the stage does when a step opens."""

    request: Action | None = None
    panel: str | None = None
    point: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One idea of a lesson. ``start``: None where it goes on with the cluster of the step before.

    editor: files that are put into the editor, and not applied.
    """

    id: str
    start: tuple[Action, ...] | None
    do: tuple[Action, ...] = ()
    show: Show = Show()
    facts: tuple[Fact, ...] = ()
    predict: Predict | None = None
    task: Task | None = None
    editor: tuple[Mapping[str, str], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Words between two headings: Markdown, and the line where they begin. ``choices``: of a prediction."""

    markdown: str
    line: int
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepText:
    """The words of a step. ``sections``: by their headings' words: ``predict``, ``chose refused``, ``hint 1``, ``wrong no-endpoints`` …"""

    title: str
    line: int
    body: Section
    sections: Mapping[str, Section]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a lesson in one language."""

    path: Path
    title: str
    summary: Section
    steps: Mapping[str, StepText]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a chapter, an exercise, or a page of the reference: a row of steps. ``folder``: where its files are.

    minutes: what it takes (``timing``). core: one of the few that tell what a NodePort is. exercises: where it is practised.
    """

    id: str
    kind: Kind
    path: Path
    teaches: tuple[str, ...]
    practises: tuple[str, ...]
    modes: tuple[ProxyMode, ...]
    docs: tuple[str, ...]
    steps: tuple[Step, ...]
    texts: Mapping[Language, Text]
    chapter: int | None = None
    minutes: int = 0
    core: bool = False
    exercises: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return self.path.parent

    def step(self, id: str) -> Step:
        """The step of this id; ``KeyError`` where there is none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its lessons in order."""

    number: int
    id: str
    title: Words
    summary: Words
    lessons: tuple[Lesson, ...]
