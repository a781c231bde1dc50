"""metadata: names, namespaces, labels, annotations, owners, finalizers; on create and on update.

Mirrors k8s.io/apimachinery/pkg/api/validation/objectmeta.go and apis/meta/v1/validation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, forbidden, go_json, invalid, required, too_long

METADATA = FieldPath.of("metadata")
SPEC = FieldPath.of("spec")
_LABELS = METADATA.child("labels")
_ANNOTATIONS = METADATA.child("annotations")
_NAMESPACE = METADATA.child("namespace")
_OWNERS = METADATA.child("ownerReferences")
_FINALIZERS = METADATA.child("finalizers")
_ANNOTATIONS_LIMIT = 256 * 1024

# Kinds of faults that read the same wherever they occur; other codes take the caller's kind.
_SHARED = {"too-long": "name-too-long", "dots": "name-has-dots", "range": "port-out-of-range"}


def faulty(
    path: FieldPath, value: Any, faults: list[names.Fault], kind: str, found: list[Problem], **params: Any
) -> None:
    """A Problem for each fault of a text."""
    for fault in faults:
        extra = {"maximum": fault.maximum} if fault.code == "too-long" else {}
        found.append(
            invalid(path, value, fault.message, kind=_SHARED.get(fault.code, kind), **extra, **params)
        )


def check(
    path: FieldPath, value: str, rule: Callable[[str], list[names.Fault]], kind: str, found: list[Problem]
) -> None:
    """``faulty`` for a text that a rule of ``names`` judges."""
    faults = rule(value)
    if faults:
        faulty(path, value, faults, kind, found)


def check_labels(path: FieldPath, value: Mapping[str, str] | None, found: list[Problem]) -> None:
    """ValidateLabels. Go walks a map in any order; here by key."""
    if not value:
        return
    for key in sorted(value):
        check(path, key, names.label_key, "label-key-invalid", found)
        check(path, value[key], names.label_value, "label-value-invalid", found)


def label_name(path: FieldPath, key: str, found: list[Problem]) -> None:
    """ValidateLabelName."""
    check(path, key, names.label_key, "label-key-invalid", found)


def check_annotations(path: FieldPath, value: Mapping[str, str] | None, found: list[Problem]) -> None:
    """ValidateAnnotations: keys like labels' but in any case; 256 KiB altogether."""
    if not value:
        return
    size = 0
    for key in sorted(value):
        faulty(path, key, names.label_key(key.lower()), "annotation-key-invalid", found)
        size += len(key.encode()) + len(value[key].encode())
    if size > _ANNOTATIONS_LIMIT:
        found.append(too_long(path, _ANNOTATIONS_LIMIT, kind="annotations-too-long"))


def non_negative(
    path: FieldPath, value: int | None, found: list[Problem], *, kind: str = "number-negative"
) -> None:
    """ValidateNonnegativeField."""
    if value is not None and value < 0:
        found.append(invalid(path, value, "must be greater than or equal to 0", kind=kind))


def immutable(
    path: FieldPath, new: Any, old: Any, found: list[Problem], *, kind: str = "field-immutable"
) -> None:
    """ValidateImmutableField."""
    if new != old:
        found.append(invalid(path, new, "field is immutable", kind=kind))


def created(obj: Obj, rule: names.Check, found: list[Problem], *, namespaced: bool = True) -> None:
    """ValidateObjectMeta: what every object's metadata must hold."""
    meta = obj.get("metadata") or {}
    prefix = meta.get("generateName")
    if prefix:
        faulty(METADATA.child("generateName"), prefix, rule(names.as_prefix(prefix)), "name-invalid", found)
    name = meta.get("name")
    if not name:
        path = METADATA.child("name")
        found.append(required(path, "name or generateName is required", kind="name-required"))
    else:
        faults = rule(name)
        if faults:
            faulty(METADATA.child("name"), name, faults, "name-invalid", found)
    namespace = meta.get("namespace")
    if not namespaced:
        if namespace:
            found.append(forbidden(_NAMESPACE, "not allowed on this type", kind="namespace-forbidden"))
    elif not namespace:
        found.append(required(_NAMESPACE, kind="namespace-required"))
    else:
        check(_NAMESPACE, namespace, names.dns_label, "namespace-invalid", found)
    non_negative(METADATA.child("generation"), meta.get("generation"), found)
    check_labels(_LABELS, meta.get("labels"), found)
    check_annotations(_ANNOTATIONS, meta.get("annotations"), found)
    _owners(meta.get("ownerReferences") or [], found)
    _finalizers(meta.get("finalizers") or [], found)


def updated(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateObjectMetaUpdate: what may not change once an object exists."""
    meta, before = new.get("metadata") or {}, old.get("metadata") or {}
    if before.get("deletionTimestamp"):
        extra = sorted(set(meta.get("finalizers") or []) - set(before.get("finalizers") or []))
        if extra:
            words = "no new finalizers can be added if the object is being deleted, found new finalizers []string{%s}"
            listed = ", ".join(go_json(name) for name in extra)
            found.append(forbidden(_FINALIZERS, words % listed, kind="finalizer-while-deleting"))
    if (meta.get("generation") or 0) < (before.get("generation") or 0):
        path = METADATA.child("generation")
        found.append(
            invalid(path, meta.get("generation") or 0, "must not be decremented", kind="field-immutable")
        )
    for name in (
        "name",
        "namespace",
        "uid",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
    ):
        if meta.get(name) != before.get(name):
            immutable(METADATA.child(name), meta.get(name), before.get(name), found)
    check_labels(_LABELS, meta.get("labels"), found)
    check_annotations(_ANNOTATIONS, meta.get("annotations"), found)
    _owners(meta.get("ownerReferences") or [], found)
    _finalizers(meta.get("finalizers") or [], found)


def _owners(references: list[dict[str, Any]], found: list[Problem]) -> None:
    """ValidateOwnerReferences: complete, and one controller at most."""
    controller = ""
    for reference in references:
        if not reference.get("apiVersion"):
            path = _OWNERS.child("apiVersion")
            found.append(invalid(path, "", "version must not be empty", kind="owner-reference-incomplete"))
        for name in ("kind", "name", "uid"):
            if not reference.get(name):
                path = _OWNERS.child(name)
                found.append(invalid(path, "", "must not be empty", kind="owner-reference-incomplete"))
        if reference.get("controller"):
            this = f"{reference.get('kind', '')}/{reference.get('name', '')}"
            if controller:
                words = 'Only one reference can have Controller set to true. Found "true" in references for'
                words = f"{words} {controller} and {this}"
                found.append(invalid(_OWNERS, references, words, kind="owner-reference-two-controllers"))
            else:
                controller = this


def _finalizers(finalizers: list[str], found: list[Problem]) -> None:
    """ValidateFinalizers and validateKubeFinalizerName."""
    for finalizer in finalizers:
        faulty(_FINALIZERS, finalizer, names.label_key(finalizer), "finalizer-invalid", found)
    if {"orphan", "foregroundDeletion"} <= set(finalizers):
        words = "finalizer orphan and foregroundDeletion cannot be both set"
        found.append(invalid(_FINALIZERS, finalizers, words, kind="finalizer-invalid"))
    standard = ("kubernetes", "orphan", "foregroundDeletion")
    for position, finalizer in enumerate(finalizers):
        if "/" not in finalizer and finalizer not in standard:
            words = "name is neither a standard finalizer name nor is it fully qualified"
            found.append(invalid(_FINALIZERS.index(position), finalizer, words, kind="finalizer-invalid"))
