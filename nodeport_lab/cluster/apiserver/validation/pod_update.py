"""A changed Pod: almost nothing of it may change.

Mirrors ValidatePodUpdate in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation.meta import METADATA, SPEC, updated
from nodeport_lab.cluster.apiserver.validation.pod import image_padding, metadata_and_spec
from nodeport_lab.cluster.apiserver.validation.pod_diff import pod_spec_diff
from nodeport_lab.cluster.apiserver.validation.scheduling import tolerations
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, forbidden, invalid, required

_UPDATABLE = (
    "`spec.containers[*].image`",
    "`spec.initContainers[*].image`",
    "`spec.activeDeadlineSeconds`",
    "`spec.tolerations` (only additions to existing tolerations)",
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
)
_MIRROR = "kubernetes.io/config.mirror"
_MAX_INT32 = 2**31 - 1


def pod_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidatePodUpdate."""
    updated(new, old, found)
    metadata_and_spec(new, found)
    _mirror(new, old, found)
    spec, before = new.get("spec") or {}, old.get("spec") or {}
    for name in ("containers", "initContainers"):
        if not _images(SPEC.child(name), spec.get(name) or [], before.get(name) or [], found):
            return
    if not _deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"), found):
        return
    _tolerations(spec.get("tolerations") or [], before.get("tolerations") or [], found)
    names = {gate.get("name") for gate in before.get("schedulingGates") or []}
    for position, gate in enumerate(spec.get("schedulingGates") or []):
        if gate.get("name") not in names:
            words = f"only deletion is allowed, but found new scheduling gate '{gate.get('name')}'"
            where = SPEC.child("schedulingGates").index(position).child("name")
            found.append(forbidden(where, words, kind="scheduling-gates"))
    same = _with_allowed_changes_undone(spec, before)
    if same != before:
        words = f"pod updates may not change fields other than {','.join(_UPDATABLE)}\n{pod_spec_diff(before, same)}"
        changed = [name for name in sorted({*before, *same}) if before.get(name) != same.get(name)]
        found.append(forbidden(SPEC, words, kind="pod-update-forbidden", changed=changed))


def _mirror(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidatePodSpecificAnnotationUpdates."""
    now, was = ((obj["metadata"].get("annotations") or {}).get(_MIRROR) for obj in (new, old))
    if now != was:
        words = (
            "may not add mirror pod annotation"
            if was is None
            else "may not remove or update mirror pod annotation"
        )
        found.append(
            forbidden(METADATA.child("annotations").key(_MIRROR), words, kind="annotation-value-invalid")
        )


def _images(
    path: FieldPath, now: list[dict[str, Any]], was: list[dict[str, Any]], found: list[Problem]
) -> bool:
    """ValidateContainerUpdates: False stops."""
    if len(now) != len(was):
        found.append(
            forbidden(path, "pod updates may not add or remove containers", kind="pod-containers-changed")
        )
        return False
    for position, container in enumerate(now):
        if not container.get("image"):
            name = container.get("name") or ""
            found.append(required(path.index(position).child("image"), kind="image-required", name=name))
        image_padding(path.index(position), container, found)
    return True


def _deadline(now: int | None, was: int | None, found: list[Problem]) -> bool:
    """activeDeadlineSeconds may be set, and shortened: False stops."""
    path, kind = SPEC.child("activeDeadlineSeconds"), "active-deadline-update"
    if now is None:
        if was is not None:
            words = "must not update from a positive integer to nil value"
            found.append(invalid(path, None, words, kind=kind))
        return True
    if not 0 <= now <= _MAX_INT32:
        found.append(invalid(path, now, f"must be between 0 and {_MAX_INT32}, inclusive", kind=kind))
        return False
    if was is not None and was < now:
        found.append(invalid(path, now, "must be less than or equal to previous value", kind=kind))
        return False
    return True


def _tolerations(now: list[dict[str, Any]], was: list[dict[str, Any]], found: list[Problem]) -> None:
    """validateOnlyAddedTolerations: what was tolerated stays so, but for its seconds."""
    path = SPEC.child("tolerations")
    kept = [{k: v for k, v in each.items() if k != "tolerationSeconds"} for each in now]
    for each in was:
        if {k: v for k, v in each.items() if k != "tolerationSeconds"} not in kept:
            words = "existing toleration can not be modified except its tolerationSeconds"
            found.append(forbidden(path, words, kind="toleration-update"))
            return
    tolerations(path, now, found)


def _with_allowed_changes_undone(spec: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    same = dict(spec)
    for name in ("containers", "initContainers"):
        if spec.get(name):
            pairs = zip(spec[name], before.get(name) or [], strict=True)
            same[name] = [now | {"image": was.get("image")} for now, was in pairs]
    for name in ("activeDeadlineSeconds", "schedulingGates", "tolerations"):
        same.pop(name, None)
        if name in before:
            same[name] = before[name]
    if (before.get("terminationGracePeriodSeconds") or 0) < 0 and same.get(
        "terminationGracePeriodSeconds"
    ) == 1:
        same["terminationGracePeriodSeconds"] = before["terminationGracePeriodSeconds"]
    return same
