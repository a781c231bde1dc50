"""What is wrong with the written questions, for ``manage.py check_content``: format, proof, and what they ask."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from nodeport_lab.content.questions.fields import said
from nodeport_lab.content.questions.proving import prove
from nodeport_lab.content.questions.reading import read_bank
from nodeport_lab.content.questions.templates import TEMPLATES
from nodeport_lab.content.words import LANGUAGES


class Report(Protocol):
    """Where findings go."""

    content: Path

    def find(self, path: Path, line: int, message: str) -> None:
        """Something is wrong there."""

    def ask(self, ids: Iterable[str], path: Path, line: int) -> None:
        """A question asks for these ids of the syllabus."""


def check(report: Report) -> None:
    """Every file of ``questions/written`` under the report's content."""
    taken: dict[str, Path] = {}
    for path in sorted((report.content / "questions" / "written").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        bank = read_bank(text, path.name)
        for trouble in bank.troubles:
            report.find(path, trouble.line, said(trouble, "en"))
        for question in bank.questions:
            line = bank.lines[question.id]
            if question.id in taken:
                report.find(path, line, f"{question.id} is in {taken[question.id].name} too")
            taken[question.id] = path
            if question.id in TEMPLATES:
                report.find(path, line, f"{question.id} is a template's id too")
            for language in LANGUAGES:
                if _gives_away(question.prompt[language], question.explanation[language]):
                    place = _line(text, line, "explanation:")
                    report.find(
                        path,
                        place,
                        f"{question.id}: the explanation ({language}) begins with words of the prompt",
                    )
            report.ask(question.syllabus, path, line)
            for trouble in prove(question):
                report.find(path, line, f"{question.id}: {trouble.path}: {said(trouble, 'en')}")


# So many characters in common are no accident.
_BEGINNING = 25


def _gives_away(prompt: str, explanation: str) -> bool:
    """Whether what is said after the answer begins with what was said before it: nobody reads on."""
    beginning = explanation[:_BEGINNING]
    return len(beginning) == _BEGINNING and beginning in prompt


def _line(text: str, first: int, begins: str) -> int:
    """The line on or after the first that begins with this, or the first."""
    lines = text.splitlines()
    return next(
        (at for at in range(first, len(lines) + 1) if lines[at - 1].strip().startswith(begins)), first
    )
