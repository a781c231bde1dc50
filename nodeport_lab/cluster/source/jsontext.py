"""JSON as Go's encoding/json reads it: one value after another, with Go's words for what is wrong.

Mirrors encoding/json scanner.go and stream.go: the first character that cannot go on is named, together with what
was being looked for. Nothing here recurses.
"""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.problem import go_quote
from nodeport_lab.cluster.source.document import MAX_DEPTH, Node
from nodeport_lab.cluster.source.scalars import BadScalar, number

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = "0123456789abcdefABCDEF"


class JSONError(Exception):
    """Go's message, the offset where it gave up, and whether there was nothing left to read (io.EOF)."""

    def __init__(self, message: str, offset: int, *, end: bool = False) -> None:
        super().__init__(message)
        self.message, self.offset, self.end = message, offset, end


def _quote_char(char: str) -> str:
    # Go's scanner reads bytes: of any letter beyond ASCII it names the first one.
    char = chr(char.encode("utf-8", "replace")[0])
    if char == "'":
        return "'\\''"
    return "'\"'" if char == '"' else f"'{go_quote(char)[1:-1]}'"


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at

    def fail(self, context: str) -> JSONError:
        """``invalid character 'x' …`` at the present place, or the end of the text."""
        if self.at >= len(self.text):
            return JSONError("unexpected EOF", self.at)
        return JSONError(f"invalid character {_quote_char(self.text[self.at])} {context}", self.at)

    def space(self) -> None:
        if match := _SPACE.match(self.text, self.at):
            self.at = match.end()

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def string(self) -> str:
        """The string that begins here; the place is behind it afterwards."""
        if match := _STRING.match(self.text, self.at):
            self.at = match.end()
            return match[1]
        out: list[str] = []
        self.at += 1
        while True:
            char = self.peek()
            if char == '"':
                self.at += 1
                return "".join(out)
            if char == "" or char < " ":
                raise self.fail("in string literal")
            self.at += 1
            out.append(self._escape() if char == "\\" else char)

    def _escape(self) -> str:
        char = self.peek()
        if char in _ESCAPES and char:
            self.at += 1
            return _ESCAPES[char]
        if char != "u":
            raise self.fail("in string escape code")
        self.at += 1
        code = self._hex()
        if 0xD800 <= code < 0xDC00 and self.text[self.at : self.at + 2] == "\\u":
            before = self.at
            self.at += 2
            low = self._hex()
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
            self.at = before
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)

    def _hex(self) -> int:
        for _ in range(4):
            if self.peek() == "" or self.peek() not in _HEX:
                raise self.fail("in \\u hexadecimal character escape")
            self.at += 1
        return int(self.text[self.at - 4 : self.at], 16)

    def literal(self) -> Any:
        """A number, true, false or null."""
        char = self.peek()
        if char in "tfn":
            word = {"t": "true", "f": "false", "n": "null"}[char]
            for position, expected in enumerate(word):
                if self.peek() != expected:
                    if position == 0:
                        break
                    raise self.fail(f"in literal {word} (expecting {_quote_char(expected)})")
                self.at += 1
            return _WORDS[word]
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            self.at += 1
            raise self.fail("in numeric literal")
        self.at = match.end()
        following = self.peek()
        if following == "." or (following in "eE" and following):
            self.at += 1
            if following != "." and self.peek() in "+-" and self.peek():
                self.at += 1
            raise self.fail(
                "after decimal point in numeric literal"
                if following == "."
                else "in exponent of numeric literal"
            )
        digits = match[0]
        if digits.lstrip("-").isdigit():
            return number(int(digits))
        try:
            return number(float(digits))
        except BadScalar:
            # Beyond what a float holds: Go keeps the text, and no field takes it.
            return digits


def read_value(text: str, at: int) -> tuple[Node, int]:
    """The JSON value that begins at ``at`` (after spaces) and the offset behind it."""
    reader = _Reader(text, at)
    reader.space()
    if reader.at >= len(text):
        raise JSONError("EOF", reader.at, end=True)
    # Collections that are open, each with the key that waits for a value.
    stack: list[tuple[Node, Node | None]] = []
    while True:
        node = _begin(reader, stack)
        if node is None:
            continue
        while True:
            if not stack:
                return node, reader.at
            _put(stack, node)
            reader.space()
            is_map = isinstance(stack[-1][0].children, dict)
            char = reader.peek()
            if char == ",":
                reader.at += 1
                if is_map:
                    _key(reader, stack, "looking for beginning of object key string")
                break
            if char != ("}" if is_map else "]"):
                raise reader.fail("after object key:value pair" if is_map else "after array element")
            reader.at += 1
            node = stack.pop()[0]
            node.end = reader.at


def _begin(reader: _Reader, stack: list[tuple[Node, Node | None]]) -> Node | None:
    """A whole scalar or empty collection, or None where a collection has begun that waits for its first value."""
    reader.space()
    start, char = reader.at, reader.peek()
    if char not in ("{", "["):
        if char == '"':
            value: Any = reader.string()
        elif char and (char in "-tfn" or (char.isdecimal() and char.isascii())):
            value = reader.literal()
        else:
            raise reader.fail("looking for beginning of value")
        return Node(value, start, reader.at)
    if len(stack) >= MAX_DEPTH:
        raise reader.fail("exceeded max depth")
    reader.at += 1
    node = Node({}, start, start, {}, depth=1) if char == "{" else Node([], start, start, [], depth=1)
    reader.space()
    if reader.peek() == ("}" if char == "{" else "]"):
        reader.at += 1
        node.end = reader.at
        return node
    stack.append((node, None))
    if char == "{":
        _key(reader, stack, "looking for beginning of object key string")
    return None


def _key(reader: _Reader, stack: list[tuple[Node, Node | None]], context: str) -> None:
    reader.space()
    start = reader.at
    if reader.peek() != '"':
        raise reader.fail(context)
    name = reader.string()
    key = Node(name, start, reader.at)
    reader.space()
    if reader.peek() != ":":
        raise reader.fail("after object key")
    reader.at += 1
    stack[-1] = (stack[-1][0], key)


def _put(stack: list[tuple[Node, Node | None]], node: Node) -> None:
    parent, key = stack[-1]
    parent.depth = max(parent.depth, node.depth + 1)
    if key is None or not isinstance(parent.children, dict):
        parent.children.append(node)  # type: ignore[union-attr]
        parent.value.append(node.value)
        return
    if key.value in parent.children:
        parent.duplicates = (*parent.duplicates, parent.children[key.value][0])
    parent.children[key.value] = (key, node)
    parent.value[key.value] = node.value
