"""What is broken now, each with the action that mends it; and what could be done to a cluster, best known things first.

Only what somebody broke from outside, or what is missing for an object that asks for it: a manifest's own mistakes are found
by looking, not told here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers.kubelet.sockets import ANY, LOOPBACK, listening
from nodeport_lab.cluster.controllers.loadbalancer import addresses
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.objects import Key, Obj, name, namespace
from nodeport_lab.cluster.simulation.world import ProviderKind

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster

Json = dict[str, Any]

EVERYWHERE = "0.0.0.0/0"
_ELSEWHERE = 8080
_OTHER_RANGE = (31000, 31999)
# How long a slow program takes until it listens; then with which probe and how long a preStop hook it is rolled out.
_SLOW = 4
_CARES = ((False, 0), (True, 0), (True, 5))


class Fault(NamedTuple):
    """``kind`` keys the words, ``params`` is what they name, ``repair`` the action after which it is gone."""

    kind: str
    params: Json
    repair: Json


class Offer(NamedTuple):
    """Something to be done to the cluster: ``group`` is a node, a pod (``namespace/name``) or nothing."""

    kind: str
    group: str
    action: Json


def faults(cluster: Cluster) -> list[Fault]:
    """What is broken now: nodes, pods, then what is around the cluster."""
    return [*_nodes(cluster), *_pods(cluster), *_around(cluster)]


def _nodes(cluster: Cluster) -> Iterator[Fault]:
    engine = cluster.engine
    for node in (node.name for node in cluster.config.nodes):
        if node in engine.kubelets.down:
            yield Fault("node-down", {"node": node}, {"type": "set-node", "node": node, "up": True})
        usual = _usual_address(cluster, node)
        if usual is not None:
            back = {"type": "set-node-address", "node": node, "address": usual}
            yield Fault("node-address", {"node": node, "usual": usual}, back)
        if not engine.proxies.is_running(node):
            repair = {"type": "set-kube-proxy", "node": node, "running": True}
            yield Fault("kube-proxy-stopped", {"node": node}, repair)
        if node in cluster.around.no_hairpin:
            yield Fault("hairpin-off", {"node": node}, {"type": "set-hairpin", "node": node, "enabled": True})


def _usual_address(cluster: Cluster, node: str) -> str | None:
    """The address that the node had at first, where it has another now and could have that one again."""
    first = ClusterConfig.with_nodes(len(cluster.config.nodes))
    before = {config.name: config.address for config in first.nodes}.get(node)
    held = {config.address: config.name for config in cluster.config.nodes}
    return before if before is not None and before not in held else None


def _pods(cluster: Cluster) -> Iterator[Fault]:
    for key, pod in _running(cluster):
        life = cluster.engine.kubelets.lives[key]
        about = {"namespace": key.namespace, "pod": key.name}
        if life.forced is False:
            yield Fault("pod-unready", about, {"type": "set-readiness", **about, "ready": True})
        meant = listening(pod)
        if life.moved is not None and life.moved != meant and meant:
            now = life.moved[0]
            said = {**about, "port": now.port, "address": now.address}
            where = {"port": meant[0].port, "address": meant[0].address}
            yield Fault("pod-elsewhere", said, {"type": "set-listening", **about, **where})


def _around(cluster: Cluster) -> Iterator[Fault]:
    around, view = cluster.around, cluster.engine.view
    if keeps_out(cluster):
        yield Fault("firewall-closed", {}, {"type": "set-firewall", "rules": []})
    if not around.pod_network:
        yield Fault("pod-network-blocked", {}, {"type": "set-pod-network", "between": True})
    if not cluster.engine.provider_running:
        pending = [service for service in view.every("services") if _is_pending(service)]
        if pending:
            repair = {"type": "set-provider", "running": True}
            yield Fault("provider-missing", {"service": name(pending[0])}, repair)
    if not cluster.engine.has_ingress_controller():
        unserved = next(iter(view.every("ingresses")), None)
        if unserved is not None:
            repair = {"type": "set-ingress-controller", "running": True}
            yield Fault("ingress-controller-missing", {"ingress": name(unserved)}, repair)
    usual = ClusterConfig().nodeport_range
    if cluster.config.nodeport_range != usual:
        first, last = cluster.config.nodeport_range
        repair = {"type": "set-nodeport-range", "first": usual[0], "last": usual[1]}
        yield Fault("nodeport-range", {"first": first, "last": last}, repair)


def keeps_out(cluster: Cluster) -> bool:
    """Whether the firewall closes to some client a port that is open on the nodes; where none is open, any port.

    A wall that lets through what somebody came for is as it should be.
    """
    around = cluster.around
    if not any(rule.action == "deny" for rule in around.firewall):
        return False
    senders = [client.nat or client.address for client in around.clients] or [cluster.config.client]
    doors: list[tuple[Protocol, int]] = [
        (port.get("protocol", "TCP"), port["nodePort"])
        for service in cluster.engine.view.every("services")
        for port in service["spec"].get("ports") or ()
        if port.get("nodePort")
    ]
    return not doors or any(
        next((r.action for r in around.firewall if r.applies(protocol, sender, port)), "allow") == "deny"
        for sender in senders
        for protocol, port in doors
    )


def offers(cluster: Cluster) -> list[Offer]:
    """Everything that can be done now; of two opposites the one that changes something."""
    return [
        *_node_offers(cluster),
        *_deployment_offers(cluster),
        *_pod_offers(cluster),
        *_other_offers(cluster),
    ]


def _node_offers(cluster: Cluster) -> Iterator[Offer]:
    engine = cluster.engine
    for node in (node.name for node in cluster.config.nodes):
        down = node in engine.kubelets.down
        yield Offer("nodes", node, {"type": "set-node", "node": node, "up": down})
        address = _usual_address(cluster, node) or _other_address(cluster, node)
        yield Offer("nodes", node, {"type": "set-node-address", "node": node, "address": address})
        running = engine.proxies.is_running(node)
        yield Offer("nodes", node, {"type": "set-kube-proxy", "node": node, "running": not running})
        off = node in cluster.around.no_hairpin
        yield Offer("nodes", node, {"type": "set-hairpin", "node": node, "enabled": off})


def _other_address(cluster: Cluster, node: str) -> str:
    """An address that nobody has: from the top of the nodes' network down, so that the known ones stay as they are."""
    config = cluster.config
    number = [known.name for known in config.nodes].index(node)
    return str(ipaddress.IPv4Network(config.node_cidr)[-3 - number])


