"""Sends a packet: draws which branch it takes, and puts the words of the reader's language to its hops."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.content import words
from nodeport_lab.lab import asking, playback, steps, workbench
from nodeport_lab.lab.ideas import with_ideas
from nodeport_lab.lab.models import Workspace

At = tuple[int, int] | None


def send(workspace: Workspace, action: dict[str, Any], luck: Random, at: At = None) -> dict[str, Any]:
    """``{state, trace, pick}``. The trace has every branch; ``pick`` is the one that was taken and logged.

    Into a moment that is past (``at``) a packet is sent to be looked at: nothing is logged, no kernel remembers it.
    """
    if at is not None:
        found, seen = _at(workspace, action, at)
        pick = action.get("pick")
        if pick is None:
            pick = draw([float(branch.probability) for branch in found.branches], luck)
        return {"state": workbench.state(workspace), "trace": seen, "pick": pick}
    if action.get("pick") is None:
        branches = asking.trace(workspace, action | {"pick": 0}).branches
        action = action | {"pick": draw([float(branch.probability) for branch in branches], luck)}
    if steps.is_past(workspace):
        # Who looks around in the past gives up nothing for it: the packet is shown, and not logged.
        shown: dict[str, Any] | None = asking.trace(workspace, action | {"pick": 0}).as_json()
    else:
        shown = workbench.perform(workspace, action).trace
    trace = shown
    if trace is None:
        raise TypeError("a packet was sent, and there is no trace of it")
    return {
        "state": workbench.state(workspace),
        "trace": told(workspace, trace),
        "pick": action["pick"],
    }


def _at(workspace: Workspace, action: dict[str, Any], at: tuple[int, int]) -> tuple[Trace, dict[str, Any]]:
    """The trace at a moment, and the same in words."""
    asking.check_request(workspace, action)
    found, cluster = playback.traced(workspace, at, action)
    return found, in_words(with_ideas(cluster, found.as_json()), workbench.language())


def look(workspace: Workspace, action: dict[str, Any], at: At = None) -> dict[str, Any]:
    """``{trace, together}``: where a request could go. ``together`` says why many requests would all go where the first
    one goes: ``affinity`` (the Service remembers its client), ``connection`` (UDP from one socket is one flow), or null."""
    if at is None:
        trace = asking.trace(workspace, action)
        shown = told(workspace, trace.as_json())
    else:
        trace, shown = _at(workspace, action, at)
    together = None
    if action["protocol"] == "UDP":
        together = "connection"
    elif any(branch.remembered for branch in trace.branches):
        together = "affinity"
    return {"trace": shown, "together": together}


def told(workspace: Workspace, trace: dict[str, Any]) -> dict[str, Any]:
    """A trace as the page shows it: with the idea of each branch, and in the reader's language."""
    found = asking.look(workspace, lambda cluster: with_ideas(cluster, trace))
    return in_words(found, workbench.language())


def in_words(trace: dict[str, Any], language: words.Language) -> dict[str, Any]:
    """The trace with ``text`` at each hop and ``why`` at each ending."""
    branches = [
        branch
        | {
            "hops": [hop | {"text": words.hop_text(hop, language)} for hop in branch["hops"]],
            "ending": branch["ending"] | {"why": words.why(branch["ending"], language)},
        }
        for branch in trace["branches"]
    ]
    return trace | {"branches": branches}


def draw(probabilities: Sequence[float], luck: Random) -> int:
    """Which of the branches a packet takes."""
    [taken] = luck.choices(range(len(probabilities)), probabilities)
    return taken
