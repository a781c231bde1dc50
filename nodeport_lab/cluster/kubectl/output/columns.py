"""``-o custom-columns=NAME:.metadata.name,…`` (staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.tabs import table

from .gosyntax import plain
from .jsonpath import JsonPathError, Template, parse, relaxed


def read(spec: str) -> list[tuple[str, Template]]:
    """Headers and paths of the flag's value; raises Failure."""
    if not spec:
        raise error("custom-columns format specified but no custom columns given")
    found: list[tuple[str, Template]] = []
    for part in spec.split(","):
        header, colon, path = part.partition(":")
        if not colon:
            raise error(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        try:
            found.append((header, parse(relaxed(path))))
        except JsonPathError as problem:
            raise error(str(problem)) from None
    return found


def read_file(text: str) -> list[tuple[str, Template]]:
    """The columns of a ``custom-columns-file``: a line of headers above a line of paths."""
    lines = text.split("\n")
    headers = lines[0].split()
    paths = lines[1].split() if len(lines) > 1 else []
    if len(headers) != len(paths):
        raise error(f"number of headers ({len(headers)}) and field specifications ({len(paths)}) don't match")
    return read(",".join(f"{header}:{path}" for header, path in zip(headers, paths, strict=True)))


def render(columns: Sequence[tuple[str, Template]], objects: Sequence[Any], *, headers: bool) -> str:
    """The table of the objects."""
    rows = [[header for header, _ in columns]] if headers else []
    rows += [[_cell(template, obj) for _, template in columns] for obj in objects]
    return table(rows)


def _cell(template: Template, obj: Any) -> str:
    try:
        values = [value for found in template.results(obj) for value in found]
    except JsonPathError as problem:
        raise error(str(problem)) from None
    return ",".join(plain(value) for value in values) if values else "<none>"
