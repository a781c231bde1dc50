"""ConfigMap, Secret, Namespace, Node, ServiceAccount, Event.

Mirrors ValidateConfigMap, ValidateSecret, ValidateNamespace, ValidateNode and their updates in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.apiserver.validation.meta import (
    METADATA,
    SPEC,
    check,
    created,
    faulty,
    label_name,
    updated,
)
from nodeport_lab.cluster.apiserver.validation.scheduling import TAINT_EFFECTS
from nodeport_lab.cluster.objects import Obj
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

_MAX_SIZE = 1024 * 1024
_DATA = FieldPath.of("data")
_BINARY = FieldPath.of("binaryData")
_BASIC, _SSH, _TOKEN = (
    "kubernetes.io/basic-auth",
    "kubernetes.io/ssh-auth",
    "kubernetes.io/service-account-token",
)
_ACCOUNT = "kubernetes.io/service-account.name"
# What data a Secret of a type must have; of a user and a password, one will do.
_SECRET_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    _BASIC: ("username", "password"),
    _SSH: ("ssh-privatekey",),
}
_FROZEN = "field is immutable when `immutable` is set"


def config_map(obj: Obj, found: list[Problem]) -> None:
    """ValidateConfigMap."""
    created(obj, names.dns_subdomain, found)
    data, binary, size = obj.get("data") or {}, obj.get("binaryData") or {}, 0
    for key in sorted(data):
        check(_DATA.key(key), key, names.config_key, "config-key-invalid", found)
        if key in binary:
            words = "duplicate of key present in binaryData"
            found.append(invalid(_DATA.key(key), key, words, kind="config-key-duplicate", other="binaryData"))
        size += len((data[key] or "").encode())
    for key in sorted(binary):
        check(_BINARY.key(key), key, names.config_key, "config-key-invalid", found)
        size += _decoded_size(binary[key])
    _too_big(size, found)


def _too_big(size: int, found: list[Problem]) -> None:
    """The whole object is named by an empty path, which prints as nothing."""
    if size > _MAX_SIZE:
        words = f": Too long: may not be more than {_MAX_SIZE} bytes"
        params = {"field": "data", "maximum": _MAX_SIZE}
        found.append(Problem("config-too-big", words, FieldPath(), reason="FieldValueTooLong", params=params))


def _decoded_size(text: str | None) -> int:
    """How many bytes base64 text stands for; null stands for none."""
    if not text:
        return 0
    try:
        return len(base64.b64decode(text))
    except (binascii.Error, ValueError):
        return len(text)


def config_map_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateConfigMapUpdate."""
    updated(new, old, found)
    _frozen(new, old, ("data", "binaryData"), found)
    config_map(new, found)


def _frozen(new: Obj, old: Obj, fields: tuple[str, ...], found: list[Problem]) -> None:
    """An object marked ``immutable`` stays so, and as it is."""
    if not old.get("immutable"):
        return
    if not new.get("immutable"):
        found.append(forbidden(FieldPath.of("immutable"), _FROZEN, kind="object-immutable"))
    for name in fields:
        if (new.get(name) or {}) != (old.get(name) or {}):
            found.append(forbidden(FieldPath.of(name), _FROZEN, kind="object-immutable"))


def secret(obj: Obj, found: list[Problem]) -> None:
    """ValidateSecret; what data of a type must be JSON is not read."""
    created(obj, names.dns_subdomain, found)
    data, size = obj.get("data") or {}, 0
    for key in sorted(data):
        check(_DATA.key(key), key, names.config_key, "config-key-invalid", found)
        size += _decoded_size(data[key])
    _too_big(size, found)
    kind = obj.get("type", "")
    missing = [key for key in _SECRET_KEYS.get(kind, ()) if key not in data]
    if kind == _SSH:
        missing = [key for key in _SECRET_KEYS[kind] if not data.get(key)]
    elif kind == _BASIC and len(missing) == 1:
        missing = []
    found += [required(_DATA.key(key), kind="secret-key-required", key=key) for key in missing]
    account = (obj["metadata"].get("annotations") or {}).get(_ACCOUNT)
    if kind == _TOKEN and not account:
        found.append(required(METADATA.child("annotations").key(_ACCOUNT), kind="field-required"))


