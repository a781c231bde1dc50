"""What all formats share: reports, texts in two languages as HTML and back, tags, and the draft that an import makes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

import yaml

from nodeport_lab.content.questions import Question, staging
from nodeport_lab.content.questions.misconceptions import SLIP
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import LANGUAGES

Draft = dict[str, Any]
_SPAN = re.compile(
    r'<span\s+(?:lang="(\w+)"\s+class="multilang"|class="multilang"\s+lang="(\w+)")\s*>(.*?)</span>', re.S
)
_PRE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.S)
_INLINE = (
    ("<code>", "`"),
    ("</code>", "`"),
    ("<strong>", "**"),
    ("</strong>", "**"),
    ("<b>", "**"),
    ("</b>", "**"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one item: kind is a key of the page's words (``skipped-kind``, ``without-stage`` …)."""

    item: str
    kind: str
    detail: str = ""


@dataclass(slots=True)
class Written:
    """A file, and what was left out of it."""

    data: bytes
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Taken:
    """Questions as drafts in our format, and what was not taken."""

    drafts: list[Draft] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def yaml(self, title: str) -> str:
        """The drafts as a bank's text."""
        data = {"title": dict.fromkeys(LANGUAGES, title), "questions": self.drafts}
        return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120))


def html(words: Mapping[str, str]) -> str:
    """Both languages as Moodle's multilang spans; where they say the same, once."""
    texts = {language: _inline(words[language]) for language in LANGUAGES}
    if len(set(texts.values())) == 1:
        return texts[LANGUAGES[0]]
    return "".join(
        f'<span lang="{language}" class="multilang">{text}</span>' for language, text in texts.items()
    )


def _inline(text: str) -> str:
    found = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", found).replace("\n", "<br>")


def words(text: str) -> dict[str, str]:
    """HTML as our text in both languages; one that knows no languages says the same in each."""
    found = {first or second: inner for first, second, inner in _SPAN.findall(text)}
    if all(language in found for language in LANGUAGES):
        return {language: plain(found[language]) for language in LANGUAGES}
    return dict.fromkeys(LANGUAGES, plain(text))


def plain(text: str) -> str:
    """HTML without its elements: code and bold in our marks, the rest as text."""
    for mark, ours in _INLINE:
        text = text.replace(mark, ours)
    text = re.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", text)
    return unescape(re.sub(r"<[^>]+>", "", text)).strip()


def asked_html(question: Question) -> str:
    """The prompt, and beneath it whatever has to be read to answer it."""
    return f"<p>{html(question.prompt)}</p>" + "".join(
        f"<pre>{escape(text, quote=False)}</pre>" for text in listings(question)
    )


def listings(question: Question) -> list[str]:
    """The texts that stand beside the question."""
    found = [question.show.listing.rstrip("\n")] if question.show.listing else []
    stage = question.stage
    if stage is not None and question.show.command is not None:
        text = staging.output(stage.nodes, stage.actions, question.show.command).output
        found.append(f"$ {question.show.command['line']}\n{text}".rstrip("\n"))
    if stage is not None and question.show.files:
        found += [file["text"].rstrip("\n") for file in staging.files_of(stage)]
    return found


def split_asked(text: str) -> tuple[dict[str, str], str | None]:
    """The prompt and the listing of a text that ``asked_html`` or somebody else wrote."""
    shown = [unescape(re.sub(r"<[^>]+>", "", inner)).strip("\n") for inner in _PRE.findall(text)]
    return words(_PRE.sub("", text)), "\n\n".join(shown) or None


def lost(question: Question) -> list[Note]:
    """What no other program can take along."""
    if question.show.drawing:
        return [Note(question.id, "without-drawing")]
    return [Note(question.id, "without-proof")] if question.proof is not None else []


def kind_of(question: Question) -> str:
    """By which of its kinds a format can know it: a ``read`` is what it has."""
    body = question.body
    if isinstance(body, Choice):
        return "several" if body.many else "choose"
    if isinstance(body, Entry):
        return "number" if body.numeric else "text"
    names = {Order: "order", Match: "match", Blanks: "blanks", Repair: "repair", Predict: "predict"}
    return names[type(body)]


def tags(question: Question) -> list[str]:
    """What a tag can say of a question: its points, its difficulty, its version, and what its wrong answers betray."""
    found = [*question.syllabus, f"difficulty:{question.difficulty}", f"version:{question.version}"]
    return found + [f"{name}:{place}={value}" for name, place, value in _details(question)]


def _details(question: Question) -> list[tuple[str, int, str]]:
    body, found = question.body, list[tuple[str, int, str]]()
    if isinstance(body, Choice):
        if not body.shuffled:
            found.append(("fixed", 0, "1"))
        for place, option in enumerate(body.options):
            found += [
                (name, place, value)
                for name, value in (
                    ("misconception", option.misconception),
                    ("value", option.value),
                    ("id", option.id),
                )
                if value
            ]
    if isinstance(body, Entry):
        found += [
            ("misconception", place, miss.misconception)
            for place, miss in enumerate(body.misses)
            if miss.misconception
        ]
    if isinstance(body, Order):
        found += [("value", place, item.value) for place, item in enumerate(body.items) if item.value]
    if isinstance(body, Match):
        found += [
            ("misconception", place, pair.misconception)
            for place, pair in enumerate(body.pairs)
            if pair.misconception
        ]
    return found


class Tags:
    """Tags that were read: of our own making, or of anybody's."""

    def __init__(self, given: Sequence[str], known: Mapping[str, Any], default: str) -> None:
        self.points = [tag for tag in given if tag in known] or [default]
        self.values = dict(tag.split("=", 1) for tag in given if "=" in tag)
        self.numbers = dict(tag.split(":", 1) for tag in given if tag.startswith(("difficulty:", "version:")))

    def number(self, name: str, default: int) -> int:
        """A number of the question."""
        text = self.numbers.get(name, "")
        return int(text) if text.isdigit() else default

    def of(self, name: str, place: int) -> str | None:
        """What is said of an option."""
        return self.values.get(f"{name}:{place}")

    def misconception(self, place: int) -> str:
        """What a wrong answer betrays; who did not say meant a slip."""
        return self.of("misconception", place) or SLIP

    def head(self, name: str, kind: str, text: str, explanation: str) -> Draft:
        """The part that every question has."""
        prompt, listing = split_asked(text)
        told = words(explanation)
        draft: Draft = {
            "id": identity(name),
            "version": self.number("version", 1),
            "kind": kind,
            "syllabus": self.points[:6],
            "difficulty": min(5, max(1, self.number("difficulty", 2))),
            "prompt": prompt,
            "explanation": told if told["en"] else SILENT,
        }
        return draft | ({"show": {"listing": listing}} if listing else {})


# A text that somebody else left empty. Ours never is.
SILENT = {"ja": "（説明はありません）", "en": "(No explanation was given.)"}


def said(text: str) -> dict[str, str]:
    """A feedback, or that there is none."""
    found = words(text)
    return found if found["en"] else dict(SILENT)


def identity(name: str) -> str:
    """An id from any name."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    return found if len(found) > 1 else f"question-{found or 'x'}"


def distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """Each id once: what has the id of another gets a number."""
    seen: dict[str, int] = {}
    for draft in drafts:
        name = draft["id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            draft["id"] = f"{name[:55]}-{seen[name]}"
    return list(drafts)