def _deployment_offers(cluster: Cluster) -> Iterator[Offer]:
    """Rolling updates with and without what keeps requests from getting lost, and more or fewer pods."""
    for deployment in sorted(
        cluster.engine.view.every("deployments"), key=lambda obj: (namespace(obj), name(obj))
    ):
        about = {"namespace": namespace(deployment), "name": name(deployment)}
        group = f"{about['namespace']}/{about['name']}"
        yield Offer("deployments", group, {"type": "roll-out", **about})
        for probe, drain in _CARES:
            careful = {"startup": _SLOW, "probe": probe, "drain": drain}
            yield Offer("deployments", group, {"type": "roll-out", **about, **careful})
        replicas = deployment["spec"].get("replicas", 1)
        for count in (replicas + 1, replicas - 1):
            if count >= 0:
                yield Offer("deployments", group, {"type": "scale", **about, "replicas": count})


def _pod_offers(cluster: Cluster) -> Iterator[Offer]:
    for key, pod in _running(cluster):
        life = cluster.engine.kubelets.lives[key]
        about = {"namespace": key.namespace, "pod": key.name}
        yield Offer(
            "pods",
            str(key),
            {"type": "delete", "resource": "pods", "namespace": key.namespace, "name": key.name},
        )
        yield Offer("pods", str(key), {"type": "set-readiness", **about, "ready": life.forced is False})
        meant = next(iter(listening(pod)), None)
        if meant is None:
            continue
        now = life.moved[0] if life.moved else meant
        for port, address in ((meant.port, ANY), (_ELSEWHERE, ANY), (meant.port, LOOPBACK)):
            if (port, address) != (now.port, now.address):
                yield Offer(
                    "pods", str(key), {"type": "set-listening", **about, "port": port, "address": address}
                )


