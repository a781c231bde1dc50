"""Questions whose options are the three reactions that a sender may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodeport_lab.content.questions.templates.registry import Draft, t
from nodeport_lab.content.questions.templates.world import World

_SAID = {
    "reply": t("応答が返る", "An answer comes back"),
    "refused": t("すぐに拒否される", "Refused at once"),
    "no-answer": t("何も返らず、タイムアウトする", "Nothing comes back: a timeout"),
}


def reaction(
    world: World,
    request: Mapping[str, Any],
    beliefs: Mapping[str, tuple[str, Mapping[str, str]]],
    **parts: Any,
) -> Draft | None:
    """A question whose options are the three reactions. beliefs: by reaction, what choosing it wrongly betrays, and why it is wrong."""
    seen = world.reads(request, "observed")
    if len(seen) != 1:
        return None
    [found] = seen
    options = []
    for value, text in _SAID.items():
        if value == found:
            options.append({"text": text, "right": True, "value": value, "why": parts["explanation"]})
        else:
            misconception, why = beliefs[value]
            options.append({"text": text, "value": value, "misconception": misconception, "why": why})
    proof = {"request": request, "reads": "observed"}
    return {
        "kind": "choose",
        "stage": world.stage,
        "shuffled": False,
        "options": options,
        "proof": proof,
        **parts,
    }


DROPS = t(
    "破棄されたパケットには、誰も返事をしません。",
    "Nobody answers a packet that was dropped.",
)
