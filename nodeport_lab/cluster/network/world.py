"""The world that a packet meets, as plain typed descriptions. Whoever builds one decides; whoever traces only looks.

Nothing here knows a Service: what Services do is in the rules of the nodes, in the balancers' listeners, and in ``doors``,
which only say what a port is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy.iptables.rules import Net
from nodeport_lab.cluster.network.conntrack import Connection, Entries, entries
from nodeport_lab.cluster.network.netfilter import Netfilter
from nodeport_lab.cluster.network.packet import PROTOCOLS, Protocol, is_loopback

Role = Literal["nodePort", "port", "targetPort", "ephemeral"]

# The places that are not nodes, pods or machines.
CLIENT = "client"
ROUTER = "router"
BALANCER = "balancer"

# The ports that requests come from, unless they say otherwise.
EPHEMERAL = 51324


@dataclass(frozen=True, slots=True)
class Socket:
    """A process that listens: on all addresses (``0.0.0.0``), on one, or on its own loopback only.

    healthy: what it says to a health check; kube-proxy's says no on a node without endpoints (healthCheckNodePort).
    """

    protocol: Protocol
    port: int
    address: str = "0.0.0.0"  # noqa: S104
    process: str = ""
    healthy: bool = True

    def hears(self, protocol: Protocol, address: str, port: int) -> bool:
        """True where a packet to ``address:port`` reaches the process."""
        return (
            self.port == port and self.protocol == protocol and self.address in ("0.0.0.0", address)  # noqa: S104
        )


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod that has an address: where it runs and on what its processes listen.

    host_network: it lives in the node's own network namespace; its address is the node's.
    """

    name: str
    address: str
    node: str
    sockets: tuple[Socket, ...] = ()
    host_network: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its addresses, the rules in its kernel, the processes on it, and what is wrong with it.

    rules: None where kube-proxy never ran. localnet: ``net.ipv4.conf.all.route_localnet``, which kube-proxy sets in
    iptables mode. hairpin: a packet may leave to the pod that it came from. remembered: which lists of session affinity
    (iptables "recent", nftables dynamic sets) have which source addresses.
    """

    name: str
    address: str
    pod_cidr: str
    rules: Netfilter | None = None
    up: bool = True
    sockets: tuple[Socket, ...] = ()
    localnet: bool = False
    hairpin: bool = True
    remembered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    connections: tuple[Connection, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """Another machine on the nodes' network, such as the control plane. Nothing rewrites packets there."""

    name: str
    address: str
    sockets: tuple[Socket, ...] = ()


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody outside. nat: the address of the router that hides it, where there is one."""

    name: str
    address: str
    nat: str | None = None


@dataclass(frozen=True, slots=True)
class FirewallRule:
    """One rule of the firewall (security group) in front of the nodes. ``ports`` None: all; ends inclusive."""

    source: str
    ports: tuple[int, int] | None
    action: Literal["allow", "deny"]
    protocol: Protocol | None = None

    def applies(self, protocol: Protocol, source: str, port: int) -> bool:
        """True where the rule is about such a packet."""
        return (
            (self.protocol is None or self.protocol == protocol)
            and (self.ports is None or self.ports[0] <= port <= self.ports[1])
            and source in Net.of(self.source)
        )

    def __str__(self) -> str:
        ports = "*" if self.ports is None else f"{self.ports[0]}-{self.ports[1]}"
        if self.ports is not None and self.ports[0] == self.ports[1]:
            ports = str(self.ports[0])
        return f"{self.action} {self.source} {self.protocol or '*'} {ports}"


@dataclass(frozen=True, slots=True)
class Backend:
    """A node behind a balancer, as the balancer's own health check last saw it."""

    node: str
    healthy: bool = True


@dataclass(frozen=True, slots=True)
class Balancer:
    """A provider's load balancer in front of the nodes: hands a connection to the nodePort of one healthy node.

    listeners: protocol and port -> nodePort. snat: it puts its own address in place of the client's (a proxying
    balancer); otherwise the client's stays, and answers pass the balancer because it is on their way.
    """

    address: str
    listeners: Mapping[tuple[Protocol, int], int]
    backends: tuple[Backend, ...]
    snat: bool = False
    service: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """kind's extraPortMappings: a port of the host that leads to a port of a node that is itself a container."""

    protocol: Protocol
    port: int
    node: str
    node_port: int


@dataclass(frozen=True, slots=True)
class Host:
    """The learner's own machine, where the "nodes" are containers or a VM inside of it (kind, minikube, Docker Desktop).

    The client is a program on it. reachable: the nodes' network can be reached from it (Docker on Linux; not with a VM).
    """

    address: str = "127.0.0.1"
    published: tuple[PublishedPort, ...] = ()
    reachable: bool = False


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
    doors: what ports are called, for the labels in a trace; no packet is moved by them.
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
        self.client_at = {client.nat or client.address: client for client in clients}
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
