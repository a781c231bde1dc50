"""The front door: a whole simulated cluster. Actions go in, outcomes come out; snapshots and traces show how things stand.

A cluster is a pure function of its settings, its seed and the log of its actions; so undo is a replay of the shorter log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nodeport_lab.cluster.apiserver.epoch import EPOCH
from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.config import ClusterConfig, ProxyMode
from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.controllers.loadbalancer import IPMode
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.kubeproxy.lines import Line, lines
from nodeport_lab.cluster.kubeproxy.origin import Origin
from nodeport_lab.cluster.network.dns import Zone
from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.http import HttpRequest, trace_http
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import World
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import actions, requests
from nodeport_lab.cluster.simulation.engine import Engine
from nodeport_lab.cluster.simulation.moments import Moment
from nodeport_lab.cluster.simulation.outcome import Outcome
from nodeport_lab.cluster.simulation.performing import PERFORM, TAKES_NO_TIME
from nodeport_lab.cluster.simulation.proxies import Ruleset
from nodeport_lab.cluster.simulation.sending import leave
from nodeport_lab.cluster.simulation.snapshot import snapshot
from nodeport_lab.cluster.simulation.terminal import Terminal
from nodeport_lab.cluster.simulation.world import Surroundings, build

__all__ = ["Cluster", "Frame", "Origin", "Outcome"]

Json = dict[str, Any]
_MAY_LOOK_ONLY = frozenset(("kubectl", "terminal", "edit"))


@dataclass(slots=True)
class Frame:
    """The cluster at one moment of an action that is played: what just happened, and how things stand now."""

    time: float
    moments: list[Moment]
    snapshot: Json


class Cluster:
    """A simulated cluster of ``config``; ``seed`` decides the names and addresses that are picked.

    addresses: for pods (``namespace/name``) that are to get a given address. dice: throws of the scheduler among equal nodes,
    as a real one makes them; without them the first node is taken, so that a lesson finds its pods where it left them.
    """

    def __init__(
        self,
        config: ClusterConfig | None = None,
        seed: int = 0,
        *,
        timing: Timing = DEFAULT,
        addresses: Mapping[str, str] | None = None,
        dice: int | None = None,
    ) -> None:
        self.config = config or ClusterConfig()
        self.seed = seed
        self.api = ApiServer(self.config, seed)
        self.around = Surroundings()
        self.engine = Engine(self.api, self.config, seed, timing, addresses, self._rules_written, dice)
        self.terminal = Terminal(self)
        self.nodes = frozenset(node.name for node in self.config.nodes)
        self.sent = 0

    @staticmethod
    def replay(config: ClusterConfig | None, seed: int, log: Iterable[actions.Action]) -> Cluster:
        """The cluster that these actions lead to."""
        cluster = Cluster(config, seed)
        for action in log:
            cluster.perform(action)
        return cluster

    # --- time ------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Simulated seconds since the cluster was made."""
        return self.engine.now

    def datetime(self) -> datetime:
        """The simulated moment."""
        return EPOCH + timedelta(seconds=self.engine.now)

    def settle(self) -> None:
        """Let time pass until nothing is under way any more."""
        self.engine.touched()
        self.engine.settle()

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass, and no more."""
        self.engine.advance(seconds)

    def play(self, action: actions.Action) -> Iterator[Frame]:
        """Do an action and stop at every moment until all has settled: what ``perform`` does at once, to be looked at.

        The first frame is the moment of the action itself; for one that only lets time pass, the moment before it.
        """
        if action["type"] == "advance":
            actions.check(action, self.nodes)
            yield from self._pass(action["seconds"])
            return
        outcome = self.perform({**action, "settle": False} if action["type"] not in TAKES_NO_TIME else action)
        yield Frame(self.now, outcome.moments, self.snapshot())
        if action["type"] in TAKES_NO_TIME or not action.get("settle", True):
            return
        self.engine.touched()
        while not self.engine.settled:
            self.engine.moments.clear()
            if not self.engine.step():
                return
            if self.engine.moments:
                yield Frame(self.now, list(self.engine.moments), self.snapshot())
        self.engine.moments.clear()

    def _pass(self, seconds: float) -> Iterator[Frame]:
        """Every moment within so many seconds, and how things stand at their end."""
        end = self.now + seconds
        yield Frame(self.now, [], self.snapshot())
        while self.engine.step(end):
            if self.engine.moments:
                yield Frame(self.now, list(self.engine.moments), self.snapshot())
                self.engine.moments.clear()
        self.engine.advance(end - self.now)
        yield Frame(self.now, [], self.snapshot())

    # --- looking ---------------------------------------------------------------------------------------------------

    def snapshot(self) -> Json:
        """The state at this moment (ARCHITECTURE.md)."""
        return snapshot(self.engine, self.config, self.around)

    def world(self) -> World:
        """What a packet would meet at this moment."""
        return build(self.engine, self.config, self.around)

    def rules(self, node: str, mode: ProxyMode) -> Ruleset | None:
        """The rules of a node as one mode writes them, those in its kernel or those that the other mode would have written;
        None where kube-proxy never ran."""
        return self.engine.proxies.written_as(node, mode)

    def rule_lines(self, node: str, mode: ProxyMode) -> list[Line]:
        """The same, line by line as it is printed, each with the reason why it exists."""
        found = self.rules(node, mode)
        return [] if found is None else lines(found)

    def trace(self, request: Mapping[str, Any]) -> Json:
        """Where a request can go from here, without sending it; or ``problem``, where it cannot be sent at all."""
        traced = self.traced(request)
        if isinstance(traced, Problem):
            return {
                "version": 1,
                "problem": {"kind": traced.kind, "message": traced.message, "params": traced.params},
            }
        return traced.as_json()

    def traced(self, request: Mapping[str, Any]) -> Trace | Problem:
        """The same, typed."""
        world = self.world()
        asked = requests.read(request, world, self.zone(), self.sent)
        if isinstance(asked, Problem):
            return asked
        return trace_http(world, asked) if isinstance(asked, HttpRequest) else trace(world, asked)

    def zone(self) -> Zone:
        """The names that the cluster's DNS knows at this moment."""
        return Zone(self.engine.view.every("services"), self.engine.view.every("endpointslices"))

    # --- acting ----------------------------------------------------------------------------------------------------

    def perform(self, action: actions.Action) -> Outcome:
        """Do one action of the table in ARCHITECTURE.md; ``ValueError`` where it is none."""
        actions.check(action, self.nodes)
        self.engine.moments.clear()
        self.api.now = self.engine.now
        before = self.api.version
        outcome = PERFORM[action["type"]](self, action)
        if action["type"] == "edit":
            outcome.changed = self.api.version != before
        self.engine.observe()
        looked_only = action["type"] in _MAY_LOOK_ONLY and self.api.version == before
        if action["type"] not in TAKES_NO_TIME and action.get("settle", True) and not looked_only:
            self.engine.touched()
            self.engine.settle()
        outcome.moments = list(self.engine.moments)
        self.engine.moments.clear()
        return outcome

    def leave(self, branch: Branch, address: str, port: int, protocol: Protocol) -> None:
        """A packet to ``address:port`` went this way: the kernels remember it."""
        leave(self, branch, address, port, protocol)

    def assign_load_balancer(self, namespace: str, name: str, address: str, mode: IPMode = "VIP") -> None:
        """Write an address into a Service's status, as a provider would. ``KeyError`` where there is no such Service."""
        service = self.api.get(Key("services", namespace, name))
        if service is None:
            raise KeyError(f"{namespace}/{name}")
        self.api.put(loadbalancer.assign(service, address, mode))
        self.engine.observe()

    def _rules_written(self, node: str) -> None:
        """After a sync kube-proxy deletes the UDP entries that lead to endpoints which are gone."""
        facts = self.engine.proxies.facts(node)
        if facts is not None:
            self.around.memory.clean(node, facts.services, facts.slices)
