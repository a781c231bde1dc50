"""Ingresses and their classes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import INGRESS, MISSING, changed, kinds, said

P = "spec.rules.0.http.paths.0"
CLASS = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "IngressClass",
    "metadata": {"name": "nginx"},
    "spec": {"controller": "k8s.io/ingress-nginx"},
}


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        (
            {"spec.rules": MISSING},
            ["spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"],
        ),
        (
            {"spec.rules": []},
            ["spec: Invalid value: []: either `defaultBackend` or `rules` must be specified"],
        ),
        (
            {f"{P}.path": "web"},
            ['spec.rules[0].http.paths[0].path: Invalid value: "web": must be an absolute path'],
        ),
        (
            {f"{P}.path": "//a/.."},
            [
                "spec.rules[0].http.paths[0].path: Invalid value: \"//a/..\": must not contain '//'",
                "spec.rules[0].http.paths[0].path: Invalid value: \"//a/..\": cannot end with '/..'",
            ],
        ),
        ({f"{P}.pathType": "ImplementationSpecific", f"{P}.path": "//a"}, []),
        (
            {f"{P}.backend.service.name": ""},
            ["spec.rules[0].http.paths[0].backend.service.name: Required value"],
        ),
        (
            {f"{P}.backend.service.port": {"name": "80"}},
            [
                'spec.rules[0].http.paths[0].backend.service.port.name: Invalid value: "80": must contain at least one letter (a-z)'
            ],
        ),
        (
            {f"{P}.backend": {"resource": {"apiGroup": "A", "name": "a/b"}}},
            [
                'spec.rules[0].http.paths[0].backend.resource.apiGroup: Invalid value: "A": a lowercase RFC 1123 subdomain must '
                "consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                "spec.rules[0].http.paths[0].backend.resource.kind: Required value",
                "spec.rules[0].http.paths[0].backend.resource.name: Invalid value: \"a/b\": may not contain '/'",
            ],
        ),
        (
            {"metadata.annotations": {"kubernetes.io/ingress.class": "a"}, "spec.ingressClassName": "b"},
            [
                'annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified'
            ],
        ),
    ],
)
def test_messages(changes: dict[str, Any], messages: list[str]) -> None:
    assert said(INGRESS, changes) == messages


def test_an_update_does_not_look_at_the_class_annotation() -> None:
    changes = {"metadata.annotations": {"kubernetes.io/ingress.class": "a"}, "spec.ingressClassName": "b"}
    assert changed(INGRESS, changes) == []


def test_a_bad_secret_name_that_is_stored_may_stay() -> None:
    bad = {"spec.tls": [{"secretName": "Web_TLS"}]}
    assert kinds(INGRESS, bad) == ["name-invalid"]
    assert changed(INGRESS, {"spec.rules.0.host": "a.example.com"}, before=bad) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"spec.controller": ""}, ["ingress-controller-required"]),
        ({"spec.controller": "nginx"}, ["ingress-controller-invalid"]),
        ({"metadata.namespace": "default"}, ["namespace-forbidden"]),
        ({"spec.parameters": {"kind": "A", "name": "b", "scope": "Namespace"}}, ["field-required"]),
        ({"spec.parameters": {"kind": "A", "name": "b", "namespace": "c"}}, ["namespace-forbidden"]),
        ({"spec.parameters": {"kind": "A", "name": "b", "scope": "All"}}, ["value-unknown"]),
    ],
)
def test_classes(changes: dict[str, Any], expected: list[str]) -> None:
    assert kinds(CLASS, changes) == expected


def test_the_controller_of_a_class_stays() -> None:
    assert [problem.kind for problem in changed(CLASS, {"spec.controller": "example.com/x"})] == [
        "field-immutable"
    ]
