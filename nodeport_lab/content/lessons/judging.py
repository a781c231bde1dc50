"""Does what the simulation does agree with what was said of it? Conditions of facts, choices and goals, judged on a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.kubectl import resources
from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.lessons import actions
from nodeport_lab.content.lessons.deeds import Deeds, meaning_of
from nodeport_lab.content.lessons.model import Condition, Look

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a look. ``trace``: of a request; ``output`` and ``exit``: of a line; ``problem``: why it could not be sent."""

    trace: Mapping[str, Any] | None = None
    problem: str | None = None
    output: str = ""
    exit: int = 0
    line: str = ""

    @property
    def outcomes(self) -> Sequence[Mapping[str, Any]]:
        return self.trace["outcomes"] if self.trace else ()

    @property
    def codes(self) -> frozenset[str]:
        """Where it may end."""
        return frozenset(outcome["code"] for outcome in self.outcomes)

    @property
    def observed(self) -> frozenset[str]:
        """What the sender may see."""
        return frozenset(CODES[code].observed for code in self.codes)

    @property
    def answers(self) -> list[Mapping[str, Any]]:
        """The outcomes in which a pod answers."""
        return [outcome for outcome in self.outcomes if outcome["pod"] and outcome["kind"] == "answered"]

    @property
    def pods(self) -> list[str]:
        return sorted({outcome["pod"] for outcome in self.answers})

    @property
    def statuses(self) -> frozenset[int]:
        """The HTTP statuses that may come back."""
        branches = self.trace["branches"] if self.trace else ()
        return frozenset(
            branch["http"]["status"]
            for branch in branches
            if branch.get("http") and branch["http"]["status"] is not None
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """One look of a goal: whether it holds, and what was seen."""

    look: Look
    holds: bool
    seen: Seen | None = None


def judge(look: Look, cluster: Cluster, deeds: Deeds, fact: Callable[[str], Any]) -> Judged:
    """Looks, and says whether it is so. The cluster is left as it is, but for what a line that is run does to it."""
    if look.sent is not None:
        return Judged(look, deeds.has_sent(actions.filled(look.sent, fact), meaning_of(cluster)))
    if look.typed is not None:
        return Judged(look, deeds.has_typed(look.typed, str(actions.filled(look.place, fact))))
    if look.thing is not None:
        return Judged(look, _object_holds(look, cluster, fact))
    seen = see(look, cluster, fact)
    return Judged(look, holds(look.condition, seen, cluster, fact), seen)


def see(look: Look, cluster: Cluster, fact: Callable[[str], Any]) -> Seen:
    """Sends the request, or runs the line, and tells what comes of it."""
    if look.request is not None:
        trace = cluster.trace(actions.filled(look.request, fact))
        return Seen(problem=trace["problem"]["message"]) if "problem" in trace else Seen(trace)
    line = str(actions.filled(look.run, fact))
    session = cluster.perform(
        {"type": "terminal", "line": line, "place": actions.filled(look.place, fact)}
    ).session
    if session is None:
        raise TypeError(f"nothing came of {line}")
    output = "".join(text for _, text in session.ran.chunks).rstrip("\n")
    if look.grep is not None:
        wanted = str(actions.filled(look.grep, fact))
        output = "\n".join(text for text in output.splitlines() if wanted in text)
    return Seen(output=output, exit=session.ran.exit, line=line)


def holds(condition: Condition, seen: Seen, cluster: Cluster, fact: Callable[[str], Any]) -> bool:
    """Whether all that the condition names is so."""
    if seen.problem is not None:
        return False
    if condition.observed is not None and condition.observed != seen.observed:
        return False
    if condition.endings is not None:
        mode = cluster.engine.proxies.mode(cluster.config.nodes[0].name)
        if condition.endings[mode] != seen.codes:
            return False
    if condition.pods is not None and condition.pods != len(seen.pods):
        return False
    for key in ("source", "destination"):
        wanted = getattr(condition, key)
        if wanted is not None and {outcome[key] for outcome in seen.answers} != {
            str(actions.filled(wanted, fact))
        }:
            return False
    if condition.status is not None and seen.statuses != {condition.status}:
        return False
    if condition.prints is not None and str(actions.filled(condition.prints, fact)) not in seen.output:
        return False
    return condition.lacks is None or str(actions.filled(condition.lacks, fact)) not in seen.output


def value_at(obj: Any, path: str) -> Any:
    """What stands at ``spec.ports[0].nodePort``; None where nothing does. A label's dots are escaped by brackets: ``labels[app.x/y]``."""
    for name, index in _PART.findall(path):
        if index and isinstance(obj, list):
            obj = obj[int(index)] if int(index) < len(obj) else None
        elif isinstance(obj, Mapping):
            obj = obj.get(name or index)
        else:
            return None
    return obj


def _object_holds(look: Look, cluster: Cluster, fact: Callable[[str], Any]) -> bool:
    kind, name = look.thing or ("", None)
    resource = resources.find(kind)
    if resource is None:
        raise ValueError(f"there are no objects of the kind {kind}")
    found = [
        obj
        for obj in cluster.api.list(resource.name, look.namespace if resource.namespaced else None)
        if (name is None or obj["metadata"]["name"] == name)
        and all(
            _equal(value_at(obj, path), actions.filled(wanted, fact)) for path, wanted in look.where.items()
        )
        and not _of_every_cluster(obj)
    ]
    return not found if look.absent else bool(found)


def _of_every_cluster(obj: Obj) -> bool:
    """The Service of the API server itself."""
    return bool(obj["kind"] == "Service" and obj["metadata"]["name"] == "kubernetes")


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list) and not isinstance(value, list):
        return value in wanted
    return bool(value == wanted)
