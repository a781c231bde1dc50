"""Label selectors: matchLabels and matchExpressions.

Mirrors k8s.io/apimachinery/pkg/apis/meta/v1/validation (ValidateLabelSelector) and LabelSelectorAsSelector.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.meta import check, check_labels, label_name
from nodeport_lab.cluster.problem import FieldPath, Printed, Problem, forbidden, go_json, invalid, required

_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def label_selector(path: FieldPath, selector: dict[str, Any] | None, found: list[Problem]) -> None:
    """ValidateLabelSelector."""
    if not selector:
        return
    check_labels(path.child("matchLabels"), selector.get("matchLabels"), found)
    for position, expression in enumerate(selector.get("matchExpressions") or []):
        requirement(path.child("matchExpressions").index(position), expression, found)


def requirement(path: FieldPath, expression: dict[str, Any], found: list[Problem]) -> None:
    """ValidateLabelSelectorRequirement."""
    operator, values = expression.get("operator", ""), expression.get("values") or []
    if operator in ("In", "NotIn"):
        if not values:
            words = "must be specified when `operator` is 'In' or 'NotIn'"
            found.append(
                required(path.child("values"), words, kind="selector-values-required", operator=operator)
            )
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            found.append(
                forbidden(path.child("values"), words, kind="selector-values-forbidden", operator=operator)
            )
    else:
        problem = invalid(
            path.child("operator"),
            operator,
            "not a valid selector operator",
            kind="selector-operator-unknown",
            allowed=list(_OPERATORS),
        )
        found.append(problem)
    label_name(path.child("key"), expression.get("key", ""), found)
    for position, value in enumerate(values):
        check(path.child("values").index(position), value, names.label_value, "label-value-invalid", found)


def compiles(selector: dict[str, Any]) -> bool:
    """Whether LabelSelectorAsSelector makes a selector of it, without saying why not."""
    for key, value in (selector.get("matchLabels") or {}).items():
        if names.label_key(key) or names.label_value(value):
            return False
    for expression in selector.get("matchExpressions") or []:
        values = expression.get("values") or []
        if expression.get("operator") not in _OPERATORS or names.label_key(expression.get("key", "")):
            return False
        if (expression["operator"] in ("In", "NotIn")) != bool(values) or any(map(names.label_value, values)):
            return False
    return True


def is_empty(selector: dict[str, Any]) -> bool:
    """No condition at all: it would select everything."""
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def printed(selector: dict[str, Any] | None) -> Printed:
    """A selector as metav1.LabelSelector prints: its fields in the order of the struct."""
    if selector is None:
        return Printed('"null"')
    fields: dict[str, Any] = {}
    if selector.get("matchLabels"):
        fields["matchLabels"] = dict(sorted(selector["matchLabels"].items()))
    if selector.get("matchExpressions"):
        fields["matchExpressions"] = [
            {"key": each.get("key", ""), "operator": each.get("operator", "")}
            | ({"values": each["values"]} if each.get("values") else {})
            for each in selector["matchExpressions"]
        ]
    return Printed(go_json(fields, struct=True))
