"""Grades an answer: right or wrong, how much of it, and what to say to each part. The same for every way to ask.

An answer is plain data: ``{"choice": id}``, ``{"choices": [id]}``, ``{"text": …}``, ``{"order": [id]}``, ``{"pairs": {id: text id}}``,
``{"gaps": {name: text}}``, ``{"files": [{name, text}]}``; to any question ``{"pass": true}``: "I don't know". One that is none of its question's kind raises ``Unanswerable``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nodeport_lab.content import words
from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.questions import bodies, readings, staging
from nodeport_lab.content.questions.bodies import normal
from nodeport_lab.content.questions.misconceptions import SLIP
from nodeport_lab.content.questions.model import (
    Blanks,
    Choice,
    Entry,
    Json,
    Match,
    Miss,
    Order,
    Outcome,
    Predict,
    Question,
    Repair,
    Words,
)

MAX_TEXT = 200
_NOTHING: Words = dict.fromkeys(words.LANGUAGES, "")
MAX_FILES_TEXT = 20_000


class Unanswerable(ValueError):
    """An answer that no form of this question could have sent."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said to one part of an answer. part: an option's id, a gap's name …, empty for the whole."""

    part: str
    right: bool
    why: Words
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """How right an answer is. score: 0 to 1. printed: what kubectl said of files that were applied."""

    right: bool
    score: float
    remarks: tuple[Remark, ...]
    printed: str = ""

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """What the answer betrays, each once; a slip betrays nothing."""
        found = (remark.misconception for remark in self.remarks if not remark.right)
        return tuple(dict.fromkeys(name for name in found if name and name != SLIP))


def grade(question: Question, answer: Json) -> Grade:
    """How right the answer is. ``Unanswerable`` where it is none."""
    if answer.get("pass") is True:
        return _whole(Remark("", False, _NOTHING))
    body = question.body
    match body:
        case Choice(many=True):
            return _several(body, answer)
        case Choice():
            return _choice(body, answer)
        case Entry():
            return _whole(_entry(body, _text(answer.get("text")), ""))
        case Order():
            return _order(body, answer)
        case Match():
            return _match(body, answer)
        case Blanks():
            return _blanks(question, body, answer)
        case Repair():
            return _outcome(question, body.outcome, _files(body, answer))
        case Predict():
            return _whole(_predicted(question, body, _text(answer.get("choice"))))


def _whole(remark: Remark) -> Grade:
    return Grade(remark.right, float(remark.right), (remark,))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise Unanswerable(f"not a text: {value!r}")
    return value


def _choice(body: Choice, answer: Json) -> Grade:
    chosen = next((option for option in body.options if option.id == answer.get("choice")), None)
    if chosen is None:
        raise Unanswerable("no such option")
    return _whole(Remark(chosen.id, chosen.right, chosen.why, chosen.misconception))


def _several(body: Choice, answer: Json) -> Grade:
    """Right as a whole or not at all; the score is the share of options that were judged rightly, less than all as half."""
    chosen = answer.get("choices")
    if not isinstance(chosen, list) or not set(map(str, chosen)) <= {option.id for option in body.options}:
        raise Unanswerable("no such options")
    remarks = tuple(
        Remark(option.id, option.right == (option.id in chosen), option.why, option.misconception)
        for option in body.options
    )
    return _share(remarks)


def _share(remarks: tuple[Remark, ...], printed: str = "") -> Grade:
    """All or part: the score of a part is how many of its remarks are right, squared: guessing pays little."""
    share = sum(remark.right for remark in remarks) / len(remarks)
    return Grade(share == 1, share * share, remarks, printed)


def _entry(body: Entry, text: str, part: str) -> Remark:
    given = normal(text)
    if given in {normal(form) for form in body.accept}:
        return Remark(part, True, dict.fromkeys(words.LANGUAGES, ""))
    return _missed(body.misses, body.otherwise, given, part)


def _missed(misses: Sequence[Miss], otherwise: Words, given: str, part: str) -> Remark:
    for miss in misses:
        if given in {normal(form) for form in miss.forms}:
            return Remark(part, False, miss.why, miss.misconception)
    return Remark(part, False, otherwise)


def _order(body: Order, answer: Json) -> Grade:
    given = answer.get("order")
    right = [item.id for item in body.items]
    if not isinstance(given, list) or sorted(map(str, given)) != sorted(right):
        raise Unanswerable("not these items")
    places = {name: place for place, name in enumerate(given)}
    remarks = [
        Remark(swap.first, False, swap.why, swap.misconception)
        for swap in body.swaps
        if places[swap.first] > places[swap.second]
    ]
    if given == right:
        return Grade(True, 1.0, (Remark("", True, dict.fromkeys(words.LANGUAGES, "")),))
    pairs = [(one, other) for at, one in enumerate(right) for other in right[at + 1 :]]
    kept = sum(places[one] < places[other] for one, other in pairs) / len(pairs)
    return Grade(False, kept * kept / 2, tuple(remarks) or (Remark("", False, body.otherwise),))


def _match(body: Match, answer: Json) -> Grade:
    given = answer.get("pairs")
    known = {pair.id for pair in body.pairs} | {f"x{number}" for number in range(len(body.extra))}
    if (
        not isinstance(given, Mapping)
        or given.keys() != {pair.id for pair in body.pairs}
        or not set(map(str, given.values())) <= known
    ):
        raise Unanswerable("not these pairs")
    return _share(
        tuple(Remark(pair.id, given[pair.id] == pair.id, pair.why, pair.misconception) for pair in body.pairs)
    )


