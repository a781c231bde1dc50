"""A selector and a template that do not belong together: the template takes on what is selected."""

from __future__ import annotations

from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair
from nodeport_lab.cluster.repair.edits import Place
from nodeport_lab.cluster.repair.values import written

_SPEC = FieldPath.of("spec")
_TEMPLATE = _SPEC.child("template")
_LABELS = _TEMPLATE.child("metadata", "labels")


def match(problem: Problem, place: Place) -> Repair | None:
    """Every label that matchLabels asks for on the template. With matchExpressions nothing is certain."""
    selector, labels = problem.params["selector"], problem.params["labels"]
    wanted = selector.get("matchLabels") or {}
    if not wanted or selector.get("matchExpressions"):
        return None
    differing = {key: value for key, value in wanted.items() if labels.get(key) != value}
    edits: list[Edit] = []
    missing: list[str] = []
    for key, value in differing.items():
        node = place.node(_LABELS.key(key))
        if node is None:
            missing.append(f"{written(key)}: {written(value)}")
        elif node.children is not None:
            return None
        else:
            edits.append(place.replace(node, written(value)))
    if missing:
        edit = _add_labels(place, missing)
        if edit is None:
            return None
        edits.append(edit)
    name, value = next(iter(differing.items()))
    return Repair("set-label", tuple(edits), {"name": name, "value": value})


def _add_labels(place: Place, lines: list[str]) -> Edit | None:
    """Labels into the template, with as much of ``metadata: labels:`` as is missing."""
    below = [f"  {line}" for line in lines]
    if place.value(_LABELS):
        return place.add(_LABELS, tuple(lines))
    if place.value(_TEMPLATE.child("metadata")):
        absent = place.node(_LABELS) is None
        return place.add(_TEMPLATE.child("metadata"), ("labels:", *below)) if absent else None
    if place.value(_TEMPLATE) and place.node(_TEMPLATE.child("metadata")) is None:
        return place.add(_TEMPLATE, ("metadata:", "  labels:", *[f"  {line}" for line in below]))
    return None


def add(problem: Problem, place: Place) -> Repair | None:
    """A selector of the template's own labels, where there is none."""
    if place.node(_SPEC.child("selector")) is not None:
        return None
    labels = place.value(_LABELS)
    if (
        not isinstance(labels, dict)
        or not labels
        or not all(isinstance(value, str) for value in labels.values())
    ):
        return None
    pairs = [f"{written(key)}: {written(value)}" for key, value in labels.items()]
    edit = place.add(_SPEC, ("selector:", "  matchLabels:", *[f"    {pair}" for pair in pairs]))
    return Repair("add-field", (edit,), {"name": "selector", "value": ", ".join(pairs)}) if edit else None


def fill(problem: Problem, place: Place) -> Repair | None:
    """The template's labels into a selector that is empty."""
    node, labels = place.node(_SPEC.child("selector")), place.value(_LABELS)
    if node is None or node.value != {} or not isinstance(labels, dict) or not labels:
        return None
    if not all(isinstance(value, str) for value in labels.values()):
        return None
    pairs = ", ".join(f"{written(key)}: {written(value)}" for key, value in labels.items())
    text = f"{{matchLabels: {{{pairs}}}}}"
    return Repair("set-value", (place.replace(node, text),), {"name": "selector", "value": text})
