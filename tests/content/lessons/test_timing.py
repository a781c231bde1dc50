"""How long a lesson takes is counted from what is read and done in it."""

from pathlib import Path

from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Section, Step, StepText, Task, Text
from nodeport_lab.content.lessons.timing import minutes

BODY = "word " * 200


def taken(kind: str = "lesson", body: str = BODY, task: Task | None = None, **sections: str) -> float:
    words = {name.replace("_", " "): Section(text, 1) for name, text in sections.items()}
    text = Text(
        Path("text.en.md"),
        "Title",
        Section("Summary", 2),
        {"one": StepText("One", 3, Section(body, 4), words)},
    )
    return minutes(kind, (Step("one", (), task=task),), text)  # type: ignore[arg-type]


def test_two_hundred_words_or_five_hundred_characters_are_a_minute() -> None:
    assert round(taken()) == round(taken(body="あ" * 500)) == 1
    assert round(taken(body=BODY * 2) - taken(), 6) == 1


def test_who_needs_no_help_reads_no_hint() -> None:
    assert taken(hint_1=BODY, chose_other=BODY, wrong_no_endpoints=BODY) == taken()
    assert taken(done=BODY) > taken()


def test_output_is_looked_over_and_a_fault_is_searched_for() -> None:
    fence = f"{BODY}\n```console\n$ {{{{ svc.line }}}}\n{{{{ svc.output }}}}\n```"
    assert 0 < taken(body=fence) - taken() < 0.2
    task = Task((Look(request={"from": "client"}),), ())
    assert (
        taken("exercise", task=task) > taken(task=task) > taken(task=Task((Look(typed="ss"),), ())) > taken()
    )


def test_the_whole_takes_about_two_hours_and_its_core_half_an_hour() -> None:
    """What the map promises."""
    everything = sum(lesson.minutes for lesson in catalogue().lessons)
    core = sum(lesson.minutes for lesson in catalogue().lessons if lesson.core)
    assert 110 <= everything <= 150
    assert 25 <= core <= 33
    assert {lesson.chapter for lesson in catalogue().lessons if lesson.core} == {3, 4}
