"""Traffic to the addresses of a load balancer, its source ranges, and the port of its health check."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Part, to_port
from nodeport_lab.cluster.kubeproxy.iptables.refusal import target_of
from nodeport_lab.cluster.kubeproxy.iptables.rules import Comment, Jump, Net, Rule, Transport, Verdict
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def capture(port: ServicePort, context: Context, part: Part) -> None:
    """Send it to the chain of external traffic, by way of the firewall if there is one, and refuse the rest."""
    info, refusal = port.info, port.traffic.external_refusal
    guarded = uses_firewall(port)
    chain = context.names.firewall if guarded else context.names.external
    for index, address in info.load_balancer_ips:
        origin = info.origin(f"status.loadBalancer.ingress[{index}].ip")
        if port.usable.anywhere:
            comment = f"{info.name} loadbalancer IP"
            part.nat_services.append(to_port(port, comment, Jump(chain), origin, destination=address))
        if guarded:
            # Who passed the firewall was rewritten to an endpoint, so this address is no longer what it goes to.
            comment = f"{info.name} traffic not accepted by {chain}"
            origin = info.origin("spec.loadBalancerSourceRanges")
            part.filter_proxy_firewall.append(
                to_port(port, comment, Verdict("DROP"), origin, destination=address)
            )
        if refusal is not None:
            comment = f"{info.name} {refusal.reason}"
            part.filter_external_services.append(
                to_port(port, comment, target_of(refusal), info.origin(refusal.field), destination=address)
            )


def uses_firewall(port: ServicePort) -> bool:
    return port.usable.anywhere and bool(port.info.load_balancer_ips) and bool(port.info.source_ranges)


def firewall(port: ServicePort, context: Context) -> list[Rule]:
    """Who may use the balancer's addresses. A node that may reaches them with the address itself as its source."""
    info = port.info
    comment, target = Comment(f"{info.name} loadbalancer IP"), Jump(context.names.external)
    allowed = [
        (network, info.origin(f"spec.loadBalancerSourceRanges[{index}]"))
        for index, network in enumerate(info.source_ranges)
    ]
    if context.node_in_source_ranges:
        allowed += [
            (Net.of(address), info.origin("spec.loadBalancerSourceRanges"))
            for _, address in info.load_balancer_ips
        ]
    rules = [Rule((comment,), target, source=network, origin=origin) for network, origin in allowed]
    rest = Comment(f"other traffic to {info.name} will be dropped by KUBE-PROXY-FIREWALL")
    return [*rules, Rule((rest,), origin=info.origin("spec.loadBalancerSourceRanges"))]


def accept_health_checks(port: ServicePort, part: Part) -> None:
    """Let the balancer ask this node whether it has endpoints, even where it has none."""
    info = port.info
    if info.health_check_node_port is not None:
        part.filter_node_ports.append(
            Rule(
                (
                    Comment(f"{info.name} health check node port"),
                    Transport("tcp", info.health_check_node_port),
                ),
                Verdict("ACCEPT"),
                protocol="tcp",
                origin=info.origin("spec.healthCheckNodePort"),
            )
        )
