"""Every written question is whole, in both languages, and the simulation agrees with it."""

from collections import Counter
from typing import get_args

import pytest

from nodeport_lab.content import words
from nodeport_lab.content.questions import grade, library, prove, written
from nodeport_lab.content.questions.grading import answers
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Kind, Match, Order, Predict, Repair
from nodeport_lab.content.questions.points import points

QUESTIONS = written()


def test_the_files_have_no_trouble():
    assert [
        (trouble.file, trouble.line, str(trouble.path), trouble.kind, dict(trouble.params))
        for trouble in library.troubles()
    ] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_simulation_agrees(name):
    assert prove(QUESTIONS[name]) == []


def solution(question):
    """The right answer, as a learner would send it."""
    body = question.body
    match body:
        case Choice(many=True):
            return {"choices": [option.id for option in body.options if option.right]}
        case Choice():
            return {"choice": next(option.id for option in body.options if option.right)}
        case Entry():
            return {"text": body.accept[0]}
        case Order():
            return {"order": [item.id for item in body.items]}
        case Match():
            return {"pairs": {pair.id: pair.id for pair in body.pairs}}
        case Blanks():
            return {"gaps": {name: entry.accept[0] for name, entry in body.entries.items()}}
        case Repair():
            return {"files": [dict(file) for file in body.solution]}
        case Predict():
            return {"choice": sorted(answers(question))[0]}


def mistakes(question):
    """Wrong answers that the author thought of, each with the misconception that it has to betray."""
    body = question.body
    match body:
        case Choice(many=False):
            for option in body.options:
                if not option.right:
                    yield {"choice": option.id}, option.misconception
        case Entry():
            for miss in body.misses:
                for form in miss.forms:
                    yield {"text": form}, miss.misconception
        case Predict():
            for miss in body.misses:
                for form in miss.forms:
                    yield {"choice": form}, miss.misconception
        case Blanks(outcome=None):
            for name, entry in body.entries.items():
                right = {other: each.accept[0] for other, each in body.entries.items()}
                for miss in entry.misses:
                    yield {"gaps": right | {name: miss.forms[0]}}, miss.misconception


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_answer_is_right_and_each_wrong_one_is_explained(name):
    question = QUESTIONS[name]
    found = grade(question, solution(question))
    assert found.right, found
    assert found.score == 1
    assert found.misconceptions == ()
    for answer, misconception in mistakes(question):
        wrong = grade(question, answer)
        assert not wrong.right, answer
        assert any(not remark.right and remark.why["ja"] and remark.why["en"] for remark in wrong.remarks)
        assert wrong.misconceptions == (() if misconception == "slip" else (misconception,)), answer


def test_every_trouble_has_its_words():
    for line in words.table("questions/troubles").values():
        assert words.placeholders(line["ja"]) == words.placeholders(line["en"])


def test_every_point_is_asked_twice_by_written_questions():
    asked = Counter(point for question in QUESTIONS.values() for point in question.syllabus)
    assert [point for point in points() if asked[point] < 2] == []
    assert len(QUESTIONS) >= 120


def test_every_kind_and_every_difficulty_is_there_more_than_once():
    kinds = Counter(question.kind for question in QUESTIONS.values())
    assert [kind for kind in get_args(Kind) if kinds[kind] < 3] == []
    levels = Counter(question.difficulty for question in QUESTIONS.values())
    assert all(levels[level] >= 8 for level in range(1, 6)), levels


def test_the_right_option_is_not_told_by_its_length():
    """Somebody who always takes the longest option is right about as often as by chance."""
    chosen = [
        question.body
        for question in QUESTIONS.values()
        if isinstance(question.body, Choice) and not question.body.many
    ]
    for language in ("ja", "en"):
        longest = sum(max(body.options, key=lambda option: len(option.text[language])).right for body in chosen)
        assert longest / len(chosen) < 0.5, (language, longest, len(chosen))
