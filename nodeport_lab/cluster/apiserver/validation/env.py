"""Environment variables of a container: env and envFrom.

Mirrors ValidateEnv, ValidateEnvFrom and the selectors they use in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.apiserver import quantity
from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.meta import check
from nodeport_lab.cluster.problem import FieldPath, Problem, invalid, not_supported, required

_ENV_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
VOLUME_FIELDS = (
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
)
_KNOWN_FIELDS = frozenset((*_ENV_FIELDS, *VOLUME_FIELDS))
_RESOURCES = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_HUGE_PAGES = ("limits.hugepages-", "requests.hugepages-")
_BYTES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")
_DIVISORS = {
    "cpu": (("1m", "1"), "cpu"),
    "memory": (_BYTES, "memory"),
    "ephemeral-storage": (_BYTES, "local ephemeral storage"),
}
_subscript = re.compile(r"(.*)\['([^']*)'\]").fullmatch
_SOURCES = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"


def env(path: FieldPath, variables: list[dict[str, Any]], found: list[Problem]) -> None:
    """ValidateEnv."""
    for position, variable in enumerate(variables):
        here = path.index(position)
        name = variable.get("name") or ""
        if not name:
            found.append(required(here.child("name"), kind="env-name-required"))
        else:
            check(here.child("name"), name, names.env_name, "env-name-invalid", found)
        if variable.get("valueFrom") is not None:
            _value_from(here.child("valueFrom"), variable, found)


def _value_from(path: FieldPath, variable: dict[str, Any], found: list[Problem]) -> None:
    source = variable["valueFrom"]
    count = 0
    if source.get("fieldRef") is not None:
        count += 1
        object_field(path.child("fieldRef"), source["fieldRef"], _ENV_FIELDS, found)
    if source.get("resourceFieldRef") is not None:
        count += 1
        resource_field(path.child("resourceFieldRef"), source["resourceFieldRef"], found)
    for name in ("configMapKeyRef", "secretKeyRef"):
        if source.get(name) is not None:
            count += 1
            _key_reference(path.child(name), source[name], found)
    if count == 0:
        found.append(invalid(path, "", f"must specify one of: {_SOURCES}", kind="env-source-required"))
    elif variable.get("value"):
        found.append(
            invalid(path, "", "may not be specified when `value` is not empty", kind="env-value-twice")
        )
    elif count > 1:
        found.append(
            invalid(path, "", "may not have more than one field specified at a time", kind="env-value-twice")
        )


def object_field(
    path: FieldPath, reference: dict[str, Any], allowed: tuple[str, ...], found: list[Problem]
) -> None:
    """validateObjectFieldSelector: a field of the pod itself (the downward API)."""
    field, version = reference.get("fieldPath") or "", reference.get("apiVersion") or ""
    if not version:
        found.append(required(path.child("apiVersion"), kind="field-required"))
        return
    if not field:
        found.append(required(path.child("fieldPath"), kind="field-required"))
        return
    match = _subscript(field)
    base = match[1] if match else field
    if version != "v1":
        words = f"error converting fieldPath: unsupported pod version: {version}"
    elif match and base not in ("metadata.labels", "metadata.annotations"):
        words = f'error converting fieldPath: field label does not support subscript: "{field}"'
    elif not match and base not in _KNOWN_FIELDS and base not in ("spec.restartPolicy", "spec.schedulerName"):
        words = f"error converting fieldPath: field label not supported: {field}"
    else:
        words = ""
    if words:
        found.append(invalid(path.child("fieldPath"), field, words, kind="downward-field-unknown"))
    elif match:
        key = match[2].lower() if base == "metadata.annotations" else match[2]
        check(path, key, names.label_key, "label-key-invalid", found)
    elif base not in allowed:
        found.append(not_supported(path.child("fieldPath"), base, allowed, kind="downward-field-unknown"))


def resource_field(
    path: FieldPath, reference: dict[str, Any], found: list[Problem], *, volume: bool = False
) -> None:
    """validateContainerResourceFieldSelector: a request or limit of a container."""
    resource = reference.get("resource") or ""
    if volume and not reference.get("containerName"):
        found.append(required(path.child("containerName"), kind="field-required"))
    elif not resource:
        found.append(required(path.child("resource"), kind="field-required"))
    elif resource not in _RESOURCES and not resource.startswith(_HUGE_PAGES):
        found.append(not_supported(path.child("resource"), resource, _RESOURCES, kind="value-unknown"))
    divisor = quantity.parse(str(reference.get("divisor") or "0"))
    if divisor is None or divisor.value == 0:
        return
    allowed, title = _DIVISORS.get(resource.partition(".")[2], ((), ""))
    if allowed and quantity.canonical(str(reference["divisor"])) not in allowed:
        listed = " and ".join(allowed) if title == "cpu" else ", ".join(allowed)
        words = f"only divisor's values {listed} are supported with the {title} resource"
        found.append(invalid(path.child("divisor"), resource, words, kind="divisor-unknown"))


def _key_reference(path: FieldPath, reference: dict[str, Any], found: list[Problem]) -> None:
    """validateConfigMapKeySelector, validateSecretKeySelector."""
    check(path.child("name"), reference.get("name") or "", names.dns_subdomain, "name-invalid", found)
    key = reference.get("key") or ""
    if not key:
        found.append(required(path.child("key"), kind="field-required"))
    else:
        check(path.child("key"), key, names.config_key, "config-key-invalid", found)


def env_from(path: FieldPath, sources: list[dict[str, Any]], found: list[Problem]) -> None:
    """ValidateEnvFrom. Its last two messages name the list, not the item: so does the API server."""
    for position, source in enumerate(sources):
        here = path.index(position)
        if source.get("prefix"):
            check(here.child("prefix"), source["prefix"], names.env_name, "env-name-invalid", found)
        count = 0
        for name in ("configMapRef", "secretRef"):
            reference = source.get(name)
            if reference is None:
                continue
            count += 1
            if not reference.get("name"):
                found.append(required(here.child(name, "name"), kind="field-required"))
            else:
                masked = names.as_prefix(reference["name"])
                if names.dns_subdomain(masked):
                    check(
                        here.child(name, "name"),
                        reference["name"],
                        names.dns_subdomain,
                        "name-invalid",
                        found,
                    )
        if count == 0:
            words = "must specify one of: `configMapRef` or `secretRef`"
            found.append(invalid(path, "", words, kind="env-source-required"))
        elif count > 1:
            words = "may not have more than one field specified at a time"
            found.append(invalid(path, "", words, kind="env-value-twice"))
