"""Every kind of problem is explained, in both languages, by params that it has."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.problem import FieldPath, Printed, Problem, invalid
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.content.explanations import explain, placeholders, repair_table, table
from nodeport_lab.content.words import LANGUAGES, Language
from tests.cluster.apiserver.replay import Server, cases, documents


def test_every_kind_is_explained_and_nothing_else() -> None:
    assert set(table()) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_explanations_name_only_what_the_problem_has(kind: str) -> None:
    for language in LANGUAGES:
        text = table()[kind][language]
        assert placeholders(text) <= KINDS[kind] | {"field"}, language
        assert text.endswith("。" if language == "ja" else ("." if not text.endswith(")") else ")")), language


@pytest.mark.parametrize("kind", KINDS)
def test_japanese_is_japanese_and_english_is_english(kind: str) -> None:
    japanese, english = table()[kind]["ja"], table()[kind]["en"]
    assert any("ぁ" <= char <= "ん" for char in japanese)
    assert all(char < "\u3000" for char in english)


def test_recorded_problems_can_be_explained() -> None:
    told = set()
    for case in cases():
        server = Server()
        for step in case["steps"]:
            for manifest in documents(step["manifest"]):
                for problem in server.put(manifest)[0]:
                    for language in LANGUAGES:
                        assert "{" not in explain(problem, language)
                    told.add(problem.kind)
    assert len(told) > 60


@pytest.mark.parametrize(
    ("problem", "language", "expected"),
    [
        (
            Problem("nodeport-on-clusterip", "", params={"nodePort": 30080}),
            "en",
            "A Service of type ClusterIP opens no port on the nodes, so it cannot have nodePort 30080. For access from outside "
            "use type: NodePort; for use inside only, remove the nodePort line.",
        ),
        (
            Problem("protocol-unknown", "", params={"value": "HTTP", "allowed": ["SCTP", "TCP", "UDP"]}),
            "ja",
            "プロトコル「HTTP」は使えません。使えるのは SCTP、TCP、UDP で、大文字で書きます。HTTP は TCP の上で動くので、TCP と書きます。",
        ),
    ],
)
def test_examples(problem: Problem, language: Language, expected: str) -> None:
    assert explain(problem, language) == expected


def test_values_are_shown_as_people_read_them() -> None:
    params = {"selector": {"matchLabels": {"app": "web"}}, "labels": {}, "field": "x"}
    assert "selector (app: web) does not select the labels of the template (none)" in explain(
        Problem("selector-mismatch", "", params=params), "en"
    )
    long = explain(Problem("name-invalid", "", params={"value": "x" * 500, "field": "metadata.name"}), "en")
    assert len(long) < 400
    shown = invalid(FieldPath.of("spec"), Printed('{"Type":"x"}'), "", kind="value-unknown")
    assert shown.params["value"] == '{"Type":"x"}'


def test_what_is_not_there_raises() -> None:
    with pytest.raises(KeyError):
        explain(Problem("no-such-kind-at-all", ""), "en")
    with pytest.raises(KeyError):
        explain(Problem("nodeport-taken", ""), "en")


def test_labels_of_repairs_are_short() -> None:
    for line in repair_table().values():
        assert all(len(text) < 60 for text in line.values())
