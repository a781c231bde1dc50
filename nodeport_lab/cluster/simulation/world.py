"""The world that a packet meets at this moment: nodes with the rules in their kernels, pods with what they listen on, and outside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import ingress, loadbalancer
from nodeport_lab.cluster.controllers.kubelet.sockets import image_name
from nodeport_lab.cluster.kubeproxy.nodeports import sets_route_localnet
from nodeport_lab.cluster.network.doors import doors
from nodeport_lab.cluster.network.health import healthy
from nodeport_lab.cluster.network.ingress import Controller, table
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import (
    Backend,
    Balancer,
    Client,
    FirewallRule,
    Host,
    Machine,
    Node,
    Pod,
    Socket,
    World,
)
from nodeport_lab.cluster.objects import Key, Obj, name, namespace, selects
from nodeport_lab.cluster.simulation.connections import Memory
from nodeport_lab.cluster.simulation.engine import Engine
from nodeport_lab.cluster.simulation.visits import Visits

# Over nodePorts with the client's address kept; the same with its own address instead (ipMode Proxy); announced by a node.
ProviderKind = Literal["balancer", "proxy", "vip"]

HEALTH_PORT = 10256  # kube-proxy --healthz-bind-address


@dataclass(slots=True)
class Surroundings:
    """What is around the cluster and in its kernels, and is no object: the firewall, the provider, connections."""

    firewall: tuple[FirewallRule, ...] = ()
    provider: ProviderKind = "balancer"
    memory: Memory = field(default_factory=Memory)
    visits: Visits = field(default_factory=Visits)
    # Packets between pods' addresses pass from node to node; on these nodes a pod cannot reach itself through its Service.
    pod_network: bool = True
    no_hairpin: frozenset[str] = frozenset()
    # Who asks from outside (nobody named: the client of the configuration); the machine whose containers the nodes are.
    clients: tuple[Client, ...] = ()
    host: Host | None = None


def build(engine: Engine, config: ClusterConfig, around: Surroundings) -> World:
    """The world as it is now."""
    view = engine.view
    services = list(view.every("services"))
    pieces = list(view.every("endpointslices"))
    nodes = tuple(_node(engine, config, name, around) for name in (node.name for node in config.nodes))
    control_plane = Machine(
        "control-plane",
        config.control_plane,
        (Socket("TCP", config.control_plane_port, process="kube-apiserver"),),
    )
    balancers = tuple(_balancers(engine, services, around.provider))
    taken = {balancer.address for balancer in balancers}
    world = World(
        config,
        nodes,
        tuple(_pods(engine)),
        (control_plane,),
        firewall=around.firewall,
        external={a: n for a, n in _external(engine, config, services).items() if a not in taken},
        balancers=balancers,
        clients=around.clients,
        host=around.host,
        pod_network=around.pod_network,
        doors=doors(services, pieces),
        slices=tuple(pieces),
        ingress=_controller(engine, services, pieces),
    )
    if not balancers:
        return world
    checked = tuple(replace(found, backends=tuple(_checked(engine, world, found))) for found in balancers)
    return replace(world, balancers=checked)


def _checked(engine: Engine, world: World, balancer: Balancer) -> Iterator[Backend]:
    """What the balancer's health checks say by now. It misses a dead node only after a few of them."""
    namespace, _, name = (balancer.service or "").partition("/")
    service = engine.view.get(Key("services", namespace, name))
    port = (service["spec"].get("healthCheckNodePort") if service is not None else None) or HEALTH_PORT
    for backend in balancer.backends:
        silent = engine.silent_for(backend.node)
        if silent is not None:
            yield Backend(backend.node, silent < engine.timing.health_check)
        else:
            yield Backend(backend.node, healthy(world, balancer, backend.node, port))


def _controller(engine: Engine, services: Iterable[Obj], pieces: Iterable[Obj]) -> Controller | None:
    """The Ingress controller's pods, where there are any, and what they serve."""
    if not engine.has_ingress_controller():
        return None
    labels = {"app.kubernetes.io/name": ingress.NAME}
    pods = [
        pod
        for pod in engine.view.within("pods", ingress.NAMESPACE)
        if selects(labels, pod["metadata"].get("labels") or {})
    ]
    names = frozenset(f"{ingress.NAMESPACE}/{pod['metadata']['name']}" for pod in pods)
    rules = table(
        engine.view.every("ingresses"),
        services,
        pieces,
        frozenset((ingress.CLASS,)),
        without_class=True,
        secrets={f"{namespace(secret)}/{name(secret)}" for secret in engine.view.every("secrets")},
    )
    return Controller(names, rules)


