"""KYAML, the YAML that ``-o kyaml`` writes: braces and brackets, every string quoted, keys bare where nobody could misread them.

Mirrors sigs.k8s.io/yaml/kyaml, whose strings goyaml.v3 escapes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .yaml import resolves

_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\0": "\\0", "\a": "\\a", "\b": "\\b", "\v": "\\v", "\f": "\\f", "\r": "\\r", "\x1b": "\\e",
    "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF",
}  # fmt: skip
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "inf", "nan"}
_PLAIN = re.compile(r"\w([\w./-]*\w)?")


def dump(value: Any, *, keep_order: bool = False) -> str:
    """``value`` as a KYAML document, with the line that begins one."""
    return f"---\n{_node(value, 0, ordered=keep_order)}\n"


def _node(value: Any, indent: int, *, ordered: bool) -> str:
    inner, end = " " * (indent + 2), " " * indent
    if isinstance(value, dict):
        if not value:
            return "{}"
        keys = list(value) if ordered else sorted(value)
        rows = (f"{inner}{_key(key)}: {_node(value[key], indent + 2, ordered=ordered)},\n" for key in keys)
        return "{\n" + "".join(rows) + end + "}"
    if isinstance(value, list):
        # Brackets share their line with those inside them where nothing else stands in the list.
        if all(isinstance(item, dict | list) for item in value):
            return "[" + ", ".join(_node(item, indent, ordered=ordered) for item in value) + "]"
        rows = (f"{inner}{_node(item, indent + 2, ordered=ordered)},\n" for item in value)
        return "[\n" + "".join(rows) + end + "]"
    if isinstance(value, str):
        return _string(value, inner)
    return json.dumps(value)


def _key(key: str) -> str:
    ambiguous = key.lower() in _WORDS or (key != "" and resolves(key))
    return key if _PLAIN.fullmatch(key) and not ambiguous else json.dumps(key, ensure_ascii=False)


def _string(text: str, inner: str) -> str:
    """In quotes; with line ends in it, a line of the text to a line."""
    if "\n" not in text:
        return f'"{_escaped(text)}"'
    *lines, last = text.split("\n")
    rows = [_line(line, inner) + "\\n\\\n" for line in lines]
    if last:
        rows.append(_line(last, inner) + "\\\n")
    return '"\\\n' + "".join(rows) + inner + '"'


def _line(text: str, inner: str) -> str:
    """A line's own blanks at its beginning are kept by a backslash."""
    return f"{inner}{chr(92) if text[:1] in (' ', chr(9)) and text else ' '}{_escaped(text)}"


def _escaped(text: str) -> str:
    return "".join(
        _ESCAPES.get(char) or (f"\\x{ord(char):02X}" if ord(char) < 32 and char != "\t" else char)
        for char in text
    )
