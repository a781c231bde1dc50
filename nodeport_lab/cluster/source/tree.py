"""One YAML document: libyaml's events into nodes, with go-yaml's words for what is wrong.

go-yaml is a port of libyaml and says the same of the same text; its own are aliases, merge keys, the keys of
maps and which line it names (see ``complaints``). Nothing here recurses: the depth of a document is the user's.
Mirrors go.yaml.in/yaml/v2 decode.go and sigs.k8s.io/yaml yaml.go.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import yaml

from nodeport_lab.cluster.gotext import verb_sharp_v
from nodeport_lab.cluster.source import accidents, complaints
from nodeport_lab.cluster.source.complaints import Refused
from nodeport_lab.cluster.source.document import GO_MAX_DEPTH, MAX_DEPTH, MAX_VALUES, Document, Node
from nodeport_lab.cluster.source.scalars import BINARY, MERGE, BadScalar, number, resolve


def parse(document: Document) -> None:
    """Reads ``document.text`` and puts the root node, or the error, into ``document``."""
    # A byte order mark is no content, and libyaml does not count it.
    skipped = 1 if document.text.startswith("\ufeff") else 0
    try:
        document.root = _Builder(document.text[skipped:], skipped).build()
    except Refused as refused:
        document.error = accidents.explain(complaints.problem(refused, document), document, _parses)


def _parses(text: str) -> bool:
    skipped = 1 if text.startswith("\ufeff") else 0
    try:
        _Builder(text[skipped:], skipped).build()
    except Refused:
        return False
    return True


class _Open:
    """A collection that has begun and not ended. ``key`` is the mapping's key that waits for its value."""

    __slots__ = ("duplicates", "is_mapping", "key", "merging", "name", "node")

    def __init__(self, node: Node, is_mapping: bool) -> None:
        self.node, self.is_mapping = node, is_mapping
        self.key: Node | None = None
        self.name = ""
        self.merging = False
        self.duplicates: list[Node] = []


