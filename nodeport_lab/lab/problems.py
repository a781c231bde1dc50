"""Problems of a manifest as the editor shows them: UTF-16 columns, and our explanation beside Kubernetes' words."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from nodeport_lab.cluster.kubectl.printed import Placed
from nodeport_lab.cluster.problem import Problem, Repair, Span
from nodeport_lab.content import explanations
from nodeport_lab.content.words import Language

logger = logging.getLogger(__name__)

MAX_SHOWN = 100  # whoever has more mends these first


class Text:
    """Converts columns of code points to UTF-16 units, which is how a browser counts."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def point(self, line: int, column: int) -> dict[str, int]:
        before = self._lines[line - 1][:column] if line <= len(self._lines) else ""
        return {"line": line, "column": column + sum(char > "\uffff" for char in before)}

    def stretch(self, span: Span) -> dict[str, dict[str, int]]:
        return {
            "from": self.point(span.start_line, span.start_column),
            "to": self.point(span.end_line, span.end_column),
        }


def as_json(
    placed: Iterable[Placed], files: Iterable[Mapping[str, str]], language: Language
) -> list[dict[str, Any]]:
    """LabProblems of ARCHITECTURE.md, in the order in which they were found."""
    texts = {file["name"]: Text(file["text"]) for file in files}
    shown = itertools.islice(placed, MAX_SHOWN)
    return [_problem(place.file, place.problem, texts[place.file], language) for place in shown]


def _problem(file: str, problem: Problem, text: Text, language: Language) -> dict[str, Any]:
    return {
        "file": file,
        **text.stretch(problem.span or Span(1, 0, 1, 0)),
        "kind": problem.kind,
        "severity": problem.severity,
        "message": problem.message,
        "explanation": _explanation(problem, language),
        "repair": _repair(problem.repair, text, language) if problem.repair else None,
    }


def _explanation(problem: Problem, language: Language) -> str:
    """Our own words. That they are missing is a fault of ours which must not cost a learner Kubernetes' words as well."""
    try:
        return explanations.explain(problem, language)
    except KeyError:
        logger.exception("no explanation of %s with %s", problem.kind, sorted(problem.params))
        return ""


def _repair(repair: Repair, text: Text, language: Language) -> dict[str, Any]:
    edits = [{**text.stretch(edit.span), "text": edit.text} for edit in repair.edits]
    return {"label": explanations.repair_label(repair, language), "edits": edits}