def _other_offers(cluster: Cluster) -> Iterator[Offer]:
    around, config = cluster.around, cluster.config
    ports = list(config.nodeport_range)
    client = around.clients[0].address if around.clients else config.client
    if around.firewall:
        yield Offer("firewall-open", "", {"type": "set-firewall", "rules": []})
    for kind, source in (("firewall-all", EVERYWHERE), ("firewall-client", f"{client}/32")):
        rule = {"source": source, "ports": ports, "action": "deny"}
        if not any(known.source == source for known in around.firewall):
            yield Offer(kind, "", {"type": "set-firewall", "rules": [rule]})
    yield Offer("other", "", {"type": "set-pod-network", "between": not around.pod_network})
    yield from _provider_offers(cluster)
    yield from _host_offers(cluster)
    if cluster.engine.has_ingress_controller():
        yield Offer("other", "", {"type": "set-ingress-controller", "running": False})
    else:
        for expose in ("LoadBalancer", "NodePort"):
            yield Offer("other", "", {"type": "set-ingress-controller", "running": True, "expose": expose})
    mode = "nftables" if config.proxy_mode == "iptables" else "iptables"
    yield Offer("other", "", {"type": "set-proxy-mode", "mode": mode})
    usual = ClusterConfig().nodeport_range
    first, last = _OTHER_RANGE if config.nodeport_range == usual else usual
    yield Offer("other", "", {"type": "set-nodeport-range", "first": first, "last": last})


def _provider_offers(cluster: Cluster) -> Iterator[Offer]:
    """To start it as one of three kinds; to stop it, or make it another kind."""
    running = cluster.engine.provider_running
    if running:
        yield Offer("other", "", {"type": "set-provider", "running": False})
    for kind in get_args(ProviderKind):
        if not running or kind != cluster.around.provider:
            yield Offer("other", "", {"type": "set-provider", "running": True, "kind": kind})


def _host_offers(cluster: Cluster) -> Iterator[Offer]:
    """Where the nodes live within the client's own machine: to publish there a nodePort that is not yet."""
    host = cluster.around.host
    if host is None:
        return
    published: list[Json] = [
        {"port": entry.port, "node": entry.node, "nodePort": entry.node_port, "protocol": entry.protocol}
        for entry in host.published
    ]
    known = {(entry.protocol, entry.node_port) for entry in host.published}
    for service in cluster.engine.view.every("services"):
        for port in service["spec"].get("ports", ()):
            number, protocol = port.get("nodePort"), port.get("protocol", "TCP")
            if not number or (protocol, number) in known:
                continue
            added = {
                "port": number,
                "node": cluster.config.nodes[0].name,
                "nodePort": number,
                "protocol": protocol,
            }
            action = {"type": "set-host", "running": True, "reachable": host.reachable}
            yield Offer("publish", "", {**action, "published": [*published, added]})


def _running(cluster: Cluster) -> Iterator[tuple[Key, Obj]]:
    """The pods that run and that somebody could touch, the learner's own alone."""
    pods = sorted(cluster.engine.view.every("pods"), key=lambda pod: (namespace(pod), name(pod)))
    for pod in pods:
        key = Key("pods", namespace(pod), name(pod))
        life = cluster.engine.kubelets.lives.get(key)
        if life is not None and life.step == "running" and not pod["metadata"].get("deletionTimestamp"):
            yield key, pod


def _is_pending(service: Obj) -> bool:
    return service["spec"].get("type") == "LoadBalancer" and not addresses(service)
