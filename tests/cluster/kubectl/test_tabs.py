"""Columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.kubectl.tabs import align, table


def test_a_table_has_three_spaces_between_and_none_behind():
    assert table([["NAME", "AGE"], ["web-long", "5s"]]) == "NAME       AGE\nweb-long   5s\n"


def test_a_short_column_is_six_wide():
    assert table([["A", "B"], ["x", "y"]]) == "A     B\nx     y\n"


def test_an_empty_line_ends_the_columns():
    assert align("a:\tb\n\nlonger:\tc\n", minimum=0, padding=2) == "a:  b\n\nlonger:  c\n"


def test_text_after_the_last_tab_is_never_padded():
    assert align("a\tb\tc\naaaa\tb\n", minimum=0, padding=1) == "a    b c\naaaa b\n"


@given(st.lists(st.lists(st.text("ab ", max_size=5), min_size=2, max_size=2), min_size=1, max_size=5))
def test_second_cells_start_in_one_column(rows):
    width = max(6, max(len(row[0]) for row in rows) + 3)
    for line, row in zip(table(rows).split("\n"), rows, strict=False):
        assert line == row[0].ljust(width) + row[1]