class _Builder:
    """Takes events and grows a tree of nodes, each with its value.

    go-yaml reads the whole document before it decodes, decodes before it converts to JSON types, and converts
    before it writes JSON. So a fault of a later stage waits in ``faults`` for those of the earlier ones.
    """

    def __init__(self, text: str, skipped: int) -> None:
        self.text, self.skipped = text, skipped
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.open_anchors: set[int] = set()
        self.faults: list[Refused | None] = [None, None, None]
        self.root: Node | None = None
        self.decoded = self.aliased = 0

    def build(self) -> Node | None:
        """The root node of the first document in the text; None where there is nothing."""
        self._take_events()
        for fault in self.faults:
            if fault is not None:
                raise fault
        return self.root

    def _fault(self, stage: int, message: str, kind: str, node: Node, **params: Any) -> None:
        if self.faults[stage] is None:
            self.faults[stage] = Refused(message, kind, node.start, node.end, **params)

    def _take_events(self) -> None:
        skipped = self.skipped
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        try:
            # yaml.parse() asks before each event whether there is one; here the end of the document ends the loop.
            next_event: Callable[[], Any] = yaml.CBaseLoader(self.text).get_event
            while (event := next_event()) is not None:
                kind = type(event)
                if kind is scalar:
                    start, end = event.start_mark.index + skipped, event.end_mark.index + skipped
                    node = self._scalar(event.value, event.tag, event.implicit[0], start, end)
                    if event.anchor is not None:
                        self.anchors[event.anchor] = node
                    self._add(node)
                elif kind is mapping or kind is sequence:
                    self._begin(event, kind is mapping)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self._end(event.end_mark.index + skipped)
                elif kind is yaml.AliasEvent:
                    self._alias(
                        event.anchor, event.start_mark.index + skipped, event.end_mark.index + skipped
                    )
                elif kind is yaml.DocumentEndEvent:
                    return
        except yaml.YAMLError as error:
            raise complaints.refused(error, self.text, skipped) from None
        except UnicodeEncodeError as error:
            offset = error.start + skipped
            raise Refused("invalid Unicode character", "yaml-control-character", offset, offset + 1) from None

    def _scalar(self, text: str, tag: str | None, plain: bool, start: int, end: int) -> Node:
        node = Node(None, start, end, plain=plain)
        try:
            found, value = resolve(text, tag, plain)
        except BadScalar as bad:
            kind = "yaml-bad-base64" if tag == BINARY else "yaml-bad-tag"
            self._fault(0, str(bad), kind, node, value=text, tag=tag or "")
            return node
        if found == MERGE and plain:
            node.value = _MERGE_KEY
        else:
            node.value = value
            # A key becomes text and need be no JSON number.
            if (type(value) is int or type(value) is float) and not self._expects_key():
                try:
                    node.value = number(value)
                except BadScalar as bad:
                    self._fault(2, str(bad), "yaml-not-a-json-number", node, value=text)
        return node

    def _expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_mapping and self.stack[-1].key is None

    def _begin(self, event: Any, is_mapping: bool) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise complaints.scanner(
                f"exceeded max depth of {GO_MAX_DEPTH}", "yaml-too-deep", event.start_mark, self.skipped
            )
        start = event.start_mark.index + self.skipped
        node = Node({}, start, start, {}, depth=1) if is_mapping else Node([], start, start, [], depth=1)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
            self.open_anchors.add(id(node))
        self.stack.append(_Open(node, is_mapping))

    def _end(self, end: int) -> None:
        done = self.stack.pop()
        node = done.node
        # A block collection ends where its last child does: the event's own mark is past the blank lines after it.
        last = _last(node)
        in_brackets = self.text[end - 1 - self.skipped : end - self.skipped] in ("]", "}")
        node.end = end if last is None or in_brackets else max(last.end, node.start)
        node.duplicates = tuple(done.duplicates)
        self.open_anchors.discard(id(node))
        self._add(node)

    def _alias(self, name: str, start: int, end: int) -> None:
        target = self.anchors.get(name)
        if target is None:
            raise Refused(
                f"unknown anchor '{name}' referenced", "yaml-unknown-anchor", start, end, anchor=name
            )
        if id(target) in self.open_anchors:
            message = f"anchor '{name}' value contains itself"
            self._fault(0, message, "yaml-anchor-contains-itself", Node(None, start, end), anchor=name)
            self._add(Node(None, start, end))
            return
        node = Node(target.value, start, end, target.children, (), target.size, target.depth, target.plain)
        self.decoded += node.size
        self.aliased += node.size
        if self.decoded > MAX_VALUES and self.aliased > self.decoded // 2:
            self._fault(0, "document contains excessive aliasing", "yaml-too-many-aliases", node)
            node = Node(None, start, end)
        self._add(node)

    def _add(self, node: Node) -> None:
        """Puts a finished node where the open collection expects it."""
        self.decoded += 1
        if not self.stack:
            if node.value is _MERGE_KEY:
                node.value = "<<"
            self.root = node
            return
        parent = self.stack[-1]
        if node.depth >= parent.node.depth:
            parent.node.depth = node.depth + 1
        if not parent.is_mapping:
            if node.value is _MERGE_KEY:
                node.value = "<<"
            parent.node.value.append(node.value)
            parent.node.children.append(node)  # type: ignore[union-attr]
            parent.node.size += node.size
        elif parent.key is None:
            self._take_key(parent, node)
        else:
            self._take_value(parent, node)

    def _take_key(self, parent: _Open, node: Node) -> None:
        parent.key = node
        parent.merging = node.value is _MERGE_KEY
        if not parent.merging:
            parent.name = self._name(node)

    def _take_value(self, parent: _Open, node: Node) -> None:
        if node.value is _MERGE_KEY:
            node.value = "<<"
        key, parent.key = parent.key, None
        if parent.merging or key is None:
            self._merge(parent, node)
            return
        if key.value is None:
            message = (
                f"unsupported map key of type: %!s(<nil>), key: <nil>, value: {verb_sharp_v(node.value)}"
            )
            self._fault(1, message, "yaml-bad-key", key)
        children: Any = parent.node.children
        if parent.name in children:
            parent.duplicates.append(children[parent.name][0])
        parent.node.value[parent.name] = node.value
        children[parent.name] = (key, node)
        parent.node.size += node.size + 1

    def _name(self, key: Node) -> str:
        """A map's key as JSON has it; sigs.k8s.io/yaml writes numbers and booleans as text."""
        value = key.value
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return _short_float(value)
        if value is not None:
            self._fault(0, f"invalid map key: {verb_sharp_v(value)}", "yaml-bad-key", key)
        return ""

    def _merge(self, parent: _Open, node: Node) -> None:
        sources = [node] if isinstance(node.children, dict) else list(reversed(node.children or []))
        if not isinstance(node.children, dict | list) or any(
            not isinstance(s.children, dict) for s in sources
        ):
            message = "map merge requires map or sequence of maps as the value"
            self._fault(0, message, "yaml-bad-merge", node)
            return
        for source in sources:
            parent.node.value.update(source.value)
            parent.node.children.update(source.children)  # type: ignore[union-attr, arg-type]
        parent.node.size += node.size


_MERGE_KEY: Any = object()


def _last(node: Node) -> Node | None:
    if isinstance(node.children, dict):
        pairs = node.children.values()
        return max((value for _, value in pairs), key=lambda n: n.end) if pairs else None
    return node.children[-1] if node.children else None


def _short_float(value: float) -> str:
    """``strconv.FormatFloat(value, 'g', -1, 32)``, and YAML's words for what is no number."""
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    try:
        single = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return ".inf" if value > 0 else "-.inf"
    digits = next(
        p for p in range(1, 18) if struct.pack("f", float(f"{single:.{p}g}")) == struct.pack("f", single)
    )
    mantissa, exponent = f"{single:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power < -4 or power >= 6:
        return f"{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"
    return f"{single:.{max(digits - 1 - power, 0)}f}"
