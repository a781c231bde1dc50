"""Amounts: their value, and the form in which they are kept."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver import quantity


@pytest.mark.parametrize(
    ("text", "value", "kept"),
    [
        ("1", 1, "1"),
        ("0.5", Fraction(1, 2), "500m"),
        (".5", Fraction(1, 2), "500m"),
        ("5.", 5, "5"),
        ("100m", Fraction(1, 10), "100m"),
        ("1000m", 1, "1"),
        ("1500m", Fraction(3, 2), "1500m"),
        ("100000", 100000, "100k"),
        ("64Mi", 64 * 2**20, "64Mi"),
        ("1024Mi", 2**30, "1Gi"),
        ("1.5Gi", 3 * 2**29, "1536Mi"),
        ("512", 512, "512"),
        ("0.5Ki", 512, "512"),
        ("1e3", 1000, "1e3"),
        ("1E", 10**18, "1E"),
        ("-1Mi", -(2**20), "-1Mi"),
        ("0", 0, "0"),
        ("0.0000000001", Fraction(1, 10**9), "1n"),
        ("+5", 5, "5"),
        ("Gi", 0, "0"),
        ("m", 0, "0"),
        (".", 0, "0"),
        ("+", 0, "0"),
        ("-00", 0, "0"),
        ("1.Mi", 2**20, "1Mi"),
        ("1E3", 1000, "1e3"),
    ],
)
def test_amounts(text: str, value: Fraction, kept: str) -> None:
    parsed = quantity.parse(text)
    assert parsed is not None
    assert parsed.value == value
    assert quantity.canonical(text) == kept


@pytest.mark.parametrize("text", ["", "lots", "1 Gi", "1GB", "Ei", "--1", "1.2.3", "1e", "0x10"])
def test_what_is_no_amount(text: str) -> None:
    assert quantity.parse(text) is None


_FORMAT, _SUFFIX, _NUMERIC = (
    f"quantities must match the regular expression '{quantity.PATTERN}'",
    "unable to parse quantity's suffix",
    "unable to parse numeric part of quantity",
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", _FORMAT),
        ("128MB", _FORMAT),
        ("1.2.3", _FORMAT),
        ("1 Gi", _FORMAT),
        ("true", _FORMAT),
        ("128mi", _SUFFIX),
        ("1K", _SUFFIX),
        ("--1", _SUFFIX),
        ("Ei", _NUMERIC),
        (".e-10", _NUMERIC),
    ],
)
def test_complaints(text: str, told: str) -> None:
    assert quantity.complaint(text) == told


@given(st.integers(-(10**6), 10**6), st.sampled_from(["", "m", "k", "Mi", "Gi", "u", "e2"]))
def test_the_kept_form_is_the_same_amount(number: int, suffix: str) -> None:
    text = f"{number}{suffix}"
    before, after = quantity.parse(text), quantity.parse(quantity.canonical(text))
    assert before is not None
    assert after is not None
    assert before.value == after.value
    assert quantity.canonical(quantity.canonical(text)) == quantity.canonical(text)
