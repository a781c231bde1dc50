"""Questions are found, chosen, and put in order."""

from nodeport_lab.lab.models import Visitor
from nodeport_lab.quiz import catalogue
from nodeport_lab.quiz.models import Bank
from tests.classroom.questions.conftest import CHOOSE, ENTRY, SEVERAL, Lesson, shown


def test_the_list_is_put_in_order(lesson: Lesson) -> None:
    lesson.add(CHOOSE, ENTRY, SEVERAL)

    def items() -> list[str]:
        return list(lesson.sitting.askings.values_list("item", flat=True))

    last = lesson.sitting.askings.get(item=SEVERAL)
    lesson.order("move", asking=last.pk, by="up")
    assert items() == [CHOOSE, SEVERAL, ENTRY]
    lesson.order("move", asking=last.pk, by="up")
    lesson.order("move", asking=last.pk, by="up")
    assert items() == [SEVERAL, CHOOSE, ENTRY]
    lesson.order("drop", asking=last.pk)
    assert items() == [CHOOSE, ENTRY]
    lesson.order("start", asking=lesson.sitting.askings.get(item=ENTRY).pk)
    assert lesson.asking.item == ENTRY


def test_questions_are_found_by_topic_by_words_and_in_the_teachers_own_bank(lesson: Lesson) -> None:
    def found(query: str) -> str:
        return shown(lesson.teacher.page(f"/en/class/{lesson.room.code}/ask/?{query}"))

    assert "who-rewrites-the-destination" in found("topic=S3.3")
    assert "what-two-replicas-open" not in found("topic=S3.3")
    assert "who-rewrites-the-destination" in found("q=destination+REWRITTEN")
    assert "Nothing fits" in found("q=nonsense-word")
    text = """
title: {ja: 自作, en: Mine}
questions:
- id: mine
  kind: number
  syllabus: [S3.1]
  difficulty: 1
  prompt: {ja: 1+1, en: One and one?}
  accept: [2]
  otherwise: {ja: 違います, en: No.}
  explanation: {ja: 2 です, en: It is two.}
"""
    bank = Bank.objects.create(visitor=Visitor.objects.get(taught_rooms=lesson.room), title="Mine", text=text)
    theirs = Bank.objects.create(visitor=Visitor.objects.create(), title="Theirs", text=text)
    assert "One and one?" in found(f"bank={bank.pk}")
    assert "One and one?" not in found(f"bank={theirs.pk}")
    lesson.order("add", item=f"b:{bank.pk}:mine")
    lesson.order("add", 404, item=f"b:{theirs.pk}:mine")
    lesson.order("add", 404, item="w:no-such")
    template = next(item.id for item in catalogue.items().values() if item.made)
    lesson.order("add", item=template, seed="4711")
    assert list(lesson.sitting.askings.values_list("seed", flat=True)) == [None, 4711]
    bank.delete()
    lesson.order("start")
    assert "One and one?" in lesson.page("wall"), "what was chosen stays as it was"
