"""Traffic to the cluster IP."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables import names
from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Part, to_port
from nodeport_lab.cluster.kubeproxy.iptables.refusal import target_of
from nodeport_lab.cluster.kubeproxy.iptables.rules import Comment, Jump, Net, Rule, Transport
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def capture(port: ServicePort, context: Context, part: Part) -> None:
    """Send it to the endpoints, or refuse it."""
    info, refusal = port.info, port.traffic.internal_refusal
    if refusal is None:
        chain = context.names.policy(port.traffic.internal)
        origin = info.origin("spec.ports[*].port")
        comment = f"{info.name} cluster IP"
        part.nat_services.append(to_port(port, comment, Jump(chain), origin, destination=info.cluster_ip))
    else:
        comment = f"{info.name} {refusal.reason}"
        origin = info.origin(refusal.field)
        part.filter_services.append(
            to_port(port, comment, target_of(refusal), origin, destination=info.cluster_ip)
        )


def masquerade(port: ServicePort, context: Context) -> list[Rule]:
    """The head of the chain that traffic to the cluster IP goes through: who is no pod gets the node's address.

    A router may lead the Service network to any node; the answer has to come back by the same way.
    """
    info = port.info
    return [
        Rule(
            (Comment(f"{info.name} cluster IP"), Transport(info.name.protocol, info.port)),
            Jump(names.MARK_MASQ),
            source=Net.of(context.config.cluster_cidr),
            source_negated=True,
            destination=Net.of(info.cluster_ip),
            protocol=info.name.protocol,
            origin=info.origin("spec.ports[*].port"),
        )
    ]
