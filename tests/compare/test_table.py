"""The table says what the experiments found, in both languages, and quickly."""

import time

import pytest

from nodeport_lab.compare import table, wording
from nodeport_lab.compare.manifests import KINDS
from nodeport_lab.compare.running import run
from nodeport_lab.compare.situations import BREAKS, Situation


def cells(row):
    return {kind: table.cell(row, kind).key for kind in KINDS[:3]}


def test_some_cells():
    assert cells("outside") == dict.fromkeys(KINDS[:3], "reached")
    assert cells("tls") == {"nodeport": "tls-pod", "loadbalancer": "tls-pod", "ingress": "tls-here"}
    assert cells("provider") == {"nodeport": "works", "loadbalancer": "pending", "ingress": "needs-door"}
    assert cells("second") == {
        "nodeport": "apart-port",
        "loadbalancer": "apart-address",
        "ingress": "apart-host",
    }
    assert wording.cell(table.cell("protocols", "ingress"), "en") == "HTTP"
    assert wording.cell(table.cell("protocols", "nodeport"), "en") == "HTTP, TCP, UDP"
    assert wording.cell(table.cell("address", "nodeport"), "ja") == "0 %"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_cell_has_words_and_an_experiment_that_can_be_told(language):
    for row in table.ROWS:
        wording.say(f"row-{row.name}", language)
        wording.say(f"group-{row.group}", language)
        for kind in KINDS:
            assert wording.cell(table.cell(row.name, kind), language)
            assert table.behind(row.name, kind)
            for found in table.behind(row.name, kind):
                assert wording.steps(found, language)
                assert all(outcome["text"] for outcome in wording.outcomes(found, language))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("inside", [False, True])
def test_every_breakage_is_told(language, inside):
    for broken in BREAKS:
        for kind in KINDS:
            found = run(Situation.of(kind, [broken], inside=inside))
            assert wording.ending(found, language)["text"]
            told = wording.told(found, [broken], language)
            assert len(told) == (1 if found.answered else 0), (kind, broken)


def test_all_of_it_is_computed_in_a_moment():
    run.cache_clear()
    table.cell.cache_clear()
    began = time.process_time()
    for row in table.ROWS:
        for kind in KINDS:
            table.cell(row.name, kind)
    # Under a second on a machine of its own; tests share theirs.
    assert time.process_time() - began < 4
