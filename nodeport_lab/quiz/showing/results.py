"""What stands on the page after the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nodeport_lab.content.questions import Grade, Question, bodies, grading
from nodeport_lab.content.questions.grading import Remark
from nodeport_lab.content.questions.misconceptions import SLIP, misconceptions
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.quiz.showing.places import View, order_of, places


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
            given = list(answer["order"])
            view["ordered"] = [
                {"text": item.text[language], "place": given.index(item.id) + 1} for item in body.items
            ]
            view["notes"] = _notes(grade.remarks, language)
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
                for option in places(question, language)
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
                    for option in places(question, language)
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
