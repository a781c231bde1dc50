"""Reads the part of a question that makes its kind: options, accepted forms, items, pairs, gaps, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nodeport_lab.content.questions import stages
from nodeport_lab.content.questions.fields import Fields
from nodeport_lab.content.questions.misconceptions import misconceptions
from nodeport_lab.content.questions.model import (
    Blanks,
    Body,
    Choice,
    Entry,
    Item,
    Kind,
    Match,
    Miss,
    Mistake,
    Option,
    Order,
    Outcome,
    Pair,
    Predict,
    Repair,
    Swap,
    Words,
)

_LETTERS = "abcdefghi"
_GAP = re.compile(r"\[\[([a-zA-Z][a-zA-Z0-9-]*)\]\]")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


def read_body(kind: Kind, fields: Fields) -> Body:
    """The body of a question of this kind; its troubles are noted."""
    return _READ[kind](fields)


def _choice(fields: Fields, many: bool = False) -> Choice:
    options: list[Option] = []

    def read(inner: Fields) -> None:
        letter = _LETTERS[len(options)] if len(options) < len(_LETTERS) else f"o{len(options)}"
        right = inner.flag("right", False)
        options.append(
            Option(
                _id(inner, letter),
                inner.as_words(inner.need("text") or "", inner.at("text"), plain=True),
                right,
                inner.words("why"),
                None if right else _misconception(inner),
                inner.text("value") if inner.has("value") else None,
            )
        )

    fields.each("options", read, 2, 9)
    _different(fields, "options", [option.text for option in options], [option.id for option in options])
    rights = sum(option.right for option in options)
    if options and not many and rights != 1:
        fields.say("one-right", fields.at("options"), count=str(rights))
    if options and many and not rights:
        fields.say("some-right", fields.at("options"))
    return Choice(tuple(options), many, fields.flag("shuffled", True))


def _several(fields: Fields) -> Choice:
    return _choice(fields, many=True)


def _entry(fields: Fields, numeric: bool = False) -> Entry:
    accept = tuple(fields.as_text(item, path) for item, path in fields.items("accept", 1, 30))
    misses = _misses(fields)
    if numeric:
        for form in accept:
            if not re.fullmatch(r"-?[0-9]+", form):
                fields.say("number-form", fields.at("accept"), form=form)
    taken = {normal(form) for form in accept}
    for miss in misses:
        if both := taken & {normal(form) for form in miss.forms}:
            fields.say("right-and-wrong", fields.at("wrong"), form=", ".join(sorted(both)))
    label = fields.as_words(fields.raw("label"), fields.at("label")) if fields.has("label") else None
    return Entry(accept, misses, fields.words("otherwise"), numeric, label)


def _number(fields: Fields) -> Entry:
    return _entry(fields, numeric=True)


def normal(text: str) -> str:
    """What two spellings of one answer have in common: width, case and spaces count for nothing."""
    folded = text.translate(_WIDTH).casefold().strip().strip("`'\"")
    return re.sub(r"\s+", " ", folded)


_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _misses(fields: Fields) -> tuple[Miss, ...]:
    def read(inner: Fields) -> Miss:
        forms = tuple(inner.as_text(item, path) for item, path in inner.items("forms", 1, 30))
        return Miss(forms, inner.words("why"), _misconception(inner))

    return fields.each("wrong", read, 0, 12)


def _misconception(fields: Fields) -> str | None:
    """Every wrong choice names what it betrays; ``slip`` is for one that nobody believes, only mistypes."""
    name = fields.text("misconception")
    if name and name not in misconceptions():
        fields.say("misconception-unknown", fields.at("misconception"), name=name)
    return name or None


def _id(fields: Fields, default: str) -> str:
    name = fields.text("id", default)
    if not _ID.fullmatch(name):
        fields.say("id-wrong", fields.at("id"), id=name)
    return name


def _different(fields: Fields, name: str, texts: list[Words], ids: list[str]) -> None:
    for language in ("ja", "en"):
        said = [text[language] for text in texts if text[language]]
        if len(set(said)) != len(said):
            fields.say("same-twice", fields.at(name))
            return
    if len(set(ids)) != len(ids):
        fields.say("id-twice", fields.at(name))


def _order(fields: Fields) -> Order:
    items: list[Item] = []

    def read(inner: Fields) -> None:
        letter = _LETTERS[min(len(items), 8)]
        text = inner.as_words(inner.need("text") or "", inner.at("text"), plain=True)
        items.append(Item(_id(inner, letter), text, inner.text("value") if inner.has("value") else None))

    fields.each("items", read, 3, 9)
    _different(fields, "items", [item.text for item in items], [item.id for item in items])
    ids = {item.id: place for place, item in enumerate(items)}

    def swap(inner: Fields) -> Swap:
        first, second = inner.text("first"), inner.text("second")
        if not (first in ids and second in ids and ids[first] < ids[second]):
            inner.say("swap-wrong")
        return Swap(first, second, inner.words("why"), _misconception(inner))

    return Order(tuple(items), fields.each("wrong", swap, 0, 12), fields.words("otherwise"))


def _match(fields: Fields) -> Match:
    pairs: list[Pair] = []

    def read(inner: Fields) -> None:
        pairs.append(
            Pair(
                _id(inner, _LETTERS[min(len(pairs), 8)]),
                inner.as_words(inner.need("left") or "", inner.at("left"), plain=True),
                inner.as_words(inner.need("right") or "", inner.at("right"), plain=True),
                inner.words("why"),
                _misconception(inner),
            )
        )

    fields.each("pairs", read, 2, 8)
    extra = tuple(fields.as_words(item, path, plain=True) for item, path in fields.items("extra", 0, 4))
    _different(fields, "pairs", [pair.left for pair in pairs], [pair.id for pair in pairs])
    _different(fields, "pairs", [pair.right for pair in pairs] + list(extra), [])
    return Match(tuple(pairs), extra)


def _outcome(fields: Fields) -> Outcome:
    goal = stages.read_looks(fields, "goal", 1)

    def read(inner: Fields) -> Mistake:
        return Mistake(stages.read_looks(inner, "when", 1), inner.words("why"), _misconception(inner))

    return Outcome(goal, fields.each("mistakes", read, 0, 12))


def _blanks(fields: Fields) -> Blanks:
    text = fields.text("yaml")
    names = _GAP.findall(text)
    given = fields.raw("blanks", {})
    if (
        not names
        or len(set(names)) != len(names)
        or not isinstance(given, Mapping)
        or given.keys() != set(names)
    ):
        fields.say("gaps-differ", fields.at("yaml"), gaps=", ".join(names))
    entries: dict[str, Entry] = {}
    for name in names:
        inner = Fields(
            (given.get(name) if isinstance(given, Mapping) else None) or {},
            fields.at("blanks").child(name),
            fields.troubles,
        )
        entries[name] = _entry(inner)
        inner.done()
    outcome = _outcome(fields) if fields.has("goal") else None
    return Blanks(fields.text("file", "service.yaml"), text, entries, outcome)


def fill(text: str, answers: Mapping[str, str]) -> str:
    """The manifest with its gaps filled."""
    return _GAP.sub(lambda match: answers.get(match[1], ""), text)


def gaps(text: str) -> list[tuple[str, str | None]]:
    """The manifest in pieces: text, and the name of the gap that follows it (None at the end)."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for match in _GAP.finditer(text):
        pieces.append((text[at : match.start()], match[1]))
        at = match.end()
    return [*pieces, (text[at:], None)]


def _repair(fields: Fields) -> Repair:
    return Repair(_files(fields, "files"), _files(fields, "solution"), _outcome(fields))


def _files(fields: Fields, name: str) -> tuple[Mapping[str, str], ...]:
    def read(inner: Fields) -> Mapping[str, str]:
        return {"name": inner.text("name"), "text": inner.text("text")}

    return fields.each(name, read, 1, 4)


def _predict(fields: Fields) -> Predict:
    ask: Any = fields.one_of("ask", ("place", "source"))
    return Predict(ask, stages.read_request(fields, "request"), _misses(fields), fields.words("otherwise"))


def _read(fields: Fields) -> Body:
    if fields.has("options"):
        return _choice(fields)
    return _entry(fields, numeric=fields.flag("numeric", False))


_READ: Mapping[str, Callable[[Fields], Body]] = {
    "choose": _choice,
    "several": _several,
    "number": _number,
    "text": _entry,
    "order": _order,
    "match": _match,
    "blanks": _blanks,
    "repair": _repair,
    "predict": _predict,
    "read": _read,
}
KINDS: tuple[Kind, ...] = (
    "choose",
    "several",
    "number",
    "text",
    "order",
    "match",
    "blanks",
    "repair",
    "predict",
    "read",
)
