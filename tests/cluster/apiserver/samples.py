"""Good objects to start from, and a way to spoil them in one place."""

from __future__ import annotations

import copy
from typing import Any

from nodeport_lab.cluster.apiserver import decode, defaults, schema, validation
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.problem_kinds import KINDS

MISSING: Any = object()

SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {
        "type": "NodePort",
        "selector": {"app": "web"},
        "clusterIP": "10.96.20.20",
        "clusterIPs": ["10.96.20.20"],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "ports": [{"port": 80, "targetPort": 80, "nodePort": 30080}],
    },
}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [{"name": "nginx", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}]
            },
        },
    },
}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web"}},
    "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}]},
}
INGRESS = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {
        "rules": [
            {
                "host": "example.com",
                "http": {
                    "paths": [
                        {
                            "path": "/",
                            "pathType": "Prefix",
                            "backend": {"service": {"name": "web", "port": {"number": 80}}},
                        }
                    ]
                },
            }
        ]
    },
}
SLICE = {
    "apiVersion": "discovery.k8s.io/v1",
    "kind": "EndpointSlice",
    "metadata": {"name": "web-1", "namespace": "default"},
    "addressType": "IPv4",
    "ports": [{"port": 80}],
    "endpoints": [{"addresses": ["10.1.0.5"]}],
}


def spoilt(obj: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with values set at dotted paths (``spec.ports.0.port``); MISSING removes."""
    out = copy.deepcopy(obj)
    for path, value in changes.items():
        parent: Any = out
        *steps, last = path.split(".")
        for step in steps:
            parent = parent[int(step)] if isinstance(parent, list) else parent.setdefault(step, {})
        if isinstance(parent, list):
            if int(last) == len(parent):
                parent.append(value)
            else:
                parent[int(last)] = value
        elif value is MISSING:
            parent.pop(last, None)
        else:
            parent[last] = value
    return out


def defaulted(obj: dict[str, Any], changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The object decoded and defaulted."""
    root = schema.root(obj["apiVersion"], obj["kind"])
    assert root is not None
    decoded = decode.decode(spoilt(obj, changes or {}), root)
    assert not decoded.message, decoded.message
    return defaults.apply(decoded.obj)


def found(obj: dict[str, Any], changes: dict[str, Any] | None = None) -> list[Problem]:
    """The problems of a new object, each of a registered kind with the params that it promises."""
    problems = validation.create(defaulted(obj, changes), validation.Context())
    for problem in problems:
        assert problem.kind in KINDS, problem
        assert KINDS[problem.kind] <= problem.params.keys(), problem
    return problems


def said(obj: dict[str, Any], changes: dict[str, Any] | None = None) -> list[str]:
    """Their messages."""
    return [problem.message for problem in found(obj, changes)]


def kinds(obj: dict[str, Any], changes: dict[str, Any] | None = None) -> list[str]:
    """Their kinds."""
    return [problem.kind for problem in found(obj, changes)]


def changed(
    obj: dict[str, Any], changes: dict[str, Any], *, before: dict[str, Any] | None = None
) -> list[Problem]:
    """The problems of an update from ``obj`` (with ``before`` applied) to ``obj`` with ``changes``."""
    old, new = defaulted(obj, before), defaulted(obj, (before or {}) | changes)
    problems = validation.update(new, old, validation.Context())
    for problem in problems:
        assert KINDS[problem.kind] <= problem.params.keys(), problem
    return problems
