"""Files into documents, as kubectl splits them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.gotext import encode
from nodeport_lab.cluster.problem import FieldPath, Span
from nodeport_lab.cluster.source import MAX_SIZE, read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("\n\n# only a comment\n", []),
        ("---\n---\n", []),
        ("null\n", []),
        ("a: 1", [{"a": 1}]),
        ("---\na: 1\n---\nb: 2\n---\n", [{"a": 1}, {"b": 2}]),
        ("a: 1\n--- # second\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("a: 1\r\n---\r\nb: |\r\n  x\r\n", [{"a": 1}, {"b": "x\n"}]),
        ("\ufeffa: 1\n", [{"a": 1}]),
        ("a: 1\n...\nb: 2\n", [{"a": 1}]),
        ("a: |\n  x\n  ---\n", [{"a": "x\n---\n"}]),
        ("hello\n", ["hello"]),
        ("[1, 2]\n", [[1, 2]]),
        # JSON: one object after another.
        (
            '{"a": 1}{"b": [1, 2.5, true, null, "\\u3042\\n"]}',
            [{"a": 1}, {"b": [1, 2.5, True, None, "あ\n"]}],
        ),
        ('  {"a": 1.0, "b": 1e2}', [{"a": 1, "b": 100}]),
        # What begins like JSON and is YAML.
        ("{a: 1}\n", [{"a": 1}]),
        ('{"a": 1}\n---\nb: 2\n', [{"a": 1}, {"b": 2}]),
    ],
)
def test_documents(text: str, values: list[object]) -> None:
    documents = read(text).documents
    assert [document.error for document in documents] == [None] * len(values)
    assert [document.value for document in documents] == values


@pytest.mark.parametrize(
    ("text", "before", "message"),
    [
        # Lines are counted within the document; a separator at the very beginning belongs to it.
        ("---\na: b: c\n", 0, "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context"),
        ("a: 1\n---\nb: 1\nc: d: e\n---\nf: 1\n", 1,
         "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context"),
        ("a: 1\n---b: 2\n", 0, "invalid Yaml document separator: b: 2"),
        ("a: 1\n---\nb: 2\n--- x\n", 1, "invalid Yaml document separator: x"),
        ('{"a":1}{"b":2}{c', 2, "invalid character 'c' looking for beginning of object key string"),
        ('{"a" 1}', 0, "json: offset 6: invalid character '1' after object key"),
        ('{"a": 1', 0, "unexpected EOF"),
        ('{"a": tru, [}', 0, "json: offset 10: invalid character ',' in literal true (expecting 'e')"),
        ('{"a": 1}\n{"b": @}', 1, "json: offset 16: invalid character '@' looking for beginning of value"),
        ('{"a": 01, [}', 0, "json: offset 8: invalid character '1' after object key:value pair"),
        ('{"a": 1.x, [}', 0, "json: offset 9: invalid character 'x' after decimal point in numeric literal"),
        ('{"a": "\\x", [}', 0, "json: offset 9: invalid character 'x' in string escape code"),
        ("{" + "'a" + ": 1", 0, "json: offset 2: invalid character '\\'' looking for beginning of object key string"),
    ],
)  # fmt: skip
def test_reading_ends_at_the_first_error(text: str, before: int, message: str) -> None:
    documents = read(text).documents
    assert [document.error for document in documents[:-1]] == [None] * before
    assert documents[-1].error is not None
    assert documents[-1].error.message == message


def test_places_count_within_the_file() -> None:
    documents = read("a: 1\n---\nb:\n  c: x\n").documents
    assert documents[1].span_of(FieldPath.of("b", "c")) == Span(4, 5, 4, 6)
    (document,) = read('{\n "a": {"b": 1}}').documents
    assert document.span_of(FieldPath.of("a", "b")) == Span(2, 12, 2, 13)
    assert document.span_of(FieldPath.of("a"), key=True) == Span(2, 1, 2, 4)


def test_too_large_a_file_is_not_read() -> None:
    (document,) = read("a: 1\n" * MAX_SIZE).documents
    assert document.error is not None
    assert document.error.kind == "file-too-large"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 25_000,
        "{a: " * 12_000,
        "- " * 100_000,
        "a" * MAX_SIZE,
        "? " * 20_000,
        "\x00" * 1000,
        "&a " * 5000,
        '{"a":' * 20_000,
    ],
)
def test_bad_text_is_answered_soon(text: str) -> None:
    begin = time.perf_counter()
    read(text)
    assert time.perf_counter() - begin < 2


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="ab:-– \t\n{}[]\"'&*!|>#%@,?~0.\ufeff\u3000："))
def test_any_text_gives_a_source(text: str) -> None:
    for document in read(text).documents:
        assert (document.error is None) != (document.root is None)
        document.span_of(FieldPath.of("a").index(0).key("b"))
        if document.error is not None:
            assert document.error.span is not None


_TEXT = st.text('aあ\U0001f600"\\\n<&\u2028\x1f ', max_size=6)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_TEXT, _JSON, min_size=1, max_size=3))
def test_json_is_read_as_it_is(value: dict[str, object]) -> None:
    (document,) = read(encode(value)).documents
    assert document.error is None
    assert document.value == value


_OBJECT = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}'


@pytest.mark.parametrize(
    ("behind", "message"),
    [
        # Fewer than four bytes cannot hold a separator: what is no JSON is no YAML either.
        ("x", "json: offset 63: invalid character 'x' looking for beginning of value"),
        ("\n~\n", "json: offset 64: invalid character '~' looking for beginning of value"),
        # The scanner names bytes, not letters.
        ("あ", "json: offset 63: invalid character 'ã' looking for beginning of value"),
        # From four bytes on the rest is read as YAML, in which ``x`` is a document.
        ("\nx\n\n", None),
        ("\nxyz\n", None),
    ],
)  # fmt: skip
def test_what_stands_behind_json(behind: str, message: str | None) -> None:
    documents = read(_OBJECT + behind).documents
    assert len(documents) == 2
    error = documents[1].error
    assert (error.message if error else None) == message


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("%YAML 1.2\n---\n", "yaml: found incompatible YAML document"),
        ("# newer\n%YAML 1.2\n---\n", "yaml: line 1: found incompatible YAML document"),
        # Cut off from its document by kubectl, a good directive has none.
        ("%YAML 1.1\n---\n", "yaml: line 1: did not find expected <document start>"),
    ],
)  # fmt: skip
def test_directives(head: str, message: str) -> None:
    error = read(f"{head}a: b\n").documents[0].error
    assert error is not None
    assert error.message == f"error converting YAML to JSON: {message}"
