"""Every kind of repair has a label in both languages, made of params that it has."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.problem import Repair
from nodeport_lab.cluster.problem_kinds import REPAIRS
from nodeport_lab.content.explanations import placeholders, repair_label, repair_table
from nodeport_lab.content.words import LANGUAGES


def test_every_repair_is_labelled_and_nothing_else() -> None:
    assert set(repair_table()) == set(REPAIRS)


@pytest.mark.parametrize("kind", REPAIRS)
def test_labels_name_only_what_the_repair_has(kind: str) -> None:
    repair = Repair(kind, (), dict.fromkeys(REPAIRS[kind], "x"))
    for language in LANGUAGES:
        assert placeholders(repair_table()[kind][language]) <= REPAIRS[kind]
        assert "{" not in repair_label(repair, language)
