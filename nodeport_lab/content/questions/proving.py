"""Proves questions by the simulation: the right answer is what the cluster does, and no wrong one is."""

from __future__ import annotations

from collections.abc import Iterator

from nodeport_lab.cluster.problem import FieldPath
from nodeport_lab.content.questions import bodies, grading, readings, staging
from nodeport_lab.content.questions.bodies import normal
from nodeport_lab.content.questions.fields import Trouble
from nodeport_lab.content.questions.model import (
    Blanks,
    Choice,
    Entry,
    Json,
    Order,
    Predict,
    Proof,
    Question,
    Repair,
    Stage,
)


def prove(question: Question) -> list[Trouble]:
    """Where the simulation disagrees with the question; nothing where it agrees, or where nothing was claimed of it."""
    if question.stage is None:
        return []
    try:
        return list(_troubles(question, question.stage))
    except staging.NotStaged as error:
        return [Trouble(FieldPath.of("stage"), "not-staged", {"reason": str(error)})]


def request_of(question: Question) -> tuple[tuple[Json, ...], Json] | None:
    """The packet that proves the answer: the actions that lead there, and the request."""
    if question.stage is None:
        return None
    if isinstance(question.body, Predict):
        return question.stage.actions, question.body.request
    if isinstance(question.body, Repair):
        asked = next((look.request for look in question.body.outcome.goal if look.request is not None), None)
        return (question.stage.actions, asked) if asked else None
    if question.proof is not None:
        held = next((look.request for look in question.proof.holds if look.request is not None), None)
        request = question.proof.request or held
        if request is not None:
            return (*question.stage.actions, *question.proof.after), request
    return None


def _troubles(question: Question, stage: Stage) -> Iterator[Trouble]:
    staging.snapshot(stage.nodes, stage.actions)
    body = question.body
    if question.show.command is not None:
        staging.output(stage.nodes, stage.actions, question.show.command)
    if isinstance(body, Predict):
        yield from _prediction(question, body)
    if isinstance(body, Repair):
        yield from _repair(question, body)
    if isinstance(body, Blanks) and body.outcome is not None:
        solved = {name: entry.accept[0] for name, entry in body.entries.items()}
        files = [{"name": body.name, "text": bodies.fill(body.text, solved)}]
        actions, _, _ = grading.applied(question, files)
        if missed := staging.failing(stage.nodes, actions, body.outcome.goal):
            yield Trouble(FieldPath.of("goal").index(missed[0]), "solution-fails", {"seen": missed[1]})
    if question.proof is not None:
        yield from _proof(question, stage, question.proof)


def _prediction(question: Question, body: Predict) -> Iterator[Trouble]:
    found, offered = grading.answers(question), grading.choices(question)
    if not found or not found <= set(offered):
        yield Trouble(FieldPath.of("request"), "proof-fails", {"seen": ", ".join(sorted(found))})
    for index, miss in enumerate(body.misses):
        for form in miss.forms:
            if form in found:
                yield Trouble(FieldPath.of("wrong").index(index), "proof-ambiguous", {"option": form})


def _repair(question: Question, body: Repair) -> Iterator[Trouble]:
    stage = question.stage
    assert stage is not None  # noqa: S101  (prove looked)
    before, _, _ = grading.applied(question, body.files)
    if staging.failing(stage.nodes, before, body.outcome.goal) is None:
        yield Trouble(FieldPath.of("goal"), "already-solved")
    after, _, _ = grading.applied(question, body.solution)
    if missed := staging.failing(stage.nodes, after, body.outcome.goal):
        yield Trouble(FieldPath.of("goal").index(missed[0]), "solution-fails", {"seen": missed[1]})


def _proof(question: Question, stage: Stage, proof: Proof) -> Iterator[Trouble]:
    actions = (*stage.actions, *proof.after)
    if missed := staging.failing(stage.nodes, actions, proof.holds):
        yield Trouble(FieldPath.of("proof", "holds").index(missed[0]), "proof-fails", {"seen": missed[1]})
    if proof.request is None:
        return
    if proof.reads is None:
        staging.trace(stage.nodes, actions, proof.request)
        return
    seen = reading(stage, proof)
    yield from _compared(question, seen)


def reading(stage: Stage, proof: Proof) -> frozenset[str]:
    """What the simulation says: the reading of the request, or at how many nodes it is answered."""
    actions = (*stage.actions, *proof.after)
    assert proof.request is not None  # noqa: S101  (a proof that reads has one)
    if not proof.each:
        assert proof.reads is not None  # noqa: S101
        return frozenset(readings.reading(staging.trace(stage.nodes, actions, proof.request), proof.reads))
    answering = 0
    for node in staging.snapshot(stage.nodes, actions)["nodes"]:
        request = {**proof.request, "to": {**proof.request["to"], "address": node["address"]}}
        answering += readings.reading(staging.trace(stage.nodes, actions, request), "observed") == {"reply"}
    return frozenset({str(answering)})


def _compared(question: Question, seen: frozenset[str]) -> Iterator[Trouble]:
    body = question.body
    said = ", ".join(sorted(seen))
    if isinstance(body, Choice):
        right = {option.value for option in body.options if option.right and option.value is not None}
        if right != seen:
            yield Trouble(FieldPath.of("proof"), "proof-fails", {"seen": said})
        for index, option in enumerate(body.options):
            if not option.right and option.value in seen:
                yield Trouble(FieldPath.of("options").index(index), "proof-ambiguous", {"option": option.id})
    elif isinstance(body, Entry):
        accepted = {normal(form) for form in body.accept}
        if not seen or not {normal(text) for text in seen} <= accepted:
            yield Trouble(FieldPath.of("proof"), "proof-fails", {"seen": said})
        for index, miss in enumerate(body.misses):
            if any(form in seen for form in miss.forms):
                yield Trouble(
                    FieldPath.of("wrong").index(index), "proof-ambiguous", {"option": miss.forms[0]}
                )
    elif isinstance(body, Order):
        path = " ".join(item.value for item in body.items if item.value)
        if not any(_within(path.split(), way.split()) for way in seen):
            yield Trouble(FieldPath.of("proof"), "proof-fails", {"seen": said})


def _within(wanted: list[str], way: list[str]) -> bool:
    """Whether the way passes what is wanted, in this order."""
    passing = iter(way)
    return all(place in passing for place in wanted)
