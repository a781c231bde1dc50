"""From the text of a template to its parts (parser.go)."""

from __future__ import annotations

import json
import re
from typing import Any

from nodeport_lab.cluster.kubectl.output.jsonpath.steps import (
    Field,
    Filter,
    Identifier,
    JsonPathError,
    Literal,
    Path,
    Recursive,
    Slice,
    Union,
    Wildcard,
)


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


def parse(text: str) -> list[str | Path]:
    """The parts of the template ``text``; raises JsonPathError."""
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
    return parts


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
