"""An Anki package: a card for each question, in one language. All kinds can be asked of oneself; the computer grades none."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import genanki

from nodeport_lab.content.questions import Question, bodies, grading
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.quiz.formats import exchange
from nodeport_lab.quiz.formats.exchange import Note, Written, plain

_CSS = ".card{font-family:sans-serif;font-size:18px;max-width:36em;margin:auto;text-align:left}pre,code{font-family:monospace;font-size:.85em}pre{overflow:auto;padding:.6em;border:1px solid #8886}.answer{font-weight:600}"
_MODEL_ID = 1_607_392_319


def write(questions: Iterable[Question], title: str, language: Language) -> Written:
    """An ``.apkg``. The same question has the same note id, so that an import again brings up to date and doubles nothing."""
    model = genanki.Model(
        _MODEL_ID,
        "NodePort Lab",
        fields=[{"name": "Id"}, {"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
        css=_CSS,
    )
    deck = genanki.Deck(int(hashlib.sha256(title.encode()).hexdigest()[:8], 16), title)
    notes = list[Note]()
    for question in questions:
        if question.show.drawing:
            notes.append(Note(question.id, "without-drawing"))
        tags = [*question.syllabus, f"difficulty-{question.difficulty}"]
        fields = [question.id, _front(question, language), _back(question, language)]
        deck.add_note(
            genanki.Note(model=model, fields=fields, tags=tags, guid=genanki.guid_for(question.id, language))
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(str(path))
        return Written(path.read_bytes(), notes)


def _line(text: str) -> str:
    return exchange.html({"ja": text, "en": text})


def _list(texts: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{_line(text)}</li>" for text in texts) + f"</{tag}>"


def _pre(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _front(question: Question, language: Language) -> str:
    found = f"<p>{_line(question.prompt[language])}</p>" + "".join(map(_pre, exchange.listings(question)))
    match question.body:
        case Choice() as body:
            return found + _list(option.text[language] for option in body.options)
        case Order() as body:
            return found + _list(sorted(item.text[language] for item in body.items))
        case Match() as body:
            rights = sorted(pair.right[language] for pair in body.pairs)
            return found + _list(pair.left[language] for pair in body.pairs) + _list(rights)
        case Blanks() as body:
            return found + _pre(bodies.fill(body.text, dict.fromkeys(body.entries, "____")))
        case Repair() as body:
            return found + "".join(_pre(file["text"]) for file in body.files)
    return found


def _back(question: Question, language: Language) -> str:
    return f'<div class="answer">{_answer(question, language)}</div><p>{_line(question.explanation[language])}</p>'


def _answer(question: Question, language: Language) -> str:
    body: Any = question.body
    match body:
        case Choice():
            return _list(option.text[language] for option in body.options if option.right)
        case Entry():
            return f"<p>{escape(body.accept[0])}</p>"
        case Order():
            return _list((item.text[language] for item in body.items), "ol")
        case Match():
            return _list(f"{pair.left[language]} → {pair.right[language]}" for pair in body.pairs)
        case Blanks():
            return _pre(
                bodies.fill(body.text, {name: entry.accept[0] for name, entry in body.entries.items()})
            )
        case Repair():
            return "".join(_pre(file["text"]) for file in body.solution)
        case Predict():
            return _list(sorted(plain(place) for place in grading.answers(question)))
    raise ValueError(f"no card for {question.kind}")
