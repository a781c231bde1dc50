"""Where a pod may run: tolerations, affinity, topology spread.

Mirrors ValidateTolerations, validateAffinity and validateTopologySpreadConstraints in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.meta import check, faulty, label_name
from nodeport_lab.cluster.apiserver.validation.selector import label_selector
from nodeport_lab.cluster.problem import (
    FieldPath,
    Problem,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)

TAINT_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_SPREAD_ACTIONS = ("DoNotSchedule", "ScheduleAnyway")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def tolerations(path: FieldPath, value: list[dict[str, Any]], found: list[Problem]) -> None:
    """ValidateTolerations."""
    for position, toleration in enumerate(value):
        here = path.index(position)
        key, operator = toleration.get("key") or "", toleration.get("operator") or ""
        text, effect = toleration.get("value") or "", toleration.get("effect") or ""
        if key:
            label_name(here.child("key"), key, found)
        elif operator != "Exists":
            words = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
            found.append(invalid(here.child("operator"), operator, words, kind="toleration-operator"))
        if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
            words = "effect must be 'NoExecute' when `tolerationSeconds` is set"
            found.append(invalid(here.child("effect"), effect, words, kind="toleration-seconds"))
        if operator in ("", "Equal"):
            faults = names.label_value(text)
            if faults:
                words = ";".join(fault.message for fault in faults)
                found.append(invalid(here.child("operator"), text, words, kind="label-value-invalid"))
        elif operator == "Exists":
            if text:
                words = "value must be empty when `operator` is 'Exists'"
                found.append(invalid(here.child("operator"), text, words, kind="toleration-operator"))
        else:
            allowed = ("Equal", "Exists")
            found.append(not_supported(here.child("operator"), operator, allowed, kind="value-unknown"))
        if effect and effect not in TAINT_EFFECTS:
            found.append(not_supported(here.child("effect"), effect, TAINT_EFFECTS, kind="value-unknown"))


def affinity(path: FieldPath, value: dict[str, Any] | None, found: list[Problem]) -> None:
    """validateAffinity."""
    if not value:
        return
    node = value.get("nodeAffinity")
    if node is not None:
        _node_affinity(path.child("nodeAffinity"), node, found)
    for name in ("podAffinity", "podAntiAffinity"):
        rules = value.get(name)
        if rules is None:
            continue
        for position, term in enumerate(rules.get(_REQUIRED) or []):
            _pod_term(path.child(name, _REQUIRED).index(position), term, found)
        for position, weighted in enumerate(rules.get(_PREFERRED) or []):
            here = path.child(name, _PREFERRED).index(position)
            _weight(here, weighted, found)
            _pod_term(here.child("podAffinityTerm"), weighted.get("podAffinityTerm") or {}, found)


def _weight(path: FieldPath, item: dict[str, Any], found: list[Problem]) -> None:
    weight = item.get("weight") or 0
    if not 1 <= weight <= 100:
        found.append(invalid(path.child("weight"), weight, "must be in the range 1-100", kind="weight-range"))


def _node_affinity(path: FieldPath, value: dict[str, Any], found: list[Problem]) -> None:
    selector = value.get(_REQUIRED)
    if selector is not None:
        here = path.child(_REQUIRED, "nodeSelectorTerms")
        if not selector.get("nodeSelectorTerms"):
            words = "must have at least one node selector term"
            found.append(required(here, words, kind="field-required"))
        for position, term in enumerate(selector.get("nodeSelectorTerms") or []):
            _node_term(here.index(position), term, found, strict=True)
    for position, item in enumerate(value.get(_PREFERRED) or []):
        here = path.child(_PREFERRED).index(position)
        _weight(here, item, found)
        _node_term(here.child("preference"), item.get("preference") or {}, found, strict=False)


def _node_term(path: FieldPath, term: dict[str, Any], found: list[Problem], *, strict: bool) -> None:
    for position, rule in enumerate(term.get("matchExpressions") or []):
        _node_rule(path.child("matchExpressions").index(position), rule, found, strict=strict)
    for position, rule in enumerate(term.get("matchFields") or []):
        _node_field(path.child("matchFields").index(position), rule, found)


def _node_rule(path: FieldPath, rule: dict[str, Any], found: list[Problem], *, strict: bool) -> None:
    operator, values = rule.get("operator") or "", rule.get("values") or []
    where = path.child("values")
    if operator in ("In", "NotIn"):
        if not values:
            words = "must be specified when `operator` is 'In' or 'NotIn'"
            found.append(required(where, words, kind="selector-values-required", operator=operator))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            found.append(forbidden(where, words, kind="selector-values-forbidden", operator=operator))
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            words = "must be specified single value when `operator` is 'Lt' or 'Gt'"
            found.append(required(where, words, kind="selector-values-required", operator=operator))
    else:
        _bad_operator(path, operator, ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"], found)
    label_name(path.child("key"), rule.get("key") or "", found)
    for position, text in enumerate(values if strict else []):
        check(where.index(position), text, names.label_value, "label-value-invalid", found)


def _node_field(path: FieldPath, rule: dict[str, Any], found: list[Problem]) -> None:
    operator, values = rule.get("operator") or "", rule.get("values") or []
    if operator not in ("In", "NotIn"):
        _bad_operator(path, operator, ["In", "NotIn"], found)
    elif len(values) != 1:
        words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        found.append(
            required(path.child("values"), words, kind="selector-values-required", operator=operator)
        )
    if rule.get("key") != "metadata.name":
        words = "not a valid field selector key"
        found.append(invalid(path.child("key"), rule.get("key") or "", words, kind="node-field-unknown"))
        return
    for position, text in enumerate(values):
        faulty(path.child("values").index(position), text, names.dns_subdomain(text), "name-invalid", found)


def _bad_operator(path: FieldPath, operator: str, allowed: list[str], found: list[Problem]) -> None:
    where, words = path.child("operator"), "not a valid selector operator"
    found.append(invalid(where, operator, words, kind="selector-operator-unknown", allowed=allowed))


def _pod_term(path: FieldPath, term: dict[str, Any], found: list[Problem]) -> None:
    """validatePodAffinityTerm."""
    label_selector(path.child("labelSelector"), term.get("labelSelector"), found)
    label_selector(path.child("namespaceSelector"), term.get("namespaceSelector"), found)
    for namespace in term.get("namespaces") or []:
        faulty(path.child("namespace"), namespace, names.dns_label(namespace), "namespace-invalid", found)
    key = term.get("topologyKey") or ""
    if not key:
        found.append(required(path.child("topologyKey"), "can not be empty", kind="field-required"))
    label_name(path.child("topologyKey"), key, found)


def topology_spread(path: FieldPath, value: list[dict[str, Any]], found: list[Problem]) -> None:
    """validateTopologySpreadConstraints."""
    pairs = [(each.get("topologyKey") or "", each.get("whenUnsatisfiable") or "") for each in value]
    for position, constraint in enumerate(value):
        here, (key, action) = path.index(position), pairs[position]
        skew = constraint.get("maxSkew") or 0
        if skew <= 0:
            found.append(
                invalid(here.child("maxSkew"), skew, "must be greater than zero", kind="number-not-positive")
            )
        if not key:
            found.append(required(here.child("topologyKey"), "can not be empty", kind="field-required"))
        else:
            label_name(here.child("topologyKey"), key, found)
        if action not in _SPREAD_ACTIONS:
            where = here.child("whenUnsatisfiable")
            found.append(not_supported(where, action, _SPREAD_ACTIONS, kind="value-unknown"))
        if pairs[position] in pairs[position + 1 :]:
            where = here.child("{topologyKey, whenUnsatisfiable}")
            found.append(duplicate(where, f"{{{key}, {action}}}", kind="topology-spread-duplicate"))
        label_selector(here.child("labelSelector"), constraint.get("labelSelector"), found)
