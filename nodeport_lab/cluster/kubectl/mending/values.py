"""Values: quotes where they are missing or too many, and a word from a list that is misspelt."""

from __future__ import annotations

import re

from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair, Span
from nodeport_lab.cluster.source import Document, Node

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_TYPOGRAPHIC_QUOTES = "“”„‟‘’‚‛「」『』＂＇\"'"


def _wrong_type(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    key, node = text.exact(document, path)
    if node is None:
        return None
    expected, found = problem.params["expected"], problem.params["found"]
    if found == "string":
        return _unquote(document, node, expected)
    if expected == "string" and node.children is None and node.plain:
        return Repair("quote", (text.set_to(document, node, text.quoted(text.source(document, node))),))
    if expected == "string" and found == "object" and path.parts[-1] in ("matchLabels", ("matchLabels",)):
        return _without_match_labels(document, path)
    if problem.params["goType"] == "v1.ServiceBackendPort" and key is not None and node.children is None:
        return _backend_port(document, key, node)
    if expected == "list" and found == "object" and key is not None and text.is_block(document, node):
        return _as_list(document, node)
    return None


def _unquote(document: Document, node: Node, expected: str) -> Repair | None:
    bare = str(node.value).strip(_TYPOGRAPHIC_QUOTES + " ")
    number = expected in ("int32", "int64") and _INTEGER.match(bare)
    if not number and not (expected == "bool" and bare in ("true", "false")):
        return None
    return Repair("unquote", (text.set_to(document, node, bare),))


def _without_match_labels(document: Document, path: FieldPath) -> Repair | None:
    """A Service's selector has its labels right below it: the line between goes, what is deeper may stay deeper."""
    key, node = text.exact(document, path)
    _, selector = text.exact(document, FieldPath(path.parts[:-1]))
    if key is None or not text.is_block(document, node) or selector is None or len(selector.value) != 1:
        return None
    begin = document.position(key.start)[0]
    return Repair("remove-field", (Edit(Span(begin, 0, begin + 1, 0), ""),), {"name": "matchLabels"})


def _backend_port(document: Document, key: Node, node: Node) -> Repair | None:
    """An Ingress backend's port is a map: number or name."""
    name = "number" if isinstance(node.value, int) else "name"
    (line, column), end = document.position(key.end), document.position(node.end)
    if document.text[key.end : key.end + 1] != ":" or end[0] != line:
        return None
    indent = document.position(key.start)[1] + 2
    edit = Edit(Span(line, column + 1, *end), f"\n{' ' * indent}{name}: {text.written(node.value)}")
    return Repair("add-field", (edit,), {"name": name, "value": node.value})


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
