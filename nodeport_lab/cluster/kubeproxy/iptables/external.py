"""The chain that all external traffic goes through, whatever address it came to."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables import names
from nodeport_lab.cluster.kubeproxy.iptables.part import Context
from nodeport_lab.cluster.kubeproxy.iptables.rules import AddressType, Comment, Jump, Net, Rule
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def chain(port: ServicePort, context: Context) -> list[Rule]:
    """Masquerade under policy Cluster; under Local keep the source, and exempt pods and the node itself from the policy."""
    info, name = port.info, port.info.name
    origin = info.origin("spec.externalTrafficPolicy")
    mark, cluster = Jump(names.MARK_MASQ), Jump(context.names.cluster)
    if not info.external_local:
        rules = [
            Rule((Comment(f"masquerade traffic for {name} external destinations"),), mark, origin=origin)
        ]
    else:
        local = AddressType("src")
        rules = [
            Rule(
                (Comment(f"pod traffic for {name} external destinations"),),
                cluster,
                source=Net.of(context.config.cluster_cidr),
                origin=origin,
            ),
            Rule(
                (Comment(f"masquerade LOCAL traffic for {name} external destinations"), local),
                mark,
                origin=origin,
            ),
            Rule(
                (Comment(f"route LOCAL traffic for {name} external destinations"), local),
                cluster,
                origin=origin,
            ),
        ]
    if port.traffic.external_refusal is None:
        rules.append(Rule((), Jump(context.names.policy(port.traffic.external)), origin=origin))
    return rules
