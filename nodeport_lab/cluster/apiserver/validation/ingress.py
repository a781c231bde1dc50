"""Ingress and IngressClass.

Mirrors pkg/apis/networking/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.apiserver.validation.meta import SPEC, check, created, faulty, immutable, updated
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
    too_long,
)

PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")
_SEQUENCES = ("//", "/./", "/../", "%2f", "%2F")
_SUFFIXES = ("/..", "/.")
_SCOPES = ("Cluster", "Namespace")
CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_CONTROLLER_LIMIT = 250


def ingress(obj: Obj, found: list[Problem]) -> None:
    """ValidateIngressCreate."""
    _ingress(obj, found, old=None)
    annotation = (obj["metadata"].get("annotations") or {}).get(CLASS_ANNOTATION)
    name = (obj.get("spec") or {}).get("ingressClassName")
    if annotation is not None and name is not None and annotation != name:
        # The path starts at "annotations", without "metadata": so does the API server's message.
        path, words = (
            FieldPath.of("annotations", CLASS_ANNOTATION),
            "must match `ingressClassName` when both are specified",
        )
        found.append(invalid(path, annotation, words, kind="ingress-class-twice", ingressClassName=name))


def ingress_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateIngressUpdate."""
    updated(new, old, found)
    _ingress(new, found, old=old)


def _ingress(obj: Obj, found: list[Problem], *, old: Obj | None) -> None:
    created(obj, names.dns_subdomain, found)
    spec = obj.get("spec") or {}
    rules, default = spec.get("rules"), spec.get("defaultBackend")
    if not rules and default is None:
        words = "either `defaultBackend` or `rules` must be specified"
        found.append(invalid(SPEC, Printed(go_json(rules)), words, kind="ingress-rules-required"))
    if default is not None:
        _backend(SPEC.child("defaultBackend"), default, found)
    for position, rule in enumerate(rules or []):
        _rule(SPEC.child("rules").index(position), rule, found)
    for position, tls in enumerate(spec.get("tls") or []):
        _tls(SPEC.child("tls").index(position), tls, found, secrets=not _had_bad_secret(old))
    if spec.get("ingressClassName") is not None:
        path = SPEC.child("ingressClassName")
        check(path, spec["ingressClassName"], names.dns_subdomain, "ingress-class-invalid", found)


def _had_bad_secret(old: Obj | None) -> bool:
    """What was stored with a bad secret's name may keep it."""
    tls = (old.get("spec") or {}).get("tls") or [] if old else []
    return any(names.dns_subdomain(each["secretName"]) for each in tls if each.get("secretName"))


def _host(path: FieldPath, host: str, found: list[Problem]) -> None:
    if "*" in host:
        faulty(path, host, names.wildcard_subdomain(host), "ingress-wildcard-invalid", found)
    else:
        faulty(path, host, names.dns_subdomain(host), "ingress-host-invalid", found)


def _rule(path: FieldPath, rule: dict[str, Any], found: list[Problem]) -> None:
    """validateIngressRules, one of them."""
    host, http = rule.get("host"), rule.get("http")
    if host:
        if addresses.parse(host) is not None:
            words = "must be a DNS name, not an IP address"
            found.append(invalid(path.child("host"), host, words, kind="ingress-host-ip"))
        _host(path.child("host"), host, found)
    if http is None:
        return
    here = path.child("http", "paths")
    if not http.get("paths"):
        found.append(required(here, kind="ingress-paths-required"))
    for position, item in enumerate(http.get("paths") or []):
        _path(here.index(position), item, found)


def _path(path: FieldPath, item: dict[str, Any], found: list[Problem]) -> None:
    """validateHTTPIngressPath: without a pathType nothing else is looked at."""
    kind, text, where = item.get("pathType"), item.get("path") or "", path.child("path")
    if kind is None:
        words = "pathType must be specified"
        found.append(required(path.child("pathType"), words, kind="ingress-path-type-required"))
        return
    if kind in ("Exact", "Prefix"):
        if not text.startswith("/"):
            found.append(invalid(where, text, "must be an absolute path", kind="ingress-path-not-absolute"))
        for part in _SEQUENCES:
            if part in text:
                words = f"must not contain '{part}'"
                found.append(invalid(where, text, words, kind="ingress-path-forbidden-part", part=part))
        for part in _SUFFIXES:
            if text.endswith(part):
                words = f"cannot end with '{part}'"
                found.append(invalid(where, text, words, kind="ingress-path-forbidden-part", part=part))
    elif kind == "ImplementationSpecific":
        if text and not text.startswith("/"):
            found.append(invalid(where, text, "must be an absolute path", kind="ingress-path-not-absolute"))
    else:
        found.append(
            not_supported(path.child("pathType"), kind, PATH_TYPES, kind="ingress-path-type-unknown")
        )
    _backend(path.child("backend"), item.get("backend") or {}, found)


