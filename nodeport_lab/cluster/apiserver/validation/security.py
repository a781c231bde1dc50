"""securityContext of pods and containers.

Mirrors ValidateSecurityContext, validatePodSpecSecurityContext and what they call in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation.volume import descending_path
from nodeport_lab.cluster.problem import (
    FieldPath,
    Printed,
    Problem,
    forbidden,
    go_json,
    invalid,
    not_supported,
    required,
)

_MAX_ID = 2**31 - 1
_PROFILES = ("Localhost", "RuntimeDefault", "Unconfined")
_FS_POLICIES = ("Always", "OnRootMismatch")
_GROUP_POLICIES = ("Merge", "Strict")
_PROC_MOUNTS = ("Default", "Unmasked")
# The API server's internal struct, whose fields it prints in this order.
_STRUCT = (
    "capabilities",
    "privileged",
    "seLinuxOptions",
    "windowsOptions",
    "runAsUser",
    "runAsGroup",
    "runAsNonRoot",
    "readOnlyRootFilesystem",
    "allowPrivilegeEscalation",
    "procMount",
    "seccompProfile",
    "appArmorProfile",
)


def _id(path: FieldPath, value: int | None, found: list[Problem]) -> None:
    if value is not None and not 0 <= value <= _MAX_ID:
        found.append(
            invalid(path, value, f"must be between 0 and {_MAX_ID}, inclusive", kind="user-id-range")
        )


def container(
    path: FieldPath, context: dict[str, Any] | None, spec: dict[str, Any], found: list[Problem]
) -> None:
    """ValidateSecurityContext."""
    if not context:
        return
    _id(path.child("runAsUser"), context.get("runAsUser"), found)
    _id(path.child("runAsGroup"), context.get("runAsGroup"), found)
    mount = context.get("procMount")
    if mount is not None:
        if mount not in _PROC_MOUNTS:
            found.append(not_supported(path.child("procMount"), mount, _PROC_MOUNTS, kind="value-unknown"))
        if mount == "Unmasked" and spec.get("hostUsers", True):
            words = "`hostUsers` must be false to use `Unmasked`"
            found.append(invalid(path.child("procMount"), mount, words, kind="proc-mount-host-users"))
    _seccomp(path.child("seccompProfile"), context.get("seccompProfile"), found)
    if context.get("allowPrivilegeEscalation") is False:
        shown = Printed(
            go_json({name[0].upper() + name[1:]: context.get(name) for name in _STRUCT}, struct=True)
        )
        if context.get("privileged"):
            words = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            found.append(invalid(path, shown, words, kind="privilege-contradiction"))
        if "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or []):
            words = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            found.append(invalid(path, shown, words, kind="privilege-contradiction"))
    _app_armor(path.child("appArmorProfile"), context.get("appArmorProfile"), found)


def pod(path: FieldPath, spec: dict[str, Any], found: list[Problem]) -> None:
    """validatePodSpecSecurityContext; ``path`` is the pod's spec."""
    context, here = spec.get("securityContext") or {}, path.child("securityContext")
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        words = "ShareProcessNamespace and HostPID cannot both be enabled"
        shared = path.child("shareProcessNamespace")
    else:
        words, shared = "", path
    for name in ("fsGroup", "runAsUser", "runAsGroup"):
        _id(here.child(name), context.get(name), found)
    for position, group in enumerate(context.get("supplementalGroups") or []):
        _id(here.child("supplementalGroups").index(position), group, found)
    if words:
        found.append(invalid(shared, True, words, kind="process-namespace-twice"))
    policy = context.get("fsGroupChangePolicy")
    if policy is not None and policy not in _FS_POLICIES:
        found.append(
            not_supported(here.child("fsGroupChangePolicy"), policy, _FS_POLICIES, kind="value-unknown")
        )
    _seccomp(here.child("seccompProfile"), context.get("seccompProfile"), found)
    groups = context.get("supplementalGroupsPolicy")
    if groups is not None and groups not in _GROUP_POLICIES:
        where = here.child("supplementalGroupsPolicy")
        found.append(not_supported(where, groups, _GROUP_POLICIES, kind="value-unknown"))
    _app_armor(here.child("appArmorProfile"), context.get("appArmorProfile"), found)


def host_users(path: FieldPath, spec: dict[str, Any], found: list[Problem]) -> None:
    """validateHostUsers: a user namespace of its own does not go with the node's other namespaces."""
    if spec.get("hostUsers", True) is not False:
        return
    for name, printed in (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")):
        if spec.get(name):
            words = "when `pod.Spec.HostUsers` is false"
            found.append(forbidden(path.child(printed), words, kind="host-users-with-host-namespace"))


def _seccomp(path: FieldPath, profile: dict[str, Any] | None, found: list[Problem]) -> None:
    if profile is None:
        return
    kind = profile.get("type") or ""
    if not kind:
        words = "type is required when seccompProfile is set"
        found.append(required(path.child("type"), words, kind="field-required"))
    elif kind not in _PROFILES:
        found.append(not_supported(path.child("type"), kind, _PROFILES, kind="value-unknown"))
    local = profile.get("localhostProfile")
    if kind == "Localhost":
        if local is None:
            words = "must be set when seccomp type is Localhost"
            found.append(required(path.child("localhostProfile"), words, kind="field-required"))
        else:
            descending_path(path.child("localhostProfile"), local, found)
    elif local is not None:
        shown = Printed(go_json({"Type": kind, "LocalhostProfile": local}, struct=True))
        words = "can only be set when seccomp type is Localhost"
        found.append(invalid(path.child("localhostProfile"), shown, words, kind="local-profile-unused"))


def _app_armor(path: FieldPath, profile: dict[str, Any] | None, found: list[Problem]) -> None:
    if profile is None:
        return
    kind, local = profile.get("type") or "", profile.get("localhostProfile")
    where = path.child("localhostProfile")
    if kind == "Localhost":
        if local is None or not local:
            words = "must be set when AppArmor type is Localhost"
            found.append(required(where, words, kind="field-required"))
        elif local != local.strip():
            found.append(invalid(where, local, "must not be padded with whitespace", kind="text-padded"))
    elif kind in _PROFILES:
        if local is not None:
            words = "can only be set when AppArmor type is Localhost"
            found.append(invalid(where, local, words, kind="local-profile-unused"))
    elif not kind:
        words = "type is required when appArmorProfile is set"
        found.append(required(path.child("type"), words, kind="field-required"))
    else:
        found.append(not_supported(path.child("type"), kind, _PROFILES, kind="value-unknown"))
