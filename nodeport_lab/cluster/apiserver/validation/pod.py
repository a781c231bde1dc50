"""Pod templates, and Pods of their own.

Mirrors ValidatePodSpec, ValidatePodTemplateSpec and ValidatePodCreate in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses, names, security
from nodeport_lab.cluster.apiserver.validation.container import containers, host_network, init_containers
from nodeport_lab.cluster.apiserver.validation.meta import (
    METADATA,
    SPEC,
    check,
    check_annotations,
    check_labels,
    created,
    faulty,
    label_name,
)
from nodeport_lab.cluster.apiserver.validation.resources import resources
from nodeport_lab.cluster.apiserver.validation.scheduling import affinity, tolerations, topology_spread
from nodeport_lab.cluster.apiserver.validation.volume import volumes
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import (
    FieldPath,
    Problem,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)

RESTART_POLICIES = ("Always", "OnFailure", "Never")
_DNS_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_PREEMPTION_POLICIES = ("PreemptLowerPriority", "Never")
_MAX_INT32 = 2**31 - 1
_MIRROR = "kubernetes.io/config.mirror"
_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"


def template(path: FieldPath, value: dict[str, Any], found: list[Problem]) -> None:
    """ValidatePodTemplateSpec. Its labels' path lacks ``metadata``: so does the API server's message."""
    meta, spec = value.get("metadata") or {}, value.get("spec") or {}
    check_labels(path.child("labels"), meta.get("labels"), found)
    check_annotations(path.child("annotations"), meta.get("annotations"), found)
    _pod_annotations(path.child("annotations"), meta, spec, found)
    pod_spec(path.child("spec"), spec, found)
    if spec.get("ephemeralContainers"):
        words = "ephemeral containers not allowed in pod template"
        found.append(forbidden(path.child("spec", "ephemeralContainers"), words, kind="ephemeral-containers"))


def pod(obj: Obj, found: list[Problem]) -> None:
    """ValidatePodCreate."""
    metadata_and_spec(obj, found)
    spec = obj.get("spec") or {}
    if spec.get("ephemeralContainers"):
        where = SPEC.child("ephemeralContainers")
        found.append(forbidden(where, "cannot be set on create", kind="ephemeral-containers"))
    if spec.get("nodeName") and spec.get("schedulingGates"):
        words = "cannot be set until all schedulingGates have been cleared"
        found.append(forbidden(SPEC.child("nodeName"), words, kind="scheduling-gates"))


def metadata_and_spec(obj: Obj, found: list[Problem]) -> None:
    """validatePodMetadataAndSpec."""
    created(obj, names.dns_subdomain, found)
    meta, spec = obj.get("metadata") or {}, obj.get("spec") or {}
    _pod_annotations(METADATA.child("annotations"), meta, spec, found)
    pod_spec(SPEC, spec, found, own_pod=True)
    for name in ("containers", "initContainers"):
        for position, container in enumerate(spec.get(name) or []):
            image_padding(SPEC.child(name).index(position), container, found)


def image_padding(path: FieldPath, container: dict[str, Any], found: list[Problem]) -> None:
    """A Pod's image may not be padded, though a template's may."""
    image = container.get("image") or ""
    if image != image.strip():
        words = "must not have leading or trailing whitespace"
        found.append(invalid(path.child("image"), image, words, kind="image-padded"))


def _pod_annotations(
    path: FieldPath, meta: dict[str, Any], spec: dict[str, Any], found: list[Problem]
) -> None:
    """ValidatePodSpecificAnnotations."""
    annotations = meta.get("annotations") or {}
    if _MIRROR in annotations and not spec.get("nodeName"):
        words = "must set spec.nodeName if mirror pod annotation is set"
        found.append(invalid(path.key(_MIRROR), annotations[_MIRROR], words, kind="annotation-value-invalid"))
    cost = annotations.get(_DELETION_COST)
    if cost is not None and not _int32(cost):
        words = "must be a 32bit integer"
        found.append(invalid(path.key(_DELETION_COST), cost, words, kind="annotation-value-invalid"))


def _int32(text: str) -> bool:
    """A number as GetDeletionCostFromPodAnnotations takes it: no plus sign, no leading zeros."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or (len(digits) > 1 and digits[0] == "0"):
        return False
    return -_MAX_INT32 - 1 <= int(text) <= _MAX_INT32


