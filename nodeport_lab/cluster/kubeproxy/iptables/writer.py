"""A node's iptables, from the ports that it knows: what is always there, and each port's part in turn."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig
from nodeport_lab.cluster.kubeproxy.iptables import (
    balance,
    cluster_ip,
    external,
    external_ip,
    load_balancer,
    names,
    node_port,
)
from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Names, Part
from nodeport_lab.cluster.kubeproxy.iptables.rules import Chain, Rule, Ruleset, Table
from nodeport_lab.cluster.kubeproxy.iptables.static import NAT, filter_chains, to_node_ports
from nodeport_lab.cluster.kubeproxy.nodeports import NodePortAddresses
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort

# Beyond so many endpoints kube-proxy saves itself the comments of their rules (largeClusterEndpointsThreshold).
_LARGE_CLUSTER = 1000


def write(ports: Sequence[ServicePort], node: NodeConfig, config: ClusterConfig) -> Ruleset:
    """The ruleset that kube-proxy writes on ``node`` (syncProxyRules)."""
    addresses = NodePortAddresses(config.nodeport_addresses or (), node)
    localhost = addresses.contains_localhost
    large = sum(port.known for port in ports) > _LARGE_CLUSTER
    parts = [_part(port, node, config, localhost=localhost, large=large) for port in ports]

    nat_services: list[Rule] = []
    nat_node_ports: list[Rule] = []
    services: list[Rule] = []
    external_services: list[Rule] = []
    node_ports: list[Rule] = []
    proxy_firewall: list[Rule] = []
    nat = {chain.name: chain for chain in NAT}
    for part in parts:
        nat_services += part.nat_services
        nat_node_ports += part.nat_node_ports
        services += part.filter_services
        external_services += part.filter_external_services
        node_ports += part.filter_node_ports
        proxy_firewall += part.filter_proxy_firewall
        nat.update(part.chains)
    nat_services += to_node_ports(
        None if addresses.match_all else addresses.of_node, localhost_node_ports=localhost
    )
    nat[names.SERVICES] = Chain(names.SERVICES, tuple(nat_services))
    nat[names.NODE_PORTS] = Chain(names.NODE_PORTS, tuple(nat_node_ports))

    filter_ = {chain.name: chain for chain in filter_chains(localhost_node_ports=localhost)}
    filter_[names.SERVICES] = Chain(names.SERVICES, tuple(services))
    filter_[names.EXTERNAL_SERVICES] = Chain(names.EXTERNAL_SERVICES, tuple(external_services))
    filter_[names.NODE_PORTS] = Chain(names.NODE_PORTS, tuple(node_ports))
    filter_[names.PROXY_FIREWALL] = Chain(names.PROXY_FIREWALL, tuple(proxy_firewall))
    return Ruleset(nat=Table("nat", nat), filter=Table("filter", filter_))


def _part(
    port: ServicePort, node: NodeConfig, config: ClusterConfig, *, localhost: bool, large: bool
) -> Part:
    """The port's part, made once for all nodes that it looks the same on."""
    ranges = port.info.source_ranges
    in_ranges = bool(ranges) and any(node.address in network for network in ranges)
    key = ("iptables", config.cluster_cidr, localhost, in_ranges, large)
    return port.derived(key, lambda: _build(port, Context(config, Names(port), localhost, in_ranges, large)))


def _build(port: ServicePort, context: Context) -> Part:
    part, traffic, chains = Part(), port.traffic, context.names
    cluster_ip.capture(port, context, part)
    external_ip.capture(port, context, part)
    load_balancer.capture(port, context, part)
    node_port.capture(port, context, part)
    load_balancer.accept_health_checks(port, part)

    # Traffic to the cluster IP is masqueraded in whichever chain it goes through.
    masquerade = [] if traffic.internal_refusal else cluster_ip.masquerade(port, context)
    if traffic.has_external_chain:
        part.add(chains.external, external.chain(port, context))
    if load_balancer.uses_firewall(port):
        part.add(chains.firewall, load_balancer.firewall(port, context))
    if traffic.has_cluster_chain:
        head = masquerade if traffic.internal == "cluster" else []
        part.add(chains.cluster, head + balance.choose(port, port.usable.cluster, context))
    if traffic.has_local_chain:
        head = masquerade if traffic.internal == "local" else []
        part.add(chains.local, head + balance.choose(port, port.usable.local, context))
    balance.rewrite(port, context, part)
    return part
