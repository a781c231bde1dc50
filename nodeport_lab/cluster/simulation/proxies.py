"""The kube-proxy of every node: which Services and endpoints it last took in, and the rules that follow from them.

Taking in is cheap (references to objects that never change); rules are written when somebody first looks at them, and what two
nodes or two moments have in common is derived once. A kube-proxy that is stopped leaves the rules as they are.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig, ProxyMode
from nodeport_lab.cluster.controllers.endpoints.slices import SERVICE_NAME
from nodeport_lab.cluster.controllers.timing import Timing
from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.healthcheck import HealthAnswer, health_answers
from nodeport_lab.cluster.kubeproxy.iptables.rules import Ruleset as IptablesRuleset
from nodeport_lab.cluster.kubeproxy.nftables.rules import Ruleset as NftablesRuleset
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort, Tracker
from nodeport_lab.cluster.network.netfilter import Netfilter, load
from nodeport_lab.cluster.objects import Obj

Ruleset = IptablesRuleset | NftablesRuleset


@dataclass(frozen=True, slots=True)
class Facts:
    """The Services, slices and nodes' zones of one moment. ``version`` tells two moments apart."""

    version: int
    services: tuple[Obj, ...] = ()
    slices: tuple[Obj, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)

    def has_local_endpoint(self, node: str, service: Obj) -> bool:
        """True where ``node`` has a ready endpoint of a Service: what a balancer's health check asks its kube-proxy."""
        meta = service["metadata"]
        return any(
            entry.get("nodeName") == node and (entry.get("conditions") or {}).get("ready") is not False
            for piece in self.slices
            if piece["metadata"]["namespace"] == meta["namespace"]
            and (piece["metadata"].get("labels") or {}).get(SERVICE_NAME) == meta["name"]
            for entry in piece.get("endpoints") or ()
        )


class _Proxy:
    """One node's kube-proxy."""

    __slots__ = ("facts", "filter", "health", "last_sync", "mode", "node", "rules", "running", "written")

    def __init__(self, mode: ProxyMode, node: NodeConfig) -> None:
        self.node = node  # as it was when the rules were written
        self.mode = mode  # in which the next sync writes
        self.written = mode  # in which the rules in the kernel are
        self.running = True
        self.facts: Facts | None = None
        self.last_sync = float("-inf")
        self.rules: Ruleset | None = None
        self.filter: Netfilter | None = None
        self.health: Mapping[int, HealthAnswer] | None = None


class Proxies:
    """All of them, with the memory of what was derived for whom."""

    def __init__(self, config: ClusterConfig, timing: Timing) -> None:
        self._config = config
        self._timing = timing
        self._nodes = {node.name: node for node in config.nodes}
        self._proxies = {node.name: _Proxy(config.proxy_mode, node) for node in config.nodes}
        self._tracker = Tracker()
        self._tracked: Facts | None = None

    def set_nodes(self, config: ClusterConfig) -> None:
        """Nodes came, each with a kube-proxy that knows nothing yet, or went."""
        self._config = config
        self._nodes = {node.name: node for node in config.nodes}
        self._proxies = {
            name: self._proxies.get(name) or _Proxy(config.proxy_mode, node)
            for name, node in self._nodes.items()
        }

    def due(self, node: str, now: float) -> float:
        """When this node's kube-proxy will have written rules for something that it is told now."""
        timing = self._timing
        position = list(self._nodes).index(node)
        delay = timing.proxy_first + min(timing.proxy_spread, timing.proxy_step * position)
        return max(now + delay, self._proxies[node].last_sync + timing.proxy_min_sync)

    def is_running(self, node: str) -> bool:
        """True while the process runs."""
        proxy = self._proxies.get(node)
        return proxy is not None and proxy.running

    def set_running(self, node: str, *, running: bool) -> None:
        """Stop or start the process. Its rules stay in the kernel either way."""
        self._proxies[node].running = running

    def set_mode(self, node: str, mode: ProxyMode) -> None:
        """The mode in which the next sync writes; the rules of the other mode are cleaned up by it."""
        self._proxies[node].mode = mode

    def mode(self, node: str) -> ProxyMode:
        """The mode of the rules in the node's kernel; before the first sync, the mode that it is to have."""
        return self._proxies[node].written

    def set_config(self, config: ClusterConfig) -> None:
        """Nodes have other addresses. kube-proxy leaves when that of its own node changes, and is started anew
        (pkg/proxy/node.go): its next sync writes all rules again."""
        self._config = config
        self._nodes = {node.name: node for node in config.nodes}

    def sync(self, node: str, facts: Facts, now: float) -> bool:
        """The node's kube-proxy takes in ``facts``; True where it had not yet."""
        proxy = self._proxies[node]
        present = proxy.facts
        same = present is not None and present.version == facts.version
        if same and proxy.written == proxy.mode and proxy.node == self._nodes[node]:
            return False
        proxy.node = self._nodes[node]
        proxy.facts, proxy.last_sync, proxy.written = facts, now, proxy.mode
        proxy.rules = proxy.filter = proxy.health = None
        return True

    def facts(self, node: str) -> Facts | None:
        """What the node's rules are made from; None where kube-proxy never ran."""
        return self._proxies[node].facts

    def rules(self, node: str) -> Ruleset | None:
        """The rules in the node's kernel; None where kube-proxy never ran."""
        proxy = self._proxies[node]
        if proxy.rules is None and proxy.facts is not None:
            proxy.rules = self._write(node, proxy.facts, proxy.written)
        return proxy.rules

    def written_as(self, node: str, mode: ProxyMode) -> Ruleset | None:
        """What the same facts look like in ``mode``: the rules themselves where the node has that one."""
        proxy = self._proxies[node]
        if proxy.facts is None or mode == proxy.written:
            return self.rules(node)
        return self._write(node, proxy.facts, mode)

    def health(self, node: str) -> Mapping[int, HealthAnswer]:
        """What the node's kube-proxy answers on the healthCheckNodePorts that it knows."""
        proxy = self._proxies[node]
        if proxy.health is None:
            facts = proxy.facts
            checked = facts is not None and any(s["spec"].get("healthCheckNodePort") for s in facts.services)
            proxy.health = health_answers(self._ports(node, facts)) if facts is not None and checked else {}
        return proxy.health

    def netfilter(self, node: str) -> Netfilter | None:
        """The rules of the node, ready to be asked."""
        proxy = self._proxies[node]
        if proxy.filter is None:
            rules = self.rules(node)
            proxy.filter = load(rules) if rules is not None else None
        return proxy.filter

    def node(self, name: str) -> NodeConfig:
        """The node of that name."""
        return self._nodes[name]

    def _write(self, node: str, facts: Facts, mode: ProxyMode) -> Ruleset:
        write = iptables.write if mode == "iptables" else nftables.write
        return write(self._ports(node, facts), self._proxies[node].node, self._config)

    def _ports(self, node: str, facts: Facts) -> list[ServicePort]:
        return self._track(facts).ports(node, facts.zones.get(node, ""))

    def _track(self, facts: Facts) -> Tracker:
        if self._tracked is not facts:
            # A copy: nodes that still have older facts keep what was derived for them.
            self._tracker = copy.copy(self._tracker)
            self._tracker.update(facts.services, facts.slices)
            self._tracked = facts
        return self._tracker
