"""Votes, counted: the histogram of a question, who leads, how far everybody is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.classroom.models import Asking, Learner, Sitting, Vote
from nodeport_lab.classroom.questions.votes import question_of
from nodeport_lab.content.questions import Question, grading, misconceptions
from nodeport_lab.content.questions.bodies import normal
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.quiz import showing

MOST = 8  # bars of answers that everybody writes as they like
LEADERS = 5
_PASS, _OTHER, _GOAL, _MISSED = "pass", "other", "goal", "missed"

Counts = dict[str, dict[str, Counter[int]]]  # of a part of the question: of an answer to it: of a round
Group = dict[str, Any]


def votes(asking: Asking) -> list[tuple[int, dict[str, Any], bool, list[str]]]:
    """``(round, answer, right, betrays)`` of everybody, in both rounds."""
    return list(asking.votes.values_list("round", "answer", "right", "betrays"))


def histogram(asking: Asking, language: Language, told: bool) -> list[Group]:
    """Groups of bars, ``{title, bars: [{key, label, right, rounds: [{round, count, percent}]}]}``; ``right`` is None before it is told."""
    question, given = question_of(asking), votes(asking)
    counts: Counts = defaultdict(lambda: defaultdict(Counter))
    for round, answer, right, betrays in given:
        for part, key in _keys(question, answer, right, betrays):
            counts[part][key][round] += 1
    many = Counter(round for round, *_rest in given)
    rounds = range(1, asking.round + 1)
    groups = []
    for part, title in _parts(question, language):
        rows = _rows(question, asking.pk, part, counts[part], language)
        groups.append({"title": title, "bars": [_bar(row, counts[part], rounds, many, told) for row in rows]})
    if isinstance(question.body, Repair) and not told:
        return []  # which files reach the goal is the answer
    return groups


def rightly(asking: Asking) -> list[dict[str, int]]:
    """How many had it right, round by round."""
    found = asking.votes.values_list("round").annotate(n=Count("pk"), good=Count("pk", filter=Q(right=True)))
    return [
        {"round": round, "count": n, "right": good, "percent": round_percent(good, n)}
        for round, n, good in found.order_by("round")
    ]


def round_percent(part: int, whole: int) -> int:
    """A share as a whole number of percent."""
    return round(100 * part / whole) if whole else 0


def _bar(
    row: Mapping[str, Any],
    counts: Mapping[str, Counter[int]],
    rounds: Iterable[int],
    many: Mapping[int, int],
    told: bool,
) -> dict[str, Any]:
    keys = row["keys"]
    found = []
    for round in rounds:
        count = sum(counts[key][round] for key in keys if key in counts)
        found.append({"round": round, "count": count, "percent": round_percent(count, many.get(round, 0))})
    return {
        "key": row["key"],
        "label": row["label"],
        "code": row.get("code", False),
        "right": row["right"] if told else None,
        "rounds": found,
    }


def _parts(question: Question, language: Language) -> list[tuple[str, str]]:
    body = question.body
    if isinstance(body, Match):
        return [(pair.id, pair.left[language]) for pair in body.pairs]
    if isinstance(body, Blanks):
        return [(name, name) for name in body.entries]
    return [("", "")]


def _keys(
    question: Question, answer: Mapping[str, Any], right: bool, betrays: Sequence[str]
) -> list[tuple[str, str]]:
    """To which bars an answer adds one."""
    body = question.body
    if answer.get("pass"):
        return [(part, _PASS) for part, _title in _parts(question, "en")]
    match body:
        case Choice(many=True):
            return [("", name) for name in answer["choices"]]
        case Choice() | Predict():
            return [("", answer["choice"])]
        case Entry():
            return [("", normal(answer["text"]))]
        case Order():
            return [("", " ".join(answer["order"]))]
        case Match():
            return list(answer["pairs"].items())
        case Blanks():
            return [(name, normal(text)) for name, text in answer["gaps"].items()]
        case Repair():
            return [("", _GOAL if right else betrays[0] if betrays else _MISSED)]


def _rows(
    question: Question, token: str, part: str, counts: Mapping[str, Counter[int]], language: Language
) -> list[dict[str, Any]]:
    """The bars of a part in their order: all that may be chosen, or what was written most."""
    body = question.body
    fixed: list[dict[str, Any]] | None = None
    match body:
        case Choice():
            order = showing.order_of(token, len(body.options), body.shuffled)
            shown = [body.options[index] for index in order]
            fixed = [
                {"keys": [one.id], "key": place, "label": one.text[language], "right": one.right}
                for place, one in enumerate(shown, 1)
            ]
        case Predict():
            right = grading.answers(question)
            places = showing.shown(question, token, language)["options"]
            fixed = [
                {
                    "keys": [one["value"]],
                    "key": one["key"],
                    "label": one["text"],
                    "right": one["value"] in right,
                    "code": True,
                }
                for one in places
            ]
    if fixed is not None:
        return [*fixed, *_rest(counts, {row["keys"][0] for row in fixed})]
    most = sorted((key for key in counts if key != _PASS), key=lambda key: (-sum(counts[key].values()), key))
    rows = [{"keys": [key], "key": "", **_written(question, part, key, language)} for key in most[:MOST]]
    if most[MOST:]:
        rows.append({"keys": most[MOST:], "key": "", "label": _("other answers"), "right": False})
    return [*rows, *_rest(counts, set(most))]


def _rest(counts: Mapping[str, Counter[int]], known: set[str]) -> list[dict[str, Any]]:
    if _PASS not in counts or _PASS in known:
        return []
    return [{"keys": [_PASS], "key": "", "label": _("I don't know"), "right": False}]


def _written(question: Question, part: str, key: str, language: Language) -> dict[str, Any]:
    """What a bar of free answers is called, and whether it is right."""
    body = question.body
    match body:
        case Entry():
            return {"label": key, "right": key in {normal(form) for form in body.accept}, "code": True}
        case Blanks():
            accepted = {normal(form) for form in body.entries[part].accept}
            return {"label": key, "right": key in accepted, "code": True}
        case Order():
            texts = {item.id: item.text[language] for item in body.items}
            right = [item.id for item in body.items]
            names = key.split(" ")
            return {"label": " → ".join(texts[name] for name in names), "right": names == right}
        case Match():
            texts = {pair.id: pair.right[language] for pair in body.pairs} | {
                f"x{number}": text[language] for number, text in enumerate(body.extra)
            }
            return {"label": texts[key], "right": key == part}
        case Repair():
            if key == _GOAL:
                return {"label": _("reaches the goal"), "right": True}
            known = misconceptions().get(key)
            return {
                "label": known.belief[language] if known else _("does not reach the goal"),
                "right": False,
            }
    raise ValueError(f"{body} has no free answers")


def answered(asking: Asking) -> int:
    """How many answered in this round."""
    return asking.votes.filter(round=asking.round).count()


def here(room_id: str, at_least: int) -> int:
    """How many learners are there to answer; who did is there, whatever their line says."""
    since = timezone.now() - timedelta(seconds=settings.CLASS_AWAY)
    return max(at_least, Learner.objects.filter(room_id=room_id, seen__gte=since).count())


def people(asking: Asking) -> list[dict[str, Any]]:
    """Everybody in the room by name, with their vote in this round or None."""
    given = {vote.learner_id: vote for vote in asking.votes.filter(round=asking.round)}
    learners = Learner.objects.filter(room_id=asking.sitting.room_id).order_by("name")
    return [{"name": learner.name, "vote": given.get(learner.pk)} for learner in learners]


def leaders(sitting: Sitting) -> list[dict[str, Any]]:
    """Who has most right of what was told so far: ``{place, name, points}``; equal points, equal place. No speed counts."""
    found = (
        Vote.objects.filter(
            asking__sitting=sitting, asking__revealed__isnull=False, round=F("asking__round"), right=True
        )
        .values("learner__name")
        .annotate(points=Count("pk"))
        .order_by("-points", "learner__name")
    )
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(found, 1):
        if (number > LEADERS and row["points"] != rows[-1]["points"]) or number > 2 * LEADERS:
            break
        same = rows and rows[-1]["points"] == row["points"]
        place = rows[-1]["place"] if same else number
        rows.append({"place": place, "name": row["learner__name"], "points": row["points"]})
    return rows


def progress(sitting: Sitting) -> list[dict[str, Any]]:
    """Of each question of the sitting, in order: how many answered it, and how many rightly."""
    counted = sitting.askings.exclude(round=0).annotate(
        count=Count("votes", filter=Q(votes__round=F("round"))),
        good=Count("votes", filter=Q(votes__round=F("round"), votes__right=True)),
    )
    return [
        {
            "asking": asking,
            "number": number,
            "count": asking.count,
            "right": asking.good,
            "percent": round_percent(asking.good, asking.count),
        }
        for number, asking in enumerate(counted, 1)
    ]


def far(sitting: Sitting) -> list[dict[str, Any]]:
    """Of each learner: how many questions of the sitting they answered."""
    learners = (
        Learner.objects.filter(room_id=sitting.room_id)
        .annotate(count=Count("votes", filter=Q(votes__asking__sitting=sitting)))
        .order_by("-count", "name")
    )
    return [{"name": learner.name, "count": learner.count} for learner in learners]
