"""Every template, over 1,000 seeds: one right answer that the simulation gives, distractors that it does not, in both languages."""

import re

import pytest

from nodeport_lab.content.questions import grade, prove, staging
from nodeport_lab.content.questions.misconceptions import misconceptions
from nodeport_lab.content.questions.model import Choice, Entry, Predict
from nodeport_lab.content.questions.templates import TEMPLATES

from .test_written import mistakes, solution

SEEDS = 1_000
_ADDRESS = re.compile(r"\b(?:192\.168|10\.1|10\.96|203\.0)\.\d+\.\d+")


def addresses(question):
    """Every address that there is on the question's stage."""
    shown = staging.snapshot(question.stage.nodes, question.stage.actions)
    nodes = {node["address"] for node in shown["nodes"]}
    return (
        nodes
        | {pod["address"] for pod in shown["pods"]}
        | {service["clusterIP"] for service in shown["services"]}
        | {"203.0.113.10"}
    )


def test_there_are_enough():
    assert len(TEMPLATES) >= 15


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_seed_makes_a_good_question(name):
    known = misconceptions()
    seen = {}
    for seed in range(SEEDS):
        question = TEMPLATES[name].make(seed)
        key = str(question.source)
        if key in seen:
            continue
        seen[key] = seed
        assert prove(question) == [], seed
        assert question.stage is not None
        assert question.proof is not None or isinstance(question.body, Predict)
        right = grade(question, solution(question))
        assert right.right, seed
        assert right.misconceptions == ()
        for answer, misconception in mistakes(question):
            wrong = grade(question, answer)
            assert not wrong.right, (seed, answer)
            assert misconception in known
        _plausible(question, seed)
    assert len(seen) >= 4


def _plausible(question, seed):
    """No distractor is absurd: addresses are there on the stage, numbers are of the size of the right one's kind."""
    body = question.body
    if isinstance(body, Choice):
        assert 2 <= len(body.options) <= 5, seed
        there = addresses(question)
        for option in body.options:
            for address in _ADDRESS.findall(option.text["en"]):
                assert address in there, (seed, address)
        values = [option.value for option in body.options]
        assert len(set(values)) == len(values), seed
    if isinstance(body, Entry):
        assert body.misses, seed
        for miss in body.misses:
            for form in miss.forms:
                assert re.fullmatch(r"\d{1,5}", form), (seed, form)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_seed_always_gives_the_same_question(name):
    from nodeport_lab.content.questions.templates import registry

    before = TEMPLATES[name].make(7).source
    registry._made.cache_clear()
    assert TEMPLATES[name].make(7).source == before


def test_questions_of_a_template_are_read_in_both_languages():
    for template in TEMPLATES.values():
        for seed in range(5):
            question = template.make(seed)
            for words in (question.prompt, question.explanation):
                assert re.search("[ぁ-んァ-ヶ]", words["ja"])
                assert not re.search("[ぁ-んァ-ヶ一-龠]", words["en"])
                assert "{" not in words["ja"] + words["en"]
