"""What one port of a Service adds to a node's rules: its share of the chains that all share, and chains of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy.iptables.names import endpoint_chain, suffix
from nodeport_lab.cluster.kubeproxy.iptables.rules import Chain, Comment, Match, Net, Rule, Target, Transport
from nodeport_lab.cluster.kubeproxy.origin import Origin
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


@dataclass(slots=True)
class Part:
    """Rules by the dispatch chain that they stand in, and the port's own chains in ``nat``."""

    nat_services: list[Rule] = field(default_factory=list)
    nat_node_ports: list[Rule] = field(default_factory=list)
    filter_services: list[Rule] = field(default_factory=list)
    filter_external_services: list[Rule] = field(default_factory=list)
    filter_node_ports: list[Rule] = field(default_factory=list)
    filter_proxy_firewall: list[Rule] = field(default_factory=list)
    chains: dict[str, Chain] = field(default_factory=dict)

    def add(self, name: str, rules: list[Rule]) -> None:
        """A chain of the port's own."""
        self.chains[name] = Chain(name, tuple(rules))


class Names:
    """The chains of one port."""

    __slots__ = ("_port", "cluster", "external", "firewall", "local")

    def __init__(self, port: ServicePort) -> None:
        hashed = suffix(port.info.name)
        self._port = port
        self.cluster = f"KUBE-SVC-{hashed}"
        self.local = f"KUBE-SVL-{hashed}"
        self.external = f"KUBE-EXT-{hashed}"
        self.firewall = f"KUBE-FW-{hashed}"

    def policy(self, policy: str) -> str:
        """The chain of the endpoints that traffic under ``policy`` may go to."""
        return self.local if policy == "local" else self.cluster

    def endpoint(self, text: str) -> str:
        return endpoint_chain(self._port.info.name, text)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that the rules of one port follow from, beside the port itself.

    short_comments: kube-proxy leaves comments out of the endpoints' rules in a large cluster.
    """

    config: ClusterConfig
    names: Names
    localhost_node_ports: bool
    node_in_source_ranges: bool
    short_comments: bool


def to_port(
    port: ServicePort,
    comment: str,
    target: Target,
    origin: Origin,
    *,
    destination: str | None = None,
    number: int | None = None,
    before: tuple[Match, ...] = (),
    after: tuple[Match, ...] = (),
) -> Rule:
    """A rule on packets to ``destination`` (any, if None) and ``number`` (the port's own, if None) of the port's protocol."""
    protocol = port.info.name.protocol
    transport = Transport(protocol, port.info.port if number is None else number)
    return Rule(
        matches=(Comment(comment), *before, transport, *after),
        target=target,
        destination=None if destination is None else Net.of(destination),
        protocol=protocol,
        origin=origin,
    )
