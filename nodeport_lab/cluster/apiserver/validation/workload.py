"""Deployments and ReplicaSets: replicas, selector and template that belong together, strategy.

Mirrors pkg/apis/apps/validation/validation.go and the selector rule of pkg/registry/apps/deployment/strategy.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import names, pod
from nodeport_lab.cluster.apiserver.validation.meta import SPEC, created, faulty, non_negative, updated
from nodeport_lab.cluster.apiserver.validation.selector import compiles, is_empty, label_selector, printed
from nodeport_lab.cluster.objects import Obj, label_selector_selects
from nodeport_lab.cluster.problem import (
    NIL,
    FieldPath,
    Printed,
    Problem,
    forbidden,
    go_json,
    invalid,
    not_supported,
    required,
)

_SELECTOR = SPEC.child("selector")
_TEMPLATE = SPEC.child("template")
_STRATEGY = SPEC.child("strategy")
_ROLLING = _STRATEGY.child("rollingUpdate")


def deployment(obj: Obj, found: list[Problem]) -> None:
    """ValidateDeployment."""
    created(obj, names.dns_subdomain, found)
    _deployment_spec(obj, found)


def deployment_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateDeploymentUpdate, and that the selector stays."""
    updated(new, old, found)
    _deployment_spec(new, found)
    _same_selector(new, old, found)


def replica_set(obj: Obj, found: list[Problem]) -> None:
    """ValidateReplicaSet."""
    created(obj, names.dns_subdomain, found)
    _replica_set_spec(obj, found)


def replica_set_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateReplicaSetUpdate, and that the selector stays."""
    updated(new, old, found)
    _replica_set_spec(new, found)
    _same_selector(new, old, found)


def _same_selector(new: Obj, old: Obj, found: list[Problem]) -> None:
    now, was = ((obj.get("spec") or {}).get("selector") for obj in (new, old))
    if now != was:
        found.append(
            invalid(_SELECTOR, printed(now), "field is immutable", kind="selector-immutable", old=was)
        )


def _deployment_spec(obj: Obj, found: list[Problem]) -> None:
    """ValidateDeploymentSpec."""
    spec = obj.get("spec") or {}
    non_negative(SPEC.child("replicas"), spec.get("replicas"), found, kind="replicas-negative")
    _selector_and_template(spec, found)
    _strategy(spec.get("strategy") or {}, found)
    ready, deadline = spec.get("minReadySeconds") or 0, spec.get("progressDeadlineSeconds")
    non_negative(SPEC.child("minReadySeconds"), ready, found)
    non_negative(SPEC.child("revisionHistoryLimit"), spec.get("revisionHistoryLimit"), found)
    if deadline is not None:
        path = SPEC.child("progressDeadlineSeconds")
        non_negative(path, deadline, found)
        if deadline <= ready:
            words = "must be greater than minReadySeconds"
            found.append(
                invalid(path, deadline, words, kind="progress-deadline-too-short", minReadySeconds=ready)
            )


def _replica_set_spec(obj: Obj, found: list[Problem]) -> None:
    """ValidateReplicaSetSpec."""
    spec = obj.get("spec") or {}
    non_negative(SPEC.child("replicas"), spec.get("replicas"), found, kind="replicas-negative")
    non_negative(SPEC.child("minReadySeconds"), spec.get("minReadySeconds"), found)
    _selector_and_template(spec, found)


def _selector_and_template(spec: dict[str, Any], found: list[Problem]) -> None:
    """The selector, and the template that it must select. Where the selector is malformed the template goes unread."""
    selector = spec.get("selector")
    if selector is None:
        found.append(required(_SELECTOR, kind="selector-required"))
    else:
        label_selector(_SELECTOR, selector, found)
        if is_empty(selector):
            words = "empty selector is invalid for deployment"
            found.append(invalid(_SELECTOR, printed(selector), words, kind="selector-empty"))
        elif not compiles(selector):
            words = "invalid label selector"
            found.append(invalid(_SELECTOR, printed(selector), words, kind="selector-invalid"))
            return
    template = spec.get("template") or {}
    labels = (template.get("metadata") or {}).get("labels")
    # A missing selector matches nothing, an empty one everything.
    if selector is None or not label_selector_selects(selector, labels or {}):
        path, words = _TEMPLATE.child("metadata", "labels"), "`selector` does not match template `labels`"
        problem = invalid(
            path,
            NIL if labels is None else labels,
            words,
            kind="selector-mismatch",
            selector=selector or {},
            labels=labels or {},
        )
        found.append(problem)
    pod.template(_TEMPLATE, template, found)
    inner = template.get("spec") or {}
    if inner.get("restartPolicy") != "Always":
        path, policy = _TEMPLATE.child("spec", "restartPolicy"), inner.get("restartPolicy", "")
        found.append(not_supported(path, policy, ("Always",), kind="restart-policy-not-always"))
    if inner.get("activeDeadlineSeconds") is not None:
        path, words = (
            _TEMPLATE.child("spec", "activeDeadlineSeconds"),
            "activeDeadlineSeconds in ReplicaSet is not Supported",
        )
        found.append(forbidden(path, words, kind="active-deadline-unused"))


def _strategy(strategy: dict[str, Any], found: list[Problem]) -> None:
    """ValidateDeploymentStrategy."""
    kind, rolling = strategy.get("type", ""), strategy.get("rollingUpdate")
    if kind == "Recreate":
        if rolling is not None:
            words = "may not be specified when strategy `type` is 'Recreate'"
            found.append(forbidden(_ROLLING, words, kind="strategy-rolling-update-unused"))
    elif kind == "RollingUpdate":
        _rolling_update(rolling or {}, found)
    else:
        inner = None
        if rolling is not None:
            inner = {
                "MaxUnavailable": rolling.get("maxUnavailable", 0),
                "MaxSurge": rolling.get("maxSurge", 0),
            }
        shown = Printed(go_json({"Type": kind, "RollingUpdate": inner}, struct=True))
        problem = not_supported(
            _STRATEGY, shown, ("Recreate", "RollingUpdate"), kind="strategy-unknown", type=kind
        )
        found.append(problem)


def _rolling_update(rolling: dict[str, Any], found: list[Problem]) -> None:
    """ValidateRollingUpdateDeployment."""
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    path = _ROLLING.child("maxUnavailable")
    _number_or_percent(path, unavailable, found)
    _number_or_percent(_ROLLING.child("maxSurge"), surge, found)
    if _count(unavailable) == 0 and _count(surge) == 0:
        words = "may not be 0 when `maxSurge` is 0"
        found.append(invalid(path, unavailable, words, kind="rolling-update-both-zero"))
    if isinstance(unavailable, str) and not names.percent(unavailable) and _count(unavailable) > 100:
        found.append(invalid(path, unavailable, "must not be greater than 100%", kind="percent-over-100"))


def _number_or_percent(path: FieldPath, value: Any, found: list[Problem]) -> None:
    if isinstance(value, str):
        faulty(path, value, names.percent(value), "percent-invalid", found)
    else:
        non_negative(path, value, found)


def _count(value: Any) -> int:
    """getIntOrPercentValue: the number before the percent sign; of other text, what Go's Atoi makes of it, else 0."""
    if not isinstance(value, str):
        return int(value)
    digits = value.removesuffix("%") if not names.percent(value) else value
    try:
        return int(digits)
    except ValueError:
        return 0
