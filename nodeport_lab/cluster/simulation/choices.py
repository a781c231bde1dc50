"""What the request bar offers: from where a request may come, and to which doors, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.network.world import Client
from nodeport_lab.cluster.objects import Key, Obj, name, namespace
from nodeport_lab.cluster.simulation.engine import Engine

_API_SERVER = "default/kubernetes"

Json = dict[str, Any]


def choices(
    engine: Engine,
    config: ClusterConfig,
    clients: Sequence[Client],
    services: Sequence[Obj],
    pods: Sequence[Obj],
) -> Json:
    """``from`` and ``to`` of the snapshot."""
    return {
        "from": list(_senders(engine, config, clients, pods)),
        "to": list(_doors(engine, config, services, pods)),
    }


def _senders(
    engine: Engine, config: ClusterConfig, clients: Sequence[Client], pods: Sequence[Obj]
) -> Iterator[Json]:
    for client in clients:
        yield {"name": client.name, "label": client.name, "address": client.address}
    for node in config.nodes:
        yield {"name": node.name, "label": node.name, "address": node.address}
    for pod in pods:
        key = Key("pods", namespace(pod), name(pod))
        life = engine.kubelets.lives.get(key)
        if life is not None and life.step in ("running", "stopping"):
            label = key.name if key.namespace == "default" else str(key)
            yield {"name": str(key), "label": label, "address": life.address}


def _doors(
    engine: Engine, config: ClusterConfig, services: Sequence[Obj], pods: Sequence[Obj]
) -> Iterator[Json]:
    """nodePorts on every node, then addresses of balancers and external addresses, then ClusterIPs, then the pods themselves.

    The first is where a page aims by itself, so the API server's own Service, which nobody here asked for, comes last of all.
    """

    def door(
        address: str, port: int, protocol: str, role: str, service: str | None, node: str | None = None
    ) -> Json:
        return {
            "address": address,
            "port": port,
            "protocol": protocol,
            "role": role,
            "node": node,
            "service": service,
        }

    ports = [
        (f"{namespace(service)}/{name(service)}", service, port, port.get("protocol") or "TCP")
        for service in services
        if service["spec"].get("type") != "ExternalName"
        for port in service["spec"].get("ports") or ()
    ]
    for who, _, port, protocol in ports:
        if port.get("nodePort"):
            for node in config.nodes:
                yield door(node.address, port["nodePort"], protocol, "nodePort", who, node.name)
    for who, service, port, protocol in ports:
        for address in (*loadbalancer.addresses(service), *(service["spec"].get("externalIPs") or ())):
            yield door(address, port["port"], protocol, "port", who)
    inside = [
        (door(service["spec"]["clusterIP"], port["port"], protocol, "port", who), who == _API_SERVER)
        for who, service, port, protocol in ports
        if service["spec"].get("clusterIP") not in (None, "", "None")
    ]
    yield from (shown for shown, own in inside if not own)
    for pod in pods:
        key = Key("pods", namespace(pod), name(pod))
        life = engine.kubelets.lives.get(key)
        if life is not None and life.address:
            for socket in engine.kubelets.sockets(key, pod, engine.now):
                yield door(life.address, socket.port, socket.protocol, "targetPort", None, life.node)

    yield from (shown for shown, own in inside if own)
