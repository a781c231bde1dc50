"""Questions as Moodle XML: the elements of Moodle's own format, and as tags what it has no place for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as Xml

from nodeport_lab.content.questions import Question
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order
from nodeport_lab.quiz.formats import cloze, exchange
from nodeport_lab.quiz.formats.exchange import Note, Written, html

_TYPES = {
    "choose": "multichoice",
    "several": "multichoice",
    "number": "numerical",
    "text": "shortanswer",
    "match": "matching",
    "order": "ordering",
    "blanks": "cloze",
}


def write(questions: Iterable[Question]) -> Written:
    """A quiz in Moodle XML."""
    root, notes = Xml.Element("quiz"), list[Note]()
    for question in questions:
        kind = exchange.kind_of(question)
        if kind not in _TYPES:
            notes.append(Note(question.id, "skipped-kind", kind))
            continue
        if isinstance(question.body, Blanks) and question.body.outcome is not None:
            # Whatever reaches the goal is right, and there is nobody there who could say so.
            notes.append(Note(question.id, "skipped-part"))
            continue
        notes += exchange.lost(question)
        root.append(_question(question, kind))
    Xml.indent(root)
    return Written(Xml.tostring(root, encoding="utf-8", xml_declaration=True), notes)


def _text(parent: Any, name: str, text: str, **attributes: str) -> Any:
    element = Xml.SubElement(parent, name, attributes)
    Xml.SubElement(element, "text").text = text
    return element


def _value(parent: Any, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = text


def _question(question: Question, kind: str) -> Any:
    element = Xml.Element("question", {"type": _TYPES[kind]})
    _text(element, "name", question.id)
    gaps = cloze.written(question.body) if isinstance(question.body, Blanks) else ""
    _text(element, "questiontext", exchange.asked_html(question) + gaps, format="html")
    _text(element, "generalfeedback", html(question.explanation), format="html")
    _value(element, "defaultgrade", "1")
    _value(element, "idnumber", question.id)
    match question.body:
        case Choice() as body:
            _choice(element, body)
        case Entry() as body:
            _entry(element, body)
        case Match() as body:
            _match(element, body)
        case Order() as body:
            _order(element, body)
    found = Xml.SubElement(element, "tags")
    said_of_gaps = cloze.details(question.body) if isinstance(question.body, Blanks) else []
    for tag in (
        *exchange.tags(question),
        *(f"{name}:{place}={value}" for name, place, value in said_of_gaps),
    ):
        _text(found, "tag", tag)
    return element


def _answer(parent: Any, fraction: str, text: str, feedback: str, format: str = "html") -> Any:
    element = _text(parent, "answer", text, fraction=fraction, format=format)
    _text(element, "feedback", feedback, format="html")
    return element


def _choice(element: Any, body: Choice) -> None:
    rights = sum(option.right for option in body.options)
    wrongs = len(body.options) - rights
    _value(element, "single", "false" if body.many else "true")
    _value(element, "shuffleanswers", "true" if body.shuffled else "false")
    _value(element, "answernumbering", "123")
    for option in body.options:
        # Marking everything must not pay: wrong ones take away what right ones give.
        share = 100 / rights if option.right else (-100 / wrongs if body.many else 0)
        _answer(element, f"{share:.7g}", html(option.text), html(option.why))


def _entry(element: Any, body: Entry) -> None:
    if not body.numeric:
        _value(element, "usecase", "0")
    for form in body.accept:
        answer = _answer(element, "100", form, "", "plain_text")
        if body.numeric:
            _value(answer, "tolerance", "0")
    for miss in body.misses:
        for form in miss.forms:
            answer = _answer(element, "0", form, html(miss.why), "plain_text")
            if body.numeric:
                _value(answer, "tolerance", "0")
    _answer(element, "0", "*", html(body.otherwise), "plain_text")


def _match(element: Any, body: Match) -> None:
    _value(element, "shuffleanswers", "true")
    for pair in body.pairs:
        part = _text(element, "subquestion", html(pair.left), format="html")
        _text(part, "answer", html(pair.right))
        # Moodle has no feedback for one pair and passes over what it does not know.
        _text(part, "feedback", html(pair.why), format="html")
    for extra in body.extra:
        part = _text(element, "subquestion", "", format="html")
        _text(part, "answer", html(extra))


def _order(element: Any, body: Order) -> None:
    _value(element, "layouttype", "VERTICAL")
    _value(element, "selecttype", "ALL")
    _value(element, "gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT")
    for place, item in enumerate(body.items, 1):
        _answer(element, str(place), html(item.text), "")
    _text(element, "incorrectfeedback", html(body.otherwise), format="html")
    for swap in body.swaps:
        names = [item.id for item in body.items]
        hint = _text(element, "hint", html(swap.why), format="html")
        _value(
            hint,
            "options",
            f"{names.index(swap.first)}<{names.index(swap.second)}:{swap.misconception or ''}",
        )
