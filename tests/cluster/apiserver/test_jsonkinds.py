"""What Go calls a value, and how strict decoding writes a path."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver.jsonkinds import is_number, kind_of, number_text, strict_path
from nodeport_lab.cluster.problem import FieldPath


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        ("1", "string", False),
        (True, "bool", False),
        (1, "number", True),
        (1.5, "number", True),
        ([1], "array", False),
        ({}, "object", False),
    ],
)
def test_kinds(value: Any, kind: str, number: bool) -> None:
    assert (kind_of(value), is_number(value)) == (kind, number)


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (5, "5"), (0.5, "0.5"), (1e30, "1e+30"), ([1], "{}")]
)
def test_what_an_unmarshaler_sees(value: Any, text: str) -> None:
    assert number_text(value) == text


def test_a_key_of_a_map_stands_behind_a_dot() -> None:
    path = FieldPath.of("spec", "ports").index(0).child("labels").key("a.b")
    assert strict_path(path) == "spec.ports[0].labels.a.b"
    assert strict_path(FieldPath()) == ""
