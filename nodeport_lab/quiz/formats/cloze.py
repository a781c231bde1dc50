"""Moodle's cloze questions: a manifest with gaps, each gap a short answer written into the text.

``{1:SHORTANSWER:=80#yes~%0%8080#why not~%0%*#otherwise}``, with a backslash before ``} # ~ / " \\``.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from nodeport_lab.content.questions import bodies
from nodeport_lab.content.questions.model import Blanks, Entry
from nodeport_lab.quiz.formats.exchange import Draft, Tags, html, said

_GAP = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^}\\])*)\}", re.DOTALL)
_SHORT = ("SHORTANSWER", "SA", "MW")
_PRE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)


def written(body: Blanks) -> str:
    """The manifest as Moodle takes it."""
    pieces = [
        escape(text, quote=False) + (_gap(body.entries[gap]) if gap else "")
        for text, gap in bodies.gaps(body.text)
    ]
    return f"<pre>{''.join(pieces)}</pre>"


def details(body: Blanks) -> list[tuple[str, int, str]]:
    """What tags say of it: the file, the names of the gaps, what wrong answers betray (counted through all gaps)."""
    found = [("file", 0, body.name)] + [("gap", place, name) for place, name in enumerate(body.entries)]
    misses = [miss for entry in body.entries.values() for miss in entry.misses]
    return found + [
        ("misconception", place, miss.misconception)
        for place, miss in enumerate(misses)
        if miss.misconception
    ]


def _gap(entry: Entry) -> str:
    answers = [f"={_safe(escape(form, quote=False))}" for form in entry.accept]
    answers += [
        f"%0%{_safe(escape(form, quote=False))}#{_safe(html(miss.why))}"
        for miss in entry.misses
        for form in miss.forms
    ]
    return "{1:SHORTANSWER:" + "~".join([*answers, f"%0%*#{_safe(html(entry.otherwise))}"]) + "}"


def _safe(text: str) -> str:
    return re.sub(r'([\\}#~/"])', r"\\\1", text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def read(text: str, tags: Tags) -> tuple[str, Draft] | None:
    """The text without the manifest, and what makes the kind ``blanks``; None where something of it cannot be kept."""
    for manifest in _PRE.finditer(text):
        if _GAP.search(manifest[1]):
            rest = text[: manifest.start()] + text[manifest.end() :]
            if _GAP.search(rest) or "[[" in manifest[1]:
                return None
            body = _body(manifest[1], tags)
            return None if body is None else (rest, body)
    return None


def _body(inner: str, tags: Tags) -> Draft | None:
    blanks: dict[str, Draft] = {}
    text, at, missed = "", 0, 0
    for place, match in enumerate(_GAP.finditer(inner)):
        entry = _entry(match[2]) if match[1] in _SHORT else None
        if entry is None:
            return None
        for miss in entry["wrong"]:
            miss["misconception"] = tags.misconception(missed)
            missed += 1
        name = tags.of("gap", place) or f"gap{place + 1}"
        blanks[name] = entry
        text, at = f"{text}{inner[at : match.start()]}[[{name}]]", match.end()
    return {
        "file": tags.of("file", 0) or "service.yaml",
        "yaml": unescape(re.sub(r"<[^>]+>", "", text + inner[at:])),
        "blanks": blanks,
    }


def _entry(inner: str) -> Draft | None:
    accept, misses, otherwise = list[str](), dict[str, Any](), said("")
    for answer in re.split(r"(?<!\\)~", inner):
        weight = re.match(r"=|%(-?[0-9.]+)%", answer)
        share = 0.0 if weight is None else 100.0 if weight[1] is None else float(weight[1])
        form, _, why = re.sub(r"(?<!\\)#", "\0", answer[weight.end() if weight else 0 :], count=1).partition(
            "\0"
        )
        form = unescape(_plain(form)).strip()
        if share not in (0.0, 100.0):
            return None
        if form == "*" and share == 0:
            otherwise = said(_plain(why))
        elif share:
            accept.append(form)
        else:
            misses.setdefault(why, {"forms": [], "why": said(_plain(why))})["forms"].append(form)
    return {"accept": accept, "wrong": list(misses.values()), "otherwise": otherwise} if accept else None
