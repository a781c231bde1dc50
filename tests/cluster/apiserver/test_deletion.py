"""What is only marked when it is deleted, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import deletion

MOMENT = "2026-01-01T00:00:30Z"


def pod(phase: str = "Running", **spec: Any) -> dict[str, Any]:
    return {"kind": "Pod", "metadata": {"name": "a"}, "spec": spec, "status": {"phase": phase}}


@pytest.mark.parametrize(
    ("it", "asked", "seconds"),
    [
        (pod(nodeName="node1"), None, 30),
        (pod(nodeName="node1", terminationGracePeriodSeconds=5), None, 5),
        (pod(nodeName="node1", terminationGracePeriodSeconds=5), 0, 0),
        (pod(), None, 0),
        (pod("Succeeded", nodeName="node1"), 9, 0),
        ({"kind": "Service", "metadata": {}, "spec": {"nodeName": "node1"}}, 9, 0),
    ],
)
def test_grace(it: dict[str, Any], asked: int | None, seconds: int) -> None:
    assert deletion.grace(it, asked) == seconds


@pytest.mark.parametrize(
    ("it", "pending"),
    [
        ({"kind": "Service", "metadata": {}, "spec": {}}, False),
        ({"kind": "Service", "metadata": {"finalizers": ["example.com/a"]}, "spec": {}}, True),
        ({"kind": "Namespace", "metadata": {}, "spec": {"finalizers": ["kubernetes"]}}, True),
        ({"kind": "Deployment", "metadata": {}, "spec": {"finalizers": ["kubernetes"]}}, False),
    ],
)
def test_who_waits_for_finalizers(it: dict[str, Any], pending: bool) -> None:
    assert deletion.is_pending(it) is pending


def test_a_mark_leaves_the_old_object_as_it_was() -> None:
    it = {"kind": "Namespace", "metadata": {"generation": 1}, "spec": {}, "status": {"phase": "Active"}}
    out = deletion.marked(it, MOMENT, 30)
    assert out["metadata"] == {
        "generation": 2,
        "deletionTimestamp": MOMENT,
        "deletionGracePeriodSeconds": 30,
    }
    assert out["status"] == {"phase": "Terminating"}
    assert it["metadata"] == {"generation": 1}
