"""Recorded cases of a real API server: verdicts and stored objects, letter for letter."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.cluster.apiserver.replay import Server, cases, documents, stderr

CASES = {case["name"]: case for case in cases()}


@pytest.mark.parametrize("name", CASES)
def test_recorded_case(name: str) -> None:
    case, server = CASES[name], Server()
    for step in case["steps"]:
        said = ""
        for manifest in documents(step["manifest"]):
            given = copy.deepcopy(manifest)
            problems, words = server.put(manifest)
            assert manifest == given, "the manifest itself must stay as it was"
            said += stderr(manifest, problems, words)
        assert said == step["stderr"]
    expected = {(obj["kind"], obj["metadata"]["name"]): obj for obj in case["objects"]}
    assert set(server.stored) == set(expected)
    for key, obj in expected.items():
        assert_matches(obj, server.stored[key], "")


def assert_matches(expected: Any, got: Any, path: str) -> None:
    """Equal, where ``<auto>`` equals whatever was picked."""
    if expected == "<auto>":
        assert got, path
    elif isinstance(expected, dict):
        assert isinstance(got, dict), path
        # Admission plugins, not these rooms, give a Pod its tolerations, its priority and its service account.
        admitted = (
            {"tolerations", "priority", "preemptionPolicy"} if "enableServiceLinks" in expected else set()
        )
        assert set(expected) - admitted == set(got) - admitted, path
        for name in set(expected) - admitted:
            assert_matches(expected[name], got[name], f"{path}.{name}")
    elif isinstance(expected, list):
        assert isinstance(got, list), path
        assert len(expected) == len(got), path
        for position, (one, other) in enumerate(zip(expected, got, strict=True)):
            assert_matches(one, other, f"{path}[{position}]")
    else:
        assert expected == got, path
        assert type(expected) is type(got), path


def test_most_recorded_cases_are_decided_here() -> None:
    assert len(CASES) > 240
