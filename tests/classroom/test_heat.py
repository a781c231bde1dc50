"""The heat map: live votes count, by concept and by misconception; what was asked without names is nobody's."""

from typing import Any

import pytest

from nodeport_lab.classroom import gradebook, heat
from nodeport_lab.classroom.models import Room
from tests.classroom.conftest import Person
from tests.classroom.questions.conftest import CHOOSE, ENTRY, Lesson, right, send, shown, wrong


@pytest.fixture
def lesson(teacher: Person, room: Room) -> Lesson:
    return Lesson(teacher, room)


def voted(lesson: Lesson, room: Room, haruka: Person, ken: Person, named: bool) -> Any:
    """A question that Haruka answers wrongly and Ken rightly, and that is told."""
    lesson.add(CHOOSE)
    lesson.order("settle", pace="teacher", named="1" if named else "")
    lesson.order("start")
    asking = lesson.asking
    assert send(haruka, room, asking, wrong(asking)).status_code == 200
    assert send(ken, room, asking, right(asking)).status_code == 200
    return asking


def grid(room: Room) -> list[dict[str, Any]]:
    return heat.grid(list(heat.evidence(room)), list(room.learners.order_by("name")), "en")


def beliefs(room: Room) -> list[dict[str, Any]]:
    return heat.beliefs(list(heat.evidence(room)), list(room.learners.order_by("name")), "en")


@pytest.fixture
def ken(room: Room) -> Person:
    person = Person()
    person.join(room, "Ken")
    return person


def test_votes_count_once_they_are_closed(lesson: Lesson, room: Room, learner: Person, ken: Person) -> None:
    asking = voted(lesson, room, learner, ken, named=True)
    assert (grid(room), beliefs(room)) == ([], [])
    lesson.order("reveal")
    rows = grid(room)
    assert {row["id"] for row in rows} == set(asking.source["syllabus"])
    for row in rows:
        assert (row["percent"], row["level"], row["of"]) == (50, "fair", 2)
        assert [cell["percent"] for cell in row["cells"]] == [0, 100]
    (belief,) = beliefs(room)
    assert (belief["by"], belief["of"], belief["unnamed_of"]) == (1, 2, 0)
    assert [cell["times"] for cell in belief["cells"]] == [1, 0]
    assert belief["id"] in asking.offered


def test_without_names_the_class_is_told_of_and_nobody_in_it(
    lesson: Lesson, room: Room, learner: Person, ken: Person
) -> None:
    asking = voted(lesson, room, learner, ken, named=False)
    lesson.order("reveal")
    for row in grid(room):
        assert (row["percent"], row["cells"]) == (50, [None, None])
    (belief,) = beliefs(room)
    assert (belief["by"], belief["of"], belief["unnamed"], belief["unnamed_of"]) == (0, 0, 1, 2)
    assert belief["cells"] == [None, None]
    page = shown(lesson.page("heat"))
    assert "without names: 1 of 2 answers" in page
    assert "nobody’s column has them" in page
    # A question with names about the same afterwards: everybody's cell is of that one alone.
    lesson.order("end")
    again = voted(lesson, room, ken, learner, named=True)
    lesson.order("reveal")
    assert again.source["syllabus"] == asking.source["syllabus"]
    for row in grid(room):
        assert [cell["percent"] for cell in row["cells"]] == [100, 0]
        assert (row["percent"], row["of"]) == (50, 4)
    (belief,) = beliefs(room)
    assert [cell["times"] for cell in belief["cells"]] == [0, 1]


def test_who_answered_without_a_name_is_in_nothing_that_the_teacher_reads(
    lesson: Lesson, room: Room, learner: Person, ken: Person
) -> None:
    """Whoever of the two was right, every page and file about the learners is the same, and the one about the question names nobody."""
    seen = []
    for first, second in ((learner, ken), (ken, learner)):
        asking = voted(lesson, room, first, second, named=False)
        lesson.order("reveal")
        for name in ("ask", "wall"):
            words = shown(lesson.page(name))
            assert "Haruka" not in words
            assert "Ken" not in words
        pages = [lesson.page(name) for name in ("grades", "heat")]
        pages.append(lesson.teacher.page(f"/en/class/{room.code}/grades.csv"))
        seen.append([shown(page) for page in pages])
        lesson.order("end")
        asking.sitting.delete()
    assert seen[0] == seen[1]
    assert all(cell is None for line in gradebook.book(room).lines for cell in line.cells)


def test_a_question_that_nobody_answered_is_no_row(lesson: Lesson, room: Room) -> None:
    lesson.ask(ENTRY)
    lesson.order("reveal")
    assert grid(room) == []
    assert "Nothing is known yet" in lesson.page("heat")
