"""The front door: a whole simulated cluster. Actions go in, outcomes come out; snapshots and traces show how things stand.

A cluster is a pure function of its settings, its seed and the log of its actions; so undo is a replay of the shorter log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from nodeport_lab.cluster.apiserver.server import EPOCH, ApiServer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import ingress, loadbalancer
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Client, FirewallRule, Host, PublishedPort, World
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import actions, requests
from nodeport_lab.cluster.simulation.engine import Engine
from nodeport_lab.cluster.simulation.moments import Moment
from nodeport_lab.cluster.simulation.snapshot import snapshot
from nodeport_lab.cluster.simulation.terminal import Terminal
from nodeport_lab.cluster.simulation.world import Surroundings, build

Json = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What came of an action.

    printed: what the terminal shows (apply, kubectl). trace: where the request can go, and ``pick`` which branch it went (send).
    problem: why nothing happened, where a learner's wish could not be granted. moments: what happened meanwhile, in order.
    """

    printed: Printed | None = None
    trace: Json | None = None
    pick: int | None = None
    problem: Problem | None = None
    moments: list[Moment] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """The cluster at one moment of an action that is played: what just happened, and how things stand now."""

    time: float
    moments: list[Moment]
    snapshot: Json


class Cluster:
    """A simulated cluster of ``config``; ``seed`` decides the names and addresses that are picked.

    addresses: for pods (``namespace/name``) that are to get a given address.
    """

    def __init__(
        self,
        config: ClusterConfig | None = None,
        seed: int = 0,
        *,
        timing: Timing = DEFAULT,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config or ClusterConfig()
        self.seed = seed
        self.api = ApiServer(self.config, seed)
        self.around = Surroundings()
        self.engine = Engine(self.api, self.config, seed, timing, addresses, self._rules_written)
        self.terminal = Terminal(self)
        self._nodes = frozenset(node.name for node in self.config.nodes)
        self._sent = 0

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

        The first frame is the moment of the action itself.
        """
        outcome = self.perform(
            {**action, "settle": False} if action["type"] not in _TAKES_NO_TIME else action
        )
        yield Frame(self.now, outcome.moments, self.snapshot())
        if action["type"] in _TAKES_NO_TIME or not action.get("settle", True):
            return
        self.engine.touched()
        while not self.engine.settled:
            self.engine.moments.clear()
            if not self.engine.step():
                return
            if self.engine.moments:
                yield Frame(self.now, list(self.engine.moments), self.snapshot())
        self.engine.moments.clear()

    # --- looking ---------------------------------------------------------------------------------------------------

    def snapshot(self) -> Json:
        """The state at this moment (ARCHITECTURE.md)."""
        return snapshot(self.engine, self.config, self.around)

    def world(self) -> World:
        """What a packet would meet at this moment."""
        return build(self.engine, self.config, self.around)

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
        asked = requests.read(request, world, self._sent)
        return asked if isinstance(asked, Problem) else trace(world, asked)

    # --- acting ----------------------------------------------------------------------------------------------------

    def perform(self, action: actions.Action) -> Outcome:
        """Do one action of the table in ARCHITECTURE.md; ``ValueError`` where it is none."""
        actions.check(action, self._nodes)
        self.engine.moments.clear()
        self.api.now = self.engine.now
        before = self.api.version
        outcome = _PERFORM[action["type"]](self, action)
        self.engine.observe()
        looked_only = action["type"] == "kubectl" and self.api.version == before
        if action["type"] not in _TAKES_NO_TIME and action.get("settle", True) and not looked_only:
            self.engine.touched()
            self.engine.settle()
        outcome.moments = list(self.engine.moments)
        self.engine.moments.clear()
        return outcome

    def assign_load_balancer(self, namespace: str, name: str, address: str, mode: str = "VIP") -> None:
        """Write an address into a Service's status, as a provider would. ``KeyError`` where there is no such Service."""
        service = self.api.get(Key("services", namespace, name))
        if service is None:
            raise KeyError(f"{namespace}/{name}")
        self.api.put(loadbalancer.assign(service, address, mode))
        self.engine.observe()

    def _apply(self, action: actions.Action) -> Outcome:
        files = [File(file["name"], file["text"]) for file in action["files"]]
        self.terminal.files = {file.name: file.text for file in files}
        return Outcome(printed=apply(files, self.api))

    def _delete(self, action: actions.Action) -> Outcome:
        try:
            answer = self.api.delete(Key(action["resource"], action["namespace"], action["name"]))
        except KeyError:
            raise ValueError(f"delete: no such resource: {action['resource']!r}") from None
        return Outcome(problem=_problem(answer))

    def _scale(self, action: actions.Action) -> Outcome:
        key = Key("deployments", action["namespace"], action["name"])
        return Outcome(problem=_problem(self.api.patch(key, {"spec": {"replicas": action["replicas"]}})))

    def _set_node(self, action: actions.Action) -> Outcome:
        self.engine.set_node(action["node"], up=action["up"])
        return Outcome()

    def _set_kube_proxy(self, action: actions.Action) -> Outcome:
        self.engine.set_kube_proxy(action["node"], running=action["running"])
        return Outcome()

    def _set_readiness(self, action: actions.Action) -> Outcome:
        key = Key("pods", action["namespace"], action["pod"])
        done = self.engine.kubelets.force_readiness(key, ready=action["ready"])
        return self._told(done, key)

    def _set_listening(self, action: actions.Action) -> Outcome:
        key = Key("pods", action["namespace"], action["pod"])
        pod = self.api.get(key)
        kubelets = self.engine.kubelets
        done = pod is not None and kubelets.rearrange(key, pod, action["port"], action["address"], self.now)
        return self._told(done, key)

    def _told(self, done: bool, key: Key) -> Outcome:
        """The kubelet looks at once at a pod that somebody touched; one that does not run cannot be touched."""
        if done:
            self.engine.wake("kubelet", key)
            return Outcome()
        return Outcome(
            problem=Problem("pod-not-running", f"pod {key} is not running", params={"pod": str(key)})
        )

    def _set_firewall(self, action: actions.Action) -> Outcome:
        rules = []
        for rule in action["rules"]:
            ports = rule["ports"]
            span = None if ports is None else (ports, ports) if isinstance(ports, int) else tuple(ports)
            rules.append(FirewallRule(rule["source"], span, rule["action"], rule.get("protocol")))
        self.around.firewall = tuple(rules)
        return Outcome()

    def _set_provider(self, action: actions.Action) -> Outcome:
        self.around.provider = action.get("kind", self.around.provider)
        self.engine.set_provider(running=action["running"])
        return Outcome()

    def _set_ingress_controller(self, action: actions.Action) -> Outcome:
        if not action["running"]:
            self.api.delete(Key("namespaces", "", ingress.NAMESPACE))
            self.api.delete(Key("ingressclasses", "", ingress.CLASS))
            return Outcome()
        problems = [_problem(self.api.create(obj)) for obj in ingress.manifests()]
        return Outcome(problem=next((problem for problem in problems if problem is not None), None))

    def _set_pod_network(self, action: actions.Action) -> Outcome:
        self.around.pod_network = action["between"]
        return Outcome()

    def _set_hairpin(self, action: actions.Action) -> Outcome:
        node = frozenset((action["node"],))
        self.around.no_hairpin = (
            self.around.no_hairpin - node if action["enabled"] else self.around.no_hairpin | node
        )
        return Outcome()

    def _set_clients(self, action: actions.Action) -> Outcome:
        self.around.clients = tuple(Client(c["name"], c["address"], c.get("nat")) for c in action["clients"])
        return Outcome()

    def _set_host(self, action: actions.Action) -> Outcome:
        published = tuple(
            PublishedPort(entry.get("protocol") or "TCP", entry["port"], entry["node"], entry["nodePort"])
            for entry in action.get("published", ())
        )
        host = Host(published=published, reachable=action.get("reachable", False))
        self.around.host = host if action["running"] else None
        return Outcome()

    def _set_proxy_mode(self, action: actions.Action) -> Outcome:
        self.config = replace(self.config, proxy_mode=action["mode"])
        self.engine.set_proxy_mode(action["mode"])
        return Outcome()

    def _set_nodeport_range(self, action: actions.Action) -> Outcome:
        self.config = replace(self.config, nodeport_range=(action["first"], action["last"]))
        self.api.reconfigure(self.config)
        return Outcome()

    def _send(self, action: actions.Action) -> Outcome:
        traced = self.traced(action)
        if isinstance(traced, Problem):
            return Outcome(problem=traced)
        pick = action.get("pick", 0)
        if not 0 <= pick < len(traced.branches):
            raise ValueError(f"send: there is no branch {pick}")
        self._leave(traced.branches[pick], self._affinity_seconds(action))
        self._sent += 1
        return Outcome(trace=traced.as_json(), pick=pick)

    def _leave(self, branch: Branch, affinity: float) -> None:
        """What a packet that went this way leaves in the kernels."""
        memory = self.around.memory
        memory.note(branch.connections, self._nodes, self.now)
        memory.note_affinity(branch.remembered, affinity, self.now)

    def _affinity_seconds(self, action: actions.Action) -> float:
        """How long the Service behind the door remembers its clients."""
        door = self.world().map.door(action["to"]["address"], action["protocol"], action["to"]["port"])
        service = None
        if door is not None and door.service is not None:
            service = self.api.get(Key("services", *door.service.split("/", 1)))
        config = (service["spec"].get("sessionAffinityConfig") or {}) if service is not None else {}
        return float((config.get("clientIP") or {}).get("timeoutSeconds") or _AFFINITY)

    def _advance(self, action: actions.Action) -> Outcome:
        self.engine.advance(action["seconds"])
        return Outcome()

    def _kubectl(self, action: actions.Action) -> Outcome:
        return Outcome(printed=self.terminal.run(action["line"]))

    def _rules_written(self, node: str) -> None:
        """After a sync kube-proxy deletes the UDP entries that lead to endpoints which are gone."""
        facts = self.engine.proxies.facts(node)
        if facts is not None:
            self.around.memory.clean(node, facts.services, facts.slices)


_AFFINITY = 10800  # sessionAffinityConfig.clientIP.timeoutSeconds where a Service does not say

_PERFORM: dict[str, Callable[[Cluster, actions.Action], Outcome]] = {
    "apply": Cluster._apply,
    "delete": Cluster._delete,
    "scale": Cluster._scale,
    "set-node": Cluster._set_node,
    "set-kube-proxy": Cluster._set_kube_proxy,
    "set-readiness": Cluster._set_readiness,
    "set-listening": Cluster._set_listening,
    "set-firewall": Cluster._set_firewall,
    "set-provider": Cluster._set_provider,
    "set-ingress-controller": Cluster._set_ingress_controller,
    "set-pod-network": Cluster._set_pod_network,
    "set-hairpin": Cluster._set_hairpin,
    "set-clients": Cluster._set_clients,
    "set-host": Cluster._set_host,
    "set-proxy-mode": Cluster._set_proxy_mode,
    "set-nodeport-range": Cluster._set_nodeport_range,
    "send": Cluster._send,
    "advance": Cluster._advance,
    "kubectl": Cluster._kubectl,
}
_TAKES_NO_TIME = frozenset(
    (
        "send",
        "advance",
        "set-firewall",
        "set-pod-network",
        "set-hairpin",
        "set-clients",
        "set-host",
        "set-nodeport-range",
    )
)


def _problem(answer: Any) -> Problem | None:
    """What the API server found wrong, in its own words."""
    if answer.status is None:
        return None
    problems: Sequence[Problem] = answer.status.problems
    return problems[0] if problems else Problem("refused", answer.status.message)
