"""Mistakes with their places: the stretch of a file's text that each is about, and the repair, where one is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nodeport_lab.cluster.kubectl.mending import mend
from nodeport_lab.cluster.kubectl.printed import Placed
from nodeport_lab.cluster.kubectl.reading import Info, Unreadable
from nodeport_lab.cluster.problem import FieldPath, Problem, go_quote

_FIELD = re.compile(r"(?:metadata|spec)(?:\.\w+|\[\d+\])+")
_PART = re.compile(r"(\w*[a-zA-Z]\w*)|\[(\d+)\]")


class Places:
    """The problems of one run, in the order in which they were met."""

    def __init__(self) -> None:
        self.all: list[Placed] = []

    def add(
        self, found: Info | Unreadable, problems: Sequence[Problem], below: FieldPath | None = None
    ) -> None:
        """Remembers the problems with their place in the text; ``below``: where the object stands in its document."""
        document = found.document
        if below is None:
            below = found.path if isinstance(found, Info) else FieldPath()
        for problem in problems:
            path = FieldPath(below.parts + problem.path.parts) if problem.path is not None else below
            if problem.span is None:
                problem = problem.at(document.span_of(path, key=problem.kind == "unknown-field"))
            if problem.repair is None and (repair := mend(problem, document, path)) is not None:
                problem = replace(problem, repair=repair)
            self.all.append(Placed(found.file, found.number, problem))

    def doubt(self, found: Info | Unreadable) -> None:
        """Keys that stand twice: kubectl takes the last one and says nothing, which is rarely what was meant."""
        if found.document.root is None or (
            isinstance(found, Info) and found.path.parts[1:] not in ((), (0,))
        ):
            return
        problems = []
        for key in found.document.duplicates():
            words = f"key {go_quote(str(key.value))} already set in map"
            params = {"key": key.value, "field": key.value}
            problems.append(
                Problem(
                    "duplicate-key", words, span=found.document.span(key), severity="warning", params=params
                )
            )
        self.add(found, problems, FieldPath())


def path_of(warning: str) -> FieldPath | None:
    """The field that a warning begins with."""
    match = _FIELD.match(warning)
    if match is None:
        return None
    path = FieldPath()
    for name, index in _PART.findall(match[0]):
        path = path.child(name) if name else path.index(int(index))
    return path
