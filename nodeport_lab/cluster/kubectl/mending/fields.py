"""Names: a field that is misspelt, a kind or apiVersion that is not quite right."""

from __future__ import annotations

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair, Span
from nodeport_lab.cluster.source import Document


def _rename(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    near = problem.params["nearest"]
    key, _ = text.exact(document, path)
    _, parent = text.exact(document, FieldPath(path.parts[:-1]))
    if not near or key is None or parent is None or not isinstance(parent.children, dict) or near in parent.children:
        return None
    names = {"name": problem.params["name"], "nearest": near}
    return Repair("rename-field", (text.set_to(document, key, near),), names)


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
    "unknown-field": _rename,
    "kind-case": _kind_case,
    "no-such-kind": _kind,
    "no-such-version-of-kind": _version,
    "api-version-missing": _no_version,
}
