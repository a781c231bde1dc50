"""JSONPath templates as kubectl understands them: ``{range .items[*]}{.metadata.name}{"\\n"}{end}``.

Mirrors staging/src/k8s.io/client-go/util/jsonpath (parser.go, jsonpath.go). ``parse`` makes a tree, ``Template.render``
walks it. A key that is missing yields nothing where ``lenient``, as with --allow-missing-template-keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.problem import go_json, go_quote

from .yaml import go_float


class JsonPathError(Exception):
    """What is wrong with a template, or with running it, in client-go's words."""


@dataclass(slots=True)
class Field:
    """``.name``; ``*`` in the place of a name is Wildcard, ``..`` before it is Recursive."""

    name: str


@dataclass(slots=True)
class Wildcard:
    pass


@dataclass(slots=True)
class Recursive:
    pass


@dataclass(slots=True)
class Literal:
    """A text, number or boolean that stands for itself."""

    value: Any


@dataclass(slots=True)
class Identifier:
    """A bare word: an error, but only when the template runs."""

    name: str


@dataclass(slots=True)
class Slice:
    """``[start:end:step]``; an index is a slice of one, ``single`` tells them apart."""

    start: int | None
    end: int | None
    step: int | None
    single: bool = False


@dataclass(slots=True)
class Union:
    """``[a,b]``: several paths side by side."""

    paths: list[list[Any]]


@dataclass(slots=True)
class Filter:
    """``[?(left operator right)]``."""

    left: list[Any]
    operator: str
    right: list[Any]


@dataclass(slots=True)
class Path:
    """One ``{…}``: steps from the current object, or ``range`` and ``end``."""

    steps: list[Any] = field(default_factory=list)
    keyword: str = ""


