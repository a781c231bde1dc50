"""Requests and limits of a container.

Mirrors ValidateContainerResourceRequirements in pkg/apis/core/validation/validation.go. Go walks a map in any order;
here by name.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import quantity
from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.meta import faulty
from nodeport_lab.cluster.problem import FieldPath, Problem, forbidden, invalid, required

_CONTAINER = ("cpu", "memory", "ephemeral-storage")
# helper.IsStandardResourceName: what a quota may count, too.
_STANDARD = frozenset(
    (
        *_CONTAINER,
        *(f"requests.{name}" for name in (*_CONTAINER, "storage")),
        *(f"limits.{name}" for name in _CONTAINER),
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "storage",
        "services.nodeports",
        "services.loadbalancers",
    )
)


def resources(path: FieldPath, value: dict[str, Any] | None, found: list[Problem]) -> None:
    """Names, amounts, and requests that do not exceed their limits."""
    if not value:
        return
    limits, requests = value.get("limits") or {}, value.get("requests") or {}
    for name in sorted(limits):
        _amount(path.child("limits").key(name), name, limits[name], found)
    for name in sorted(requests):
        _amount(path.child("requests").key(name), name, requests[name], found)
        _within(path, name, requests[name], limits.get(name), found)
    every = {*limits, *requests}
    if any(name.startswith("hugepages-") for name in every) and not every & {"cpu", "memory"}:
        found.append(forbidden(path, "HugePages require cpu or memory", kind="hugepages-alone"))


def _native(name: str) -> bool:
    return "/" not in name or "kubernetes.io/" in name


def _amount(path: FieldPath, name: str, amount: str, found: list[Problem]) -> None:
    """validateContainerResourceName and ValidateResourceQuantityValue."""
    faults = names.label_key(name)
    faulty(path, name, faults, "resource-name-unknown", found)
    if "/" not in name:
        huge = name.startswith("hugepages-")
        if not faults and name not in _STANDARD and not huge:
            words = "must be a standard resource type or fully qualified"
            found.append(invalid(path, name, words, kind="resource-name-unknown"))
        if name not in _CONTAINER and not huge:
            words = "must be a standard resource for containers"
            found.append(invalid(path, name, words, kind="resource-name-unknown"))
    elif not _native(name) and name.startswith("requests."):
        words = "doesn't follow extended resource name standard"
        found.append(invalid(path, name, words, kind="resource-name-unknown"))
    parsed = quantity.parse(amount)
    if parsed is None:
        return
    if parsed.value < 0:
        words = "must be greater than or equal to 0"
        found.append(invalid(path, amount, words, kind="number-negative"))
    if not _native(name) and parsed.value.denominator != 1:
        found.append(invalid(path, amount, "must be an integer", kind="resource-not-whole", resource=name))


def _within(path: FieldPath, name: str, request: str, limit: str | None, found: list[Problem]) -> None:
    here, shared = path.child("requests"), _native(name) and not name.startswith("hugepages-")
    if limit is None:
        if not shared:
            words = "Limit must be set for non overcommitable resources"
            found.append(required(path.child("limits"), words, kind="resource-limit-required", resource=name))
        return
    asked, most = quantity.parse(request), quantity.parse(limit)
    if asked is None or most is None:
        return
    if asked.value != most.value and not shared:
        words = f"must be equal to {name} limit of {limit}"
        found.append(invalid(here, request, words, kind="request-not-limit", resource=name, limit=limit))
    elif asked.value > most.value:
        words = f"must be less than or equal to {name} limit of {limit}"
        found.append(invalid(here, request, words, kind="request-over-limit", resource=name, limit=limit))
