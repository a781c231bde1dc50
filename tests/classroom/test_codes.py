"""Codes are read as people type them, and are never taken for one another."""

import pytest

from nodeport_lab.classroom import codes


def test_no_letter_looks_like_another() -> None:
    assert not set("ILOQUVAE0123456789") & set(codes.ALPHABET)
    made = {codes.new_code() for _ in range(200)}
    assert len(made) > 190
    assert all(codes.read(code) == code for code in made)


@pytest.mark.parametrize("typed", ["BCDFGH", "bcdfgh", " bcd fgh ", "BCD-FGH", "ＢＣＤｆｇｈ"])
def test_a_code_is_read_as_it_is_typed(typed: str) -> None:
    assert codes.read(typed) == "BCDFGH"


@pytest.mark.parametrize(
    "typed", ["", "BCDFG", "BCDFGHJ", "BCDFGI", "BCDF1H", "ßCDFGH", "B" * 10_000, "../etc", "\0BCDFG"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None
