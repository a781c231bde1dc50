"""What is there before the first Service: the base chains, the chains that they jump to, and what those look up."""

from __future__ import annotations

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy.nftables import names
from nodeport_lab.cluster.kubeproxy.nftables.rules import (
    AddressInNets,
    AddressInSet,
    BaseChain,
    Chain,
    CtState,
    CtStatusDnat,
    Drop,
    FibLocal,
    Fields,
    InSet,
    Jump,
    Lookup,
    MarkIs,
    MarkSet,
    Masquerade,
    Net,
    Reject,
    Rule,
    Statement,
)

ADDRESS_AND_PORT: Fields = ("ip daddr", "meta l4proto", "th dport")
PORT: Fields = ("meta l4proto", "th dport")
CONNECTION: Fields = ("ip saddr", "ip daddr", "meta l4proto", "th dport")

_MARK = names.MASQUERADE_MARK
_NOT_LOCALHOST = AddressInNets("ip daddr", (Net.of("127.0.0.0/8"),), negated=True)
_FILTER, _DNAT, _SNAT = 0, -100, 100


def _new(chain: str) -> Rule:
    return Rule((CtState("new"), Jump(chain)))


# Filters look at the address that was asked for, so those on the way in stand before DNAT; what they reject is
# rejected behind it, where the kernel can answer.
_BASE: tuple[Chain, ...] = (
    Chain(
        "filter-prerouting-pre-dnat",
        (_new(names.FIREWALL_CHECK),),
        BaseChain("filter", "prerouting", _DNAT - 10),
    ),
    Chain("filter-output-pre-dnat", (_new(names.FIREWALL_CHECK),), BaseChain("filter", "output", _DNAT - 10)),
    Chain(
        "filter-input",
        (_new(names.NODE_PORT_ENDPOINTS_CHECK), _new(names.SERVICE_ENDPOINTS_CHECK)),
        BaseChain("filter", "input", _FILTER),
    ),
    Chain(
        "filter-forward",
        (_new(names.SERVICE_ENDPOINTS_CHECK), _new(names.CLUSTER_IPS_CHECK)),
        BaseChain("filter", "forward", _FILTER),
    ),
    Chain(
        "filter-output",
        (_new(names.SERVICE_ENDPOINTS_CHECK), _new(names.CLUSTER_IPS_CHECK)),
        BaseChain("filter", "output", _FILTER),
    ),
    Chain("nat-prerouting", (Rule((Jump(names.SERVICES),)),), BaseChain("nat", "prerouting", _DNAT)),
    Chain("nat-output", (Rule((Jump(names.SERVICES),)),), BaseChain("nat", "output", _DNAT)),
    Chain("nat-postrouting", (Rule((Jump(names.MASQUERADING),)),), BaseChain("nat", "postrouting", _SNAT)),
)

_MASQUERADING = Chain(
    names.MASQUERADING,
    (
        Rule((MarkIs(_MARK), MarkSet("^", _MARK), Masquerade())),
        Rule((CtStatusDnat(), InSet(CONNECTION, names.HAIRPINS), Masquerade())),
    ),
)

_REJECT = Chain(
    names.REJECT,
    (Rule((Reject(),)),),
    comment="helper for @no-endpoint-services / @no-endpoint-nodeports",
)


def chains(config: ClusterConfig, *, all_addresses: bool) -> tuple[Chain, ...]:
    """``all_addresses``: nodePorts are accepted on every address of the node but localhost, not only on some."""
    to_node_port: tuple[Statement, ...] = (AddressInSet("ip daddr", names.NODE_PORT_IPS),)
    refused: tuple[Statement, ...] = to_node_port
    if all_addresses:
        to_node_port = (FibLocal("daddr"), _NOT_LOCALHOST)
        refused = (_NOT_LOCALHOST,)
    return (
        *_BASE,
        Chain(
            names.NODE_PORT_ENDPOINTS_CHECK,
            (Rule((*refused, Lookup(PORT, names.NO_ENDPOINT_NODE_PORTS))),),
        ),
        Chain(
            names.SERVICE_ENDPOINTS_CHECK, (Rule((Lookup(ADDRESS_AND_PORT, names.NO_ENDPOINT_SERVICES),)),)
        ),
        Chain(names.FIREWALL_CHECK, (Rule((Lookup(ADDRESS_AND_PORT, names.FIREWALL_IPS),)),)),
        Chain(
            names.SERVICES,
            (
                Rule(
                    (
                        AddressInSet("ip daddr", names.CLUSTER_IPS),
                        AddressInNets("ip saddr", (Net.of(config.cluster_cidr),), negated=True),
                        MarkSet("|", _MARK),
                    ),
                    comment="masquerade clusterIP traffic from outside cluster",
                ),
                Rule((Lookup(ADDRESS_AND_PORT, names.SERVICE_IPS),)),
                Rule((*to_node_port, Lookup(PORT, names.SERVICE_NODE_PORTS))),
            ),
        ),
        _MASQUERADING,
        Chain(
            names.CLUSTER_IPS_CHECK,
            (
                Rule(
                    (AddressInSet("ip daddr", names.CLUSTER_IPS), Reject()),
                    comment="Reject traffic to invalid ports of ClusterIPs",
                ),
                Rule(
                    (AddressInNets("ip daddr", (Net.of(config.service_cidr),)), Drop()),
                    comment="Drop traffic to unallocated ClusterIPs",
                ),
            ),
        ),
        _REJECT,
    )