class _Parser:
    """Reads the inside of one pair of braces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def steps(self) -> list[Any]:
        found: list[Any] = []
        while self.place < len(self.text):
            found += self._step()
        return found

    def _step(self) -> list[Any]:
        rest = self.text[self.place :]
        char = rest[0]
        if char in " \t\r\n":
            self.place += 1
            return []
        if rest.startswith(".."):
            self.place += 2
            if rest[2:3] and re.match(r"[\w*]", rest[2]):
                return [Recursive(), *self._field()]
            return [Recursive()]
        if char == ".":
            self.place += 1
            return self._field()
        if char in "@$":
            self.place += 1
            return []
        if char == "[":
            return [self._bracket()]
        if char in "\"'":
            return [Literal(self._quoted(char))]
        number = re.match(r"[-+]?[0-9.]+", rest)
        if number:
            self.place += number.end()
            text = number[0]
            try:
                return [Literal(float(text) if "." in text else int(text))]
            except ValueError as problem:
                raise JsonPathError(f"cannot parse number {text}") from problem
        word = re.match(r"\w+", rest)
        if word:
            self.place += word.end()
            if word[0] in ("true", "false"):
                return [Literal(word[0] == "true")]
            return [Identifier(word[0])]
        raise JsonPathError(f"unrecognized character in action: U+{ord(char):04X} '{char}'")

    def _field(self) -> list[Any]:
        if self.text[self.place : self.place + 1] == "*":
            self.place += 1
            return [Wildcard()]
        out: list[str] = []
        while self.place < len(self.text):
            char = self.text[self.place]
            if char == "\\" and self.place + 1 < len(self.text):
                out.append(self.text[self.place + 1])
                self.place += 2
                continue
            if char in " \t\r\n.,[])(=!<>@$|&{}'\"?*;":
                break
            out.append(char)
            self.place += 1
        return [Field("".join(out))] if out else []

    def _quoted(self, quote: str) -> str:
        end = self.place + 1
        while end < len(self.text) and self.text[end] != quote:
            end += 2 if self.text[end] == "\\" else 1
        if end >= len(self.text):
            raise JsonPathError("unterminated quoted string")
        raw = self.text[self.place + 1 : end]
        self.place = end + 1
        return _unescape(raw)

    def _bracket(self) -> Any:
        end = self._closing()
        inside = self.text[self.place + 1 : end].strip()
        self.place = end + 1
        filtered = re.fullmatch(r"\?\s*\((.*)\)", inside, re.S)
        if filtered:
            return _filter(filtered[1])
        parts = _split(inside)
        if len(parts) > 1:
            return Union([[_element(part)] for part in parts])
        return _element(inside)

    def _closing(self) -> int:
        depth, quote, index = 0, "", self.place
        while index < len(self.text):
            char = self.text[index]
            if quote:
                if char == "\\":
                    index += 1
                elif char == quote:
                    quote = ""
            elif char in "\"'":
                quote = char
            elif char == "[":
                depth += 1
            elif char == "]":
                depth -= 1
                if depth == 0:
                    return index
            index += 1
        raise JsonPathError("unterminated array")


def _split(inside: str) -> list[str]:
    parts, quote, start = [], "", 0
    for index, char in enumerate(inside):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == ",":
            parts.append(inside[start:index])
            start = index + 1
    return [*parts, inside[start:]]


def _element(text: str) -> Any:
    text = text.strip()
    if text == "*":
        return Wildcard()
    if len(text) >= 2 and text[0] == "'" and text[-1] == "'":
        return Union([_Parser(f".{text[1:-1]}").steps()])
    match = re.fullmatch(r"(-?\d+)?(?::(-?\d+)?)?(?::(-?\d+)?)?", text)
    if match and text:
        start, end, step = (int(part) if part else None for part in match.groups())
        return Slice(start, end, step, single=":" not in text)
    if text.startswith("."):
        return Field(text[1:])
    raise JsonPathError(f"invalid array index {text}")


def _filter(condition: str) -> Filter:
    quote = ""
    for index, char in enumerate(condition):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            for operator in ("==", "!=", "<=", ">=", "=", "<", ">"):
                if condition.startswith(operator, index):
                    left = _Parser(condition[:index]).steps()
                    return Filter(left, operator, _Parser(condition[index + len(operator) :]).steps())
    return Filter(_Parser(condition).steps(), "exists", [])


def _unescape(raw: str) -> str:
    try:
        return str(json.loads('"' + re.sub(r'(?<!\\)"', '\\"', raw.replace("\\'", "'")) + '"', strict=False))
    except ValueError:
        return raw


def parse(text: str) -> Template:
    """The template of ``text``; raises JsonPathError."""
    parts: list[str | Path] = []
    place = 0
    while place < len(text):
        start = text.find("{", place)
        if start < 0:
            parts.append(text[place:])
            break
        if start > place:
            parts.append(text[place:start])
        end = _end_of_action(text, start)
        inside = text[start + 1 : end].strip()
        if inside == "end":
            parts.append(Path([], "end"))
        elif re.match(r"range\b", inside):
            parts.append(Path(_Parser(inside[5:]).steps(), "range"))
        else:
            parts.append(Path(_Parser(inside).steps()))
        place = end + 1
    return Template(text, parts)


def _end_of_action(text: str, start: int) -> int:
    quote, index = "", start + 1
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\":
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char == "}":
            return index
        index += 1
    raise JsonPathError("unclosed action")


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
        return [_walk(part.steps, [data], lenient, data) for part in self.parts if isinstance(part, Path)]


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
            for item in _walk(part.steps, [data], lenient, data):
                yield from _render(parts[index + 1 : end], item, lenient)
            index = end
        else:
            yield " ".join(_show(value) for value in _walk(part.steps, [data], lenient, data))
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


def _walk(steps: list[Any], values: list[Any], lenient: bool, root: Any) -> list[Any]:
    for step in steps:
        if isinstance(step, Union):
            values = [found for path in step.paths for found in _walk(path, values, lenient, root)]
            continue
        values = [found for value in values for found in _take(step, value, lenient)]
        if isinstance(step, Literal):
            values = [step.value]
    return values


def _take(step: Any, value: Any, lenient: bool) -> list[Any]:
    if isinstance(step, Field):
        if isinstance(value, dict) and step.name in value:
            return [value[step.name]]
        if not lenient:
            raise JsonPathError(f"{step.name} is not found")
        return []
    if isinstance(step, Wildcard):
        if isinstance(value, dict):
            return [value[key] for key in sorted(value)]
        return list(value) if isinstance(value, list) else []
    if isinstance(step, Recursive):
        return list(_descend(value))
    if isinstance(step, Slice):
        return _slice(step, value)
    if isinstance(step, Filter):
        return _filtered(step, value)
    if isinstance(step, Literal):
        return [step.value]
    if isinstance(step, Identifier):
        raise JsonPathError(f"unrecognized identifier {step.name}")
    raise ValueError(f"unknown step {step!r}")


def _descend(value: Any) -> Iterator[Any]:
    yield value
    children = [value[key] for key in sorted(value)] if isinstance(value, dict) else value
    if isinstance(children, list):
        for child in children:
            if isinstance(child, dict | list):
                yield from _descend(child)


def _slice(step: Slice, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise JsonPathError(f"{go_json(value)} is not array or slice")
    length = len(value)
    start = step.start if step.start is not None else 0
    start += length if start < 0 else 0
    if step.single:
        if not 0 <= start < length:
            raise JsonPathError(f"array index out of bounds: index {start}, length {length}")
        return [value[start]]
    end = step.end if step.end is not None else length
    end += length if end < 0 else 0
    if step.step is not None and step.step <= 0:
        raise JsonPathError("step must be > 0")
    return value[start : min(end, length) : step.step or 1]


def _filtered(step: Filter, value: Any) -> list[Any]:
    items = (
        value
        if isinstance(value, list)
        else [value[key] for key in sorted(value)]
        if isinstance(value, dict)
        else []
    )
    found: list[Any] = []
    for item in items:
        left = _walk(step.left, [item], True, item)
        if step.operator == "exists":
            if left:
                found.append(item)
            continue
        right = _walk(step.right, [item], True, item)
        if not left or not right:
            continue
        if len(left) > 1 or len(right) > 1:
            raise JsonPathError("can only compare one element at a time")
        if _compare(step.operator, left[0], right[0]):
            found.append(item)
    return found


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator == "=":
        raise JsonPathError("unrecognized filter operator =")
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if isinstance(left, bool) != isinstance(right, bool) or not (numbers or type(left) is type(right)):
        if operator == "==":
            return False
        if operator == "!=":
            return True
        raise JsonPathError("incompatible types for comparison")
    if operator == "==":
        return bool(left == right)
    if operator == "!=":
        return bool(left != right)
    return bool({"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator])


def _show(value: Any) -> str:
    """evalToText: strings as they are, structures as JSON."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return go_float(value)
    if isinstance(value, dict | list):
        return go_json(value)
    return str(value)


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
