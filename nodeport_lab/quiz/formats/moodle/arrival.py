"""Moodle XML as drafts of questions: what cannot be taken without changing what is right is left out, and told."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Xml

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nodeport_lab.content.questions.misconceptions import SLIP
from nodeport_lab.content.questions.points import points
from nodeport_lab.quiz.formats import cloze, exchange
from nodeport_lab.quiz.formats.exchange import Draft, Note, Tags, Taken, said, words


def read(data: bytes, default: str) -> Taken:
    """The questions of a Moodle XML file; ``default`` is the point of those that name none. Never raises for any bytes."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except (Xml.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        return Taken([], [Note("", "not-read", str(error))])
    taken = Taken()
    for element in root.iter("question"):
        kind, name = element.get("type", ""), _told(element.find("name")) or "question"
        if kind == "category":
            continue
        if kind not in _READ:
            taken.notes.append(Note(name, "skipped-kind", kind))
            continue
        tags = Tags([_told(tag) for tag in element.iter("tag")], points(), default)
        draft = _READ[kind](element, name, tags)
        if draft is None:
            taken.notes.append(Note(name, "skipped-part"))
        else:
            taken.drafts.append(draft)
    taken.drafts = exchange.distinct(taken.drafts)
    return taken


def _told(element: Any) -> str:
    return "" if element is None else (element.findtext("text") or "").strip()


def _head(element: Any, name: str, kind: str, tags: Tags) -> Draft:
    identity = (element.findtext("idnumber") or "").strip() or name
    return tags.head(
        identity, kind, _told(element.find("questiontext")), _told(element.find("generalfeedback"))
    )


def _options(element: Any, tags: Tags) -> list[tuple[Draft, float]]:
    found = []
    for place, answer in enumerate(element.findall("answer")):
        fraction = _fraction(answer)
        option: Draft = {"text": words(_told(answer)), "why": said(_told(answer.find("feedback")))}
        if tags.of("id", place):
            option = {"id": tags.of("id", place), **option}
        if tags.of("value", place):
            option["value"] = tags.of("value", place)
        option |= {"right": True} if fraction > 0 else {"misconception": tags.misconception(place)}
        found.append((option, fraction))
    return found


def _fraction(answer: Any) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _read_choice(element: Any, name: str, tags: Tags) -> Draft | None:
    options = _options(element, tags)
    many = (element.findtext("single") or "true").strip() in ("false", "0")
    rights = sum(fraction > 0 for _, fraction in options)
    if not 2 <= len(options) <= 9 or not rights or (not many and rights > 1):
        return None
    draft = _head(element, name, "several" if many else "choose", tags) | {
        "options": [option for option, _ in options]
    }
    if (element.findtext("shuffleanswers") or "true").strip() in ("false", "0"):
        draft["shuffled"] = False
    return draft


def _read_truth(element: Any, name: str, tags: Tags) -> Draft | None:
    said_words = {"true": {"ja": "正しい", "en": "True"}, "false": {"ja": "誤り", "en": "False"}}
    options = _options(element, tags)
    for option, _ in options:
        option["text"] = said_words.get(option["text"]["en"].lower(), option["text"])
    if len(options) != 2 or sum(fraction > 0 for _, fraction in options) != 1:
        return None
    return _head(element, name, "choose", tags) | {
        "options": [option for option, _ in options],
        "shuffled": False,
    }


def _read_entry(element: Any, name: str, tags: Tags) -> Draft | None:
    numeric = element.get("type") == "numerical"
    accept, misses, otherwise = list[str](), dict[str, Draft](), dict[str, str](exchange.SILENT)
    for answer in element.findall("answer"):
        form, why = _told(answer), said(_told(answer.find("feedback")))
        if form == "*":
            otherwise = why
        elif _fraction(answer) > 0:
            if (answer.findtext("tolerance") or "0").strip() not in ("0", "0.0") or _fraction(answer) < 100:
                return None
            accept.append(form)
        else:
            misses.setdefault(str(why), {"forms": [], "why": why})["forms"].append(form)
    if not accept or (numeric and not all(form.lstrip("-").isdigit() for form in accept)):
        return None
    for place, miss in enumerate(misses.values()):
        miss["misconception"] = tags.misconception(place)
    draft = _head(element, name, "number" if numeric else "text", tags)
    return draft | {"accept": accept, "wrong": list(misses.values()), "otherwise": otherwise}


def _read_match(element: Any, name: str, tags: Tags) -> Draft | None:
    pairs, extra = list[Draft](), list[dict[str, str]]()
    for part in element.findall("subquestion"):
        left, right = words(_told(part)), words(_told(part.find("answer")))
        if left["en"]:
            why = said(_told(part.find("feedback")))
            pairs.append(
                {"left": left, "right": right, "why": why, "misconception": tags.misconception(len(pairs))}
            )
        else:
            extra.append(right)
    if not 2 <= len(pairs) <= 8 or len(extra) > 4 or len({str(pair["right"]) for pair in pairs}) < len(pairs):
        return None
    return _head(element, name, "match", tags) | {"pairs": pairs, **({"extra": extra} if extra else {})}


def _read_order(element: Any, name: str, tags: Tags) -> Draft | None:
    items: list[Draft] = []
    for place, answer in enumerate(sorted(element.findall("answer"), key=_fraction)):
        value = tags.of("value", place)
        items.append({"text": words(_told(answer))} | ({"value": value} if value else {}))
    if not 3 <= len(items) <= 9:
        return None
    swaps = []
    for hint in element.findall("hint"):
        places, _, misconception = (hint.findtext("options") or "").partition(":")
        first, _, second = places.partition("<")
        if first.isdigit() and second.isdigit() and int(first) < int(second) < len(items):
            swaps.append(
                {
                    "first": "abcdefghi"[int(first)],
                    "second": "abcdefghi"[int(second)],
                    "why": said(_told(hint)),
                    "misconception": misconception or SLIP,
                }
            )
    return _head(element, name, "order", tags) | {
        "items": items,
        "wrong": swaps,
        "otherwise": said(_told(element.find("incorrectfeedback"))),
    }


def _read_cloze(element: Any, name: str, tags: Tags) -> Draft | None:
    found = cloze.read(_told(element.find("questiontext")), tags)
    if found is None:
        return None
    identity = (element.findtext("idnumber") or "").strip() or name
    return tags.head(identity, "blanks", found[0], _told(element.find("generalfeedback"))) | found[1]


_READ = {
    "cloze": _read_cloze,
    "multichoice": _read_choice,
    "truefalse": _read_truth,
    "numerical": _read_entry,
    "shortanswer": _read_entry,
    "matching": _read_match,
    "ordering": _read_order,
}
