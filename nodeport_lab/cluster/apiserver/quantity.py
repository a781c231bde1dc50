"""Resource quantities: what is one, and its canonical form.

Mirrors k8s.io/apimachinery/pkg/api/resource/{quantity,suffix,scale_int}.go.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
SUFFIX_WRONG = "unable to parse quantity's suffix"
NUMERIC_WRONG = "unable to parse numeric part of quantity"

_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_SUFFIX_OF = {power: suffix for suffix, power in _DECIMAL.items()}
_SHAPE = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(.*)\Z", re.DOTALL)
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)\Z")
_SUFFIX_CHARACTERS = re.compile(r"[eEinumkKMGTP]*[-+]?[0-9]*\Z")
_NANO = Fraction(1, 10**9)
_MAX = 2**63 - 1


class BadQuantity(ValueError):
    """Not a quantity; the message is the API server's."""


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Fraction, str]:
    """The value (rounded up to a nano) and the format (``binary``, ``decimal`` or ``exponent``) of a quantity."""
    if not text:
        raise BadQuantity(FORMAT_WRONG)
    match = _SHAPE.match(text)
    assert match is not None
    sign, whole, fraction, suffix = match[1], match[2], match[3] or "", match[4]
    if not _SUFFIX_CHARACTERS.match(suffix) or not (whole or match[3] is not None):
        raise BadQuantity(FORMAT_WRONG)
    if not whole and not fraction:
        raise BadQuantity(FORMAT_WRONG if match[3] is None else NUMERIC_WRONG)
    number = Fraction(int((whole + fraction) or "0"), 10 ** len(fraction))
    if suffix in _BINARY:
        number, form = number * 2 ** _BINARY[suffix], "binary"
    elif suffix in _DECIMAL:
        number, form = number * Fraction(10) ** _DECIMAL[suffix], "decimal"
    elif exponent := _EXPONENT.match(suffix):
        power = int(exponent[1])
        if abs(power) > 2**31 - 1:
            raise BadQuantity(SUFFIX_WRONG)
        number, form = number * Fraction(10) ** max(min(power, 40), -40), "exponent"
    else:
        raise BadQuantity(SUFFIX_WRONG)
    # Everything smaller than a nano is rounded up, everything beyond 2^63-1 capped.
    number = min(-(-number // _NANO) * _NANO, Fraction(_MAX))
    return (-number if sign == "-" else number), form


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """The form in which a quantity is stored: no fraction, the largest suffix that keeps it exact."""
    value, form = parse(text)
    if value == 0:
        return "0"
    if form == "binary" and (abs(value) < 1024 or value.denominator != 1):
        # Too small for a binary suffix, or not whole: decimal.
        form = "decimal"
    sign, value = ("-", -value) if value < 0 else ("", value)
    if form == "binary":
        number, power = int(value), 0
        while number % 1024 == 0 and power < 60:
            number, power = number // 1024, power + 10
        suffix = next((s for s, p in _BINARY.items() if p == power), "")
        return f"{sign}{number}{suffix}"
    number, power = int(value / _NANO), -9
    while number % 1000 == 0 and power < 18:
        number, power = number // 1000, power + 3
    if form == "exponent":
        return f"{sign}{number}" + (f"e{power}" if power else "")
    return f"{sign}{number}{_SUFFIX_OF[power]}"
