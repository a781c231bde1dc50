"""Flags as pflag parses them."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.kubectl.failure import Failure
from nodeport_lab.cluster.kubectl.flags import Help, Parser, flag_of, go_duration

_FLAGS = [
    flag_of("all-namespaces", "A", "false", ""),
    flag_of("watch", "w", "false", ""),
    flag_of("output", "o", "''", ""),
    flag_of("replicas", "", "0", ""),
    flag_of("filename", "f", "[]", ""),
    flag_of("from-literal", "", "[]", ""),
    flag_of("dry-run", "", "'none'", ""),
    flag_of("timeout", "", "0s", ""),
]
_PARSER = Parser({flag.name: flag for flag in _FLAGS}, "kubectl get")


@pytest.mark.parametrize(
    ("words", "output"),
    [
        ("-o wide", "wide"),
        ("-owide", "wide"),
        ("-o=wide", "wide"),
        ("--output wide", "wide"),
        ("--output=a=b", "a=b"),
        ("--output=", ""),
    ],
)
def test_value_of_a_flag(words, output):
    assert _PARSER.parse(words.split()).text("output") == output


def test_booleans_in_a_row_and_with_a_value():
    values = _PARSER.parse(["-Aw=false", "svc"])
    assert values.on("all-namespaces")
    assert not values.on("watch")
    assert values.args == ["svc"]


def test_a_flag_that_may_stand_alone_takes_no_next_word():
    values = _PARSER.parse(["--dry-run", "client"])
    assert (values.text("dry-run"), values.args) == ("unchanged", ["client"])


def test_lists_split_at_commas_and_arrays_do_not():
    values = _PARSER.parse(["-f", "a,b", "-f=c", "--from-literal=x=1,2"])
    assert values.many("filename") == ["a", "b", "c"]
    assert values.many("from-literal") == ["x=1,2"]


def test_two_dashes_end_the_flags():
    values = _PARSER.parse(["pod", "--", "-o", "x"])
    assert (values.args, values.dash) == (["pod", "-o", "x"], 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--foo", "unknown flag: --foo"),
        ("--foo=1", "unknown flag: --foo"),
        ("-x", "unknown shorthand flag: 'x' in -x"),
        ("-Axy", "unknown shorthand flag: 'x' in -xy"),
        ("--output", "flag needs an argument: --output"),
        ("-o", "flag needs an argument: 'o' in -o"),
        ("--=x", "bad flag syntax: --=x"),
        (
            "--replicas=x",
            'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax',
        ),
        (
            "--replicas=9999999999",
            'invalid argument "9999999999" for "--replicas" flag: strconv.ParseInt: parsing "9999999999": value out of range',
        ),
        (
            "-A=x",
            'invalid argument "x" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "x": invalid syntax',
        ),
        ("--timeout=5", 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'),
    ],
)
def test_mistakes(words, message):
    with pytest.raises(Failure) as caught:
        _PARSER.parse(words.split())
    assert caught.value.message == f"error: {message}\nSee 'kubectl get --help' for usage."


def test_help_is_asked_for():
    with pytest.raises(Help):
        _PARSER.parse(["-h"])


def test_asking_for_a_flag_that_is_not_there_is_our_mistake():
    with pytest.raises(KeyError):
        _PARSER.parse([]).text("nope")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1m30s", 90.0), ("2h", 7200.0), ("0", 0.0), ("500ms", 0.5), ("5", None), ("x", None)],
)
def test_durations(text, seconds):
    assert go_duration(text) == seconds
