"""Columns are counted as a browser counts: in UTF-16 units."""

from nodeport_lab.cluster.kubectl.printed import Placed
from nodeport_lab.cluster.problem import Edit, Problem, Repair, Span
from nodeport_lab.lab.problems import as_json

TEXT = "kind: Service\nname: 😀😀 x # 日本\n"


def placed(problem: Problem) -> dict[str, object]:
    [found] = as_json([Placed("a.yaml", 0, problem)], [{"name": "a.yaml", "text": TEXT}], "en")
    return found


def test_characters_beyond_the_first_plane_count_twice() -> None:
    found = placed(Problem("invalid", "words", span=Span(2, 9, 2, 10)))
    assert found["from"] == {"line": 2, "column": 11}
    assert found["to"] == {"line": 2, "column": 12}


def test_a_problem_without_a_place_is_at_the_top() -> None:
    assert placed(Problem("invalid", "words"))["from"] == {"line": 1, "column": 0}


def test_a_place_after_the_end_is_its_line_alone() -> None:
    assert placed(Problem("invalid", "words", span=Span(9, 4, 9, 4)))["to"] == {"line": 9, "column": 4}


def test_a_repair_is_placed_as_well() -> None:
    repair = Repair("quote", (Edit(Span(2, 6, 2, 8), "y"),))
    found = placed(Problem("invalid", "words", repair=repair))["repair"]
    assert isinstance(found, dict)
    assert found["edits"] == [
        {"from": {"line": 2, "column": 6}, "to": {"line": 2, "column": 10}, "text": "y"}
    ]
