"""The elements that traffic is looked up in: which address and port leads to which chain, or to a refusal."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.nftables import names
from nodeport_lab.cluster.kubeproxy.nftables.part import Context, Part
from nodeport_lab.cluster.kubeproxy.nftables.rules import Drop, Goto, SetElement, Verdict, VerdictElement
from nodeport_lab.cluster.kubeproxy.origin import Origin
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort
from nodeport_lab.cluster.kubeproxy.traffic import Refusal


def to_cluster_ip(port: ServicePort, context: Context, part: Part) -> None:
    """The cluster IP: to the endpoints of the internal policy, or refused."""
    info = port.info
    part.cluster_ips[info.cluster_ip,] = SetElement((info.cluster_ip,), info.origin("spec.clusterIP"))
    origin = info.origin("spec.ports[*].port")
    chain = context.names.policy(port.traffic.internal)
    _to_address(port, part, info.cluster_ip, chain, origin, port.traffic.internal_refusal, exempt=False)


def to_external_addresses(port: ServicePort, context: Context, part: Part) -> None:
    """externalIPs and the addresses of a load balancer: to the chain of external traffic, or refused, or both."""
    info, chain, refusal = port.info, context.names.external, port.traffic.external_refusal
    for index, address in enumerate(info.external_ips):
        origin = info.origin(f"spec.externalIPs[{index}]")
        _to_address(port, part, address, chain, origin, refusal, exempt=True)
    for index, address in info.load_balancer_ips:
        origin = info.origin(f"status.loadBalancer.ingress[{index}].ip")
        _to_address(port, part, address, chain, origin, refusal, exempt=True)
        if info.source_ranges:
            key = (address, info.name.protocol, info.port)
            guard = info.origin("spec.loadBalancerSourceRanges")
            part.firewall_ips[key] = VerdictElement(key, Goto(context.names.firewall), origin=guard)


def to_node_port(port: ServicePort, context: Context, part: Part) -> None:
    """The nodePort, likewise. A load balancer's source ranges do not apply."""
    info, refusal = port.info, port.traffic.external_refusal
    if info.node_port is None:
        return
    key = (info.name.protocol, info.node_port)
    if port.usable.anywhere:
        origin = info.origin("spec.ports[*].nodePort")
        part.service_node_ports[key] = VerdictElement(key, Goto(context.names.external), origin=origin)
    if refusal is not None:
        part.no_endpoint_node_ports[key] = VerdictElement(
            key, _verdict(refusal), str(info.name), info.origin(refusal.field)
        )


def _to_address(
    port: ServicePort,
    part: Part,
    address: str,
    chain: str,
    origin: Origin,
    refusal: Refusal | None,
    *,
    exempt: bool,
) -> None:
    """``exempt``: the chain is needed under a refusal too, for those whom the refusal does not mean."""
    info = port.info
    key = (address, info.name.protocol, info.port)
    if refusal is None or (exempt and port.usable.anywhere):
        part.service_ips[key] = VerdictElement(key, Goto(chain), origin=origin)
    if refusal is not None:
        part.no_endpoint_services[key] = VerdictElement(
            key, _verdict(refusal), str(info.name), info.origin(refusal.field)
        )


def _verdict(refusal: Refusal) -> Verdict:
    return Goto(names.REJECT) if refusal.reject else Drop()


def hairpins(port: ServicePort, part: Part) -> None:
    """A pod that reaches itself through its Service: the node masquerades it, lest the pod answer itself directly."""
    info = port.info
    for endpoint in port.usable.reachable:
        if endpoint.node is not None:
            key = (endpoint.address, endpoint.address, info.name.protocol, endpoint.port)
            origin = info.origin("spec.selector", endpoint.text)
            part.hairpins.setdefault(endpoint.node, {})[key] = SetElement(key, origin)
