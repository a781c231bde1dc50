"""What is asked, as one learner sees it now: by a plain request, and at their own pace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from nodeport_lab.classroom.models import Asking, Learner, Sitting, Vote
from nodeport_lab.classroom.questions import cards, sittings
from nodeport_lab.content.words import Language


class Step(NamedTuple):
    """A question among those that a learner works through."""

    number: int
    asking: Asking
    done: bool


def personal(learner: Learner, language: Language, wanted: int = 0, token: str = "") -> dict[str, Any]:
    """The same message for one learner by a plain request, at whoever's pace: ``wanted`` is the question they turn to.

    token: the field by which a form without scripts is trusted.
    """
    room = learner.room
    sitting = sittings.latest(room.pk)
    now: dict[str, Any] = {"type": "question", "key": "", "own": False, "now": cards.milliseconds()}
    if sitting is None or not cards.on(sitting) or room.closed:
        return now
    if sitting.pace == Sitting.Pace.TEACHER:
        asking = sitting.current
        if asking is None:
            return now
        vote = asking.votes.filter(learner=learner, round=asking.round).first()
        return now | _personal(sitting, asking, vote, language, token)
    askings = list(sitting.askings.exclude(round=0))
    votes = {vote.asking_id: vote for vote in Vote.objects.filter(asking__sitting=sitting, learner=learner)}
    steps = [Step(number, asking, asking.pk in votes) for number, asking in enumerate(askings, 1)]
    open_ones = [step for step in steps if not step.done and sittings.state(step.asking) == "open"]
    if 1 <= wanted <= len(steps):
        step = steps[wanted - 1]
    elif open_ones:
        step = open_ones[0]
    elif steps and sittings.state(steps[0].asking) == "revealed":
        step = steps[0]
    else:
        return now | _finished(sitting, steps, votes, language)
    asking = step.asking
    extra = {"steps": steps, "at": step.number, "next": _following(steps, step.number)}
    return now | _personal(sitting, asking, votes.get(asking.pk), language, token, extra) | {"own": True}


def _following(steps: list[Step], number: int) -> int:
    """The next question after this one that waits for an answer, else simply the next; 0 where there is none."""
    waiting = [step.number for step in steps if not step.done and step.number != number]
    later = [other for other in waiting if other > number] or waiting
    return later[0] if later else (number + 1 if number < len(steps) else 0)


def _personal(
    sitting: Sitting,
    asking: Asking,
    vote: Vote | None,
    language: Language,
    token: str,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    asking.sitting = sitting
    state = sittings.state(asking)
    told = sitting.instant and sitting.pace == Sitting.Pace.LEARNER and vote is not None
    shown = cards.card(asking, language, state, told) | {"token": token} | dict(more or {})
    shown["mine"] = cards.mine("revealed" if told else state, vote, language)
    key = f"{asking.pk} {asking.round} {state}{' told' if told else ''}{' in' if vote and more else ''}"
    html = render_to_string("classroom/live/card.html", shown)
    return {"key": key, "html": html, "mine": shown["mine"], "filled": vote.filled if vote else {}}


def _finished(
    sitting: Sitting, steps: list[Step], votes: Mapping[str, Vote], language: Language
) -> dict[str, Any]:
    """At their own pace, with nothing left to answer."""
    right = sum(vote.right for vote in votes.values()) if sitting.instant else None
    context = {"steps": steps, "done": len(votes), "of": len(steps), "right": right, "room": sitting.room}
    context["changeable"] = not sitting.instant and any(
        sittings.state(step.asking) == "open" for step in steps
    )
    return {
        "key": f"{sitting.pk} {sitting.version} done",
        "html": render_to_string("classroom/live/finished.html", context),
        "own": True,
        "mine": "",
        "filled": {},
    }