def _blanks(question: Question, body: Blanks, answer: Json) -> Grade:
    given = answer.get("gaps")
    if not isinstance(given, Mapping) or given.keys() != body.entries.keys():
        raise Unanswerable("not these gaps")
    texts = {name: _text(text).replace("\n", " ") for name, text in given.items()}
    remarks = tuple(_entry(entry, texts[name], name) for name, entry in body.entries.items())
    if body.outcome is None or all(remark.right for remark in remarks):
        return _share(remarks)
    # Anything that reaches the goal is right, whatever forms the author thought of.
    found = _outcome(question, body.outcome, [{"name": body.name, "text": bodies.fill(body.text, texts)}])
    if found.right:
        return Grade(
            True,
            1.0,
            tuple(Remark(name, True, dict.fromkeys(words.LANGUAGES, "")) for name in texts),
            found.printed,
        )
    told = _share(remarks, found.printed)
    return Grade(False, told.score, (*told.remarks, *found.remarks), found.printed)


def _files(body: Repair, answer: Json) -> list[dict[str, str]]:
    given = answer.get("files")
    if not isinstance(given, list) or len(given) != len(body.files):
        raise Unanswerable("not these files")
    found = []
    for wanted, file in zip(body.files, given, strict=True):
        text = file.get("text") if isinstance(file, Mapping) else None
        if not isinstance(text, str) or len(text) > MAX_FILES_TEXT:
            raise Unanswerable("not a file")
        found.append({"name": wanted["name"], "text": text})
    return found


def applied(question: Question, files: Sequence[Mapping[str, str]]) -> tuple[tuple[Json, ...], int, str]:
    """The stage's actions with these files applied, how kubectl ended, and what it printed."""
    stage = question.stage
    if stage is None:
        raise ValueError(f"{question.id} has no stage")
    actions = (*stage.actions, {"type": "apply", "files": [dict(file) for file in files]})
    seen = staging.last_printed(stage.nodes, actions)
    return actions, seen.exit, seen.output


def _outcome(question: Question, outcome: Outcome, files: Sequence[Mapping[str, str]]) -> Grade:
    stage = question.stage
    if stage is None:
        raise ValueError(f"{question.id} has no stage")
    actions, exit_status, text = applied(question, files)
    missed = staging.failing(stage.nodes, actions, outcome.goal)
    if missed is None:
        return Grade(True, 1.0, (Remark("", True, dict.fromkeys(words.LANGUAGES, "")),), text)
    for mistake in outcome.mistakes:
        if staging.failing(stage.nodes, actions, mistake.when) is None:
            return Grade(False, 0.0, (Remark("", False, mistake.why, mistake.misconception),), text)
    return Grade(
        False,
        0.0,
        (Remark("", False, _unmet(stage.nodes, actions, outcome.goal[missed[0]], exit_status)),),
        text,
    )


def _unmet(nodes: int, actions: Sequence[Json], look: Look, exit_status: int) -> Words:
    """What the cluster itself says about a goal that was not reached."""
    if exit_status:
        return words.table("questions/told")["not-applied"]
    missed = words.table("questions/told")["goal-missed"]
    if look.request is None:
        return missed
    try:
        branches = staging.trace(nodes, actions, look.request)["branches"]
    except staging.NotStaged:
        return missed
    branch = max(branches, key=lambda one: one["ending"]["kind"] != "answered")
    return {language: words.why(branch["ending"], language) for language in words.LANGUAGES}


def _predicted(question: Question, body: Predict, given: str) -> Remark:
    if given not in choices(question):
        raise Unanswerable("no such place")
    if given in answers(question):
        return Remark(given, True, dict.fromkeys(words.LANGUAGES, ""))
    for miss in body.misses:
        if given in miss.forms:
            return Remark(given, False, miss.why, miss.misconception)
    return Remark(given, False, body.otherwise)


def answers(question: Question) -> frozenset[str]:
    """The right answers of a prediction, as the simulation has them."""
    body, stage = question.body, question.stage
    if not isinstance(body, Predict) or stage is None:
        raise ValueError(f"{question.id} is no prediction")
    return frozenset(readings.reading(staging.trace(stage.nodes, stage.actions, body.request), body.ask))


def choices(question: Question) -> tuple[str, ...]:
    """What a prediction may name: places of the drawing, or the addresses that could be a sender's."""
    body, stage = question.body, question.stage
    if not isinstance(body, Predict) or stage is None:
        raise ValueError(f"{question.id} is no prediction")
    shown = staging.snapshot(stage.nodes, stage.actions)
    if body.ask == "place":
        pods = [f"{pod['namespace']}/{pod['name']}" for pod in shown["pods"] if pod["node"]]
        return ("client", "router", *(node["name"] for node in shown["nodes"]), *pods)
    services = {service["clusterIP"] for service in shown["services"] if service["name"] != "kubernetes"}
    addresses = [shown["client"]["address"], *(node["address"] for node in shown["nodes"])]
    found = [*addresses, *sorted(services - {None, "None"})]
    sender = body.request.get("from", "client")
    own = next(
        (pod["address"] for pod in shown["pods"] if f"{pod['namespace']}/{pod['name']}" == sender), None
    )
    return tuple(dict.fromkeys([*found, *([own] if own else [])]))


Grader = Callable[[Question, Json], Grade]
