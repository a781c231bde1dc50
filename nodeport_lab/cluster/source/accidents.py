"""Accidents of typing and pasting that make a document unreadable, and the repair that makes it readable again.

A typographic dash, a full-width colon, a space that is none, a tab, a colon forgotten or stuck to its value, a line that
is a column off, a value that begins with a reserved character. A repair is offered only where the document
parses once it is made: that is what makes it certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from nodeport_lab.cluster.problem import Edit, Problem, Repair, Span
from nodeport_lab.cluster.source.document import Document

Parses = Callable[[str], bool]
Lines = dict[int, str]

# Trying costs a parse each: so much, in documents as people type them, stays unnoticed.
_LARGEST, _TRIES = 16_384, 12

_DASHES = "–—―−‒‐‑－"
_COLON = "："
# Indentation, dashes of list items, key, colon, gap: what is structure in a line of block style.
_KEYED = re.compile(
    rf"(\s*)((?:[-{_DASHES}]\s+)*)([^\s:{_COLON}#'\"{{}}\[\],&*!|>%@`]+)(\s*[:{_COLON}])(\s*)"
)
_ITEM = re.compile(rf"(\s*)((?:[-{_DASHES}]\s+)+)()()()")
_WIDTHS = {"\t": None, "\u3000": 2}
_KEY_VALUE = re.compile(r"(\s*(?:- +)*)([A-Za-z][\w./-]*):(\S.*)")
_KEY_WORDS = re.compile(r"(\s*(?:- +)*)([A-Za-z][\w./-]*)(?:\s+(.*))?\Z")
_VALUE = re.compile(r"(\s*(?:- +)*[A-Za-z][\w./-]*:\s+)(.*?)(\s+#.*)?\Z")


def explain(problem: Problem, document: Document, parses: Parses) -> Problem:
    """The problem, named after the accident behind it and with its repair, where one is found."""
    if problem.span is None or len(document.text) > _LARGEST:
        return problem
    lines = document.text.split("\n")
    at = min(problem.span.start_line - document.first_line, len(lines) - 1)
    for kind, repair, changed in islice(_candidates(problem.kind, lines, at), _TRIES):
        if not changed or not parses("\n".join(changed.get(i, line) for i, line in enumerate(lines))):
            continue
        edits = tuple(_edit(document, index, lines[index], new) for index, new in sorted(changed.items()))
        if kind == problem.kind:
            return replace(problem, repair=Repair(repair, edits))
        first = min(changed)
        column = next(
            c
            for c, (a, b) in enumerate(zip(lines[first] + "\n", changed[first] + "\n\n", strict=False))
            if a != b
        )
        line = document.first_line + first
        span = Span(line, column, line, column + 1)
        params = problem.params | {"char": lines[first][column : column + 1]}
        return replace(problem, kind=kind, span=span, params=params, repair=Repair(repair, edits))
    return problem


def _candidates(kind: str, lines: list[str], at: int) -> Iterator[tuple[str, str, Lines]]:
    """The accident that it may have been, the repair's kind, and the lines as they would be."""
    near = [i for i in (at, at - 1) if i >= 0]
    for width in (2, 4, 8, 1):
        for where in (range(len(lines)), near):
            changed = {i: new for i in where if (new := _plain(lines[i], width)) != lines[i]}
            if changed:
                accident, repair = _name(lines[min(changed)], changed[min(changed)])
                yield accident, repair, changed
    if kind in ("yaml-missing-colon", "yaml-expected-key", "yaml-value-not-allowed"):
        for i in near:
            if match := _KEY_VALUE.fullmatch(lines[i]):
                yield "yaml-missing-space", "add-space", {i: f"{match[1]}{match[2]}: {match[3]}"}
            if match := _KEY_WORDS.fullmatch(lines[i]):
                yield (
                    "yaml-missing-colon",
                    "add-colon",
                    {i: f"{match[1]}{match[2]}:" + (f" {match[3]}" if match[3] else "")},
                )
    if kind in ("yaml-cannot-start", "yaml-value-not-allowed", "yaml-unknown-anchor", "yaml-bad-key"):
        match = _VALUE.fullmatch(lines[at])
        if match and match[2] and '"' not in match[2] and "\\" not in match[2]:
            yield kind, "quote", {at: f'{match[1]}"{match[2]}"{match[3] or ""}'}
    if kind in ("yaml-expected-key", "yaml-value-not-allowed", "yaml-expected-dash"):
        for i in near:
            yield from ((kind, "fix-indent", changed) for changed in _indents(lines, i))


def _plain(line: str, tab: int) -> str:
    """A line with plain spaces, hyphens and colons where its structure is."""
    match = _KEYED.match(line) or _ITEM.match(line)
    if match is None:
        indent = line[: len(line) - len(line.lstrip())]
        return _spaces(indent, tab) + line[len(indent) :] if line.strip() else line
    indent, dashes, key, colon, gap = match.groups()
    rest = line[match.end() :]
    dashes = "".join("-" if char in _DASHES else char for char in dashes)
    dashes = re.sub(r"\s", lambda m: m[0] if m[0] == " " else " ", dashes)
    odd = _COLON in colon or any(char != " " for char in gap)
    if odd:
        colon, gap = ":", " " if rest else ""
    return _spaces(indent, tab) + dashes + key + colon + gap + rest


def _spaces(text: str, tab: int) -> str:
    return "".join(char if char == " " else " " * (_WIDTHS.get(char, 1) or tab) for char in text)


def _name(old: str, new: str) -> tuple[str, str]:
    """What the first difference between the lines tells of the accident."""
    char = next((a for a, b in zip(old, new, strict=False) if a != b), "")
    if char == "\t":
        return "yaml-tab", "replace-tabs"
    if char in _DASHES and char:
        return "yaml-typographic-dash", "replace-typographic-characters"
    if char == _COLON:
        return "yaml-full-width-colon", "replace-typographic-characters"
    return "yaml-odd-space", "replace-spaces"


def _indents(lines: list[str], at: int) -> Iterator[Lines]:
    """The line moved to a column where a line before it begins; alone, then with the lines that are deeper."""
    line = lines[at]
    indent = len(line) - len(line.lstrip(" "))
    columns: list[int] = []
    for before in reversed(lines[:at]):
        column = len(before) - len(before.lstrip(" "))
        if before.strip() and column not in (*columns, indent):
            columns.append(column)
    below = [at]
    for i in range(at + 1, len(lines)):
        if lines[i].strip() and len(lines[i]) - len(lines[i].lstrip(" ")) <= indent:
            break
        below.append(i)
    for column in sorted(columns, key=lambda c: abs(c - indent)):
        yield {at: " " * column + line.lstrip(" ")}
        if len(below) > 1:
            moved = {i: lines[i] for i in below if lines[i].strip()}
            shift = column - indent
            yield {
                i: " " * max(len(t) - len(t.lstrip(" ")) + shift, 0) + t.lstrip(" ") for i, t in moved.items()
            }


def _edit(document: Document, index: int, old: str, new: str) -> Edit:
    """The least that has to change in a line."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    line = document.first_line + index
    column = document.first_column if index == 0 else 0
    span = Span(line, column + head, line, column + len(old) - tail)
    return Edit(span, new[head : len(new) - tail])
