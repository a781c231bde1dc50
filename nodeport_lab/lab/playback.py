"""The moments of one action of the log: what happened while the cluster settled, to be played, and packets sent into any of them.

A moment is named by the action's number and its own place in the row of that action's moments (``at``). It follows from the log
alone, so the same ``at`` always shows the same cluster; a packet that is sent there is shown and not logged.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.cluster import Cluster, Frame
from nodeport_lab.cluster.simulation.frames import difference
from nodeport_lab.content import words
from nodeport_lab.lab.actions import malformed
from nodeport_lab.lab.clusters import make
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.labels import label
from nodeport_lab.lab.models import Workspace

Json = dict[str, Any]

MAX_MOMENTS = 600  # beyond, moments are only passed through: nobody steps through more
_KEPT = 16


class Tape:
    """One action, being played: forwards only."""

    def __init__(self, workspace: Workspace, number: int) -> None:
        log = list(workspace.actions.filter(number__lte=number).values_list("data", flat=True))
        self.action: Json = log.pop()
        self.cluster: Cluster = make(workspace.settings, workspace.seed, log)
        self._frames: Iterator[Frame] = self.cluster.play(self.action)
        self.position = -1

    def next(self) -> Frame | None:
        """The next moment; the cluster stands there then."""
        if self.position + 1 >= MAX_MOMENTS:
            return None
        frame = next(self._frames, None)
        if frame is not None:
            self.position += 1
        return frame


class Tapes:
    """The tapes that were played last: who sends packets into one moment after the other does not begin anew each time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[tuple[int, int], Tape]] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, workspace: Workspace, number: int, moment: int) -> Tape:
        """A tape that stands at this moment. Nobody else has it meanwhile: whoever calls holds ``shelf.alone``."""
        with self._lock:
            key, tape = self._kept.pop(workspace.pk, (None, None))
        if tape is None or key != (workspace.revision, number) or tape.position > moment:
            tape = Tape(workspace, number)
        while tape.position < moment:
            if tape.next() is None:
                raise _no_such_moment()
        with self._lock:
            self._kept[workspace.pk] = ((workspace.revision, number), tape)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return tape

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


tapes = Tapes()


def moment_of(body: Mapping[str, Any]) -> tuple[int, int] | None:
    """``at`` of a request: (action, moment), or None where it is about the present."""
    at = body.get("at")
    if at is None:
        return None
    if not isinstance(at, dict) or at.keys() != {"action", "moment"}:
        raise malformed()
    action, moment = at["action"], at["moment"]
    if not all(type(value) is int and 0 <= value < 100_000 for value in (action, moment)):
        raise malformed()
    return action, moment


def check_number(workspace: Workspace, number: Any) -> int:
    """The number of an action that was done."""
    if type(number) is not int or not 0 < number <= workspace.length:
        raise _no_such_moment()
    return number


def traced(workspace: Workspace, at: tuple[int, int], request: Json) -> tuple[Trace, Cluster]:
    """Where a request could go at a moment, and the cluster as it is then."""
    tape = tapes.at(workspace, check_number(workspace, at[0]), at[1])
    found = tape.cluster.traced(request)
    if isinstance(found, Problem):
        raise Refusal(
            400,
            "impossible",
            _("That cannot be done in this cluster: %(reason)s") % {"reason": found.message},
        )
    return found, tape.cluster


def moments(workspace: Workspace, number: int, language: words.Language) -> Json:
    """``{action, label, first, moments: [{time, texts, change}]}``: everything that there is to be played of an action.

    Moments in which nothing changed that anybody could see are told with the next.
    """
    tape = Tape(workspace, check_number(workspace, number))
    first: Json = {}
    before: Json = {}
    out: list[Json] = []
    while (frame := tape.next()) is not None:
        if not before:
            first = before = frame.snapshot
        texts = [words.moment_text(moment.as_json(), language) for moment in frame.moments]
        about = [moment.as_json()["object"] for moment in frame.moments]
        change = difference(before, frame.snapshot)
        out.append({"time": round(frame.time, 3), "texts": texts, "about": about, "change": change})
        before = frame.snapshot
    return {
        "version": 1,
        "action": number,
        "label": label(tape.action),
        "first": first,
        "moments": out,
    }


def flow(workspace: Workspace, number: int, request: Json) -> Json:
    """What can become of such a request in each moment of an action."""
    tape = Tape(workspace, check_number(workspace, number))
    ways = _Ways(request)
    while tape.next() is not None:
        ways.add(tape.cluster.traced(request))
    return ways.as_json() | {"action": number}


def present(trace: Trace, request: Json) -> Json:
    """The same as things stand."""
    ways = _Ways(request)
    ways.add(trace)
    return ways.as_json()


class _Ways:
    """``{together, ways, moments}``: for each moment the outcomes, each with the way that leads there (``null`` where nothing can
    be sent). What many moments have in common is sent once.
    """

    def __init__(self, request: Json) -> None:
        self._together = request["protocol"] == "UDP"
        self._known: dict[str, int] = {}
        self._ways: list[list[Json]] = []
        self._moments: list[list[Json] | None] = []

    def add(self, found: Trace | Problem) -> None:
        """One more moment."""
        if isinstance(found, Problem):
            self._moments.append(None)
            return
        self._together = self._together or any(branch.remembered for branch in found.branches)
        trace = found.as_json()
        branches = {branch["id"]: branch for branch in trace["branches"]}
        self._moments.append(
            [
                {key: outcome[key] for key in ("kind", "code", "pod", "probability")}
                | {"way": self._way(branches[outcome["branches"][0]])}
                for outcome in trace["outcomes"]
            ]
        )

    def _way(self, branch: Json) -> int:
        hops = branch["hops"]
        way = [_slim(hop) for hop in hops if hop["leg"] == "request"]
        if branch["ending"]["kind"] != "answered":
            # Where somebody says no, the way there ends with them.
            way += [_slim(hop) | {"leg": "request"} for hop in hops[len(way) : len(way) + 1]]
        key = json.dumps(way)
        if key not in self._known:
            self._known[key] = len(self._ways)
            self._ways.append(way)
        return self._known[key]

    def as_json(self) -> Json:
        """As the browser gets it."""
        return {"version": 1, "together": self._together, "ways": self._ways, "moments": self._moments}


def _slim(hop: Json) -> Json:
    """As much of a hop as a drawing needs to know where it is."""
    ends = {
        when: {end: {"port": hop[when][end]["port"]} for end in ("src", "dst")}
        for when in ("before", "after")
    }
    rules = [
        {"origin": {"service": rule["origin"]["service"], "port": rule["origin"]["port"]}}
        for rule in hop["rules"]
        if rule["origin"] is not None
    ]
    return {key: hop[key] for key in ("leg", "place", "stage", "event")} | ends | {"rules": rules[:1]}


def _no_such_moment() -> Refusal:
    return Refusal(400, "no-such-moment", _("There is no such moment."))
