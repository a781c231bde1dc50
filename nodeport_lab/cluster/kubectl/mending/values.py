"""Values: quotes where they are missing or too many, and a word from a list that is misspelt."""

from __future__ import annotations

import re

from nodeport_lab.cluster.apiserver.decode import nearest
from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair, Span
from nodeport_lab.cluster.source import Document, Node

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_TYPOGRAPHIC_QUOTES = "“”„‟‘’‚‛「」『』＂＇\"'"


def _wrong_type(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    key, node = text.exact(document, path)
    if node is None:
        return None
    value, expected, found = node.value, problem.params["expected"], problem.params["found"]
    if found == "string":
        return _unquote(document, node, expected)
    if expected == "string" and node.children is None and node.plain:
        return Repair("quote", (text.set_to(document, node, text.quoted(text.source(document, node))),)  )
    if expected == "list" and found == "object" and key is not None and text.is_block(document, node):
        return _as_list(document, node)
    return None


def _unquote(document: Document, node: Node, expected: str) -> Repair | None:
    bare = str(node.value).strip(_TYPOGRAPHIC_QUOTES + " ")
    number = expected in ("int32", "int64") and _INTEGER.match(bare)
    if not number and not (expected == "bool" and bare in ("true", "false")):
        return None
    return Repair("unquote", (text.set_to(document, node, bare),))


def _as_list(document: Document, node: Node) -> Repair:
    """A map where a list of one is wanted: a dash before its first line, and everything two columns in."""
    first, column = document.position(node.start)
    last = document.position(node.end)[0]
    edits = [Edit(Span(first, column, first, column), "- ")]
    edits += [Edit(Span(line, 0, line, 0), "  ") for line in range(first + 1, last + 1)]
    return Repair("make-list", tuple(edits))


def _port_number(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    _, node = text.exact(document, path)
    if node is None or not _INTEGER.match(str(node.value)):
        return None
    return Repair("unquote", (text.set_to(document, node, str(node.value)),))


def allowed(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """The one of the allowed values that comes near what is written."""
    _, node = text.exact(document, path)
    value = problem.params["value"]
    if node is None or node.children is not None or not isinstance(value, str):
        return None
    near = nearest(value.strip(_TYPOGRAPHIC_QUOTES + " "), list(problem.params["allowed"]))
    if not near:
        return None
    names = {"name": str(path.parts[-1]) if isinstance(path.parts[-1], str) else "", "value": near}
    return Repair("set-value", (text.set_to(document, node, text.written(near)),), names)


MENDERS = {"wrong-type": _wrong_type, "port-number-quoted": _port_number}
