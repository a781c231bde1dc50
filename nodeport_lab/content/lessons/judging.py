"""A goal judged: on the cluster (``experiments.judging``), and by what the learner did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments.facts import Find, filled
from nodeport_lab.content.experiments.judging import Seen, holds, object_holds, see
from nodeport_lab.content.experiments.model import Action, Look


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


def judge(look: Look, cluster: Cluster, deeds: Deeds, fact: Find) -> Judged:
    """Looks, and says whether it is so. The cluster is left as it is, but for what a line that is run does to it."""
    if look.sent is not None:
        wanted = filled(look.sent, fact)
        sent = any(_is(wanted, packet) for packet in deeds.sent)
        return Judged(look, sent or any(_asked(wanted, *typed) for typed in deeds.typed))
    if look.typed is not None:
        return Judged(look, any(re.match(look.typed, line) for _, line in deeds.typed))
    if look.thing is not None:
        return Judged(look, object_holds(look, cluster, fact))
    seen = see(look, cluster, fact)
    return Judged(look, holds(look.condition, seen, fact), seen)


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
