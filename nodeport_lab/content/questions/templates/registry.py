"""What a template is, and the table of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from nodeport_lab.content.questions.model import Question
from nodeport_lab.content.questions.reading import question

Draft = dict[str, Any]
Make = Callable[[Random], Draft | None]
_PATIENCE = 200


@dataclass(frozen=True, slots=True)
class Template:
    """A family of questions. version grows when the same seed would ask something else, or be answered differently.

    draw: the parts of a question but id, version, syllabus, difficulty; None where what was drawn makes no good question.
    """

    id: str
    version: int
    syllabus: tuple[str, ...]
    difficulty: int
    draw: Make

    def make(self, seed: int) -> Question:
        """The question of a seed: always the same one."""
        return _made(self.id, seed)


TEMPLATES: dict[str, Template] = {}


def template(id: str, syllabus: str, difficulty: int, version: int = 1) -> Callable[[Make], Make]:
    """Registers a function that draws a question: ``@template("seen-source", "S3.5 S8.1", 3)``."""

    def register(draw: Make) -> Make:
        if id in TEMPLATES:
            raise ValueError(f"there is another template {id}")
        TEMPLATES[id] = Template(id, version, tuple(syllabus.split()), difficulty, draw)
        return draw

    return register


@lru_cache(maxsize=1024)
def _made(id: str, seed: int) -> Question:
    found = TEMPLATES[id]
    # A string: the same seed gives unlike questions in unlike templates, in every process.
    random = Random(f"{id}:{found.version}:{seed}")  # noqa: S311  (no secret: the seed is told)
    for _ in range(_PATIENCE):
        draft = found.draw(random)
        if draft is not None:
            head = {
                "id": id,
                "version": found.version,
                "syllabus": list(found.syllabus),
                "difficulty": found.difficulty,
            }
            return question({**head, **draft})
    raise ValueError(f"{id}: nothing good drawn for seed {seed}")


def t(ja: str, en: str) -> Mapping[str, str]:
    """Text in both languages."""
    return {"ja": ja, "en": en}


def right(text: Any, value: str, why: Mapping[str, str]) -> Draft:
    """The right option."""
    return {"text": text, "right": True, "value": value, "why": why}


def wrong(text: Any, value: str, misconception: str, why: Mapping[str, str]) -> Draft:
    """A wrong option, and what it betrays."""
    return {"text": text, "value": value, "misconception": misconception, "why": why}


def distinct(options: list[Draft], least: int = 3) -> list[Draft] | None:
    """The options without those that say what another says already (the first stays); None where too few are left."""
    kept: dict[str, Draft] = {}
    for option in options:
        kept.setdefault(str(option["value"]), option)
    return list(kept.values()) if len(kept) >= least else None
