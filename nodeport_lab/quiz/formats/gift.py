"""GIFT, Moodle's plain text: choices, several, numbers, short answers, matching, and true or false on the way in.

A question's id and tags stand in a comment above it, as Moodle reads them: ``// [id:x] [tag:S3.3]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nodeport_lab.content.questions import Question
from nodeport_lab.content.questions.misconceptions import SLIP
from nodeport_lab.content.questions.model import Choice, Entry, Match
from nodeport_lab.content.questions.points import points
from nodeport_lab.quiz.formats import exchange
from nodeport_lab.quiz.formats.exchange import Draft, Note, Tags, Taken, Written, html, said, words

_SPECIAL = "\\~=#{}:"
_KNOWN = ("choose", "several", "number", "text", "match")


def write(questions: Iterable[Question]) -> Written:
    """A GIFT file."""
    blocks, notes = list[str](), list[Note]()
    for question in questions:
        kind = exchange.kind_of(question)
        if kind not in _KNOWN:
            notes.append(Note(question.id, "skipped-kind", kind))
            continue
        notes += exchange.lost(question)
        blocks.append(_question(question))
    return Written("\n\n".join([*blocks, ""]).encode(), notes)


def _escaped(text: str) -> str:
    # A line break inside HTML is written as an element; inside a listing GIFT has its own sign for it.
    found = "".join(f"\\{char}" if char in _SPECIAL else char for char in text)
    return found.replace("\n", "\\n")


def _question(question: Question) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in exchange.tags(question))
    head = f"// [id:{question.id}]{tags}\n::{_escaped(question.id)}::[html]{_escaped(exchange.asked_html(question))} {{"
    lines: list[str] = []
    mark = ""
    match question.body:
        case Choice() as body:
            rights = sum(option.right for option in body.options)
            wrongs = len(body.options) - rights
            for option in body.options:
                sign = (
                    ("~%" + f"{100 / rights:.5f}%" if option.right else "~%" + f"{-100 / wrongs:.5f}%")
                    if body.many
                    else ("=" if option.right else "~")
                )
                lines.append(f"{sign}{_escaped(html(option.text))}#{_escaped(html(option.why))}")
        case Entry() as body:
            mark = "#" if body.numeric else ""
            lines = [f"={_escaped(form)}" for form in body.accept]
            lines += [
                f"=%0%{_escaped(form)}#{_escaped(html(miss.why))}"
                for miss in body.misses
                for form in miss.forms
            ]
            lines.append(f"{'~' if body.numeric else '=%0%*'}#{_escaped(html(body.otherwise))}")
        case Match() as body:
            lines = [
                f"={_escaped(html(pair.left))} -> {_escaped(html(pair.right))}#{_escaped(html(pair.why))}"
                for pair in body.pairs
            ]
            lines += [f"= -> {_escaped(html(extra))}" for extra in body.extra]
    inside = "".join(f"\n\t{line}" for line in lines)
    return f"{head}{mark}{inside}\n\t####{_escaped(html(question.explanation))}\n}}"


def read(text: str, default: str) -> Taken:
    """The questions of a GIFT file; ``default`` is the point of those that name none. Never raises for any text."""
    taken = Taken()
    for number, block in enumerate(_blocks(text.replace("\r\n", "\n").lstrip("\ufeff")), 1):
        name = (_ID.search(block) or [None, None])[1] or f"question-{number}"
        body = "\n".join(line for line in block.split("\n") if not line.lstrip().startswith("//")).strip()
        if not body or body.startswith("$CATEGORY"):
            continue
        draft = _read(body, name, Tags(_TAG.findall(block), points(), default))
        if isinstance(draft, Note):
            taken.notes.append(draft)
        else:
            taken.drafts.append(draft)
    taken.drafts = exchange.distinct(taken.drafts)
    return taken


_ID = re.compile(r"\[id:([^\]]+)\]")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_TITLE = re.compile(r"::((?:\\.|[^:\\]|:(?!:))*)::", re.S)
_BRACES = re.compile(r"(?<!\\)\{((?:\\.|[^{}\\])*)\}", re.S)
_ANSWER = re.compile(r"(?<!\\)([=~])")
_WEIGHT = re.compile(r"%(-?[0-9.]+)%")


def _blocks(text: str) -> list[str]:
    """Questions are parted by empty lines; those within braces part nothing. A title begins a question without one, too."""
    blocks, lines, deep = list[str](), list[str](), 0
    for line in text.split("\n"):
        if not line.strip() and not deep:
            blocks.append("\n".join(lines))
            lines = []
            continue
        if line.startswith("::") and not deep and any("{" in before for before in lines):
            blocks.append("\n".join(lines))
            lines = []
        lines.append(line)
        if not line.lstrip().startswith("//"):
            bare = re.sub(r"\\.", "", line)
            deep = max(0, deep + bare.count("{") - bare.count("}"))
    return [block for block in [*blocks, "\n".join(lines)] if block.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text.strip(), flags=re.S)


def _parted(text: str, mark: str) -> tuple[str, str]:
    """Before and after the first ``mark`` that is not escaped."""
    found = re.search(rf"(?<!\\){mark}", text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _read(body: str, name: str, tags: Tags) -> Draft | Note:
    title = _TITLE.match(body)
    if title:
        name = name if not name.startswith("question-") else _plain(title[1])
        body = body[title.end() :]
    found = _BRACES.search(body)
    if found is None:
        return Note(name, "skipped-part")
    after = body[found.end() :].strip()
    asked = body[: found.start()].strip() + (f" _____ {after}" if after else "")
    asked = _plain(re.sub(r"^\[(html|moodle|plain|markdown)\]", "", asked))
    inside, general = _parted(found[1], "####")
    inside = inside.strip()
    if not inside:
        return Note(name, "skipped-kind", "essay")
    told = _plain(general)
    if re.fullmatch(r"(T|F|TRUE|FALSE)(#.*)?", inside, re.S):
        return _truth(inside, tags.head(name, "choose", asked, told))
    if inside.startswith("#"):
        return _entry(inside[1:], name, asked, told, tags, numeric=True)
    parts = _answers(inside)
    if parts and all(sign == "=" and re.search(r"(?<!\\)->", text) for sign, text in parts):
        return _match(parts, tags.head(name, "match", asked, told), tags)
    if any(sign == "~" for sign, _ in parts):
        return _choice(parts, name, asked, told, tags)
    return _entry(inside, name, asked, told, tags, numeric=False)


def _answers(text: str) -> list[tuple[str, str]]:
    pieces = _ANSWER.split(text)
    return list(zip(pieces[1::2], pieces[2::2], strict=False))


def _weighted(text: str) -> tuple[float | None, str]:
    text = text.strip()
    found = _WEIGHT.match(text)
    try:
        return (float(found[1]), text[found.end() :]) if found else (None, text)
    except ValueError:
        return None, text


def _truth(inside: str, draft: Draft) -> Draft:
    right = inside[0] == "T"
    first, second = _parted(_parted(inside, "#")[1], "#")
    options: list[Draft] = [
        {"text": {"ja": "正しい", "en": "True"}, "why": said(_plain(second if right else first))},
        {"text": {"ja": "誤り", "en": "False"}, "why": said(_plain(first if right else second))},
    ]
    options[0 if right else 1]["right"] = True
    options[1 if right else 0]["misconception"] = SLIP
    return draft | {"options": options, "shuffled": False}


def _choice(parts: list[tuple[str, str]], name: str, asked: str, told: str, tags: Tags) -> Draft | Note:
    options = list[Draft]()
    many = not any(sign == "=" for sign, _ in parts)
    for place, (sign, text) in enumerate(parts):
        weight, rest = _weighted(text)
        if sign == "~" and weight is not None and weight > 0 and not many:
            return Note(name, "skipped-part")
        said_text, feedback = _parted(rest, "#")
        option: Draft = {"text": words(_plain(said_text)), "why": said(_plain(feedback))}
        option |= {key: tags.of(key, place) for key in ("id", "value") if tags.of(key, place)}
        right = sign == "=" or (weight or 0) > 0
        options.append(option | ({"right": True} if right else {"misconception": tags.misconception(place)}))
    rights = sum("right" in option for option in options)
    if not 2 <= len(options) <= 9 or not rights or (not many and rights > 1):
        return Note(name, "skipped-part")
    draft = tags.head(name, "several" if many else "choose", asked, told) | {"options": options}
    return draft | ({"shuffled": False} if tags.of("fixed", 0) else {})


def _entry(inside: str, name: str, asked: str, told: str, tags: Tags, *, numeric: bool) -> Draft | Note:
    accept, misses, otherwise = list[str](), dict[str, Draft](), dict[str, str](exchange.SILENT)
    parts = _answers(inside) or [("=", inside)]
    for sign, text in parts:
        weight, rest = _weighted(text)
        form, feedback = (_plain(part) for part in _parted(rest, "#"))
        if sign == "~" or form == "*":
            otherwise = said(feedback)
        elif weight == 0:
            misses.setdefault(feedback, {"forms": [], "why": said(feedback)})["forms"].append(form)
        elif weight not in (None, 100):
            return Note(name, "skipped-part")
        else:
            accept.append(re.sub(r":0$", "", form) if numeric else form)
    if not accept or (numeric and not all(form.lstrip("-").isdigit() for form in accept)):
        return Note(name, "skipped-part")
    for place, miss in enumerate(misses.values()):
        miss["misconception"] = tags.misconception(place)
    draft = tags.head(name, "number" if numeric else "text", asked, told)
    return draft | {"accept": accept, "wrong": list(misses.values()), "otherwise": otherwise}


def _match(parts: list[tuple[str, str]], draft: Draft, tags: Tags) -> Draft | Note:
    pairs, extra = list[Draft](), list[dict[str, str]]()
    for _, text in parts:
        left, rest = _parted(text, "->")
        right, feedback = _parted(rest, "#")
        if left.strip():
            pairs.append(
                {
                    "left": words(_plain(left)),
                    "right": words(_plain(right)),
                    "why": said(_plain(feedback)),
                    "misconception": tags.misconception(len(pairs)),
                }
            )
        else:
            extra.append(words(_plain(right)))
    if not 2 <= len(pairs) <= 8 or len(extra) > 4:
        return Note(str(draft["id"]), "skipped-part")
    return draft | {"pairs": pairs, **({"extra": extra} if extra else {})}
