"""The chain that all external traffic goes through, and the firewall of a load balancer's addresses."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.nftables import names
from nodeport_lab.cluster.kubeproxy.nftables.part import Context
from nodeport_lab.cluster.kubeproxy.nftables.rules import (
    AddressInNets,
    Drop,
    FibLocal,
    Goto,
    MarkSet,
    Net,
    Rule,
)
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def chain(port: ServicePort, context: Context) -> list[Rule]:
    """Masquerade under policy Cluster; under Local keep the source, and exempt pods and the node itself from the policy."""
    origin = port.info.origin("spec.externalTrafficPolicy")
    mark = MarkSet("|", names.MASQUERADE_MARK)
    if not port.info.external_local:
        rules = [Rule((mark,), "masquerade", origin)]
    else:
        cluster = Goto(context.names.cluster)
        pods = AddressInNets("ip saddr", (Net.of(context.config.cluster_cidr),))
        rules = [
            Rule((pods, cluster), "short-circuit pod traffic", origin),
            Rule((FibLocal("saddr"), mark), "masquerade local traffic", origin),
            Rule((FibLocal("saddr"), cluster), "short-circuit local traffic", origin),
        ]
    if port.traffic.external_refusal is None:
        rules.append(Rule((Goto(context.names.policy(port.traffic.external)),), origin=origin))
    return rules


def uses_firewall(port: ServicePort) -> bool:
    return bool(port.info.load_balancer_ips) and bool(port.info.source_ranges)


def firewall(port: ServicePort, context: Context) -> list[Rule]:
    """Drop who may not use the balancer's addresses. A node that may reaches them with the address itself as its source."""
    allowed = list(port.info.source_ranges)
    if context.node_in_source_ranges:
        allowed += [Net.of(address) for _, address in port.info.load_balancer_ips]
    others = AddressInNets("ip saddr", tuple(allowed), negated=True)
    return [Rule((others, Drop()), origin=port.info.origin("spec.loadBalancerSourceRanges"))]
