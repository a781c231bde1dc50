"""What a program has before it: where it runs, what it can reach of the simulated cluster, and its streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubectl.printed import Edit, Printed
from nodeport_lab.cluster.kubeproxy.healthcheck import HealthAnswer
from nodeport_lab.cluster.kubeproxy.iptables.rules import Ruleset as IptablesRuleset
from nodeport_lab.cluster.kubeproxy.nftables.rules import Ruleset as NftablesRuleset
from nodeport_lab.cluster.network.conntrack import Connection
from nodeport_lab.cluster.network.dns import Zone
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.http import HttpRequest
from nodeport_lab.cluster.network.world import CLIENT, Request, World
from nodeport_lab.cluster.objects import Obj

Language = Literal["en", "ja"]
Stream = Literal["out", "err"]


class Said(NamedTuple):
    """What was asked and answered over HTTP, as far as a program's log speaks of it."""

    method: str
    status: int
    size: int
    agent: str


class Reach(Protocol):
    """The simulation, as far as the programs see it."""

    @property
    def config(self) -> ClusterConfig: ...
    def now(self) -> datetime: ...
    def world(self) -> World: ...
    def zone(self) -> Zone: ...
    def rules(self, node: str) -> IptablesRuleset | NftablesRuleset | None: ...
    def connections(self, node: str) -> Sequence[tuple[Connection, float]]:
        """What a node's kernel tracks, each with the seconds until it is forgotten."""

    def health(self, node: str) -> Mapping[int, HealthAnswer]:
        """What the node's kube-proxy answers on the healthCheckNodePorts that it knows."""

    def objects(self, resource: str) -> Sequence[Obj]: ...
    def pod(self, name: str) -> Obj | None:
        """The pod of a place (``namespace/name``)."""

    def source_port(self, protocol: str) -> int:
        """The port that the next request comes from."""

    def send(self, request: Request | HttpRequest) -> Branch:
        """Sends it: one of the ways that it can go is drawn, and leaves its traces in the kernels."""

    def answered(self, request: HttpRequest, branch: Branch, pod: Obj, said: Said) -> None:
        """A pod's program answered this, and may write that into its log."""

    def sleep(self, seconds: float) -> None:
        """So many simulated seconds pass."""

    def rest(self) -> None:
        """What an earlier command of the same line began comes to rest before the next one looks."""

    def kubectl(self, desk: Desk, words: Sequence[str], stdin: str) -> Printed: ...


@dataclass(slots=True)
class Io:
    """The streams of a running program: what it reads, and what it wrote, in order."""

    stdin: str = ""
    chunks: list[tuple[Stream, str]] = field(default_factory=list)

    def out(self, text: str) -> None:
        """A line on standard output."""
        self.chunks.append(("out", text + "\n"))

    def err(self, text: str) -> None:
        """A line on standard error."""
        self.chunks.append(("err", text + "\n"))

    def write(self, text: str) -> None:
        """Text as it is on standard output."""
        if text:
            self.chunks.append(("out", text))

    def text(self, stream: Stream = "out") -> str:
        """All that was written to a stream."""
        return "".join(text for kind, text in self.chunks if kind == stream)


@dataclass(slots=True)
class Desk:
    """One line being run. The files are the editor's; the variables live as long as the terminal.

    note: a word of ours beside what the programs print. opened: what ``kubectl edit`` hands to the page's editor.
    timed: the line itself says how much time passes (``sleep``), so nothing is waited for between its commands.
    """

    reach: Reach
    place: str = CLIENT
    files: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    language: Language = "en"
    notes: list[str] = field(default_factory=list)
    opened: Edit | None = None
    cleared: bool = False
    requests: int = 0
    commands: int = 0
    slept: float = 0.0
    timed: bool = False

    @property
    def kind(self) -> Literal["client", "node", "pod"]:
        """What sort of place this is."""
        if "/" in self.place:
            return "pod"
        return "client" if self.place in self.reach.world().map.client else "node"

    def note(self, words: Mapping[Language, str]) -> None:
        """Says something in the learner's language, once."""
        text = words[self.language]
        if text not in self.notes:
            self.notes.append(text)

    @property
    def host(self) -> str:
        """The name that this machine has for itself."""
        return self.place.rpartition("/")[2]

    @property
    def address(self) -> str:
        """The machine's own address."""
        map = self.reach.world().map
        if self.place in map.pod:
            return map.pod[self.place].address
        if self.place in map.node:
            return map.node[self.place].address
        return map.client[self.place].address


def prompt(place: str) -> str:
    """What stands before the line: ``client$``, ``node1#``, ``pod$``."""
    if "/" in place:
        return f"{place.rpartition('/')[2]}$"
    return f"{place}$" if place.startswith("client") else f"{place}#"
