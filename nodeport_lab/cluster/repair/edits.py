"""Edits of a manifest's text: as little as will do, comments and order left as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem import Edit, FieldPath, Span
from nodeport_lab.cluster.source import Document, Node


@dataclass(frozen=True, slots=True)
class Place:
    """An object within a document: where a problem's path leads to."""

    document: Document
    below: FieldPath
    config: ClusterConfig

    def node(self, path: FieldPath) -> Node | None:
        """The node at ``path``, None where the text has none."""
        full = FieldPath(self.below.parts + path.parts)
        _, node, depth = self.document.node_at(full)
        return node if depth == len(full.parts) else None

    def key(self, path: FieldPath) -> Node | None:
        """The key of the field at ``path``."""
        parent, name = self.node(parent_of(path)), name_of(path)
        if parent is None or not isinstance(parent.children, dict) or name not in parent.children:
            return None
        return parent.children[name][0]

    def value(self, path: FieldPath, default: Any = None) -> Any:
        """The value at ``path``."""
        node = self.node(path)
        return default if node is None else node.value

    def text(self, node: Node) -> str:
        """The node as it is written."""
        return self.document.text[node.start : node.end]

    def column(self, offset: int) -> int:
        """How far a character is from the beginning of its line."""
        return offset - (self.document.text.rfind("\n", 0, offset) + 1)

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(Span(*self.document.position(start), *self.document.position(end)), text)

    def replace(self, node: Node, text: str) -> Edit:
        """Other text in a node's place."""
        return self._edit(node.start, node.end, text)

    def insert(self, offset: int, text: str) -> Edit:
        return self._edit(offset, offset, text)

    def remove(self, path: FieldPath) -> Edit | None:
        """The field's lines away. None where it stands alone in its map or in flow style."""
        parent, name = self.node(parent_of(path)), name_of(path)
        if parent is None or not isinstance(parent.children, dict) or len(parent.children) < 2:
            return None
        if self.is_flow(parent) or name not in parent.children:
            return None
        key, value = parent.children[name]
        start, end = key.start, self._line_end(max(last(value), key.end))
        following = [other.start for other, _ in parent.children.values() if other.start > key.start]
        if self.document.text[start - self.column(start) : start].strip():
            # The first key of a list's item stands behind the dash: the next key takes its place.
            return self._edit(start, min(following), "") if following else None
        text = self.document.text
        if end < len(text):
            return self._edit(start - self.column(start), end + 1, "")
        return self._edit(start - self.column(start) - 1, end, "")

    def add(self, path: FieldPath, lines: tuple[str, ...], *, after: str = "") -> Edit | None:
        """A field into the map at ``path``, as its first, or behind the field ``after``. None where there is no map.

        lines: the field as it is written at the left edge.
        """
        parent = self.node(path)
        if parent is None or not isinstance(parent.children, dict) or not parent.children:
            return None
        first = min((key for key, _ in parent.children.values()), key=lambda key: key.start)
        if self.is_flow(parent):
            return self.insert(first.start, lines[0] + ", ") if len(lines) == 1 else None
        indent = "\n" + " " * self.column(first.start)
        if after in parent.children:
            key, value = parent.children[after]
            end = self._line_end(max(last(value), key.end))
            return self.insert(end, indent + indent.join(lines))
        return self.insert(first.start, indent.join(lines) + indent)

    def is_flow(self, node: Node) -> bool:
        """Written in braces or brackets."""
        return self.document.text[node.start : node.start + 1] in ("{", "[")

    def _line_end(self, offset: int) -> int:
        end = self.document.text.find("\n", offset)
        return len(self.document.text) if end < 0 else end


def last(node: Node) -> int:
    """Where the last thing within a node ends; a block's own end lies behind the lines that follow it."""
    if isinstance(node.children, dict) and node.children:
        return max(
            last(value) if value.end > value.start else key.end for key, value in node.children.values()
        )
    if isinstance(node.children, list) and node.children:
        return max(last(item) for item in node.children)
    return node.end


def parent_of(path: FieldPath) -> FieldPath:
    """The path to what holds the field."""
    return FieldPath(path.parts[:-1])


def name_of(path: FieldPath) -> str:
    """The field's name, or its key where it is in a map."""
    part = path.parts[-1] if path.parts else ""
    return part[0] if isinstance(part, tuple) else str(part)
