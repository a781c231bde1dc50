"""What kube-proxy answers on a Service's healthCheckNodePort: whether this node has endpoints (pkg/proxy/healthcheck)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


@dataclass(frozen=True, slots=True)
class HealthAnswer:
    """The answer to ``GET /`` on the port: 200 where the node has ready endpoints of the Service, else 503."""

    namespace: str
    service: str
    local_endpoints: int

    @property
    def status(self) -> int:
        return 200 if self.local_endpoints else 503

    def body(self) -> str:
        """As kube-proxy writes it."""
        return json.dumps(
            {
                "service": {"namespace": self.namespace, "name": self.service},
                "localEndpoints": self.local_endpoints,
                "serviceProxyHealthy": True,
            },
            indent="\t",
        )


def health_answers(ports: Iterable[ServicePort]) -> dict[int, HealthAnswer]:
    """By healthCheckNodePort, what a node answers that sees these ports. An address counts once, on however many ports."""
    addresses: dict[tuple[int, str, str], set[str]] = {}
    for port in ports:
        number = port.info.health_check_node_port
        if number is not None:
            key = (number, port.info.name.namespace, port.info.name.service)
            addresses.setdefault(key, set()).update(port.ready_here)
    return {
        number: HealthAnswer(namespace, service, len(found))
        for (number, namespace, service), found in addresses.items()
    }
