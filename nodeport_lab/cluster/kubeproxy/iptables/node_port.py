"""Traffic to the nodePort."""

from __future__ import annotations

from dataclasses import replace

from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Part, to_port
from nodeport_lab.cluster.kubeproxy.iptables.refusal import target_of
from nodeport_lab.cluster.kubeproxy.iptables.rules import AddressType, Jump
from nodeport_lab.cluster.kubeproxy.iptables.static import LOCALHOST, LOCALHOST_ACCOUNT
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def capture(port: ServicePort, context: Context, part: Part) -> None:
    """Send it to the chain of external traffic, and refuse what that one lets fall through. Source ranges do not apply."""
    info, refusal = port.info, port.traffic.external_refusal
    if info.node_port is None:
        return
    if port.usable.anywhere:
        target, origin = Jump(context.names.external), info.origin("spec.ports[*].nodePort")
        comment, number = str(info.name), info.node_port
        if context.localhost_node_ports:
            counted = to_port(port, comment, target, origin, number=number, after=(LOCALHOST_ACCOUNT,))
            part.nat_node_ports.append(replace(counted, destination=LOCALHOST))
        part.nat_node_ports.append(to_port(port, comment, target, origin, number=number))
    if refusal is not None:
        part.filter_external_services.append(
            to_port(
                port,
                f"{info.name} {refusal.reason}",
                target_of(refusal),
                info.origin(refusal.field),
                number=info.node_port,
                before=(AddressType("dst"),),
            )
        )
