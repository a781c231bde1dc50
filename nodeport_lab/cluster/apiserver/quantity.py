"""Amounts of cpu and memory: ``100m``, ``64Mi``, ``1.5``, ``1e3``: their value, and the form Kubernetes keeps.

Mirrors k8s.io/apimachinery/pkg/api/resource/{quantity,amount,suffix}.go.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

PATTERN = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$"

_split = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(.*)", re.DOTALL).fullmatch
_suffix_characters = re.compile(r"[eEinumkKMGTP]*[-+]?[0-9]*").fullmatch
_exponent = re.compile(r"[eE]([+-]?[0-9]+)").fullmatch
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {power: suffix for suffix, power in _DECIMAL.items()}
_BINARY_SUFFIX = {power: suffix for suffix, power in _BINARY.items()}


class Quantity(NamedTuple):
    """An amount and how it was written: ``decimal`` (m, k, M), ``binary`` (Ki, Mi) or ``exponent`` (e3)."""

    value: Fraction
    form: str


@lru_cache(maxsize=1024)
def parse(text: str) -> Quantity | None:
    """The amount that ``text`` names, or None where it names none. Finer than a billionth is rounded up."""
    match = _split(text)
    if match is None:
        return None
    sign, whole, fraction, suffix = match.groups()
    if not whole and not fraction:
        return None
    number = Fraction(int((whole + (fraction or "")) or "0"), 10 ** len(fraction or ""))
    exponent = _exponent(suffix)
    if suffix in _DECIMAL:
        value, form = number * Fraction(10) ** _DECIMAL[suffix], "decimal"
    elif suffix in _BINARY:
        value, form = number * 2 ** _BINARY[suffix], "binary"
    elif exponent is not None and len(exponent[1]) <= 4:
        value, form = number * Fraction(10) ** int(exponent[1]), "exponent"
    else:
        return None
    nano = value * 10**9
    value = Fraction(-(-nano.numerator // nano.denominator), 10**9)
    return Quantity(-value if sign == "-" else value, form)


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
    """What the API server says of a text that is no quantity (ErrFormatWrong, ErrSuffix, ErrNumeric)."""
    match = _split(text)
    _, whole, fraction, suffix = match.groups() if match else ("", "", None, text)
    if not _suffix_characters(suffix) or not (whole or fraction is not None):
        return f"quantities must match the regular expression '{PATTERN}'"
    if not whole and not fraction:
        return "unable to parse numeric part of quantity"
    return "unable to parse quantity's suffix"
