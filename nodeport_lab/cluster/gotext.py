"""How Go writes values down: numbers, JSON, ``%v`` and ``%+#v``. All without recursion, so that no depth of nesting hurts.

Mirrors encoding/json (encode.go) and fmt (print.go). Values are JSON-like: None, bool, int, float, str, list, dict.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from nodeport_lab.cluster.problem import go_quote

_encode_string = json.encoder.encode_basestring
_python_json = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
_FLOATISH = re.compile(r"[:\[,]-?(?:[0-9]+(?:\.[0-9]|e)|NaN|Infinity)|^-?[0-9]+[.e]")
_ESCAPES = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def json_float(value: float) -> str:
    """A float as encoding/json prints it: plain digits between 1e-6 and 1e21, else with an exponent."""
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    digits = repr(value)
    if 1e-6 <= abs(value) < 1e21:
        return _plain(digits)
    return _exponent(digits, width=1)


def general_float(value: float) -> str:
    """A float as ``%v`` prints it: with an exponent of at least two digits below 1e-4 and from 1e6 on."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    digits = repr(value)
    return _plain(digits) if 1e-4 <= abs(value) < 1e6 else _exponent(digits, width=2)


def _parts(digits: str) -> tuple[str, str, int]:
    """Sign, significant digits and the power of ten of the first of them."""
    sign = "-" if digits.startswith("-") else ""
    mantissa, _, exponent = digits.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    power = len(whole) - 1 + int(exponent or 0)
    figures = whole + fraction
    stripped = figures.lstrip("0")
    power -= len(figures) - len(stripped)
    return sign, stripped.rstrip("0") or "0", power


def _plain(digits: str) -> str:
    sign, figures, power = _parts(digits)
    if power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{figures}"
    if len(figures) <= power + 1:
        return sign + figures + "0" * (power + 1 - len(figures))
    return f"{sign}{figures[: power + 1]}.{figures[power + 1 :]}"


def _exponent(digits: str, width: int) -> str:
    sign, figures, power = _parts(digits)
    mantissa = figures[0] + (f".{figures[1:]}" if len(figures) > 1 else "")
    # encoding/json shortens e-09 to e-9 and leaves e+21 as it is.
    return f"{sign}{mantissa}e{'-' if power < 0 else '+'}{abs(power):0{width if power < 0 else 2}d}"


def json_string(text: str) -> str:
    """A string as encoding/json quotes it, ``< > &`` and the line separators escaped."""
    return _escape(_encode_string(text))


def _escape(text: str) -> str:
    for char, escaped in _ESCAPES:
        if char in text:
            text = text.replace(char, escaped)
    return text


def encode(value: Any) -> str:
    """``json.Marshal``: no spaces, map keys sorted."""
    try:
        text = _python_json(value)
    except RecursionError:
        return _encode_deep(value)
    # Python writes floats differently; what looks like one (in a string too) is written the slow way.
    return _encode_deep(value) if _FLOATISH.search(text) else _escape(text)


def _encode_deep(value: Any) -> str:
    out: list[str] = []
    # What is still to be written, last first: text as it is, or a one-tuple that holds a value.
    waiting: list[str | tuple[Any]] = [(value,)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        value = item[0]
        if isinstance(value, dict):
            waiting.append("}")
            for position, key in reversed(list(enumerate(sorted(value)))):
                waiting.append((value[key],))
                waiting.append(("," if position else "") + json_string(key) + ":")
            waiting.append("{")
        elif isinstance(value, list | tuple):
            waiting.append("]")
            for position, element in reversed(list(enumerate(value))):
                waiting.append((element,))
                if position:
                    waiting.append(",")
            waiting.append("[")
        else:
            out.append(_scalar(value))
    return "".join(out)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return json_string(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else json_float(value)


def verb_v(value: Any) -> str:
    """``fmt.Sprintf("%v", value)`` of decoded JSON: ``map[a:1 b:[x y]]``."""
    out: list[str] = []
    waiting: list[str | tuple[Any]] = [(value,)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        waiting.extend(reversed(list(_verb_v_parts(item[0]))))
    return "".join(out)


def _verb_v_parts(value: Any) -> Iterator[str | tuple[Any]]:
    if isinstance(value, dict):
        yield "map["
        for position, key in enumerate(sorted(value)):
            yield (" " if position else "") + f"{key}:"
            yield (value[key],)
        yield "]"
    elif isinstance(value, list | tuple):
        yield "["
        for position, element in enumerate(value):
            if position:
                yield " "
            yield (element,)
        yield "]"
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif value is None:
        yield "<nil>"
    elif isinstance(value, float):
        yield general_float(value)
    else:
        yield str(value)


def verb_sharp_v(value: Any) -> str:
    """``fmt.Sprintf("%#v", value)`` of what go-yaml decodes: ``map[interface {}]interface {}{"a":1}``."""
    if value is None:
        return "<nil>"
    out: list[str] = []
    waiting: list[str | tuple[Any]] = [(value,)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            out.append(item)
        else:
            waiting.extend(reversed(list(_verb_sharp_v_parts(item[0]))))
    return "".join(out)


def _verb_sharp_v_parts(value: Any) -> Iterator[str | tuple[Any]]:
    if isinstance(value, dict):
        yield "map[interface {}]interface {}{"
        for position, key in enumerate(sorted(value)):
            yield (", " if position else "") + go_quote(str(key)) + ":"
            yield (value[key],)
        yield "}"
    elif isinstance(value, list):
        yield "[]interface {}{"
        for position, element in enumerate(value):
            if position:
                yield ", "
            yield (element,)
        yield "}"
    elif isinstance(value, str):
        yield go_quote(value)
    elif value is None:
        yield "interface {}(nil)"
    else:
        yield from _verb_v_parts(value)
