"""Any object that decodes gets a verdict, and every problem of it can be explained: never an exception."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver import decode, defaults, prepare, schema, validation, warnings
from nodeport_lab.cluster.apiserver.allocation import Allocated, Allocations
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.content.explanations import explain

ROOTS = [
    ("v1", "ConfigMap"),
    ("v1", "Endpoints"),
    ("v1", "Event"),
    ("v1", "Namespace"),
    ("v1", "Node"),
    ("v1", "Pod"),
    ("v1", "Secret"),
    ("v1", "Service"),
    ("v1", "ServiceAccount"),
    ("apps/v1", "Deployment"),
    ("apps/v1", "ReplicaSet"),
    ("discovery.k8s.io/v1", "EndpointSlice"),
    ("networking.k8s.io/v1", "Ingress"),
    ("networking.k8s.io/v1", "IngressClass"),
]
WORDS = [
    "",
    "web",
    "Web",
    "a-b",
    "80",
    "None",
    "Local",
    "ClusterIP",
    "NodePort",
    "LoadBalancer",
    "ExternalName",
    "TCP",
    "10.96.0.9",
    "fd00::1",
    "10.0.0.0/8",
    "*.example.com",
    "/a/..",
    "Always",
    "Localhost",
    "In",
    "サービス",
    "metadata.name",
    "nginx:1.27",
    "a b",
    "x" * 64,
]
NUMBERS = [0, 1, -1, 80, 600, 30080, 70000, 2**31 - 1]
QUANTITIES = ["1", "500m", "1Gi", "-1", "0.5", 2]


def anything(type: schema.Type, dice: Random, depth: int) -> Any:
    """A value of a type of the API, most of them nonsense."""
    if type.base == "bool":
        return dice.random() < 0.5
    if type.base in ("int32", "int64"):
        return dice.choice(NUMBERS)
    if type.base == "IntOrString":
        return dice.choice([*NUMBERS, "http", "25%", "HTTP", "80"])
    if type.base == "Quantity":
        return dice.choice(QUANTITIES)
    if type.base == "list":
        return [anything(type.item, dice, depth) for _ in range(dice.randrange(3))]
    if type.base == "map":
        return {dice.choice(WORDS): anything(type.item, dice, depth) for _ in range(dice.randrange(3))}
    if type.base == "struct":
        return struct(type.struct, dice, depth - 1)
    return dice.choice(WORDS) if type.base == "string" else None


def struct(name: str, dice: Random, depth: int) -> dict[str, Any]:
    """A struct with some of its fields."""
    share = dice.choice([0.1, 0.3, 0.6]) if depth > 0 else 0
    fields = schema.struct(name).fields
    return {key: anything(field.type, dice, depth) for key, field in fields.items() if dice.random() < share}


def judged(problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        assert KINDS[problem.kind] <= problem.params.keys(), problem
        assert explain(problem, "ja")
        assert explain(problem, "en")


@pytest.mark.parametrize(("api_version", "kind"), ROOTS)
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_any_object(api_version: str, kind: str, seed: int) -> None:
    root, dice = schema.root(api_version, kind), Random(seed)
    assert root is not None
    objects = []
    for _ in range(2):
        drawn = struct(root.name, dice, 8) | {"apiVersion": api_version, "kind": kind}
        decoded = decode.decode(drawn, root)
        if decoded.message:
            return
        objects.append(defaults.apply(decoded.obj))
    new, old = objects
    state = Allocations.of(ClusterConfig())
    if kind == "Service":
        answer = state.create(new)
        if isinstance(answer, Allocated):
            new = answer.obj
            assert answer.state.delete(new).ports.used <= answer.state.ports.used
        else:
            judged(answer.problems)
        change = state.update(new, old)
        if not isinstance(change, Allocated):
            judged(change.problems)
    created = prepare.for_create(new)
    judged(validation.create(created, validation.Context()))
    judged(validation.update(prepare.for_update(new, old), old, validation.Context()))
    warnings.create(created)
    warnings.update(created, old)
