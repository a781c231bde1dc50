"""How Go writes values down."""

from __future__ import annotations

import json

import pytest

from nodeport_lab.cluster.gotext import encode, general_float, json_float, verb_sharp_v, verb_v


@pytest.mark.parametrize(
    ("value", "as_json", "as_v"),
    [
        (80.5, "80.5", "80.5"),
        (1e20, "100000000000000000000", "1e+20"),
        (1e21, "1e+21", "1e+21"),
        (1234567.0, "1234567", "1.234567e+06"),
        (0.000001, "0.000001", "1e-06"),
        (1.25e-9, "1.25e-9", "1.25e-09"),
        (-0.0, "-0", "-0"),
    ],
)
def test_floats(value: float, as_json: str, as_v: str) -> None:
    assert json_float(value) == as_json
    assert general_float(value) == as_v


def test_json_sorts_keys_and_escapes_what_html_minds() -> None:
    value = {"b": [1, {"x": None}, True, 1.5], "a": "<あ&>\n\u2028", "": {}}
    assert encode(value) == '{"":{},"a":"\\u003cあ\\u0026\\u003e\\n\\u2028","b":[1,{"x":null},true,1.5]}'
    assert json.loads(encode(value)) == value


def test_v_and_sharp_v() -> None:
    value = {"b": [1, {"x": None}], "a": "x y", "c": False}
    assert verb_v(value) == "map[a:x y b:[1 map[x:<nil>]] c:false]"
    inner = 'map[interface {}]interface {}{"x":interface {}(nil)}'
    assert verb_sharp_v([1, {"x": None}, "q"]) == f'[]interface {{}}{{1, {inner}, "q"}}'
    assert verb_sharp_v(None) == "<nil>"


def test_no_depth_is_too_deep() -> None:
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    assert encode(value) == "[" * 5001 + "]" * 5001
    assert len(verb_v(value)) == 10_002
