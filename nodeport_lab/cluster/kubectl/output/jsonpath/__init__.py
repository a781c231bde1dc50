"""JSONPath templates as kubectl understands them: ``{range .items[*]}{.metadata.name}{"\\n"}{end}``.

Mirrors staging/src/k8s.io/client-go/util/jsonpath: ``parser`` makes ``steps``, ``walk`` follows them. A key that is missing
yields nothing where ``lenient``, as with --allow-missing-template-keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.kubectl.output.jsonpath import parser
from nodeport_lab.cluster.kubectl.output.jsonpath.steps import JsonPathError, Path
from nodeport_lab.cluster.kubectl.output.jsonpath.walk import show, walk
from nodeport_lab.cluster.problem import go_quote

__all__ = ["JsonPathError", "Template", "parse", "relaxed"]


def parse(text: str) -> Template:
    """The template of ``text``; raises JsonPathError."""
    return Template(text, parser.parse(text))


@dataclass(slots=True)
class Template:
    """A parsed template."""

    text: str
    parts: list[str | Path]

    def render(self, data: Any, *, lenient: bool = True) -> str:
        """The text that the template makes of ``data``."""
        return "".join(_render(self.parts, data, lenient))

    def results(self, data: Any, *, lenient: bool = True) -> list[list[Any]]:
        """What each ``{…}`` finds, for callers that want values rather than text."""
        return [walk(part.steps, [data], lenient, data) for part in self.parts if isinstance(part, Path)]


def _render(parts: list[str | Path], data: Any, lenient: bool) -> Iterator[str]:
    index = 0
    while index < len(parts):
        part = parts[index]
        if isinstance(part, str):
            yield part
        elif part.keyword == "end":
            raise JsonPathError("not in range, nothing to end")
        elif part.keyword == "range":
            end = _matching_end(parts, index)
            for item in walk(part.steps, [data], lenient, data):
                yield from _render(parts[index + 1 : end], item, lenient)
            index = end
        else:
            yield " ".join(show(value) for value in walk(part.steps, [data], lenient, data))
        index += 1


def _matching_end(parts: list[str | Path], start: int) -> int:
    depth = 0
    for index in range(start, len(parts)):
        part = parts[index]
        if isinstance(part, Path):
            depth += {"range": 1, "end": -1}.get(part.keyword, 0)
            if depth == 0:
                return index
    return len(parts)


def relaxed(text: str) -> str:
    """RelaxedJSONPathExpression: ``metadata.name``, ``.metadata.name`` and ``{.metadata.name}`` all do."""
    if not text:
        return text
    match = re.fullmatch(r"\{\.?([^{}]+)\}|\.?([^{}]+)", text)
    if not match:
        raise JsonPathError(
            f"unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{{name1.name2}}' or '{{.name1.name2}}': "
            f"{go_quote(text)}"
        )
    return "{." + (match[1] or match[2]) + "}"
