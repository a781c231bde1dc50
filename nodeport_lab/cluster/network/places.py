"""What there is in a world, thing by thing, as plain typed descriptions. Whoever makes them decides; a trace only looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nodeport_lab.cluster.kubeproxy.iptables.rules import Net
from nodeport_lab.cluster.network.conntrack import Connection
from nodeport_lab.cluster.network.netfilter import Netfilter
from nodeport_lab.cluster.network.packet import Protocol


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

    host_network: it lives in the node's own network namespace; its address is the node's. cluster_dns: its resolver is
    the cluster's, not its node's.
    """

    name: str
    address: str
    node: str
    sockets: tuple[Socket, ...] = ()
    host_network: bool = False
    cluster_dns: bool = True


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

    listeners: protocol and port -> nodePort; None where the Service has none to hand connections to. snat: it puts its
    own address in place of the client's (a proxying balancer); otherwise the client's stays, and answers pass the
    balancer because it is on their way. sources: who may connect (spec.loadBalancerSourceRanges); empty: everybody.
    """

    address: str
    listeners: Mapping[tuple[Protocol, int], int | None]
    backends: tuple[Backend, ...]
    snat: bool = False
    service: str | None = None
    sources: tuple[str, ...] = ()


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
