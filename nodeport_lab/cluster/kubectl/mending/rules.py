"""What Kubernetes' rules ask for: a port name, a selector, a pathType, a nodePort that may not be there."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.source import Document


def _remove(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    key, node = text.exact(document, path)
    edit = text.remove(document, key, node) if key is not None and node is not None else None
    return None if edit is None else Repair("remove-field", (edit,), {"name": str(path.parts[-1])})


def _open_port(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """A nodePort on a Service of type ClusterIP: somebody who writes one wants it opened."""
    spec_path = FieldPath(path.parts[: path.parts.index("spec") + 1])
    names = {"name": "type", "value": "NodePort"}
    _, node = text.exact(document, spec_path.child("type"))
    if node is not None:
        return Repair("set-value", (text.set_to(document, node, "NodePort"),), names)
    _, spec = text.exact(document, spec_path)
    if spec is None or not text.is_block(document, spec):
        return None
    return Repair("add-field", (text.add_child(document, spec, ["type: NodePort"]),), names)


def _port_name(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    _, port = text.exact(document, FieldPath(path.parts[:-1]))
    if port is None or not text.is_block(document, port) or "name" in port.value:
        return None
    protocol = port.value.get("protocol") or "TCP"
    name = f"{'port' if protocol == 'TCP' else str(protocol).lower()}-{port.value.get('port')}"
    return Repair(
        "add-field", (text.add_child(document, port, [f"name: {name}"]),), {"name": "name", "value": name}
    )


def _path_type(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    _, item = text.exact(document, FieldPath(path.parts[:-1]))
    if item is None or not text.is_block(document, item):
        return None
    names = {"name": "pathType", "value": "Prefix"}
    return Repair("add-field", (text.add_child(document, item, ["pathType: Prefix"]),), names)


def _selector(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """A workload without a selector: its template's labels."""
    spec_path = FieldPath(path.parts[:-1])
    _, spec = text.exact(document, spec_path)
    labels = _at(spec.value if spec else None, "template", "metadata", "labels")
    if (
        spec is None
        or not text.is_block(document, spec)
        or "selector" in spec.value
        or not isinstance(labels, dict)
        or not labels
    ):
        return None
    lines = [
        "selector:",
        "  matchLabels:",
        *(f"    {key}: {text.written(value)}" for key, value in labels.items()),
    ]
    return Repair("add-field", (text.add_child(document, spec, lines),), {"name": "selector", "value": "…"})


def _template_label(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """A selector that the template's labels do not match: the template gets what the selector asks for."""
    at = path.parts.index("template")
    wanted = _at(_value(document, FieldPath(path.parts[:at])), "selector", "matchLabels")
    _, labels = text.exact(document, path)
    if not isinstance(wanted, dict) or labels is None or not text.is_block(document, labels):
        return None
    missing = {key: value for key, value in wanted.items() if labels.value.get(key) != value}
    edits = []
    for key, value in missing.items():
        _, node = text.exact(document, path.child(key))
        if node is not None:
            edits.append(text.set_to(document, node, text.written(value)))
    absent = [f"{key}: {text.written(value)}" for key, value in missing.items() if key not in labels.value]
    if absent:
        edits.append(text.add_child(document, labels, absent))
    if not edits:
        return None
    key, value = next(iter(missing.items()))
    return Repair("set-label", tuple(edits), {"name": key, "value": value})


def _value(document: Document, path: FieldPath) -> Any:
    _, node = text.exact(document, path)
    return None if node is None else node.value


def _at(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


MENDERS = {
    "nodeport-out-of-range": _remove,
    "nodeport-taken": _remove,
    "resource-version-set": _remove,
    "nodeport-on-clusterip": _open_port,
    "port-name-required": _port_name,
    "ingress-path-type-required": _path_type,
    "selector-required": _selector,
    "selector-mismatch": _template_label,
}
