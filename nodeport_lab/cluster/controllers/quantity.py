"""Amounts of CPU and memory: ``500m``, ``1.5``, ``64Mi`` (k8s.io/apimachinery/pkg/api/resource)."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

_FORM = re.compile(r"([+-]?[0-9.]+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$")
_SUFFIXES: dict[str, Fraction] = {
    **{suffix: Fraction(1, 1000**power) for power, suffix in enumerate(("m", "u", "n"), start=1)},
    **{suffix: Fraction(1000**power) for power, suffix in enumerate("kMGTPE", start=1)},
    **{f"{suffix}i": Fraction(1024**power) for power, suffix in enumerate("KMGTPE", start=1)},
}


def quantity(value: str | float | int) -> Fraction:
    """The amount as an exact number; text that is no quantity raises ValueError (the API server lets none pass)."""
    match = _FORM.match(str(value))
    if match is None:
        raise ValueError(f"not a quantity: {value!r}")
    number, exponent, suffix = match.groups()
    return Fraction(number + (exponent or "")) * _SUFFIXES.get(suffix or "", Fraction(1))


@lru_cache(maxsize=512)
def scheduled_amount(resource: str, value: str | float | int) -> int:
    """The amount in the units that the scheduler adds up: thousandths of a CPU, whole bytes, rounded up."""
    return math.ceil(quantity(value) * (1000 if resource == "cpu" else 1))