def pod_spec(path: FieldPath, spec: dict[str, Any], found: list[Problem], *, own_pod: bool = False) -> None:
    """ValidatePodSpec, field by field in its order."""
    if spec.get("terminationGracePeriodSeconds") is None:
        found.append(required(path.child("terminationGracePeriodSeconds"), kind="field-required"))
    good = volumes(path.child("volumes"), spec.get("volumes") or [], found)
    containers(path.child("containers"), spec.get("containers") or [], good, spec, found)
    init_containers(path.child("initContainers"), spec.get("initContainers") or [], good, spec, found)
    resources(path.child("resources"), spec.get("resources"), found)
    host_network(path, spec, found, own_pod=own_pod)
    _choice(path.child("restartPolicy"), spec, RESTART_POLICIES, "restart-policy-unknown", found)
    _choice(path.child("dnsPolicy"), spec, _DNS_POLICIES, "dns-policy-unknown", found)
    check_labels(path.child("nodeSelector"), spec.get("nodeSelector"), found)
    security.pod(path, spec, found)
    affinity(path.child("affinity"), spec.get("affinity"), found)
    _dns_config(path.child("dnsConfig"), spec, found)
    for position, gate in enumerate(spec.get("readinessGates") or []):
        label_name(
            path.child("readinessGates").index(position).child("conditionType"),
            gate.get("conditionType", ""),
            found,
        )
    _scheduling_gates(path.child("schedulingGates"), spec.get("schedulingGates") or [], found)
    topology_spread(
        path.child("topologySpreadConstraints"), spec.get("topologySpreadConstraints") or [], found
    )
    security.host_users(path, spec, found)
    for name in ("serviceAccountName", "nodeName"):
        _name(path.child(name), spec.get(name), found)
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= _MAX_INT32:
        words = f"must be between 1 and {_MAX_INT32}, inclusive"
        found.append(
            invalid(path.child("activeDeadlineSeconds"), deadline, words, kind="number-not-positive")
        )
    for name in ("hostname", "subdomain"):
        if spec.get(name):
            check(path.child(name), spec[name], names.dns_label, "name-invalid", found)
    tolerations(path.child("tolerations"), spec.get("tolerations") or [], found)
    _host_aliases(path.child("hostAliases"), spec.get("hostAliases") or [], found)
    _name(path.child("priorityClassName"), spec.get("priorityClassName"), found)
    if spec.get("runtimeClassName") is not None:
        check(
            path.child("runtimeClassName"),
            spec["runtimeClassName"],
            names.dns_subdomain,
            "name-invalid",
            found,
        )
    if spec.get("preemptionPolicy") is not None:
        _choice(path.child("preemptionPolicy"), spec, _PREEMPTION_POLICIES, "value-unknown", found)
    if spec.get("overhead"):
        resources(path.child("overhead"), {"limits": spec["overhead"]}, found)
    system = spec.get("os")
    if system is not None and system.get("name") not in ("linux", "windows"):
        _os(path.child("os"), system, found)


def _choice(
    path: FieldPath, spec: dict[str, Any], allowed: tuple[str, ...], kind: str, found: list[Problem]
) -> None:
    value = spec.get(str(path.parts[-1])) or ""
    if not value:
        found.append(required(path, kind="field-required"))
    elif value not in allowed:
        found.append(not_supported(path, value, allowed, kind=kind))


def _name(path: FieldPath, value: str | None, found: list[Problem]) -> None:
    if value:
        faulty(path, value, names.dns_subdomain(value), "name-invalid", found)


def _os(path: FieldPath, system: dict[str, Any], found: list[Problem]) -> None:
    if not system.get("name"):
        found.append(required(path.child("name"), "cannot be empty", kind="field-required"))
    else:
        found.append(
            not_supported(path.child("name"), system["name"], ("linux", "windows"), kind="value-unknown")
        )


def _dns_config(path: FieldPath, spec: dict[str, Any], found: list[Problem]) -> None:
    """validatePodDNSConfig."""
    config = spec.get("dnsConfig")
    if spec.get("dnsPolicy") == "None":
        words = "must provide `dnsConfig` when `dnsPolicy` is None"
        if config is None:
            found.append(required(path, words, kind="dns-config-required"))
            return
        if not config.get("nameservers"):
            words = "must provide at least one DNS nameserver when `dnsPolicy` is None"
            found.append(required(path.child("nameservers"), words, kind="dns-config-required"))
            return
    servers, searches = (config or {}).get("nameservers") or [], (config or {}).get("searches") or []
    where = path.child("nameservers")
    if len(servers) > 3:
        found.append(
            invalid(where, servers, "must not have more than 3 nameservers", kind="dns-config-too-much")
        )
    for position, server in enumerate(servers):
        found.extend(addresses.ip(where.index(position), server))
    where = path.child("searches")
    if len(searches) > 32:
        found.append(
            invalid(where, searches, "must not have more than 32 search paths", kind="dns-config-too-much")
        )
    if len(" ".join(searches)) > 2048:
        words = "must not have more than 2048 characters (including spaces) in the search list"
        found.append(invalid(where, searches, words, kind="dns-config-too-much"))
    for position, search in enumerate(searches):
        if search != ".":
            name = search.removesuffix(".")
            check(where.index(position), name, names.dns_subdomain_underscore, "name-invalid", found)
    for position, option in enumerate((config or {}).get("options") or []):
        if not option.get("name"):
            found.append(
                required(path.child("options").index(position), "must not be empty", kind="field-required")
            )


def _scheduling_gates(path: FieldPath, gates: list[dict[str, Any]], found: list[Problem]) -> None:
    seen: set[str] = set()
    for position, gate in enumerate(gates):
        name = gate.get("name") or ""
        label_name(path.index(position), name, found)
        if name in seen:
            found.append(duplicate(path.index(position), name, kind="scheduling-gates"))
        seen.add(name)


def _host_aliases(path: FieldPath, aliases: list[dict[str, Any]], found: list[Problem]) -> None:
    for position, alias in enumerate(aliases):
        found.extend(addresses.ip(path.index(position).child("ip"), alias.get("ip") or ""))
        for number, hostname in enumerate(alias.get("hostnames") or []):
            where = path.index(position).child("hostnames").index(number)
            check(where, hostname, names.dns_subdomain, "name-invalid", found)
