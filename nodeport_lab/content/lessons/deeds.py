"""What a learner did since a step began: the packets that they sent, and the lines that they typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.requests import is_ipv4
from nodeport_lab.content.experiments.model import Action

# An address or a name, as somebody at a place means it.
Meaning = Callable[[str, str], str]


def meaning_of(cluster: Cluster) -> Meaning:
    """Names as the cluster's DNS has them; where it knows none, a name stands for itself."""

    def meaning(place: str, address: str) -> str:
        if is_ipv4(address) or "/" not in place:
            return address
        found = cluster.zone().resolve(address, place.partition("/")[0]).addresses
        return found[0] if found else address

    return meaning


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

    def has_typed(self, pattern: str, place: str = "client") -> bool:
        """Whether such a line was typed. ``place``: where; ``pod`` and ``node`` are any of them, ``client`` is anywhere."""
        return any(re.match(pattern, line) and _there(place, at) for at, line in self.typed)

    def has_sent(self, wanted: Action, meaning: Meaning) -> bool:
        """Whether such a packet was sent: from the bar, or by a program. A name counts as the address that it stands for."""
        return any(_is(wanted, packet, meaning) for packet in self.sent) or any(
            _asked(wanted, place, line, meaning) for place, line in self.typed
        )


def _there(place: str, at: str) -> bool:
    if place == "client":
        return True
    if place in ("pod", "node"):
        return ("/" in at) == (place == "pod") and not at.startswith("client")
    return at == place


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


def _is(wanted: Mapping[str, Any], packet: Mapping[str, Any], meaning: Meaning) -> bool:
    place = wanted["from"]
    return (
        packet["from"] == place
        and packet["protocol"] == wanted["protocol"]
        and meaning(place, str(packet["to"].get("address")))
        == meaning(place, str(wanted["to"].get("address")))
        and packet["to"].get("port") == wanted["to"].get("port")
        and (wanted.get("http") is None or packet.get("http") == wanted["http"])
    )


_URL = re.compile(r"(?:(?P<scheme>https?)://)?(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>\d+))?(?:[/?].*)?")


def _asked(wanted: Mapping[str, Any], place: str, line: str, meaning: Meaning) -> bool:
    """Somebody who asks by curl or nc sent the packet too."""
    if place != wanted["from"]:
        return False
    there = meaning(place, str(wanted["to"].get("address"))), wanted["to"].get("port"), wanted["protocol"]
    return any((meaning(place, host), port, protocol) == there for host, port, protocol in _targets(line))


def _targets(line: str) -> Iterator[tuple[str, int, str]]:
    """Where the programs of a line may connect to: host, port, protocol."""
    for command in re.split(r"[|;&]+", line):
        program, *words = command.split() or [""]
        words = [word.strip("'\"") for word in words]
        if program in ("curl", "wget"):
            for url in filter(None, map(_URL.fullmatch, words)):
                yield url["host"], int(url["port"] or (443 if url["scheme"] == "https" else 80)), "TCP"
        elif program == "dig":
            port = next((after for word, after in pairwise(words) if word == "-p"), "53")
            for word in words:
                if word.startswith("@") and port.isdigit():
                    yield word[1:], int(port), "TCP" if "+tcp" in words else "UDP"
        elif program in ("nc", "telnet"):
            flags = "".join(word for word in words if re.fullmatch(r"-[a-z]+", word))
            protocol = "UDP" if program == "nc" and "u" in flags else "TCP"
            for host, port in pairwise(words):
                if port.isdigit() and not host.startswith("-"):
                    yield host, int(port), protocol
