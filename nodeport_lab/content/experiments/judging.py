"""Does what the simulation does agree with what was said of it? Looks at a cluster, and judges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nodeport_lab.cluster.kubectl import resources
from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.simulation.cluster import Cluster, Outcome
from nodeport_lab.content.experiments.facts import Find, filled
from nodeport_lab.content.experiments.model import Action, Condition, Look

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a look. ``trace``: of a request; ``output`` and ``exit``: of a line; ``problem``: why it could not be done."""

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


def see(look: Look, cluster: Cluster, fact: Find) -> Seen:
    """Sends the request, runs the line or does the deed, and tells what comes of it. Only a request leaves the cluster as it is."""
    if look.request is not None:
        trace = cluster.trace(filled(look.request, fact))
        return Seen(problem=trace["problem"]["message"]) if "problem" in trace else Seen(trace)
    action = filled(deed(look), fact)
    return kept(look, printed(cluster.perform(action), action.get("line", "")), fact)


def deed(look: Look) -> Action:
    """The action of a look that is no request: its own, or the line that it runs."""
    return {"type": "terminal", "line": look.run, "place": look.place} if look.do is None else look.do


def kept(look: Look, seen: Seen, fact: Find) -> Seen:
    """Of what was printed the lines that the look keeps."""
    if look.grep is None:
        return seen
    wanted = str(filled(look.grep, fact))
    return replace(seen, output="\n".join(text for text in seen.output.splitlines() if wanted in text))


def printed(outcome: Outcome, line: str = "") -> Seen:
    """What an action printed, both streams in order."""
    if outcome.problem is not None:
        return Seen(problem=outcome.problem.message, line=line)
    if outcome.session is not None:
        text = "".join(text for _, text in outcome.session.ran.chunks)
        return Seen(output=text.rstrip("\n"), exit=outcome.session.ran.exit, line=line)
    if outcome.printed is not None:
        text = outcome.printed.stdout + outcome.printed.stderr
        return Seen(output=text.rstrip("\n"), exit=outcome.printed.exit, line=line)
    return Seen(line=line)


def holds(condition: Condition, seen: Seen, fact: Find) -> bool:
    """Whether all that the condition names is so."""
    if seen.problem is not None:
        return False
    if condition.observed is not None and condition.observed != seen.observed:
        return False
    if condition.endings is not None:
        mode = seen.trace["proxyMode"] if seen.trace else ""
        if condition.endings[mode] != seen.codes:
            return False
    if condition.pods is not None and condition.pods != len(seen.pods):
        return False
    for key in ("source", "destination"):
        wanted = getattr(condition, key)
        if wanted is not None and {outcome[key] for outcome in seen.answers} != {str(filled(wanted, fact))}:
            return False
    if condition.status is not None and seen.statuses != {condition.status}:
        return False
    if condition.prints is not None and str(filled(condition.prints, fact)) not in seen.output:
        return False
    return condition.lacks is None or str(filled(condition.lacks, fact)) not in seen.output


def object_holds(look: Look, cluster: Cluster, fact: Find) -> bool:
    """Whether there is such an object, or none where there is to be none."""
    kind, name = look.thing or ("", None)
    resource = resources.find(kind)
    if resource is None:
        raise ValueError(f"there are no objects of the kind {kind}")
    found = [
        obj
        for obj in cluster.api.list(resource.name, look.namespace if resource.namespaced else None)
        if (name is None or obj["metadata"]["name"] == name)
        and all(_equal(value_at(obj, path), filled(wanted, fact)) for path, wanted in look.where.items())
        and not _of_every_cluster(obj)
    ]
    return not found if look.absent else bool(found)


def described(seen: Seen, condition: Condition) -> str:
    """What was seen, for an author, in the words in which the condition says what was to be."""
    if seen.problem is not None:
        return seen.problem
    if seen.trace is None:
        return seen.output[:400]
    found: dict[str, Iterable[Any]] = {
        "endings": seen.codes, "observed": seen.observed, "pods": [len(seen.pods)],
        "source": {outcome["source"] for outcome in seen.answers}, "destination": {outcome["destination"] for outcome in seen.answers},
        "status": seen.statuses,
    }  # fmt: skip
    return "; ".join(
        f"{name}: {', '.join(sorted(map(str, said)))}"
        for name, said in found.items()
        if said and getattr(condition, name) is not None
    )


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


def _of_every_cluster(obj: Obj) -> bool:
    """The Service of the API server itself."""
    return bool(obj["kind"] == "Service" and obj["metadata"]["name"] == "kubernetes")


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list) and not isinstance(value, list):
        return value in wanted
    return bool(value == wanted)
