"""All questions that come with the lab: the written ones by id, each file checked when it is first read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nodeport_lab.content.questions.fields import Trouble
from nodeport_lab.content.questions.model import Question
from nodeport_lab.content.questions.reading import Bank, read_bank

FOLDER = Path(__file__).parent / "written"


@cache
def banks() -> Mapping[str, Bank]:
    """Every file of ``written/``, by its name, with what is wrong with it."""
    return {
        path.name: read_bank(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(FOLDER.glob("*.yaml"))
    }


@cache
def written() -> Mapping[str, Question]:
    """Every written question by its id. ``ValueError`` where two have one id."""
    found: dict[str, Question] = {}
    for name, bank in banks().items():
        for question in bank.questions:
            if question.id in found:
                raise ValueError(f"{name}: there is another question {question.id}")
            found[question.id] = question
    return found


def troubles() -> Iterator[Trouble]:
    """What is wrong in the files, with file and line."""
    for bank in banks().values():
        yield from bank.troubles


def asked() -> Counter[str]:
    """How many written questions there are about each point of the syllabus."""
    return Counter(point for question in written().values() for point in question.syllabus)
