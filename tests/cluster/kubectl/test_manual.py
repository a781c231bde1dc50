"""Finding commands, guessing what was meant, printing help."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.kubectl.manual import distance, manual
from tests.cluster.kubectl.stand_in import kubectl


@pytest.mark.parametrize(
    ("words", "path", "rest"),
    [
        ("get svc", "get", ["svc"]),
        ("-n shop get svc", "get", ["-n", "shop", "svc"]),
        ("--namespace=shop create svc nodeport x", "create service nodeport", ["--namespace=shop", "x"]),
        ("rollout status deploy/x", "rollout status", ["deploy/x"]),
        ("create -f x.yaml", "create", ["-f", "x.yaml"]),
        ("foo", "", ["foo"]),
    ],
)
def test_finds_the_command(words, path, rest):
    entry, left = manual().find(words.split())
    assert (entry.path, left) == (path, rest)


@pytest.mark.parametrize(
    ("word", "guesses"), [("gte", ["get"]), ("foo", ["top"]), ("descr", ["describe"]), ("zzzzz", [])]
)
def test_guesses(word, guesses):
    assert manual().suggestions(word) == guesses


def test_unknown_command_offers_its_guesses():
    printed = kubectl("gte pods")
    assert printed.stderr == 'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n'
    assert printed.exit == 1


def test_help_of_every_command_shows_its_usage():
    for entry in manual().entries.values():
        text = manual().help(entry)
        assert f"Usage:\n  {entry.usage}\n" in text
        assert text.endswith("(applies to all commands).\n")


def test_help_of_a_parent_lists_its_children():
    assert "  undo          Undo a previous rollout\n" in kubectl("rollout --help").stdout


@pytest.mark.parametrize("line", ["", "help", "--help", "help get", "get -h", "options"])
def test_help_is_no_failure(line):
    assert kubectl(line).exit == 0


def test_a_command_that_the_lab_has_no_use_for_says_so():
    printed = kubectl("certificate approve x")
    assert printed.exit == 1
    assert "real command" in printed.note


def test_distance():
    assert (distance("gte", "get"), distance("", "abc"), distance("abc", "abc")) == (2, 3, 0)