def secret_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateSecretUpdate: the type stays."""
    updated(new, old, found)
    now, was = new.get("type", ""), old.get("type", "")
    if now != was:
        found.append(invalid(FieldPath.of("type"), now, "field is immutable", kind="field-immutable"))
    _frozen(new, old, ("data",), found)
    secret(new, found)


def namespace(obj: Obj, found: list[Problem]) -> None:
    """ValidateNamespace."""
    created(obj, names.dns_label, found, namespaced=False)
    for finalizer in (obj.get("spec") or {}).get("finalizers") or []:
        if "/" not in finalizer and finalizer not in ("kubernetes", "orphan", "foregroundDeletion"):
            words = "name is neither a standard finalizer name nor is it fully qualified"
            found.append(invalid(SPEC.child("finalizers"), finalizer, words, kind="finalizer-invalid"))


def namespace_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateNamespaceUpdate."""
    updated(new, old, found)
    namespace(new, found)


def service_account(obj: Obj, found: list[Problem]) -> None:
    """ValidateServiceAccount."""
    created(obj, names.dns_subdomain, found)


def service_account_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateServiceAccountUpdate."""
    updated(new, old, found)
    service_account(new, found)


def event(obj: Obj, found: list[Problem]) -> None:
    """legacyValidateEvent: an event lives beside what it tells of, one about a Node in ``default``."""
    namespace = obj["metadata"].get("namespace", "")
    about = (obj.get("involvedObject") or {}).get("namespace", "")
    path = FieldPath.of("involvedObject", "namespace")
    if namespace != about and not (about == "" and namespace in ("", "default")):
        found.append(
            invalid(
                path, about, "does not match event.namespace", kind="event-namespace", namespace=namespace
            )
        )
    check(FieldPath.of("namespace"), namespace, names.dns_subdomain, "namespace-invalid", found)


def event_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateEventUpdate."""
    updated(new, old, found)
    event(new, found)


def node(obj: Obj, found: list[Problem]) -> None:
    """ValidateNode: taints and the node's part of the pod network."""
    created(obj, names.dns_subdomain, found, namespaced=False)
    spec = obj.get("spec") or {}
    _taints(SPEC.child("taints"), spec.get("taints") or [], found)
    for position, text in enumerate(spec.get("podCIDRs") or []):
        found.extend(addresses.cidr(SPEC.child("podCIDRs").index(position), text))


def _taints(path: FieldPath, taints: list[dict[str, Any]], found: list[Problem]) -> None:
    """validateNodeTaints."""
    seen: set[tuple[str, str]] = set()
    for position, taint in enumerate(taints):
        here, effect = path.index(position), taint.get("effect") or ""
        key, value = taint.get("key") or "", taint.get("value") or ""
        label_name(here.child("key"), key, found)
        faults = names.label_value(value)
        if faults:
            words = ";".join(fault.message for fault in faults)
            faulty(here.child("value"), value, [names.Fault("format", words)], "label-value-invalid", found)
        if not effect:
            found.append(required(here.child("effect"), kind="field-required"))
        elif effect not in TAINT_EFFECTS:
            found.append(not_supported(here.child("effect"), effect, TAINT_EFFECTS, kind="value-unknown"))
        if (key, effect) in seen:
            fields = {"Key": key, "Value": value, "Effect": effect, "TimeAdded": None}
            words = f"Duplicate value: {go_json(fields, struct=True)}: taints must be unique by key and effect pair"
            params = {"field": str(here), "value": Printed(go_json(fields, struct=True)).text}
            found.append(
                Problem(
                    "value-duplicate", f"{here}: {words}", here, reason="FieldValueDuplicate", params=params
                )
            )
        seen.add((key, effect))


def node_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateNodeUpdate: the node keeps its part of the pod network."""
    updated(new, old, found)
    now, was = ((obj.get("spec") or {}).get("podCIDRs") or [] for obj in (new, old))
    if was and now != was:
        words = 'node updates may not change podCIDR except from "" to valid'
        found.append(forbidden(SPEC.child("podCIDRs"), words, kind="field-immutable"))
    node(new, found)
