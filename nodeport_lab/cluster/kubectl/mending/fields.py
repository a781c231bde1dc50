"""Names: a field that is misspelt, a kind or apiVersion that is not quite right."""

from __future__ import annotations

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair, Span
from nodeport_lab.cluster.source import Document, Node


def _unknown(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    near, name = problem.params["nearest"], problem.params["name"]
    key, node = text.exact(document, path)
    _, parent = text.exact(document, FieldPath(path.parts[:-1]))
    if key is None or node is None or parent is None or not isinstance(parent.children, dict):
        return None
    if problem.params["struct"] == "meta.LabelSelector":
        return _match_labels(document, parent)
    if not near:
        return None
    if near not in parent.children:
        return Repair("rename-field", (text.set_to(document, key, near),), {"name": name, "nearest": near})
    # What was meant stands there already.
    edit = text.remove(document, key, node)
    return None if edit is None else Repair("remove-field", (edit,), {"name": name})


def _match_labels(document: Document, selector: Node) -> Repair | None:
    """Labels right below a workload's selector: they belong under matchLabels."""
    values = selector.value.values()
    if not text.is_block(document, selector) or not all(isinstance(value, str) for value in values):
        return None
    (first, column), (last, _) = document.position(selector.start), document.position(selector.end)
    edits = [Edit(Span(first, column, first, column), f"matchLabels:\n{' ' * (column + 2)}")]
    edits += [Edit(Span(line, 0, line, 0), "  ") for line in range(first + 1, last + 1)]
    return Repair("add-field", tuple(edits), {"name": "matchLabels", "value": "…"})


def _set(document: Document, path: FieldPath, value: str) -> tuple[Edit, ...]:
    _, node = text.exact(document, path)
    return () if node is None else (text.set_to(document, node, value),)


def _kind_case(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    meant = problem.params["meant"]
    edits = _set(document, path, meant)
    return Repair("set-value", edits, {"name": "kind", "value": meant}) if edits else None


def _kind(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    near = problem.params["nearest"]
    versions = [r.api_version for r in scheme.RESOURCES if r.kind == near]
    edits = _set(document, path, near) if versions else ()
    if edits and problem.params["version"] not in versions:
        edits += _set(document, FieldPath((*path.parts[:-1], "apiVersion")), versions[0])
    return Repair("set-value", edits, {"name": "kind", "value": near}) if edits else None


def _version(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    version = problem.params["versions"][0]
    edits = _set(document, FieldPath((*path.parts[:-1], "apiVersion")), version)
    return Repair("set-value", edits, {"name": "apiVersion", "value": version}) if edits else None


def _no_version(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    root = document.root
    kind = document.value.get("kind") if isinstance(document.value, dict) else None
    versions = [r.api_version for r in scheme.RESOURCES if r.kind == kind]
    if root is None or not versions or not text.is_block(document, root) or "apiVersion" in document.value:
        return None
    line, column = document.position(root.start)
    edit = Edit(Span(line, column, line, column), f"apiVersion: {versions[0]}\n{' ' * column}")
    return Repair("add-api-version", (edit,), {"value": versions[0]})


MENDERS = {
    "unknown-field": _unknown,
    "kind-case": _kind_case,
    "no-such-kind": _kind,
    "no-such-version-of-kind": _version,
    "api-version-missing": _no_version,
}
