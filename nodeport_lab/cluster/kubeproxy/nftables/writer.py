"""A node's nftables, from the ports that it knows: what is always there, and each port's part in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig
from nodeport_lab.cluster.kubeproxy.nftables import balance, dispatch, external, names
from nodeport_lab.cluster.kubeproxy.nftables.part import Context, Part
from nodeport_lab.cluster.kubeproxy.nftables.rules import Key, NftSet, Ruleset, SetElement, VerdictMap
from nodeport_lab.cluster.kubeproxy.nftables.static import ADDRESS_AND_PORT, CONNECTION, PORT, chains
from nodeport_lab.cluster.kubeproxy.nodeports import NodePortAddresses
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort

E = TypeVar("E")

_PRIMARY = ("primary",)


def write(ports: Sequence[ServicePort], node: NodeConfig, config: ClusterConfig) -> Ruleset:
    """The ruleset that kube-proxy writes on ``node`` (setupNFTables and syncProxyRules)."""
    given = config.nodeport_addresses
    addresses = NodePortAddresses(_PRIMARY if given is None else given, node)
    parts = [_part(port, node, config) for port in ports]

    sets: dict[str, NftSet] = {}
    hairpins = _merged(part.hairpins.get(node.name, {}) for part in parts)
    sets[names.HAIRPINS] = NftSet(names.HAIRPINS, CONNECTION, hairpins, "service hairpin connections")
    cluster_ips = _merged(part.cluster_ips for part in parts)
    sets[names.CLUSTER_IPS] = NftSet(names.CLUSTER_IPS, ("ip daddr",), cluster_ips, "Active ClusterIPs")
    if not addresses.match_all:
        sets[names.NODE_PORT_IPS] = NftSet(
            names.NODE_PORT_IPS,
            ("ip daddr",),
            {(address,): SetElement((address,)) for address in addresses.beyond_localhost},
            "IPs that accept NodePort traffic",
        )
    all_chains = {chain.name: chain for chain in chains(config, all_addresses=addresses.match_all)}
    for part in parts:
        sets.update(part.affinity_sets)
        all_chains.update(part.chains)
    return Ruleset(sets=sets, maps=_maps(parts), chains=all_chains)


def _maps(parts: Sequence[Part]) -> dict[str, VerdictMap]:
    maps = (
        VerdictMap(
            names.NO_ENDPOINT_SERVICES,
            ADDRESS_AND_PORT,
            _merged(part.no_endpoint_services for part in parts),
            "vmap to drop or reject packets to services with no endpoints",
        ),
        VerdictMap(
            names.NO_ENDPOINT_NODE_PORTS,
            PORT,
            _merged(part.no_endpoint_node_ports for part in parts),
            "vmap to drop or reject packets to service nodeports with no endpoints",
        ),
        VerdictMap(
            names.FIREWALL_IPS,
            ADDRESS_AND_PORT,
            _merged(part.firewall_ips for part in parts),
            "destinations that are subject to LoadBalancerSourceRanges",
        ),
        VerdictMap(
            names.SERVICE_IPS,
            ADDRESS_AND_PORT,
            _merged(part.service_ips for part in parts),
            "ClusterIP, ExternalIP and LoadBalancer IP traffic",
        ),
        VerdictMap(
            names.SERVICE_NODE_PORTS,
            PORT,
            _merged(part.service_node_ports for part in parts),
            "NodePort traffic",
        ),
    )
    return {map.name: map for map in maps}


def _merged(elements: Iterable[Mapping[Key, E]]) -> dict[Key, E]:
    """All of them; the first Service keeps an address that two claim, as the first rule would in iptables mode."""
    merged: dict[Key, E] = {}
    for some in elements:
        if some:
            for key, element in some.items():
                merged.setdefault(key, element)
    return merged


def _part(port: ServicePort, node: NodeConfig, config: ClusterConfig) -> Part:
    """The port's part, made once for all nodes that it looks the same on."""
    ranges = port.info.source_ranges
    in_ranges = bool(ranges) and any(node.address in network for network in ranges)
    key = ("nftables", config.cluster_cidr, in_ranges)
    return port.derived(key, lambda: _build(port, Context(config, names.Names(port.info.name), in_ranges)))


def _build(port: ServicePort, context: Context) -> Part:
    part, traffic, own = Part(), port.traffic, context.names
    dispatch.to_cluster_ip(port, context, part)
    dispatch.to_external_addresses(port, context, part)
    dispatch.to_node_port(port, context, part)
    dispatch.hairpins(port, part)
    balance.remember(port, context, part)
    if traffic.has_cluster_chain:
        part.add(own.cluster, balance.choose(port, port.usable.cluster, context))
    if traffic.has_local_chain:
        part.add(own.local, balance.choose(port, port.usable.local, context))
    if traffic.has_external_chain:
        part.add(own.external, external.chain(port, context))
    if external.uses_firewall(port):
        part.add(own.firewall, external.firewall(port, context))
    return part
