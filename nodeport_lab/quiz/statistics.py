"""What the answers say of the questions: difficulty, discrimination, time, and which wrong answers were given."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

from nodeport_lab.content.words import Language
from nodeport_lab.quiz.models import Asked

# Fewer answers than this say nothing about how well a question tells those who know from those who don't.
ENOUGH = 10
_LOOKED_AT = 50_000
_TYPED = {"text", "gaps"}


@dataclass(frozen=True, slots=True)
class Line:
    """One question. easy: the mean score (0 to 1). discrimination: the correlation with the rest of each one's answers, None where
    there are too few. given: the wrong answers, the most frequent first."""

    item: str
    version: int
    concept: str
    count: int
    easy: float
    discrimination: float | None
    seconds: float
    given: tuple[tuple[str, int], ...]
    betrayed: tuple[tuple[str, int], ...]


def lines(prefix: str = "", says: Language = "en") -> list[Line]:
    """Every question that was answered, of a bank or of all; of each person the first answer to each."""
    rows = Asked.objects.exclude(answered=None).order_by("answered", "pk")
    # Of a bank only where its own author asks: what others' learners answered is not for everybody.
    rows = rows.filter(item__startswith=prefix) if prefix else rows.exclude(item__startswith="b:")
    found = rows.values(
        "visitor_id", "item", "version", "concept", "score", "right", "seconds", "answer", "betrays", "source"
    )
    return of(found[:_LOOKED_AT], says)


def of(rows: Iterable[Mapping[str, Any]], says: Language = "en") -> list[Line]:
    """The same from rows of answers in the order in which they were given."""
    first: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for row in rows:
        first.setdefault((row["visitor_id"], row["item"], row["version"]), row)
    totals: dict[str, list[float]] = defaultdict(list)
    for row in first.values():
        totals[row["visitor_id"]].append(float(row["score"] or 0))
    grouped: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for (_, item, version), row in first.items():
        grouped[item, version].append(row)
    return [_line(item, version, group, totals, says) for (item, version), group in sorted(grouped.items())]


def _line(
    item: str,
    version: int,
    group: Sequence[Mapping[str, Any]],
    totals: Mapping[str, Sequence[float]],
    says: Language,
) -> Line:
    scores = [float(row["score"] or 0) for row in group]
    rests = []
    for row, score in zip(group, scores, strict=True):
        every = totals[row["visitor_id"]]
        rests.append((sum(every) - score) / (len(every) - 1) if len(every) > 1 else None)
    given = Counter(_said(row, says) for row in group if not row["right"])
    typed = {_said(row, says) for row in group if not row["right"] and _TYPED & (row["answer"] or {}).keys()}
    betrayed = Counter(name for row in group for name in row["betrays"])
    return Line(
        item,
        version,
        str(group[0]["concept"]),
        len(group),
        sum(scores) / len(scores),
        _correlation(scores, rests),
        median(float(row["seconds"] or 0) for row in group),
        # What one person alone typed may tell who they are: it is counted, and not shown.
        tuple((text, count) for text, count in given.most_common(8) if count > 1 or text not in typed)[:5],
        tuple(betrayed.most_common(5)),
    )


def _correlation(scores: Sequence[float], rests: Sequence[float | None]) -> float | None:
    pairs = [(score, rest) for score, rest in zip(scores, rests, strict=True) if rest is not None]
    if len(pairs) < ENOUGH:
        return None
    n = len(pairs)
    one, other = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    spread = sqrt(sum((x - one) ** 2 for x, _ in pairs) * sum((y - other) ** 2 for _, y in pairs))
    return sum((x - one) * (y - other) for x, y in pairs) / spread if spread else None


def _said(row: Mapping[str, Any], says: Language) -> str:
    """A wrong answer in words that tell it from others; an order as the right places of what stood there, of pairs the wrong ones."""
    answer: Mapping[str, Any] = row["answer"] or {}
    if answer.get("pass"):
        return "—"
    parts = row["source"].get("options", ())
    options = dict(zip(_ids(parts), parts, strict=True))
    if answer.get("choice") in options:
        return _text(options[answer["choice"]]["text"], says)
    if "choices" in answer:
        return (
            " + ".join(_text(options[name]["text"], says) for name in answer["choices"] if name in options)
            or "∅"
        )
    for key in ("choice", "text"):
        if key in answer:
            return str(answer[key])
    if "files" in answer:
        return "YAML"
    if "order" in answer:
        right = _ids(row["source"]["items"])
        return " → ".join(str(right.index(name) + 1) for name in answer["order"])
    if "pairs" in answer:
        return _wrong_pairs(row["source"], answer["pairs"], says)
    if "gaps" in answer:
        return ", ".join(f"{name}: {text}" for name, text in answer["gaps"].items())
    raise ValueError(f"no answer that any question takes: {sorted(answer)}")


def _ids(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(part.get("id", "abcdefghi"[place])) for place, part in enumerate(parts)]


def _wrong_pairs(source: Mapping[str, Any], given: Mapping[str, str], says: Language) -> str:
    pairs = dict(zip(_ids(source["pairs"]), source["pairs"], strict=True))
    rights = {name: pair["right"] for name, pair in pairs.items()} | {
        f"x{number}": text for number, text in enumerate(source.get("extra", ()))
    }
    return "; ".join(
        f"{_text(pair['left'], says)} → {_text(rights[given[name]], says)}"
        for name, pair in pairs.items()
        if given[name] != name
    )


def _text(text: Any, says: Language) -> str:
    return str(text[says] if isinstance(text, Mapping) else text)


COLUMNS = (
    "item",
    "version",
    "concept",
    "answers",
    "mean_score",
    "discrimination",
    "median_seconds",
    "wrong_answers",
    "misconceptions",
)


def as_csv(found: Iterable[Line]) -> bytes:
    """For a spreadsheet: UTF-8 with a byte order mark, and nothing that one would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in found:
        discrimination = "" if line.discrimination is None else f"{line.discrimination:.3f}"
        wrong = "; ".join(f"{text} ({count})" for text, count in line.given)
        beliefs = "; ".join(f"{name} ({count})" for name, count in line.betrayed)
        row = [
            line.item,
            line.version,
            line.concept,
            line.count,
            f"{line.easy:.3f}",
            discrimination,
            f"{line.seconds:.1f}",
            wrong,
            beliefs,
        ]
        writer.writerow([_safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: Any) -> Any:
    """What begins like a formula is text all the same; a negative number is a number."""
    text = str(cell)
    formula = (
        text.startswith(("=", "+", "-", "@", "\t", "\r"))
        and not text.lstrip("-").replace(".", "", 1).isdigit()
    )
    return f"'{text}" if formula else cell
