"""What may not change once a Service exists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import MISSING, SERVICE, changed

LB = {"spec.type": "LoadBalancer", "spec.loadBalancerClass": "example.com/a"}
LOCAL = {
    "spec.type": "LoadBalancer",
    "spec.externalTrafficPolicy": "Local",
    "spec.healthCheckNodePort": 32000,
}


@pytest.mark.parametrize(
    ("before", "changes", "messages"),
    [
        ({}, {}, []),
        ({}, {"spec.selector": {"app": "api"}, "spec.ports.0.nodePort": 30081}, []),
        (
            LB,
            {"spec.loadBalancerClass": "example.com/b"},
            ['spec.loadBalancerClass: Invalid value: "example.com/b": may not change once set'],
        ),
        (
            LB,
            {"spec.loadBalancerClass": MISSING},
            ['spec.loadBalancerClass: Invalid value: "null": may not change once set'],
        ),
        (
            LOCAL,
            {"spec.healthCheckNodePort": 32001},
            ["spec.healthCheckNodePort: Forbidden: field is immutable"],
        ),
        ({}, {"metadata.name": "other"}, ['metadata.name: Invalid value: "other": field is immutable']),
    ],
)
def test_change(before: dict[str, Any], changes: dict[str, Any], messages: list[str]) -> None:
    assert [problem.message for problem in changed(SERVICE, changes, before=before)] == messages


def test_the_same_words_are_said_once() -> None:
    problems = changed(SERVICE, {"metadata.labels": {"app": "a b"}})
    assert len(problems) == 1, "both the update's and the object's own rules read the labels"
