"""Columns are counted as a browser counts: in UTF-16 units."""

import pytest

from nodeport_lab.cluster.kubectl.printed import Placed
from nodeport_lab.cluster.problem import Edit, Problem, Repair, Span
from nodeport_lab.lab.problems import MAX_SHOWN, as_json

KIND, PARAMS = "cidr-invalid", {"value": "x"}
TEXT = "kind: Service\nname: 😀😀 x # 日本\n"


def placed(problem: Problem) -> dict[str, object]:
    [found] = as_json([Placed("a.yaml", 0, problem)], [{"name": "a.yaml", "text": TEXT}], "en")
    return found


def test_characters_beyond_the_first_plane_count_twice() -> None:
    found = placed(Problem(KIND, "words", params=PARAMS, span=Span(2, 9, 2, 10)))
    assert found["from"] == {"line": 2, "column": 11}
    assert found["to"] == {"line": 2, "column": 12}


def test_a_problem_without_a_place_is_at_the_top() -> None:
    assert placed(Problem(KIND, "words", params=PARAMS))["from"] == {"line": 1, "column": 0}


def test_a_place_after_the_end_is_its_line_alone() -> None:
    assert placed(Problem(KIND, "words", params=PARAMS, span=Span(9, 4, 9, 4)))["to"] == {
        "line": 9,
        "column": 4,
    }


def test_a_repair_is_placed_as_well() -> None:
    repair = Repair("quote", (Edit(Span(2, 6, 2, 8), "y"),))
    found = placed(Problem(KIND, "words", params=PARAMS, repair=repair))["repair"]
    assert isinstance(found, dict)
    assert found["label"] == "Put it in quotes"
    assert found["edits"] == [
        {"from": {"line": 2, "column": 6}, "to": {"line": 2, "column": 10}, "text": "y"}
    ]


def test_our_words_stand_beside_kubernetes_words() -> None:
    found = placed(Problem(KIND, "words", params=PARAMS))
    assert found["message"] == "words"
    assert isinstance(found["explanation"], str)
    assert len(found["explanation"]) > 20


def test_a_missing_explanation_costs_nothing_but_itself(caplog: pytest.LogCaptureFixture) -> None:
    found = placed(Problem("never-heard-of", "words"))
    assert (found["message"], found["explanation"]) == ("words", "")
    assert "no explanation of never-heard-of" in caplog.text


def test_of_very_many_problems_the_first_are_shown() -> None:
    many = [Placed("a.yaml", 0, Problem(KIND, str(number), params=PARAMS)) for number in range(MAX_SHOWN + 1)]
    found = as_json(many, [{"name": "a.yaml", "text": TEXT}], "en")
    assert [problem["message"] for problem in found] == [str(number) for number in range(MAX_SHOWN)]
