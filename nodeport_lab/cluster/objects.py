"""Kubernetes objects in wire form: plain dicts as JSON has them, never changed once stored.

Helpers that every room needs: who an object is, and whom a selector selects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Obj = dict[str, Any]


class Key(NamedTuple):
    """Who an object is within the store. ``resource`` is the plural, e.g. ``services``; cluster-wide objects have namespace ``""``."""

    resource: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


def name(obj: Mapping[str, Any]) -> str:
    return str(obj["metadata"].get("name", ""))


def namespace(obj: Mapping[str, Any]) -> str:
    return str(obj["metadata"].get("namespace", ""))


def labels(obj: Mapping[str, Any]) -> dict[str, str]:
    return obj["metadata"].get("labels") or {}


def selects(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """True where ``labels`` has every pair of ``selector``; an empty selector selects everything (labels.Set.AsSelector)."""
    return all(labels.get(key) == value for key, value in selector.items())


def label_selector_selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """metav1.LabelSelector: matchLabels and matchExpressions (In, NotIn, Exists, DoesNotExist)."""
    if not selects(selector.get("matchLabels") or {}, labels):
        return False
    for expression in selector.get("matchExpressions") or []:
        key, operator, values = expression["key"], expression["operator"], expression.get("values") or []
        holds = {
            "In": key in labels and labels[key] in values,
            "NotIn": key not in labels or labels[key] not in values,
            "Exists": key in labels,
            "DoesNotExist": key not in labels,
        }[operator]
        if not holds:
            return False
    return True
