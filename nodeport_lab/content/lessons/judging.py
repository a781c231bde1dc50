"""Does what the simulation does agree with what was said of it? Conditions of facts, choices and goals, judged on a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.kubectl import resources
from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.lessons import actions
from nodeport_lab.content.lessons.model import Action, Condition, Look

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


@dataclass(slots=True)
class Deeds:
    """What a learner did since the step began: packets that they sent, lines that they typed and where."""

    sent: list[Action] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)

    @staticmethod
    def of(log: Iterable[Action]) -> Deeds:
        """The deeds of a log's actions."""
        deeds = Deeds()
        for action in log:
            if action["type"] == "send":
                deeds.sent.append(action)
            elif action["type"] in ("terminal", "kubectl"):
                deeds.type(action.get("place", "client"), action["line"])
        return deeds

    def type(self, place: str, line: str) -> None:
        """A line was typed at a place; what it runs elsewhere counts as typed there."""
        self.typed.append((place, line.strip()))
        if (there := _elsewhere(line.strip())) is not None:
            self.typed.append(there)


_SSH = re.compile(r"ssh +(?:-\S+ +)*(?P<node>\S+) +(?P<line>[^-].*)")
_EXEC = re.compile(r"kubectl +exec +(?P<flags>.*?) *-- +(?P<line>.+)")
_SHELLS = re.compile(r"(?:/bin/)?(?:sh|bash) +-c +(['\"])(?P<line>.+)\1")


def _elsewhere(line: str) -> tuple[str, str] | None:
    """Where ``ssh NODE LINE`` and ``kubectl exec POD -- LINE`` run their line, and the line."""
    if match := _SSH.fullmatch(line):
        return match["node"].rpartition("@")[2], match["line"]
    if (match := _EXEC.fullmatch(line)) is None:
        return None
    namespace, pod, words = "default", None, iter(match["flags"].split())
    for word in words:
        if word in ("-n", "--namespace"):
            namespace = next(words, namespace)
        elif word.startswith(("-n=", "--namespace=")):
            namespace = word.partition("=")[2]
        elif word in ("-c", "--container"):
            next(words, None)
        elif not word.startswith("-"):
            pod = word.removeprefix("pod/").removeprefix("pods/")
    inner = _SHELLS.fullmatch(match["line"])
    return None if pod is None else (f"{namespace}/{pod}", inner["line"] if inner else match["line"])


@dataclass(frozen=True, slots=True)
class Judged:
    """One look of a goal: whether it holds, and what was seen."""

    look: Look
    holds: bool
    seen: Seen | None = None


def judge(look: Look, cluster: Cluster, deeds: Deeds, fact: Callable[[str], Any]) -> Judged:
    """Looks, and says whether it is so. The cluster is left as it is, but for what a line that is run does to it."""
    if look.sent is not None:
        wanted = actions.filled(look.sent, fact)
        sent = any(_is(wanted, packet) for packet in deeds.sent)
        return Judged(look, sent or any(_asked(wanted, *typed) for typed in deeds.typed))
    if look.typed is not None:
        return Judged(look, any(re.match(look.typed, line) for _, line in deeds.typed))
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


def _is(wanted: Mapping[str, Any], packet: Mapping[str, Any]) -> bool:
    return (
        packet["from"] == wanted["from"]
        and packet["protocol"] == wanted["protocol"]
        and packet["to"].get("address") == wanted["to"].get("address")
        and packet["to"].get("port") == wanted["to"].get("port")
        and (wanted.get("http") is None or packet.get("http") == wanted["http"])
    )


def _asked(wanted: Mapping[str, Any], place: str, line: str) -> bool:
    """Somebody who asks by curl or nc sent the packet too."""
    address, port = str(wanted["to"].get("address")), str(wanted["to"].get("port"))
    words = [re.sub(r"^https?://|/.*$", "", word) for word in line.split()]
    if place != wanted["from"] or not words or words[0] not in ("curl", "nc", "wget"):
        return False
    ends = {f"{address}:{port}", f"{address} {port}"} | ({address} if port == "80" else set())
    return any(
        word in ends or f"{word} {after}" in ends for word, after in zip(words, [*words[1:], ""], strict=True)
    )
