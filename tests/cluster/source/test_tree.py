"""YAML documents: go-yaml's words for what is wrong, and the line that it names."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.problem import FieldPath, Problem, Span
from nodeport_lab.cluster.source import read


def _error(text: str) -> Problem:
    error = read(text).documents[-1].error
    assert error is not None
    return error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # A scanner's error counts lines from one ...
        ("a: 1\nb: @x\n", "line 2: found character that cannot start any token"),
        ("a:\n\tb: 1\n", "line 2: found character that cannot start any token"),
        ("a: 1\nb c\nd: 2\n", "line 3: could not find expected ':'"),
        ("a: 1\nb: c: d\n", "line 2: mapping values are not allowed in this context"),
        # ... a parser's from zero ...
        ("a: 1\n b: 2\n", "line 2: mapping values are not allowed in this context"),
        ("a:\n  b: 1\n   c: 2\n", "line 3: mapping values are not allowed in this context"),
        ("a:\n  b: 'x'\n   c: 2\n", "line 2: did not find expected key"),
        ("a:\n- 1\nb: [1\n", "line 3: did not find expected ',' or ']'"),
        # ... and the first line is not named at all.
        ("a: b: c\n", "mapping values are not allowed in this context"),
        ("a: 'x", "found unexpected end of stream"),
        ("a: *x\n", "unknown anchor 'x' referenced"),
        ("a: &a [*a]\n", "anchor 'a' value contains itself"),
        ("a: {{ .x }}\n", 'invalid map key: map[interface {}]interface {}{".x":interface {}(nil)}'),
        ("a:\n  <<: 1\n", "map merge requires map or sequence of maps as the value"),
        ("a: \x01\n", "control characters are not allowed"),
        ("a: '\ud800'\n", "invalid Unicode character"),
        ("[" * 25_000, "exceeded max depth of 10000"),
        ("{" * 25_000, None),
    ],
)
def test_go_yaml_says(text: str, message: str | None) -> None:
    error = _error(text)
    if message is None:
        assert error.kind == "json-syntax"
    else:
        assert error.message == f"error converting YAML to JSON: yaml: {message}"


def test_a_null_key_is_refused_later_and_without_yaml() -> None:
    words = "unsupported map key of type: %!s(<nil>), key: <nil>, value: 1"
    assert _error("~: 1\n").message == f"error converting YAML to JSON: {words}"
    # What go-yaml finds first is told first.
    assert "cannot decode" in _error("~: 1\nb: !!int x\n").message
    assert "unknown anchor" in _error("~: 1\nb: *x\n").message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b: &x {p: 1, q: 2}\na: {<<: *x, q: 3}\n", {"p": 1, "q": 3}),
        # go-yaml v2 merges where the key stands: what came before is overwritten.
        ("b: &x {p: 1, q: 2}\na: {q: 3, <<: *x}\n", {"p": 1, "q": 2}),
        ("b: &x {p: 1}\nc: &y {p: 2, q: 2}\na: {<<: [*x, *y]}\n", {"p": 1, "q": 2}),
        ("a: {'<<': 1}\n", {"<<": 1}),
    ],
)
def test_merge_keys(text: str, expected: object) -> None:
    assert read(text).documents[0].value["a"] == expected


def test_aliases_share_values_and_bombs_are_refused() -> None:
    assert read("a: &x [1]\nb: *x\n").documents[0].value == {"a": [1], "b": [1]}
    levels = ["a0: &a0 [" + ", ".join(["x"] * 10) + "]"]
    levels += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 30)]
    assert _error("\n".join(levels)).message.endswith("yaml: document contains excessive aliasing")


def test_a_thousand_levels_are_read() -> None:
    (document,) = read("a: " + "[" * 1000 + "]" * 1000).documents
    assert document.error is None
    assert document.depth == 1001


def test_the_later_key_counts_and_the_earlier_is_remembered() -> None:
    (document,) = read("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n").documents
    assert document.value == {"a": 3, "b": {"c": 2}}
    assert [(key.value, document.span(key)) for key in document.duplicates()] == [
        ("a", Span(1, 0, 1, 1)),
        ("c", Span(3, 2, 3, 3)),
    ]


TEXT = """\
# comment
kind: Service
spec:
  ports:
  - port: 80 # why
    name: "http"
  -  port: 443
  selector: {app: web}
"""


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        (FieldPath(), False, Span(2, 0, 8, 22)),
        (FieldPath.of("kind"), False, Span(2, 6, 2, 13)),
        (FieldPath.of("kind"), True, Span(2, 0, 2, 4)),
        (FieldPath.of("spec", "ports"), False, Span(5, 2, 7, 14)),
        (FieldPath.of("spec", "ports").index(0).child("port"), False, Span(5, 10, 5, 12)),
        (FieldPath.of("spec", "ports").index(0).child("name"), False, Span(6, 10, 6, 16)),
        (FieldPath.of("spec", "ports").index(1), False, Span(7, 5, 7, 14)),
        (FieldPath.of("spec", "selector").key("app"), False, Span(8, 18, 8, 21)),
        # What the text does not have: the key of the nearest ancestor, or the first key of a list's item.
        (FieldPath.of("spec", "type"), False, Span(3, 0, 3, 4)),
        (FieldPath.of("spec", "ports").index(1).child("name"), False, Span(7, 5, 7, 9)),
        (FieldPath.of("spec", "ports").index(9), False, Span(4, 2, 4, 7)),
        (FieldPath.of("metadata", "name"), False, Span(2, 0, 2, 4)),
    ],
)
def test_places(path: FieldPath, key: bool, expected: Span) -> None:
    assert read(TEXT).documents[0].span_of(path, key=key) == expected
