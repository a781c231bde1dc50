"""Deployments and ReplicaSets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import DEPLOYMENT, MISSING, changed, kinds, said

TEMPLATE_LABELS = "spec.template.metadata.labels"
MISMATCH = "`selector` does not match template `labels`"


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        (
            {TEMPLATE_LABELS: {}},
            [f"spec.template.metadata.labels: Invalid value: {{}}: {MISMATCH}"],
        ),
        (
            {TEMPLATE_LABELS: {"b": "2", "a": "<1>"}},
            [
                f'spec.template.metadata.labels: Invalid value: {{"a":"\\u003c1\\u003e","b":"2"}}: {MISMATCH}',
                'spec.template.labels: Invalid value: "<1>": a valid label must be an empty string or consist of '
                "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
                "'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            ],
        ),
        (
            {"spec.strategy": {"type": "Rolling", "rollingUpdate": {"maxSurge": "30%", "maxUnavailable": 1}}},
            [
                'spec.strategy: Unsupported value: {"Type":"Rolling","RollingUpdate":{"MaxUnavailable":1,"MaxSurge":"30%"}}: '
                'supported values: "Recreate", "RollingUpdate"'
            ],
        ),
        (
            {"spec.strategy": {"rollingUpdate": {"maxSurge": "x", "maxUnavailable": -1}}},
            [
                "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0",
                'spec.strategy.rollingUpdate.maxSurge: Invalid value: "x": a valid percent string must be a numeric string '
                "followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
            ],
        ),
        (
            {"spec.strategy": {"rollingUpdate": {"maxSurge": "0%", "maxUnavailable": "0%"}}},
            [
                'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'
            ],
        ),
        (
            {"spec.template.spec.restartPolicy": "Sometimes"},
            [
                'spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
                'spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always"',
            ],
        ),
        (
            {"spec.template.spec.activeDeadlineSeconds": 5},
            [
                "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"
            ],
        ),
        (
            {"spec.progressDeadlineSeconds": 0, "spec.revisionHistoryLimit": -1},
            [
                "spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0",
                "spec.progressDeadlineSeconds: Invalid value: 0: must be greater than minReadySeconds",
            ],
        ),
        (
            {
                "spec.selector": {
                    "matchLabels": {"app": "web"},
                    "matchExpressions": [{"key": "tier", "operator": "In"}],
                }
            },
            [
                "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                'spec.selector: Invalid value: {"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"In"}]}: '
                "invalid label selector",
            ],
        ),
    ],
)
def test_messages(changes: dict[str, Any], messages: list[str]) -> None:
    assert said(DEPLOYMENT, changes) == messages


@pytest.mark.parametrize(
    ("expression", "mismatch"),
    [
        ({"key": "app", "operator": "In", "values": ["web", "api"]}, False),
        ({"key": "app", "operator": "NotIn", "values": ["web"]}, True),
        ({"key": "tier", "operator": "Exists"}, True),
        ({"key": "tier", "operator": "DoesNotExist"}, False),
    ],
)
def test_expressions_select(expression: dict[str, Any], mismatch: bool) -> None:
    changes = {"spec.selector": {"matchExpressions": [expression]}}
    assert kinds(DEPLOYMENT, changes) == (["selector-mismatch"] if mismatch else [])


def test_a_selector_stays() -> None:
    changes = {"spec.selector": {"matchLabels": {"app": "api"}}, TEMPLATE_LABELS: {"app": "api"}}
    problems = changed(DEPLOYMENT, changes)
    assert [problem.message for problem in problems] == [
        'spec.selector: Invalid value: {"matchLabels":{"app":"api"}}: field is immutable'
    ]
    assert problems[0].params["old"] == {"matchLabels": {"app": "web"}}


def test_replica_sets_follow_the_same_rules() -> None:
    replica_set = DEPLOYMENT | {"kind": "ReplicaSet"}
    assert said(replica_set) == []
    changes = {"spec.replicas": -1, "spec.minReadySeconds": -2, "spec.selector": MISSING}
    assert kinds(replica_set, changes) == [
        "replicas-negative",
        "number-negative",
        "selector-required",
        "selector-mismatch",
    ]
