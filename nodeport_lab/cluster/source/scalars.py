"""What a scalar means: YAML 1.1 as go-yaml v2 (under sigs.k8s.io/yaml) reads it, then as JSON carries it.

Mirrors go.yaml.in/yaml/v2 resolve.go and decode.go (scalar). ``y``, ``No``, ``on`` are booleans, ``0o10``, ``010``,
``1_000`` and ``1e3`` numbers, ``12:30`` and dates strings.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import math
import re
from typing import Any


def _replacement_characters(error: UnicodeError) -> tuple[str, int]:
    """Go replaces every single byte that is no UTF-8, Python would replace them a sequence at a time."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd" * (error.end - error.start), error.end


codecs.register_error("nodeport_lab.go", _replacement_characters)

_PREFIX = "tag:yaml.org,2002:"
STR, BOOL, INT, FLOAT, NULL, TIMESTAMP, BINARY, MERGE = (
    _PREFIX + name for name in ("str", "bool", "int", "float", "null", "timestamp", "binary", "merge")
)
_RESOLVABLE = {STR, BOOL, INT, FLOAT, NULL, TIMESTAMP}

_WORDS: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], (BOOL, True)),
    **dict.fromkeys(
        ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], (BOOL, False)
    ),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), (NULL, None)),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), (FLOAT, math.nan)),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), (FLOAT, math.inf)),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), (FLOAT, -math.inf)),
    "<<": (MERGE, "<<"),
}
_MAYBE_NUMBER = frozenset("0123456789+-.")
_INTEGER = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|0([0-7]*)|([1-9][0-9]*))\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_DOTTED = re.compile(r"\.[0-9]+([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?)?\Z",
    re.ASCII,
)
_SURELY_INT = 19  # digits: fewer than that are within 64 bits
_NO_INT = 1000
_MAX_INT, _MIN_INT, _MAX_UINT = 2**63 - 1, -(2**63), 2**64 - 1


class BadScalar(ValueError):
    """The scalar is not what its tag says; the message is go-yaml's."""


def short(tag: str) -> str:
    """``tag:yaml.org,2002:int`` -> ``!!int``."""
    return "!!" + tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else tag


def resolve(text: str, tag: str | None, plain: bool) -> tuple[str, Any]:
    """The tag and the value of a scalar; ``tag`` is the explicit one, ``plain`` tells that it is not quoted."""
    if tag is None and not plain:
        return STR, text
    if tag is None:
        return _guess(text, None)
    if tag == BINARY:
        return STR, _decode_binary(text)
    if tag not in _RESOLVABLE:
        return tag, text
    found, value = (STR, text) if tag == STR else _guess(text, tag)
    if found == tag or tag == STR:
        return found, value
    if tag == FLOAT and found == INT:
        return FLOAT, float(value)
    raise BadScalar(f"cannot decode {short(found)} `{text}` as a {short(tag)}")


def _guess(text: str, tag: str | None) -> tuple[str, Any]:
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first not in _MAYBE_NUMBER:
        return STR, text
    if first in "123456789" and len(text) < _SURELY_INT and text.isdecimal() and text.isascii():
        return INT, int(text)  # what nearly every number of a manifest looks like
    if first == ".":
        return _float(text) if _DOTTED.match(text) else (STR, text)
    if tag in (None, TIMESTAMP) and _is_timestamp(text):
        return TIMESTAMP, text
    digits = text.replace("_", "")
    # What is longer is none of 64 bits; Python refuses to read thousands of decimal digits.
    if len(digits) < _NO_INT and (match := _INTEGER.match(digits)):
        sign, hexadecimal, octal, binary, old_octal, decimal = match.groups()
        number = next(
            int(figures or "0", base)
            for figures, base in ((hexadecimal, 16), (octal, 8), (binary, 2), (old_octal, 8), (decimal, 10))
            if figures is not None
        )
        number = -number if sign == "-" else number
        if _MIN_INT <= number <= _MAX_INT or (not sign and number <= _MAX_UINT):
            return INT, number
    if _FLOAT.match(digits):
        found, value = _float(digits)
        if found == FLOAT:
            return found, value
    return STR, text


def _float(digits: str) -> tuple[str, Any]:
    value = float(digits)
    # strconv.ParseFloat refuses what it would have to round to infinity.
    return (STR, digits) if math.isinf(value) else (FLOAT, value)


def _is_timestamp(text: str) -> bool:
    if len(text) < 8 or text[4] != "-":
        return False
    match = _DATE.match(text)
    if match is None:
        return False
    year, month, day = (int(x) for x in match.groups()[:3])
    clock = [int(x) for x in match.groups()[3:] if x is not None]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= day <= days[month - 1]):
        return False
    return all(value < limit for value, limit in zip(clock, (24, 60, 60), strict=False))


def _decode_binary(text: str) -> str:
    try:
        data = base64.b64decode("".join(text.split("\n")).replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise BadScalar("!!binary value contains invalid base64 data") from None
    return data.decode("utf-8", errors="nodeport_lab.go")


def number(value: int | float) -> int | float:
    """A number as it comes out of JSON: an int where it is written without point or exponent and fits 64 bits.

    NaN and infinity have no JSON: ``BadScalar``.
    """
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            name = "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
            raise BadScalar(f"json: unsupported value: {name}")
        if not value.is_integer() or abs(value) >= 1e21:
            return value
        value = int(value)
    return value if _MIN_INT <= value <= _MAX_INT else float(value)
