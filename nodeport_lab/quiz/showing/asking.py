"""What stands on the page before the answer."""

from __future__ import annotations

from nodeport_lab.content.questions import Question, bodies, staging
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.quiz.showing.places import View, order_of, places, rights


def shown(question: Question, token: str, language: Language) -> View:
    """What stands on the page before the answer."""
    view: View = {
        "kind": question.kind,
        "form": form(question),
        "prompt": question.prompt[language],
        "listing": question.show.listing,
        "command": None,
        "files": [],
        "drawing": None,
        "language": language,
    }
    stage = question.stage
    if stage is not None:
        if question.show.files:
            view["files"] = staging.files_of(stage)
        if question.show.command is not None:
            text = staging.output(stage.nodes, stage.actions, question.show.command).output
            view["command"] = {"line": question.show.command["line"], "output": text.rstrip("\n")}
        if question.show.drawing or isinstance(question.body, Predict):
            view["drawing"] = {"snapshot": staging.snapshot(stage.nodes, stage.actions)}
    return view | _body(question, token, language)


def form(question: Question) -> str:
    """Which form asks it: a ``read`` is asked as what it has."""
    match question.body:
        case Choice(many=True):
            return "several"
        case Choice():
            return "choose"
        case Entry():
            return "entry"
        case Order():
            return "order"
        case Match():
            return "match"
        case Blanks():
            return "blanks"
        case Repair():
            return "repair"
        case Predict():
            return "predict"


def _body(question: Question, token: str, language: Language) -> View:
    body = question.body
    match body:
        case Choice():
            order = order_of(token, len(body.options), body.shuffled)
            return {
                "options": [
                    {"value": str(place), "key": place + 1, "text": body.options[index].text[language]}
                    for place, index in enumerate(order)
                ]
            }
        case Entry():
            return {"numeric": body.numeric, "label": body.label[language] if body.label else ""}
        case Order():
            order = order_of(token, len(body.items))
            return {
                "items": [
                    {"value": str(place), "text": body.items[index].text[language]}
                    for place, index in enumerate(order)
                ]
            }
        case Match():
            given = rights(body, token)
            return {
                "pairs": [
                    {"value": str(place), "left": pair.left[language]}
                    for place, pair in enumerate(body.pairs)
                ],
                "rights": [
                    {"value": str(place), "text": text[language]} for place, (_, text) in enumerate(given)
                ],
            }
        case Blanks():
            return {
                "file": body.name,
                "pieces": [
                    {"text": text, "gap": gap, "size": _size(body, gap)}
                    for text, gap in bodies.gaps(body.text)
                ],
            }
        case Repair():
            return {
                "drafts": [
                    {"name": file["name"], "text": file["text"], "rows": file["text"].count("\n") + 2}
                    for file in body.files
                ]
            }
        case Predict():
            return {"options": places(question, language), "ask": body.ask}


def _size(body: Blanks, gap: str | None) -> int:
    """All gaps are as wide as the widest: their width tells nothing."""
    return max(len(form) for entry in body.entries.values() for form in entry.accept) + 4 if gap else 0
