"""Reads questions: a file's text into a bank, and plain data into one question. Mistakes are returned, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nodeport_lab.cluster.problem import FieldPath
from nodeport_lab.cluster.source import read as read_source
from nodeport_lab.content.questions import readings, stages
from nodeport_lab.content.questions.bodies import KINDS, read_body
from nodeport_lab.content.questions.fields import Fields, Trouble
from nodeport_lab.content.questions.model import Kind, Proof, Question, Show, Words
from nodeport_lab.content.questions.points import points

MAX_QUESTIONS = 500
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one file, and what is wrong with it. A question with a trouble is not among them.

    lines: where each question begins, by its id.
    """

    title: Words
    questions: tuple[Question, ...]
    troubles: tuple[Trouble, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_bank(text: str, file: str = "") -> Bank:
    """A file's questions. Never raises for any text."""
    source = read_source(text)
    title: Words = {"ja": file, "en": file}
    if not source.documents:
        return Bank(title, (), (Trouble(FieldPath(), "file-empty", {}, 1, file),))
    document = source.documents[0]
    if document.error is not None or len(source.documents) > 1:
        bad = next((other for other in source.documents if other.error is not None), source.documents[-1])
        message = bad.error.message if bad.error is not None else "---"
        line = bad.error.span.start_line if bad.error is not None and bad.error.span else bad.first_line
        return Bank(title, (), (Trouble(FieldPath(), "not-yaml", {"message": message}, line, file),))
    troubles: list[Trouble] = []
    for node in document.duplicates():
        troubles.append(
            Trouble(FieldPath(), "key-twice", {"key": str(node.value)}, document.span(node).start_line, file)
        )
    top = Fields(document.value, FieldPath(), troubles)
    if top.has("title"):
        title = top.as_words(top.raw("title"), top.at("title"), plain=True)
    found: dict[str, Question] = {}
    lines: dict[str, int] = {}
    for item, path in top.items("questions", 1, MAX_QUESTIONS):
        before = len(troubles)
        question = read_question(item, path, troubles)
        if question.id in found:
            troubles.append(Trouble(path.child("id"), "id-taken", {"id": question.id}))
        if len(troubles) == before:
            found[question.id] = question
            lines[question.id] = document.span_of(path).start_line
    top.done()
    placed = [
        trouble
        if trouble.line
        else replace(
            trouble,
            line=document.span_of(trouble.path, key=trouble.kind == "field-unknown").start_line,
            file=file,
        )
        for trouble in troubles
    ]
    return Bank(title, tuple(found.values()), tuple(sorted(placed, key=lambda trouble: trouble.line)), lines)


def question(data: Mapping[str, Any]) -> Question:
    """A question that is known to be right: one that was asked before, or made by a template. ``ValueError`` where it is not."""
    troubles: list[Trouble] = []
    found = read_question(data, FieldPath(), troubles)
    if troubles:
        raise ValueError(
            "; ".join(f"{trouble.path}: {trouble.kind} {dict(trouble.params)}" for trouble in troubles)
        )
    return found


def read_question(data: Any, path: FieldPath, troubles: list[Trouble]) -> Question:
    """One question; what is wrong with it is added to ``troubles``."""
    fields = Fields(data, path, troubles)
    identity = fields.text("id")
    if identity and not _ID.fullmatch(identity):
        fields.say("id-wrong", fields.at("id"), id=identity)
    kind: Any = fields.one_of("kind", KINDS)
    known = points()
    syllabus = []
    for item, where in fields.items("syllabus", 1, 6):
        syllabus.append(fields.as_text(item, where))
        if syllabus[-1] not in known:
            fields.say("point-unknown", where, id=syllabus[-1])
    version = fields.number("version", 1, 9_999, 1)
    difficulty = fields.number("difficulty", 1, 5)
    prompt, explanation = fields.words("prompt"), fields.words("explanation")
    stage = stages.read_stage(fields)
    show = _show(fields.inner("show"), stage is not None)
    body = read_body(kind, fields)
    proof = _proof(fields.inner("proof")) if fields.has("proof") else None
    fields.raw("proof")
    if stage is None and (
        proof or show.drawing or show.files or show.command or kind in ("predict", "repair")
    ):
        fields.say("stage-missing")
    if kind == "read" and show.command is None and show.listing is None:
        fields.say("nothing-to-read")
    fields.done()
    source = data if isinstance(data, Mapping) else {}
    return Question(
        identity,
        version,
        kind,
        tuple(syllabus),
        difficulty,
        prompt,
        explanation,
        body,
        stage,
        show,
        proof,
        source,
    )


def _show(fields: Fields, staged: bool) -> Show:
    command = None
    if fields.has("command"):
        command = {
            "type": "terminal",
            "line": fields.text("command"),
            "place": fields.text("place", "client"),
        }
    listing = fields.text("listing") if fields.has("listing") else None
    shown = Show(fields.flag("drawing", False), fields.flag("files", False), listing, command)
    fields.done()
    return shown


def _proof(fields: Fields) -> Proof:
    request = stages.read_request(fields, "request") if fields.has("request") else None
    each = fields.text("each", "") if fields.has("each") else ""
    if each not in ("", "nodes"):
        fields.say("word-unknown", fields.at("each"), value=each, words="nodes")
    reads = (
        fields.one_of("reads", (*readings.READINGS, "answering"), "observed") if fields.has("reads") else None
    )
    proof = Proof(
        tuple(stages.read_actions(fields, "after")),
        request,
        each == "nodes",
        reads,
        stages.read_looks(fields, "holds"),
    )
    if (reads and request is None) or (proof.each != (reads == "answering")) or not (request or proof.holds):
        fields.say("proof-empty")
    fields.done()
    return proof


__all__ = ["Bank", "Kind", "question", "read_bank", "read_question"]
