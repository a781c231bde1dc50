"""The terminal of a cluster: lines that a learner types, run by the tools against the simulation. Nothing is executed.

What random choices a line's packets take follows from the line's ``dice``, so a log plays the same every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubectl import run as kubectl
from nodeport_lab.cluster.kubectl.commands.edit import save
from nodeport_lab.cluster.kubectl.complete import Completion, complete_line
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.kubectl.shell import Seen, Shell
from nodeport_lab.cluster.kubeproxy.healthcheck import HealthAnswer
from nodeport_lab.cluster.network.conntrack import Connection
from nodeport_lab.cluster.network.dns import Zone
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.http import HttpRequest, trace_http
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Request, World
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.simulation.proxies import Ruleset
from nodeport_lab.cluster.simulation.requests import source_port
from nodeport_lab.cluster.simulation.visits import log_of, visit_of
from nodeport_lab.cluster.simulation.watching import watch
from nodeport_lab.cluster.tools import complete as tools_complete
from nodeport_lab.cluster.tools import shell as tools
from nodeport_lab.cluster.tools.desk import Desk, Io, Language, Said

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster


@dataclass(slots=True)
class Session:
    """What one line did: what it left on the screen, the last packet that it sent, whether anything is different now."""

    ran: tools.Ran
    trace: dict[str, Any] | None = None
    pick: int | None = None
    changed: bool = False


class Terminal:
    """One terminal: the editor's files, the shell's variables, and the namespace that was chosen."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.files: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.namespace = "default"
        # In which language our own words are said; it changes nothing in the cluster, and no log keeps it.
        self.language: Language = "en"

    def run(self, line: str, place: str = "client", dice: int = 0) -> Session:
        """Runs a line at a place; where that place is gone, at the client."""
        cluster = self._cluster
        before = (
            cluster.api.version,
            cluster.now,
            cluster.sent,
            self.namespace,
            dict(self.files),
            dict(self.variables),
        )
        reach = _Reach(cluster, dice)
        desk = self._desk(reach, place)
        ran = tools.run(line, desk)
        after = cluster.api.version, cluster.now, cluster.sent, self.namespace, self.files, self.variables
        return Session(ran, reach.trace, reach.pick, before != after)

    def complete(self, line: str, cursor: int, place: str = "client") -> Completion:
        """What Tab offers for the word before the cursor."""
        reach = _Reach(self._cluster, 0)
        desk = self._desk(reach, place)
        return tools_complete.complete(
            line, cursor, desk, lambda text, at: complete_line(text, at, reach.shell(desk))
        )

    def save(self, opened: str, text: str) -> Printed:
        """What comes of an object that ``kubectl edit`` handed over as ``opened``, and that is ``text`` now."""
        reach = _Reach(self._cluster, 0)
        return save(reach.shell(self._desk(reach, "client")), opened, text)

    def _desk(self, reach: _Reach, place: str) -> Desk:
        map = reach.world().map
        here = (
            place if place in map.client or place in map.node or place in map.pod else next(iter(map.client))
        )
        return Desk(reach, here, self.files, self.variables, self.language)


