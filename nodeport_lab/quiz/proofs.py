"""The packet that proves an answer: the cluster as it then is, and the trace of the request, told in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodeport_lab.content.questions import Question, bodies, grading, proving, staging
from nodeport_lab.content.questions.model import Blanks, Json, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.lab import drawing


def proof(question: Question, answer: Mapping[str, Any], language: Language) -> dict[str, Any] | None:
    """``{snapshot, trace, pick}`` for the stage on the page; None where no packet proves anything."""
    stage, found = question.stage, _request(question, answer)
    if stage is None or found is None:
        return None
    actions, request = found
    try:
        trace = staging.trace(stage.nodes, actions, request)
        snapshot = staging.snapshot(stage.nodes, actions)
    except staging.NotStaged:
        return None
    return {
        "snapshot": snapshot,
        "trace": drawing.told(staging.standing(stage.nodes, actions), trace, language),
        "pick": _pick(trace),
    }


def _pick(trace: dict[str, Any]) -> int:
    """The branch that is played: one that fails, where some do, for that is what there is to see."""
    branches = trace["branches"]
    failing = next((branch["id"] for branch in branches if branch["ending"]["kind"] != "answered"), None)
    return int(branches[0]["id"] if failing is None else failing)


def _request(question: Question, answer: Mapping[str, Any]) -> tuple[tuple[Json, ...], Json] | None:
    """The stage and the request; of a manifest that was mended, what the learner's own does."""
    body = question.body
    if isinstance(body, Repair):
        found = proving.request_of(question)
        if found is None:
            return None
        actions, _, _ = grading.applied(question, answer.get("files") or body.solution)
        return actions, found[1]
    if isinstance(body, Blanks) and body.outcome is not None:
        request = next((look.request for look in body.outcome.goal if look.request is not None), None)
        if request is None:
            return None
        text = bodies.fill(
            body.text, answer.get("gaps") or {name: entry.accept[0] for name, entry in body.entries.items()}
        )
        actions, _, _ = grading.applied(question, [{"name": body.name, "text": text}])
        return actions, request
    return proving.request_of(question)
