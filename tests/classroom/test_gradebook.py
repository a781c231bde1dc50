"""The class in a table, and the table for a spreadsheet."""

import csv
import io

import pytest

from nodeport_lab.classroom import gradebook, sheet
from nodeport_lab.classroom.models import Room
from tests.classroom.conftest import Person
from tests.classroom.giving import given, mended


def test_the_gradebook_sorts_filters_and_exports_what_a_spreadsheet_takes(
    teacher: Person, room: Room, learner: Person
) -> None:
    formula = Person()
    formula.join(room, "=HYPERLINK(1)")
    late = Person()
    late.join(room, "＋長野")
    task = given(teacher, room)
    mended(learner, task)
    page = teacher.page(f"/en/class/{room.code}/grades/?sort={task.pk}&down=1")
    assert page.index("Haruka") < page.index("HYPERLINK")
    assert "100 %" in page
    assert "Haruka" not in teacher.page(f"/en/class/{room.code}/grades/?only=missing").split("<tbody>")[1]
    assert "Nobody fits" in teacher.page(f"/en/class/{room.code}/grades/?name=nobody")
    assert teacher.page(f"/en/class/{room.code}/grades/?sort=%27&only=x")
    raw = teacher.client.get(f"/en/class/{room.code}/grades.csv").content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Name", "Haruka", "'=HYPERLINK(1)", "'＋長野"]
    assert rows[1][1:4] == ["100.0", "100.0", "1"]
    assert rows[2][1:4] == ["", "", "0"]
    assert len(gradebook.book(room).lines) == 3


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "＝1", "＠x", "\u200b=1"])
def test_no_name_becomes_a_formula(text: str) -> None:
    assert sheet.safe(text) == f"'{text}"
    assert sheet.safe("山田 = 太郎") == "山田 = 太郎"
