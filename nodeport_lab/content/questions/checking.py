"""What is wrong with the written questions, for ``manage.py check_content``: format, proof, and what they ask."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from nodeport_lab.content.questions.fields import said
from nodeport_lab.content.questions.proving import prove
from nodeport_lab.content.questions.reading import read_bank


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
        bank = read_bank(path.read_text(encoding="utf-8"), path.name)
        for trouble in bank.troubles:
            report.find(path, trouble.line, said(trouble, "en"))
        for question in bank.questions:
            line = bank.lines[question.id]
            if question.id in taken:
                report.find(path, line, f"{question.id} is in {taken[question.id].name} too")
            taken[question.id] = path
            report.ask(question.syllabus, path, line)
            for trouble in prove(question):
                report.find(path, line, f"{question.id}: {trouble.path}: {said(trouble, 'en')}")
