"""Transcripts of kubectl: every command of a recorded session, played against a simulated cluster.

Both sides are normalised as tests/data/conformance/README.md says: what differs from run to run (ages, times, uids, versions,
generated names) is masked, columns lose their width, and lists of addresses are sets. Two whims of a real cluster follow
from that: rows whose names are masked have no order of their own, and which of several equal nodes the scheduler picks is
its own affair, so that the nodes may change places, the same way in all of a transcript.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.cluster import Cluster

_TIME = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[-+]\d\d:?\d\d(?: UTC)?)?")
_LONG_TIME = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [-+]\d{4}")
_UID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_VERSION = re.compile(r'(resourceVersion"?: ?"?)\d+')
_AGE = re.compile(r"(?<![\w.:/-])(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?![\w.:/-])")
_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_GENERATED = re.compile(rf"-[{_LETTERS}]{{5}}(?![\w-])")
_ADDRESS = r"\d+\.\d+\.\d+\.\d+(?::\d+)?"
_ADDRESSES = re.compile(rf"{_ADDRESS}(?:,{_ADDRESS})+")
_TEMPORARY = re.compile(r"/(LIVE|MERGED)-\d+/")
_SPACES = re.compile(r"[ ]{2,}")


class _Played(NamedTuple):
    """A compared command: what was recorded, and what ours printed."""

    step: dict[str, Any]
    printed: Printed


class _Renaming(NamedTuple):
    """Nodes that change places: their names, addresses and pod networks, old to new."""

    words: dict[str, str]

    def apply(self, text: str) -> str:
        pattern = "|".join(re.escape(word) for word in self.words)
        return re.sub(rf"(?<![\w.])(?:{pattern})(?=\.?\d*\b)", lambda match: self.words[match[0]], text)


def judge(case: dict[str, Any], folder: Path) -> str | None:
    """The first command whose outcome differs from what was recorded, and where; None where all agree."""
    cluster = Cluster()
    _set_the_stage(cluster)
    cluster.terminal.files.update(case["files"])
    played = [
        _Played(step, printed)
        for step in case["commands"]
        if (printed := _play(cluster, step["command"])) is not None and "stdout" in step
    ]
    found: list[tuple[int, str]] = []
    for renaming in _renamings(cluster.config):
        difference = _first_difference(played, renaming)
        if difference is None:
            return None
        found.append(difference)
    return max(found, key=lambda difference: difference[0])[1]


def _set_the_stage(cluster: Cluster) -> None:
    """Between two recorded transcripts everything was deleted; the Service kubernetes came back, its endpoints did not yet."""
    for resource in ("endpoints", "endpointslices"):
        for obj in cluster.api.list(resource):
            cluster.api.delete(Key(resource, obj["metadata"]["namespace"], obj["metadata"]["name"]))


def _play(cluster: Cluster, command: str) -> Printed | None:
    """Plays one command; None where it prints nothing by nature."""
    if command == "wait":
        cluster.settle()
        return None
    words = command.split()
    if words[0] == "assign-load-balancer":
        cluster.assign_load_balancer("default", words[1], words[2])
        return None
    outcome = cluster.perform({"type": "kubectl", "line": command, "settle": False})
    if outcome.printed is None:
        raise ValueError(f"nothing was printed for {command!r}")
    return outcome.printed


def _renamings(config: ClusterConfig) -> Iterator[_Renaming]:
    """Every way in which the nodes can change places, none first."""
    for order in itertools.permutations(config.nodes):
        words: dict[str, str] = {}
        for old, new in zip(config.nodes, order, strict=True):
            words[old.name], words[old.address] = new.name, new.address
            words[_network(old.pod_cidr)] = _network(new.pod_cidr)
        yield _Renaming(words)


def _network(cidr: str) -> str:
    return cidr.rpartition(".")[0]


def _first_difference(played: list[_Played], renaming: _Renaming) -> tuple[int, str] | None:
    """How many commands agree, and where the next does not."""
    for number, (step, printed) in enumerate(played):
        if printed.exit != step["exit"]:
            said = printed.stderr.strip() or printed.stdout.strip()
            return number, f"{step['command']}: exit status {printed.exit}, recorded {step['exit']}: {said}"
        for title, ours, recorded in (
            ("stdout", printed.stdout, step["stdout"]),
            ("stderr", printed.stderr, step.get("stderr", "")),
        ):
            mine, theirs = normalised(renaming.apply(ours)), normalised(recorded)
            for line, (left, right) in enumerate(itertools.zip_longest(mine, theirs), 1):
                if left != right:
                    return number, f"{step['command']}: {title} line {line}: {left!r}, recorded {right!r}"
    return None


def normalised(text: str) -> list[str]:
    """The lines of the text with everything masked that differs from one run of a real cluster to the next."""
    text = _TIME.sub("<time>", text)
    text = _LONG_TIME.sub("<time>", text)
    text = _UID.sub("<uid>", text)
    text = _VERSION.sub(r"\1<version>", text)
    text = _AGE.sub(lambda match: "<age>" if match[0] else "", text)
    text = _GENERATED.sub("-<name>", text)
    text = _TEMPORARY.sub(r"/\1/", text)
    text = _ADDRESSES.sub(lambda match: ",".join(sorted(match[0].split(","))), text)
    return list(_without_whims(_SPACES.sub("  ", text).split("\n")))


def _without_whims(lines: list[str]) -> Iterator[str]:
    """Rows of one masked name that stand together, sorted: their order came from the mask's letters. So did that of events."""
    for _, block in itertools.groupby(_with_table(lines), key=lambda pair: pair[0]):
        rows = [line for _, line in block]
        yield from sorted(rows)


def _with_table(lines: list[str]) -> Iterator[tuple[object, str]]:
    """Each line with what it is sorted within: the rows of its masked name, a table of events, or itself alone."""
    events = False
    for number, line in enumerate(lines):
        masked = re.match(r"(?:\S+  )?\S*-<name>", line)
        if events and line:
            yield "events", line
        else:
            yield (masked[0] if masked else number), line
        events = line.startswith("LAST SEEN") or (events and bool(line))
