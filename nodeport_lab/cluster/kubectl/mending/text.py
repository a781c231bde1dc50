"""Edits of YAML in block style: a value, a key, a line more or less."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.problem import Edit, FieldPath, Span
from nodeport_lab.cluster.source import Document, Node

# What may stand without quotes and is text to YAML 1.1: no number, no boolean, nothing with meaning to YAML.
_PLAIN = re.compile(r"[A-Za-z][\w./-]*\Z")
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])


def exact(document: Document, path: FieldPath) -> tuple[Node | None, Node | None]:
    """The key and value nodes of a path, both None where the text does not have it."""
    key, node, depth = document.node_at(path)
    return (key, node) if depth == len(path.parts) else (None, None)


def source(document: Document, node: Node) -> str:
    """A node as it is written."""
    return document.text[node.start : node.end]


def written(value: Any) -> str:
    """A scalar in YAML."""
    if isinstance(value, str):
        return value if _PLAIN.match(value) and value.lower() not in _WORDS else quoted(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def quoted(text: str) -> str:
    """Text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def set_to(document: Document, node: Node, text: str) -> Edit:
    """Puts ``text`` in the place of a node."""
    return Edit(document.span(node), text)


def is_block(document: Document, node: Node | None) -> bool:
    """True for a map written line by line."""
    return (
        node is not None
        and isinstance(node.children, dict)
        and bool(node.children)
        and document.text[node.start : node.start + 1] != "{"
    )


def add_child(document: Document, parent: Node, lines: list[str]) -> Edit:
    """Puts lines before the first key of a block map, in its column; deeper lines bring their own extra spaces.

    A block map begins where its first key does.
    """
    line, column = document.position(parent.start)
    text = "".join(f"{each}\n{' ' * column}" for each in lines)
    return Edit(Span(line, column, line, column), text)


def remove(document: Document, key: Node, value: Node) -> Edit | None:
    """Takes a key and its value out of a block map; None where it shares its line with something else."""
    text = document.text
    begin = text.rfind("\n", 0, key.start) + 1
    end = text.find("\n", max(value.end, key.end))
    end = len(text) if end < 0 else end + 1
    if text[begin : key.start].strip():
        return None
    rest = text[max(value.end, key.end) : end].strip()
    if rest and not rest.startswith("#"):
        return None
    return Edit(Span(*document.position(begin), *document.position(end)), "")
