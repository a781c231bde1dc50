"""A question and its result as the templates take them. Nothing of the answer is here before it is given.

Options, items and pairs are named by their shuffled place, never by their id: ids stand in the order of the file, which is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from nodeport_lab.content import words
from nodeport_lab.content.questions import Grade, Question, bodies, grading, staging
from nodeport_lab.content.questions.grading import Remark, Unanswerable
from nodeport_lab.content.questions.misconceptions import SLIP, misconceptions
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language

View = dict[str, Any]


def order_of(token: str, count: int, shuffled: bool = True) -> list[int]:
    """In which order things are shown: ``shown[place] = index``. The token decides, so a reload shows the same."""
    order = list(range(count))
    if shuffled:
        Random(token).shuffle(order)  # noqa: S311  (a fair order, no secret)
    return order


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
            rights = _rights(body, token)
            return {
                "pairs": [
                    {"value": str(place), "left": pair.left[language]}
                    for place, pair in enumerate(body.pairs)
                ],
                "rights": [
                    {"value": str(place), "text": text[language]} for place, (_, text) in enumerate(rights)
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
            return {"options": _places(question, language), "ask": body.ask}


def _size(body: Blanks, gap: str | None) -> int:
    """All gaps are as wide as the widest: their width tells nothing."""
    return max(len(form) for entry in body.entries.values() for form in entry.accept) + 4 if gap else 0


def _rights(body: Match, token: str) -> list[tuple[str, Mapping[str, str]]]:
    rights = [(pair.id, pair.right) for pair in body.pairs] + [
        (f"x{n}", text) for n, text in enumerate(body.extra)
    ]
    return [rights[index] for index in order_of(token, len(rights))]


def _places(question: Question, language: Language) -> list[View]:
    table = words.table("places")
    named = {}
    stage = question.stage
    if stage is not None:
        shown = staging.snapshot(stage.nodes, stage.actions)
        named = {node["address"]: node["name"] for node in shown["nodes"]}
        named[shown["client"]["address"]] = table["client"][language]
        named |= {pod["address"]: pod["name"] for pod in shown["pods"]}
        named |= {service["clusterIP"]: f"Service {service['name']}" for service in shown["services"]}
    found = []
    for key, value in enumerate(grading.choices(question), 1):
        text = table[value][language] if value in table else value.removeprefix("default/")
        found.append({"value": value, "key": key, "text": text, "note": named.get(value, "")})
    return found


def parsed(question: Question, token: str, data: Any) -> dict[str, Any]:
    """The answer that a form sent (a QueryDict), in the names of the question. ``Unanswerable`` where the form sent nonsense."""
    if data.get("pass"):
        return {"pass": True}
    body = question.body
    match body:
        case Choice(many=True):
            order = order_of(token, len(body.options), body.shuffled)
            return {"choices": sorted(body.options[_at(order, value)].id for value in data.getlist("choice"))}
        case Choice():
            order = order_of(token, len(body.options), body.shuffled)
            return {"choice": body.options[_at(order, data.get("choice", ""))].id}
        case Entry():
            return {"text": data.get("text", "").strip()}
        case Order():
            order = order_of(token, len(body.items))
            ranks = {place: data.get(f"place-{place}", "") for place in range(len(order))}
            if sorted(ranks.values()) != sorted(str(rank) for rank in range(1, len(order) + 1)):
                raise Unanswerable("not an order")
            return {
                "order": [
                    body.items[order[place]].id
                    for place in sorted(ranks, key=lambda place: int(ranks[place]))
                ]
            }
        case Match():
            rights = _rights(body, token)
            chosen = {pair.id: data.get(f"pair-{place}", "") for place, pair in enumerate(body.pairs)}
            if not all(value.isdigit() and int(value) < len(rights) for value in chosen.values()):
                raise Unanswerable("not these pairs")
            return {"pairs": {name: rights[int(value)][0] for name, value in chosen.items()}}
        case Blanks():
            return {"gaps": {name: data.get(f"gap-{name}", "") for name in body.entries}}
        case Repair():
            files = [
                {"name": file["name"], "text": data.get(f"file-{place}", "").replace("\r\n", "\n")}
                for place, file in enumerate(body.files)
            ]
            return {"files": files}
        case Predict():
            return {"choice": data.get("choice", "")}


def _at(order: Sequence[int], value: str) -> int:
    if not value.isdigit() or int(value) >= len(order):
        raise Unanswerable(f"no option {value}")
    return order[int(value)]


def result(
    question: Question, token: str, answer: Mapping[str, Any], grade: Grade, language: Language
) -> View:
    """What stands on the page after the answer, laid over what stood there before."""
    remarks = {remark.part: remark for remark in grade.remarks}
    view: View = {
        "right": grade.right,
        "score": round(grade.score * 100),
        "partly": not grade.right and grade.score > 0,
        "explanation": question.explanation[language],
        "printed": grade.printed.rstrip("\n"),
        "notes": [],
        "beliefs": _beliefs(grade, language),
    }
    body = question.body
    if answer.get("pass"):
        return view | {"passed": True} | solved(question, token, language)
    match body:
        case Choice():
            order = order_of(token, len(body.options), body.shuffled)
            chosen = set(answer.get("choices", ())) | {answer.get("choice")}
            view["marks"] = [_mark(body.options[index], chosen, language) for index in order]
        case Order():
            view["sequence"] = [item.text[language] for item in body.items]
            view["given"] = [
                next(item.text[language] for item in body.items if item.id == name)
                for name in answer["order"]
            ]
        case Match():
            texts = {pair.id: pair.right[language] for pair in body.pairs} | {
                f"x{n}": text[language] for n, text in enumerate(body.extra)
            }
            view["matched"] = [
                {
                    "left": pair.left[language],
                    "given": texts[answer["pairs"][pair.id]],
                    "right": pair.right[language],
                    "good": remarks[pair.id].right,
                    "why": pair.why[language],
                }
                for pair in body.pairs
            ]
        case Blanks():
            view["filled"] = [
                {
                    "name": name,
                    "given": answer["gaps"][name],
                    "good": remarks[name].right,
                    "wanted": " / ".join(entry.accept[:3]),
                    "why": remarks[name].why[language],
                }
                for name, entry in body.entries.items()
            ]
            view["notes"] = _notes([remark for remark in grade.remarks if remark.part == ""], language)
        case Repair():
            view["solution"] = [] if grade.right else [dict(file) for file in body.solution]
            view["sent"] = answer["files"]
            view["notes"] = _notes(grade.remarks, language)
        case Entry():
            view["given"] = answer["text"]
            view["wanted"] = body.accept[0]
            view["notes"] = _notes(grade.remarks, language)
        case Predict():
            right = grading.answers(question)
            view["places"] = [
                option | {"right": option["value"] in right, "chosen": option["value"] == answer["choice"]}
                for option in _places(question, language)
            ]
            view["notes"] = _notes(grade.remarks, language)
    return view


def solved(question: Question, token: str, language: Language) -> View:
    """The right answer, for somebody who gave none."""
    body = question.body
    match body:
        case Choice():
            order = order_of(token, len(body.options), body.shuffled)
            return {"marks": [_mark(body.options[index], set(), language) for index in order]}
        case Order():
            return {"sequence": [item.text[language] for item in body.items]}
        case Match():
            return {
                "wanted_pairs": [
                    {"left": pair.left[language], "right": pair.right[language]} for pair in body.pairs
                ]
            }
        case Blanks():
            return {
                "solution": [
                    {
                        "name": body.name,
                        "text": bodies.fill(
                            body.text, {name: entry.accept[0] for name, entry in body.entries.items()}
                        ),
                    }
                ]
            }
        case Repair():
            return {"solution": [dict(file) for file in body.solution]}
        case Entry():
            return {"wanted": body.accept[0]}
        case Predict():
            right = grading.answers(question)
            return {
                "places": [
                    option | {"right": option["value"] in right, "chosen": False}
                    for option in _places(question, language)
                ]
            }


def _mark(option: Any, chosen: set[Any], language: Language) -> View:
    mine = option.id in chosen
    return {
        "text": option.text[language],
        "right": option.right,
        "chosen": mine,
        "state": ("good" if option.right else "bad") if mine else ("missed" if option.right else "left"),
        "why": option.why[language],
    }


def _notes(remarks: Sequence[Remark], language: Language) -> list[str]:
    return [remark.why[language] for remark in remarks if not remark.right and remark.why[language]]


def _beliefs(grade: Grade, language: Language) -> list[View]:
    known = misconceptions()
    return [
        {"belief": known[name].belief[language], "truth": known[name].truth[language]}
        for name in grade.misconceptions
        if name != SLIP
    ]
