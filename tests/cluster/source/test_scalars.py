"""What a scalar means, as sigs.k8s.io/yaml reads it."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.source import read


def _value(text: str) -> object:
    (document,) = read(f"a: {text}\n").documents
    assert document.error is None, document.error
    return document.value["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # YAML 1.1 booleans.
        *[(word, True) for word in ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")],
        *[
            (word, False)
            for word in ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
        ],
        ("tRUE", "tRUE"),
        ("'yes'", "yes"),
        # Nothing.
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nUll", "nUll"),
        # Numbers.
        ("80", 80),
        ("+80", 80),
        ("-80", -80),
        ("8_0", 80),
        ("_80", "_80"),
        ("010", 8),
        ("0o10", 8),
        ("08", 8),
        ("0x1F", 31),
        ("-0x1f", -31),
        ("0b101", 5),
        ("1e3", 1000),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1),
        ("80.0", 80),
        ("1e400", "1e400"),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", float(2**63)),
        ("1e21", 1e21),
        # Text that PyYAML takes for something else.
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("2001-01-01", "2001-01-01"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("=", "="),
        ("<<", "<<"),
        ("1.2.3", "1.2.3"),
        ("1/2", "1/2"),
        pytest.param("1" * 5000, "1" * 5000, id="more digits than a number has"),
        # Tags.
        ("!!str 80", "80"),
        ("!!int '80'", 80),
        ("!!float 80", 80),
        ("!!bool 'yes'", True),
        ("!!binary d2Vi", "web"),
        ("!!binary /w==", "\ufffd"),
        ("!secret 80", "80"),
        ("! 80", "80"),
    ],
)
def test_scalars(text: str, expected: object) -> None:
    value = _value(text)
    assert (type(value), value) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!int x", "yaml: cannot decode !!str `x` as a !!int"),
        ("!!bool 1", "yaml: cannot decode !!int `1` as a !!bool"),
        ("!!binary x", "yaml: !!binary value contains invalid base64 data"),
        (".nan", "json: unsupported value: NaN"),
        ("-.inf", "json: unsupported value: -Inf"),
    ],
)
def test_what_is_not_what_it_says(text: str, message: str) -> None:
    error = read(f"a: {text}\n").documents[0].error
    assert error is not None
    assert error.message == f"error converting YAML to JSON: {message}"


def test_keys_become_text() -> None:
    text = "80: a\n1.5: b\n1e6: c\nyes: d\n.nan: e\n'x': f\n0x10: g\n"
    assert read(text).documents[0].value == {
        "80": "a", "1.5": "b", "1e+06": "c", "true": "d", ".nan": "e", "x": "f", "16": "g",
    }  # fmt: skip
