"""YAML as sigs.k8s.io/yaml writes it."""

from __future__ import annotations

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.kubectl.output.yaml import dump


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("web", "web"), ("", '""'), ("y", '"y"'), ("no", '"no"'), ("true", '"true"'), ("null", '"null"'), ("~", '"~"'), ("1", '"1"'),
        ("1.5", '"1.5"'), ("0x1f", '"0x1f"'), ("1e3", '"1e3"'), ("1_000", '"1_000"'), (".5", '".5"'), ("12:30", '"12:30"'), ("1.5.2", "1.5.2"),
        ("2026-01-01", '"2026-01-01"'), ("2026-02-30", "2026-02-30"), ("<<", "<<"), ("=", "="), ("80:30080/TCP", "80:30080/TCP"),
        ("*", "'*'"), ("&x", "'&x'"), ("- a", "'- a'"), ("-a", "-a"), ("a: b", "'a: b'"), ("a:b", "a:b"), ("a #b", "'a #b'"), ("a#b", "a#b"),
        ("it's", "it's"), ("'q'", "'''q'''"), ("{a}", "'{a}'"), ("a\tb", '"a\\tb"'), (" x", "' x'"), ("日本", "日本"), ("😀", '"\\U0001F600"'),
        ("25%", "25%"), ("@x", "'@x'"), ("---", "'---'"),
    ],
)  # fmt: skip
def test_quotes_only_where_they_are_needed(text, shown):
    assert dump({"k": text}) == f"k: {shown}\n"


def test_blocks_and_their_endings():
    assert dump({"k": "a\nb"}) == "k: |-\n  a\n  b\n"
    assert dump({"k": "a\n"}) == "k: |\n  a\n"
    assert dump({"k": "a\n\n"}) == "k: |+\n  a\n\n"
    assert dump({"k": " a\nb"}) == "k: |2-\n   a\n  b\n"
    assert dump({"k": "a \nb"}) == 'k: "a \\nb"\n'


def test_lists_are_not_indented_and_keys_are_sorted():
    value: dict[str, object] = {"b": [{"y": 1, "x": [1, 2]}, []], "a": {}, "c": None, "a10": 0, "a2": True}
    expected = 'a: {}\na2: true\na10: 0\nb:\n- x:\n  - 1\n  - 2\n  "y": 1\n- []\nc: null\n'
    assert dump(value) == expected


def test_a_long_line_is_folded_past_the_eightieth_column():
    text = "word " * 30 + "end"
    assert dump({"k": text}) == "k: " + "word " * 15 + "word\n  " + "word " * 13 + "word end\n"


@given(st.dictionaries(st.text("abcXYZ.-_ /#:'\"0123456789", min_size=1, max_size=12), st.text(max_size=60)))
def test_what_is_written_reads_back(value):
    text = dump(value)
    if all(c.isprintable() or c in "\n\t" for v in value.values() for c in v) and "\x85" not in text:

        class Loader(pyyaml.SafeLoader):
            """Scalars as they stand."""

        Loader.yaml_implicit_resolvers = {}
        assert pyyaml.load(text, Loader) == value or any(
            "\u2028" in v or "\u2029" in v for v in value.values()
        )