@dataclass(slots=True)
class _Reach:
    """The simulation, as the tools see it while one line runs."""

    cluster: Cluster
    dice: int
    trace: dict[str, Any] | None = None
    pick: int | None = None
    _luck: Random = field(init=False)
    _world: tuple[object, World] | None = None
    _rested: int = field(init=False)

    def __post_init__(self) -> None:
        self._luck = Random(self.dice)  # noqa: S311 (a packet's luck is no secret)
        self._rested = self.cluster.api.version

    @property
    def config(self) -> ClusterConfig:
        return self.cluster.config

    def now(self) -> datetime:
        return self.cluster.datetime()

    def world(self) -> World:
        """The world at this moment, made once as long as nothing happens."""
        moment = self.cluster.api.version, self.cluster.sent, self.cluster.now
        if self._world is None or self._world[0] != moment:
            self._world = moment, self.cluster.world()
        return self._world[1]

    def zone(self) -> Zone:
        return self.cluster.zone()

    def rules(self, node: str) -> Ruleset | None:
        return self.cluster.engine.proxies.rules(node)

    def health(self, node: str) -> Mapping[int, HealthAnswer]:
        return self.cluster.engine.proxies.health(node)

    def connections(self, node: str) -> Sequence[tuple[Connection, float]]:
        known = self.cluster.around.memory.connections.get(node, {})
        now = self.cluster.now
        return [(connection, expires - now) for connection, expires in known.items() if expires > now]

    def objects(self, resource: str) -> Sequence[Obj]:
        return self.cluster.api.list(resource)

    def pod(self, name: str) -> Obj | None:
        return self.cluster.api.get(Key("pods", *name.split("/", 1))) if "/" in name else None

    def source_port(self, protocol: str) -> int:
        return source_port(protocol, self.cluster.sent)

    def send(self, request: Request | HttpRequest) -> Branch:
        world = self.world()
        traced = trace_http(world, request) if isinstance(request, HttpRequest) else trace(world, request)
        weights = [float(branch.probability) for branch in traced.branches]
        [self.pick] = self._luck.choices(range(len(weights)), weights)
        lower = traced.request
        branch = traced.branches[self.pick]
        self.cluster.leave(branch, lower.address, lower.port, lower.protocol)
        self.trace = traced.as_json()
        return branch

    def rest(self) -> None:
        if self._rested != self.cluster.api.version:
            self._settle()
            self.cluster.api.now = self.cluster.now
            self._rested = self.cluster.api.version

    def shell(self, desk: Desk) -> Shell:
        """kubectl's surroundings."""
        return Shell(
            self.cluster.api,
            desk.files,
            self.cluster.terminal.namespace,
            desk.language,
            clock=self.cluster.datetime,
            settle=self._settle,
            execute=lambda shell, pod, words, stdin: self._execute(desk, pod, words, stdin),
            logs=lambda pod, container: log_of(pod, container, self.cluster.around.visits),
            watch=self._watch,
        )

    def kubectl(self, desk: Desk, words: Sequence[str], stdin: str) -> Printed:
        shell = self.shell(desk)
        printed = kubectl.run(words, shell, stdin)
        self.cluster.terminal.namespace = shell.namespace
        return printed

    def _execute(self, desk: Desk, pod: Obj, words: Sequence[str], stdin: str) -> Printed:
        """Runs a program in a pod; a shell is a place to go to."""
        meta = pod["metadata"]
        place, before = f"{meta['namespace']}/{meta['name']}", desk.place
        if place not in self.world().map.pod:
            return Printed(1, "", "error: the pod has no network yet\n")
        desk.place = place
        if tools.is_shell(list(words)):
            return Printed()
        try:
            if not tools.knows(desk, words[0]):
                return Printed(126, "", _NOT_FOUND.format(program=words[0]))
            io = Io(stdin)
            code = tools.execute(desk, io, list(words))
        finally:
            desk.place = before
        return Printed(code, io.text("out"), io.text("err"))

    def sleep(self, seconds: float) -> None:
        self.cluster.engine.observe()
        self.cluster.advance(seconds)

    def answered(self, request: HttpRequest, branch: Branch, pod: Obj, said: Said) -> None:
        """A pod's program answered: it writes that into its log."""
        visit = visit_of(branch, self.cluster.now, path=request.path, **said._asdict())
        if visit is not None:
            self.cluster.around.visits.note(pod, visit)

    def _watch(self, resource: str) -> list[Seen]:
        seen = watch(self.cluster.engine, resource)
        self.cluster.api.now = self.cluster.now
        self._rested = self.cluster.api.version
        return seen

    def _settle(self) -> None:
        engine = self.cluster.engine
        engine.observe()
        engine.touched()
        engine.settle()


_NOT_FOUND = (
    "error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: "
    'failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "{program}": '
    "executable file not found in $PATH\n"
)