def _node(engine: Engine, config: ClusterConfig, name: str, around: Surroundings) -> Node:
    of = engine.proxies.node(name)
    return Node(
        name,
        of.address,
        of.pod_cidr,
        engine.proxies.netfilter(name),
        up=name not in engine.kubelets.down,
        sockets=tuple(_processes(engine, name)),
        hairpin=name not in around.no_hairpin,
        localnet=sets_route_localnet(engine.proxies.mode(name), of, config),
        remembered=around.memory.remembered(name, engine.now),
        connections=around.memory.of(name, engine.now),
    )


def _processes(engine: Engine, name: str) -> Iterator[Socket]:
    """What listens on a node itself. No nodePort is among them: kube-proxy opens no sockets for those."""
    yield Socket("TCP", 22, process="sshd")
    yield Socket("TCP", 10248, "127.0.0.1", "kubelet")
    yield Socket("TCP", 10250, process="kubelet")
    if engine.proxies.is_running(name):
        yield Socket("TCP", 10249, "127.0.0.1", "kube-proxy")
        yield Socket("TCP", HEALTH_PORT, process="kube-proxy")
        for port, answer in engine.proxies.health(name).items():
            yield Socket("TCP", port, process="kube-proxy", healthy=answer.status == 200)


def _pods(engine: Engine) -> Iterator[Pod]:
    for key, life in engine.kubelets.lives.items():
        pod = engine.view.get(key)
        if pod is None or not life.address:
            continue
        containers = pod["spec"].get("containers") or ()
        process = image_name(containers[0].get("image", "")) if containers else ""
        yield Pod(
            str(key),
            life.address,
            life.node,
            tuple(
                Socket(_protocol(s.protocol), s.port, s.address, process)
                for s in engine.kubelets.sockets(key, pod, engine.now)
            ),
            bool(pod["spec"].get("hostNetwork")),
            _asks_cluster_dns(pod["spec"]),
        )


def _asks_cluster_dns(spec: Obj) -> bool:
    """ClusterFirst is Default for a pod in its node's own network (pkg/kubelet/network/dns/dns.go, getPodDNSType)."""
    policy = spec.get("dnsPolicy", "ClusterFirst")
    return policy == "ClusterFirstWithHostNet" or (policy == "ClusterFirst" and not spec.get("hostNetwork"))


def _protocol(text: str) -> Protocol:
    protocols: Mapping[str, Protocol] = {"TCP": "TCP", "UDP": "UDP", "SCTP": "SCTP"}
    return protocols[text]


def _balancers(engine: Engine, services: Iterable[Obj], provider: ProviderKind) -> Iterator[Balancer]:
    """A balancer in front of the nodes for each Service that has an address: it reaches them by its nodePorts alone."""
    for service in services:
        spec = service["spec"]
        if provider == "vip" or spec.get("type") != "LoadBalancer":
            continue
        meta = service["metadata"]
        listeners = {
            (_protocol(port.get("protocol") or "TCP"), int(port["port"])): port.get("nodePort")
            for port in spec.get("ports") or ()
        }
        for address in loadbalancer.addresses(service):
            yield Balancer(
                address,
                listeners,
                tuple(Backend(node.name) for node in engine.config.nodes),
                snat=provider == "proxy",
                service=f"{meta['namespace']}/{meta['name']}",
                sources=tuple(spec.get("loadBalancerSourceRanges") or ()),
            )


def _external(engine: Engine, config: ClusterConfig, services: Iterable[Obj]) -> dict[str, str]:
    """Which node the router delivers an external address to: one that is alive, and has a pod where the policy asks for one.

    That a node died takes the others as long to notice as a balancer's health checks.
    """
    patience = engine.timing.health_check
    alive = [node.name for node in config.nodes if (engine.silent_for(node.name) or 0.0) < patience]
    ours = [
        ipaddress.ip_network(cidr) for cidr in (config.node_cidr, config.cluster_cidr, config.service_cidr)
    ]
    out: dict[str, str] = {}
    for service in services:
        addresses = [*loadbalancer.addresses(service), *(service["spec"].get("externalIPs") or ())]
        foreign = [a for a in addresses if not any(ipaddress.ip_address(a) in network for network in ours)]
        if not foreign or not alive:
            continue
        speakers = alive
        if service["spec"].get("externalTrafficPolicy") == "Local":
            known = {name: facts for name in alive if (facts := engine.proxies.facts(name)) is not None}
            speakers = [name for name in known if known[name].has_local_endpoint(name, service)] or alive
        for address in foreign:
            out.setdefault(address, speakers[0])
    return out
