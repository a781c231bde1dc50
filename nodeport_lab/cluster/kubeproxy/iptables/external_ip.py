"""Traffic to the externalIPs of a Service."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Part, to_port
from nodeport_lab.cluster.kubeproxy.iptables.refusal import target_of
from nodeport_lab.cluster.kubeproxy.iptables.rules import Jump
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def capture(port: ServicePort, context: Context, part: Part) -> None:
    """Send it to the chain of external traffic, and refuse what that one lets fall through."""
    info, refusal = port.info, port.traffic.external_refusal
    for index, address in enumerate(info.external_ips):
        if port.usable.anywhere:
            origin = info.origin(f"spec.externalIPs[{index}]")
            part.nat_services.append(
                to_port(
                    port,
                    f"{info.name} external IP",
                    Jump(context.names.external),
                    origin,
                    destination=address,
                )
            )
        if refusal is not None:
            comment = f"{info.name} {refusal.reason}"
            part.filter_external_services.append(
                to_port(port, comment, target_of(refusal), info.origin(refusal.field), destination=address)
            )
