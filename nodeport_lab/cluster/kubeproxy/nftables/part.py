"""What one port of a Service adds to a node's rules: elements of the sets and maps that all share, and chains of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy.nftables.names import Names
from nodeport_lab.cluster.kubeproxy.nftables.rules import Chain, Key, NftSet, Rule, SetElement, VerdictElement


@dataclass(slots=True)
class Part:
    """Elements by the set or map that they stand in. ``hairpins`` are by node: each has those of its own endpoints."""

    cluster_ips: dict[Key, SetElement] = field(default_factory=dict)
    hairpins: dict[str, dict[Key, SetElement]] = field(default_factory=dict)
    service_ips: dict[Key, VerdictElement] = field(default_factory=dict)
    service_node_ports: dict[Key, VerdictElement] = field(default_factory=dict)
    no_endpoint_services: dict[Key, VerdictElement] = field(default_factory=dict)
    no_endpoint_node_ports: dict[Key, VerdictElement] = field(default_factory=dict)
    firewall_ips: dict[Key, VerdictElement] = field(default_factory=dict)
    affinity_sets: dict[str, NftSet] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)

    def add(self, name: str, rules: Sequence[Rule]) -> None:
        """A chain of the port's own."""
        self.chains[name] = Chain(name, tuple(rules))


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that the rules of one port follow from, beside the port itself."""

    config: ClusterConfig
    names: Names
    node_in_source_ranges: bool
