"""The world that a packet meets: its places together, an index of them, and the request.

Nothing here knows a Service: what Services do is in the rules of the nodes, in the balancers' listeners, and in ``doors``,
which only say what a port is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy.iptables.rules import Net
from nodeport_lab.cluster.network.conntrack import Entries, entries
from nodeport_lab.cluster.network.ingress import Controller
from nodeport_lab.cluster.network.packet import PROTOCOLS, Protocol, is_loopback
from nodeport_lab.cluster.network.places import (
    Backend,
    Balancer,
    Client,
    FirewallRule,
    Host,
    Machine,
    Node,
    Pod,
    PublishedPort,
    Socket,
)
from nodeport_lab.cluster.objects import Obj

__all__ = [
    "Backend",
    "Balancer",
    "Client",
    "Door",
    "Doors",
    "FirewallRule",
    "Host",
    "Machine",
    "Map",
    "Node",
    "Pod",
    "PublishedPort",
    "Request",
    "Role",
    "Socket",
    "World",
]

Role = Literal["nodePort", "port", "targetPort", "ephemeral"]

# The places that are not nodes, pods or machines.
CLIENT = "client"
ROUTER = "router"
BALANCER = "balancer"

# The ports that requests come from, unless they say otherwise.
EPHEMERAL = 51324


class Door(NamedTuple):
    """What an address and port are called: the role of the port, and whose it is. ``field``: path within the Service."""

    role: Role
    service: str | None = None
    port_name: str = ""
    field: str | None = None


# (address, protocol, port) -> Door. Instead of an address: "node" for any node's, "pod" for any pod's.
Doors = Mapping[tuple[str, Protocol, int], Door]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that decides where a packet goes.

    external: addresses outside of all networks that the router delivers to a node (a VIP announced by that node).
    pod_network: False where packets between pods' addresses cannot pass from node to node.
    ingress: the Ingress controller, where one runs; it acts in ``http.trace_http`` alone.
    doors: what ports are called, for the labels in a trace; slices: who is behind Services, to tell why nobody is. No packet
    is moved by either.
    """

    config: ClusterConfig
    nodes: tuple[Node, ...]
    pods: tuple[Pod, ...] = ()
    machines: tuple[Machine, ...] = ()
    clients: tuple[Client, ...] = ()
    firewall: tuple[FirewallRule, ...] = ()
    external: Mapping[str, str] = field(default_factory=dict)
    balancers: tuple[Balancer, ...] = ()
    host: Host | None = None
    pod_network: bool = True
    doors: Doors = field(default_factory=dict)
    slices: tuple[Obj, ...] = ()
    ingress: Controller | None = None
    map: Map = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "map", Map(self))


class Map:
    """The world by address and by name. Made once for each world; ``ValueError`` where two things share an address."""

    __slots__ = (
        "balancer_at",
        "client",
        "client_at",
        "cluster",
        "connections",
        "doors",
        "external",
        "host_pods",
        "machine",
        "machine_at",
        "node",
        "node_at",
        "node_net",
        "pod",
        "pod_at",
        "pod_nets",
        "router",
        "service",
    )

    def __init__(self, world: World):
        config = world.config
        self.node = {node.name: node for node in world.nodes}
        self.node_at = {node.address: node for node in world.nodes}
        self.pod = {pod.name: pod for pod in world.pods}
        self.pod_at = {pod.address: pod for pod in world.pods if not pod.host_network}
        self.host_pods: dict[str, list[Pod]] = {}
        for pod in world.pods:
            if pod.node not in self.node:
                raise ValueError(f"{pod.name} runs on {pod.node}, which is no node")
            if pod.host_network:
                self.host_pods.setdefault(pod.node, []).append(pod)
        clients = world.clients or (Client(CLIENT, config.client),)
        self.client = {client.name: client for client in clients}
        self.client_at = {client.nat or client.address: client for client in reversed(clients)}
        self.machine = {machine.name: machine for machine in world.machines}
        self.machine_at = {machine.address: machine for machine in world.machines}
        self.balancer_at = {balancer.address: balancer for balancer in world.balancers}
        # By length, then by network: nodes' networks mostly have one length, so one look finds the node.
        self.pod_nets: dict[int, dict[Net, Node]] = {}
        for node in world.nodes:
            if node.pod_cidr:
                net = Net.of(node.pod_cidr)
                self.pod_nets.setdefault(net.length, {})[net] = node
        self.router = config.router
        if world.host is not None:
            # The machine is its nodes' router: what comes back to that address is for the program on it.
            self.client_at[config.router] = clients[0]
        self.node_net = Net.of(config.node_cidr)
        self.cluster = Net.of(config.cluster_cidr)
        self.service = Net.of(config.service_cidr)
        self.external = Net.of(config.external_cidr)
        self.doors = world.doors
        self.connections: dict[str, Entries] = {
            node.name: entries(node.connections) for node in world.nodes if node.connections
        }

    def door(self, address: str, protocol: Protocol, port: int) -> Door | None:
        """What is known about the port of an address."""
        found = self.doors.get((address, protocol, port))
        if found is None:
            if address in self.node_at or is_loopback(address):
                return self.doors.get(("node", protocol, port))
            if address in self.pod_at:
                return self.doors.get(("pod", protocol, port))
        return found

    def pod_node(self, address: str) -> Node | None:
        """The node whose part of the pod network the address is in."""
        if address in self.cluster:
            for length, nodes in self.pod_nets.items():
                node = nodes.get(Net.of(f"{address}/{length}"))
                if node is not None:
                    return node
        return None


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: from whom, to what, by which protocol.

    sender: a client's, a node's or a pod's name. port: where it comes from; a UDP program that keeps its socket keeps it.
    via: the node that the router delivers an external address to, this time.
    """

    sender: str
    address: str
    port: int
    protocol: Protocol = "TCP"
    via: str | None = None
    source_port: int = EPHEMERAL

    def __post_init__(self) -> None:
        if self.protocol not in PROTOCOLS:
            raise ValueError(f"no such protocol: {self.protocol}")
        Net.of(self.address)
        if not (0 < self.port < 65536 and 0 < self.source_port < 65536):
            raise ValueError(f"no such port: {self.port}, {self.source_port}")
