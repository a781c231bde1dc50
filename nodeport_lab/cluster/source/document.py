"""The result of reading: documents, the nodes that they are made of, and where each stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.problem import FieldPath, Problem, Span

# A file larger than this is not read at all: etcd would not take what it holds, and nobody writes it by hand.
MAX_SIZE = 1024 * 1024
# A document that grows beyond this many values when its aliases are followed is refused.
MAX_VALUES = 50_000
# go-yaml allows 10,000 levels (max_flow_level and max_indents in scannerc.go) and says so; libyaml's time grows with the
# square of the depth, so that the line is drawn earlier here, far beyond what any manifest has.
GO_MAX_DEPTH = 10_000
MAX_DEPTH = 2_500


@dataclass(slots=True, eq=False)
class Node:
    """A piece of a document. ``start`` and ``end`` count code points from the beginning of the document.

    children: for a mapping {key: (key node, value node)}, for a list its items, for a scalar None. An alias is the
    node that it stands for, with the place of the alias.
    """

    value: Any
    start: int
    end: int
    children: dict[str, tuple[Node, Node]] | list[Node] | None = None
    # Keys that stand more than once: the nodes of those that lost, in order.
    duplicates: tuple[Node, ...] = ()
    # How many values there are with aliases followed, and how many collections deep.
    size: int = 1
    depth: int = 0
    # True for a scalar that is not quoted.
    plain: bool = False


@dataclass(slots=True, eq=False)
class Document:
    """One document of a file: its data, or the error that kept it from being read."""

    # The document's own lines, and the number of the first of them within the file.
    text: str
    first_line: int
    root: Node | None = None
    error: Problem | None = None
    # The column where the first line begins, for a document that does not begin at the start of a line.
    first_column: int = 0
    # True where the document came from a JSON stream rather than from YAML.
    json: bool = False
    _line_starts: list[int] | None = None

    @property
    def value(self) -> Any:
        """Plain JSON-like data as kubectl hands it on: None, bool, int, float, str, list, dict with str keys."""
        return None if self.root is None else self.root.value

    @property
    def depth(self) -> int:
        """How many collections deep the document is."""
        return 0 if self.root is None else self.root.depth

    def duplicates(self) -> list[Node]:
        """The nodes of keys that stand again further down in the same map, in the order of the text."""
        found: list[Node] = []
        waiting = [] if self.root is None else [self.root]
        while waiting:
            node = waiting.pop()
            found += node.duplicates
            if isinstance(node.children, dict):
                waiting += [value for _, value in node.children.values() if value.depth]
            elif node.children:
                waiting += [item for item in node.children if item.depth]
        return sorted(found, key=lambda node: node.start)

    @property
    def start(self) -> Span:
        """The place of the first thing in the document."""
        return self.span_of(FieldPath())

    def node_at(self, path: FieldPath) -> tuple[Node | None, Node | None, int]:
        """The key node (None for a list item or the root) and node of the deepest part of ``path`` that the text has,
        and how many parts of the path led there."""
        key: Node | None = None
        node = self.root
        for depth, part in enumerate(path.parts):
            if node is None or node.children is None:
                return key, node, depth
            if isinstance(part, int):
                if not isinstance(node.children, list) or not 0 <= part < len(node.children):
                    return key, node, depth
                key, node = None, node.children[part]
                continue
            name = part[0] if isinstance(part, tuple) else part
            if not isinstance(node.children, dict) or name not in node.children:
                return key, node, depth
            key, node = node.children[name]
        return key, node, len(path.parts)

    def span_of(self, path: FieldPath, *, key: bool = False) -> Span:
        """Where ``path`` stands: its value, or its key with ``key=True``.

        Where the text has no such field, the place of the nearest ancestor: the ancestor's key, since that
        is what the eye looks for, or the beginning of a list item.
        """
        own, node, depth = self.node_at(path)
        if node is None:
            return Span(self.first_line, self.first_column, self.first_line, self.first_column)
        if depth == len(path.parts):
            return self.span(own if key and own is not None else node)
        if own is not None:
            return self.span(own)
        if isinstance(node.children, dict) and node.children:
            return self.span(next(iter(node.children.values()))[0])
        return self.span(node)

    def span(self, node: Node) -> Span:
        """The place of a node within the file."""
        return Span(*self.position(node.start), *self.position(node.end))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column within the file of a character of the document."""
        if self._line_starts is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._line_starts = starts
        low, high = 0, len(self._line_starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self._line_starts[middle] <= offset:
                low = middle
            else:
                high = middle
        column = offset - self._line_starts[low]
        return self.first_line + low, column + (self.first_column if low == 0 else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A file that was read."""

    text: str
    documents: tuple[Document, ...]
