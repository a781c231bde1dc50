"""Accidents of typing and pasting: what they are called, and that their repair makes the text readable."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.source import read
from tests.cluster.edits import made

SERVICE = "kind: Service\nspec:\n  type: NodePort\n  ports:\n    - port: 80\n      name: http\n"


@pytest.mark.parametrize(
    ("kind", "broken", "mended"),
    [
        ("yaml-typographic-dash", SERVICE.replace("- port", "– port"), SERVICE),
        ("yaml-typographic-dash", SERVICE.replace("- port", "—\u00a0port"), SERVICE),
        ("yaml-tab", SERVICE.replace("  type", "\ttype"), SERVICE),
        ("yaml-odd-space", SERVICE.replace("  type", "\u3000type"), SERVICE),
        ("yaml-odd-space", SERVICE.replace("  type", "\u00a0\u00a0type"), SERVICE),
        ("yaml-full-width-colon", SERVICE.replace("type: ", "type："), SERVICE),
        ("yaml-missing-colon", SERVICE.replace("type: ", "type "), SERVICE),
        ("yaml-missing-space", SERVICE.replace("type: ", "type:"), SERVICE),
        ("yaml-expected-key", SERVICE.replace("  ports", "   ports").replace("NodePort", "'NodePort'"), None),
        (
            "yaml-cannot-start",
            SERVICE.replace("NodePort", "@x # why"),
            SERVICE.replace("NodePort", '"@x" # why'),
        ),
        (
            "yaml-value-not-allowed",
            SERVICE.replace("NodePort", "a: b"),
            SERVICE.replace("NodePort", '"a: b"'),
        ),
        ("yaml-unknown-anchor", SERVICE.replace("NodePort", "*x"), SERVICE.replace("NodePort", '"*x"')),
    ],
)
def test_repairs(kind: str, broken: str, mended: str | None) -> None:
    error = read(broken).documents[0].error
    assert error is not None
    assert error.kind == kind
    assert error.repair is not None
    repaired = made(broken, error.repair)
    if mended is not None:
        assert repaired == mended
    assert read(repaired).documents[0].error is None


@pytest.mark.parametrize("text", ["a: [1\n", "a: 'x\n", "a: \x01\n", "a: &a [*a]\n", "~: 1\n"])
def test_nothing_is_offered_where_nothing_is_certain(text: str) -> None:
    error = read(text).documents[0].error
    assert error is not None
    assert error.repair is None