def _backend(path: FieldPath, backend: dict[str, Any], found: list[Problem]) -> None:
    """validateIngressBackend: a Service or another resource, never both."""
    service, resource = backend.get("service"), backend.get("resource")
    if service is not None and resource is not None:
        words = "cannot set both resource and service backends"
        found.append(invalid(path, "", words, kind="ingress-backend-twice"))
    elif resource is not None:
        _reference(path.child("resource"), resource, found)
    elif service is not None:
        _service(path, service, found)
    else:
        words = "resource or service backend is required"
        found.append(invalid(path, "", words, kind="ingress-backend-required"))


def _service(path: FieldPath, service: dict[str, Any], found: list[Problem]) -> None:
    where, name, port = path.child("service"), service.get("name") or "", service.get("port") or {}
    if not name:
        found.append(required(where.child("name"), kind="ingress-service-required"))
    else:
        check(where.child("name"), name, names.dns_label, "name-invalid", found)
    title, number = port.get("name") or "", port.get("number") or 0
    if title and number:
        words = "cannot set both port name & port number"
        found.append(invalid(path, "", words, kind="ingress-backend-port-twice"))
    elif title:
        check(where.child("port", "name"), title, names.port_name, "port-name-invalid", found)
    elif number:
        faulty(where.child("port", "number"), number, names.port_number(number), "port-out-of-range", found)
    else:
        words = "port name or number is required"
        found.append(required(path, words, kind="ingress-backend-port-required"))


def _reference(path: FieldPath, reference: dict[str, Any], found: list[Problem]) -> None:
    """validateIngressTypedLocalObjectReference."""
    if reference.get("apiGroup") is not None:
        check(path.child("apiGroup"), reference["apiGroup"], names.dns_subdomain, "name-invalid", found)
    for name in ("kind", "name"):
        value = reference.get(name) or ""
        if not value:
            found.append(required(path.child(name), kind="field-required"))
        else:
            check(path.child(name), value, names.path_segment, "name-invalid", found)


def _tls(path: FieldPath, tls: dict[str, Any], found: list[Problem], *, secrets: bool) -> None:
    for position, host in enumerate(tls.get("hosts") or []):
        _host(path.child("hosts").index(position), host, found)
    if secrets and tls.get("secretName"):
        check(path.child("secretName"), tls["secretName"], names.dns_subdomain, "name-invalid", found)


def ingress_class(obj: Obj, found: list[Problem]) -> None:
    """ValidateIngressClass."""
    created(obj, names.dns_subdomain, found, namespaced=False)
    spec = obj.get("spec") or {}
    path, controller = SPEC.child("controller"), spec.get("controller") or ""
    if not controller:
        found.append(required(path, kind="ingress-controller-required"))
    else:
        if len(controller.encode()) > _CONTROLLER_LIMIT:
            found.append(too_long(path, _CONTROLLER_LIMIT, kind="text-too-long"))
        for part, fault in names.domain_prefixed_path(controller):
            faulty(path, part, [fault], "ingress-controller-invalid", found)
    parameters = spec.get("parameters")
    if parameters is not None:
        _reference(SPEC.child("parameters"), parameters, found)
        _scope(SPEC.child("parameters"), parameters, found)


def _scope(path: FieldPath, parameters: dict[str, Any], found: list[Problem]) -> None:
    scope, namespace = parameters.get("scope"), parameters.get("namespace")
    where = path.child("namespace")
    if scope is None:
        found.append(required(path.child("scope"), kind="field-required"))
    elif scope not in _SCOPES:
        found.append(not_supported(path.child("scope"), scope, _SCOPES, kind="value-unknown"))
    elif scope == "Namespace":
        if namespace is None:
            words = "`parameters.scope` is set to 'Namespace'"
            found.append(required(where, words, kind="field-required"))
        else:
            check(where, namespace, names.dns_label, "namespace-invalid", found)
    elif namespace is not None:
        words = "`parameters.scope` is set to 'Cluster'"
        found.append(forbidden(where, words, kind="namespace-forbidden"))


def ingress_class_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateIngressClassUpdate: the controller stays."""
    updated(new, old, found)
    now, was = ((obj.get("spec") or {}).get("controller", "") for obj in (new, old))
    immutable(SPEC.child("controller"), now, was, found)
    ingress_class(new, found)
