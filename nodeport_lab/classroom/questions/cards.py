"""A question as a learner, the wall and the teacher see it now. Before it is told nothing of the answer is here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from nodeport_lab.classroom.models import Asking, Room, Sitting, Vote
from nodeport_lab.classroom.questions import sittings, tallies
from nodeport_lab.classroom.questions.votes import question_of
from nodeport_lab.content.questions import Question
from nodeport_lab.content.questions.model import Blanks, Choice, Entry, Match, Order, Predict, Repair
from nodeport_lab.content.words import Language
from nodeport_lab.quiz import proofs, showing

_NOBODYS: dict[str, Any] = {"pass": True}


@dataclass(frozen=True, slots=True)
class Common:
    """What everybody in a room is about to see, in one language. own: each learner is somewhere else, and asks for it.

    key: what is shown and how far it is; the same key, the same card.
    """

    version: int
    language: Language = "en"
    key: str = ""
    html: str = ""
    own: bool = False
    state: str = ""
    encoded: str = ""
    votes: Mapping[str, Vote] = field(default_factory=dict)

    def told(self, learner_id: str | None, vote: Vote | None = None) -> str:
        """The message to one page, as JSON: the card, and what concerns this learner alone."""
        now = {"type": "question", "key": self.key, "own": self.own, "now": milliseconds()}
        if not self.html:
            return _json(now)
        vote = vote or self.votes.get(learner_id or "")
        now["filled"] = vote.filled if vote else {}
        now["mine"] = mine(self.state, vote, self.language)
        # The card is the same for all, and written down once.
        return f'{_json(now)[:-1]},"html":{self.encoded}}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def milliseconds() -> int:
    """The server's clock, for pages that show how much time is left."""
    return round(timezone.now().timestamp() * 1000)


def on(sitting: Sitting | None) -> bool:
    """Whether anything is asked."""
    return sitting is not None and sitting.begun is not None and sitting.ended is None


def common(room_id: str, language: Language) -> Common:
    """How things stand for everybody."""
    sitting = sittings.latest(room_id)
    if sitting is None or not on(sitting):
        return Common(sitting.version if sitting else 0, language)
    if sitting.pace == Sitting.Pace.LEARNER:
        return Common(sitting.version, language, f"{sitting.pk} {sitting.version}", own=True)
    asking = sitting.current
    if asking is None:
        return Common(sitting.version, language)
    asking.sitting = sitting
    state = sittings.state(asking)
    votes = {vote.learner_id: vote for vote in asking.votes.filter(round=asking.round)}
    with translation.override(language):
        html = render_to_string("classroom/live/card.html", card(asking, language, state))
    return Common(
        sitting.version,
        language,
        f"{asking.pk} {asking.round} {state}",
        html,
        False,
        state,
        _json(html),
        votes,
    )


def card(asking: Asking, language: Language, state: str, told: bool = False) -> dict[str, Any]:
    """The question as a learner's page shows it, without what concerns one learner alone. told: this one is told already."""
    sitting, question = asking.sitting, question_of(asking)
    revealed = state == "revealed"
    numbers = list(sitting.askings.exclude(round=0).values_list("pk", flat=True))
    found: dict[str, Any] = {
        "asking": asking,
        "sitting": sitting,
        "state": state,
        "told": told or revealed,
        "view": showing.shown(question, asking.pk, language),
        "number": numbers.index(asking.pk) + 1 if asking.pk in numbers else len(numbers),
        "of": len(numbers) if sitting.pace == Sitting.Pace.LEARNER else None,
        "room": sitting.room,
        "prefix": "live-",
    }
    if revealed or sitting.bars:
        found["groups"] = tallies.histogram(asking, language, revealed)
        found["rounds"] = asking.round
    if found["told"]:
        found |= told_of(question, asking, language)
    if revealed and sitting.leaders:
        found["leaders"] = tallies.leaders(sitting)
    return found


def told_of(question: Question, asking: Asking, language: Language) -> dict[str, Any]:
    """What is right, why, and where the packet is that proves it."""
    return {
        "solved": showing.solved(question, asking.pk, language),
        "explanation": question.explanation[language],
        "proof_at": reverse("classroom:proof", args=[asking.sitting.room.code, asking.pk]),
    }


def mine(state: str, vote: Vote | None, language: Language) -> str:
    """What concerns one learner alone: whether their answer is in, and in the end how right it was."""
    if vote is None and state == "open":
        return ""
    context: dict[str, Any] = {"state": state, "vote": vote}
    if vote is not None and state == "revealed":
        context |= {
            "given": given(question_of(vote.asking), vote.asking_id, vote.answer, language),
            "notes": [note[language] for note in vote.notes if note.get(language)],
            "percent": round(vote.score * 100),
            "partly": not vote.right and vote.score > 0,
            "passed": bool(vote.answer.get("pass")),
        }
    with translation.override(language):
        return render_to_string("classroom/live/mine.html", context)


def given(question: Question, token: str, answer: Mapping[str, Any], language: Language) -> list[str]:
    """An answer in words."""
    body = question.body
    if answer.get("pass"):
        return []
    match body:
        case Choice():
            chosen = set(answer.get("choices", ())) | {answer.get("choice")}
            return [option.text[language] for option in body.options if option.id in chosen]
        case Entry():
            return [f"`{answer['text']}`"]
        case Predict():
            places = showing.shown(question, token, language)["options"]
            return [f"`{one['text']}`" for one in places if one["value"] == answer["choice"]]
        case Order():
            texts = {item.id: item.text[language] for item in body.items}
            return [" → ".join(texts[name] for name in answer["order"])]
        case Match():
            texts = {pair.id: pair.right[language] for pair in body.pairs} | {
                f"x{number}": text[language] for number, text in enumerate(body.extra)
            }
            return [f"{pair.left[language]} → {texts[answer['pairs'][pair.id]]}" for pair in body.pairs]
        case Blanks():
            return [f"{name}: `{text}`" for name, text in answer["gaps"].items()]
        case Repair():
            return []


@lru_cache(maxsize=128)
def proof(asking_id: str, language: Language) -> str:
    """The packet that proves the answer, drawn and told; empty where no packet proves anything. Five hundred ask for it at once."""
    asking = Asking.objects.get(pk=asking_id)
    found = proofs.proof(question_of(asking), _NOBODYS, language)
    if found is None:
        return ""
    branch = next((one for one in found["trace"]["branches"] if one["id"] == found["pick"]), None)
    return render_to_string(
        "classroom/live/proof.html", {"proof": found, "branch": branch, "prefix": "proof-"}
    )


def wall(room: Room, language: Language) -> dict[str, Any]:
    """For the wall: large, without a name, and without the histogram before the teacher shows it."""
    sitting = sittings.latest(room.pk)
    context: dict[str, Any] = {"sitting": sitting if on(sitting) else None}
    if sitting is None or not on(sitting):
        return context
    if sitting.pace == Sitting.Pace.LEARNER:
        rows = tallies.progress(sitting)
        for row in rows:
            row["prompt"] = question_of(row["asking"]).prompt[language]
        context |= {"rows": rows, "told": bool(rows) and rows[0]["asking"].revealed is not None}
        context["here"] = tallies.here(room.pk, max((row["count"] for row in rows), default=0))
        if context["told"] and sitting.leaders:
            context["leaders"] = tallies.leaders(sitting)
        return context
    if sitting.current is None:
        return context | {"sitting": None}
    asking = sitting.current
    asking.sitting = sitting
    state = sittings.state(asking)
    count = tallies.answered(asking)
    return context | card(asking, language, state) | {"count": count, "here": tallies.here(room.pk, count)}
