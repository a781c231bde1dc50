"""Amounts of cpu and memory: ``100m``, ``64Mi``, ``1.5``, ``1e3``: their value, and the form Kubernetes keeps.

Mirrors k8s.io/apimachinery/pkg/api/resource/{quantity,amount,suffix}.go.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

PATTERN = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$"

_split = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?(.*)", re.DOTALL).fullmatch
_suffix_characters = re.compile(r"[eEinumkKMGTP]*[-+]?[0-9]*").fullmatch
_exponent = re.compile(r"[eE]([+-]?[0-9]+)").fullmatch
# maxInt64Factors: so many digits surely fit into 64 bits.
_DIGITS = 18
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {power: suffix for suffix, power in _DECIMAL.items()}
_BINARY_SUFFIX = {power: suffix for suffix, power in _BINARY.items()}


class Quantity(NamedTuple):
    """An amount and how it was written: ``decimal`` (m, k, M), ``binary`` (Ki, Mi) or ``exponent`` (e3)."""

    value: Fraction
    form: str


class NotAQuantity(ValueError):
    """The text names no amount; the message is Go's (ErrFormatWrong, ErrSuffix, ErrNumeric)."""


class _Parts(NamedTuple):
    """A quantity's text, taken apart: ``digits`` are those before and after the point."""

    negative: bool
    whole: str
    fraction: str
    power: int
    base: int
    form: str
    fast: bool

    @property
    def digits(self) -> str:
        return self.whole + self.fraction


@lru_cache(maxsize=1024)
def _parts(text: str) -> _Parts:
    """parseQuantityString, and from ParseQuantity whether 64 bits will do (``fast``): only then may digits be missing."""
    match = _split(text)
    if not text or match is None or not _suffix_characters(match[4]):
        raise NotAQuantity(f"quantities must match the regular expression '{PATTERN}'")
    sign, whole, fraction, suffix = match[1], match[2] or "0", match[3] or "", match[4]
    exponent = _exponent(suffix)
    if suffix in _DECIMAL:
        power, base, form = _DECIMAL[suffix], 10, "decimal"
    elif suffix in _BINARY:
        power, base, form = _BINARY[suffix], 2, "binary"
    elif exponent is not None and len(exponent[1]) <= 4:
        power, base, form = int(exponent[1]), 10, "exponent"
    else:
        raise NotAQuantity("unable to parse quantity's suffix")
    if base == 10:
        fast = len(whole) + len(fraction) <= _DIGITS and power - len(fraction) >= -9
    else:
        fast = not fraction and 14 - len(whole) - power * 3 // 10 >= 0
    if not fast and not re.search("[0-9]", text[: len(text) - len(suffix)]):
        raise NotAQuantity("unable to parse numeric part of quantity")
    return _Parts(sign == "-", whole, fraction, power, base, form, fast)


@lru_cache(maxsize=1024)
def parse(text: str) -> Quantity | None:
    """The amount that ``text`` names, or None where it names none. Finer than a billionth is rounded up."""
    try:
        parts = _parts(text)
    except NotAQuantity:
        return None
    number = Fraction(int(parts.digits), 10 ** len(parts.fraction))
    value = number * Fraction(parts.base) ** parts.power
    nano = value * 10**9
    value = Fraction(-(-nano.numerator // nano.denominator), 10**9)
    return Quantity(-value if parts.negative else value, parts.form)


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """The form in which the API server stores it: ``0.5`` is ``500m``, ``1024Mi`` is ``1Gi``."""
    quantity = parse(text)
    if quantity is None:
        return text
    value, form = quantity
    if form == "binary" and (-1024 < value < 1024 or value.denominator != 1):
        form = "decimal"
    if value == 0:
        return "0"
    if form == "binary":
        number, power = value.numerator, 0
        while number % 1024 == 0 and power < 60:
            number, power = number // 1024, power + 10
        return f"{number}{_BINARY_SUFFIX[power] if power else ''}"
    number, power = (value * 10**9).numerator, -9
    while number % 1000 == 0 and (power < 18 or form == "exponent"):
        number, power = number // 1000, power + 3
    if form == "exponent":
        return f"{number}e{power}" if power else str(number)
    return f"{number}{_DECIMAL_SUFFIX[power]}"


def complaint(text: str) -> str:
    """What the API server says of a text that is no quantity."""
    try:
        _parts(text)
    except NotAQuantity as why:
        return str(why)
    raise ValueError(f"{text!r} is a quantity")
