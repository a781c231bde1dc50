"""Outside of the nodes: the client's side, the router with the firewall behind it, and a provider's balancer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from zlib import crc32

from nodeport_lab.cluster.kubeproxy.iptables.rules import Net
from nodeport_lab.cluster.network import causes
from nodeport_lab.cluster.network.conntrack import Connection, fresh
from nodeport_lab.cluster.network.ends import REFUSALS, client
from nodeport_lab.cluster.network.kernel import to_node
from nodeport_lab.cluster.network.netfilter import Choice
from nodeport_lab.cluster.network.packet import is_loopback
from nodeport_lab.cluster.network.walk import Scene, Walk
from nodeport_lab.cluster.network.wires import from_router, guard
from nodeport_lab.cluster.network.world import BALANCER, ROUTER, Balancer, Host

# After this many visits a packet has gone round in circles until its time to live was over.
_ROUNDS = 3


def client_send(scene: Scene, walk: Walk, name: str) -> None:
    """From a client to its router; a client behind NAT gets another source address on the way."""
    found, host = scene.map.client[name], scene.world.host
    if host is not None:
        return _host_send(scene, walk, name, host)
    if is_loopback(walk.flow.destination):
        return _nobody(scene, walk, name, "machine-port-closed", protocol=walk.flow.protocol)
    if found.nat is not None:
        before = walk.flow
        port = _port(name, str(before))
        connection = fresh(before).with_source(found.nat, port)
        scene.call(found.nat, port, "ephemeral")
        _rewrite(walk, name, connection)
        walk.hop(name, "postrouting", "snat", before, tracked=True)
    return scene.go(walk, "router")


def _host_send(scene: Scene, walk: Walk, name: str, host: Host) -> None:
    """From a program on the machine that the nodes live in: its own ports are published ones, or nobody's."""
    flow, map = walk.flow, scene.map
    if is_loopback(flow.destination) or flow.destination == host.address:
        for published in host.published:
            if (published.protocol, published.port) == (flow.protocol, flow.destination_port):
                break
        else:
            return _nobody(scene, walk, name, "host-port-closed")
        # The container runtime passes it on from the machine's address in the nodes' network.
        port = _port(name, str(flow))
        node = map.node[published.node]
        connection = fresh(flow).with_destination(node.address, published.node_port)
        connection = connection.with_source(map.router, port)
        scene.call(map.router, port, "ephemeral")
        door = map.door(node.address, flow.protocol, published.node_port)
        if door is not None:
            scene.call(node.address, published.node_port, door.role)
        _rewrite(walk, name, connection)
        walk.hop(name, "output", "published", flow, tracked=True, params={"node": published.node})
    elif flow.destination in map.node_net and not host.reachable:
        walk.hop(name, "routing", "lost")
        return scene.stop(walk, causes.ending(scene, "host-outside", name, address=flow.destination))
    return scene.go(walk, "router")


def _nobody(scene: Scene, walk: Walk, name: str, code: str, **params: str) -> None:
    """Nobody listens on the client's own machine; its kernel says so at once."""
    flow = walk.flow
    walk.hop(name, "listen", "refused", params={"answer": REFUSALS[flow.protocol]})
    where = causes.ending(scene, code, name, address=flow.destination, port=flow.destination_port, **params)
    scene.stop(walk, where)


def _rewrite(walk: Walk, place: str, connection: Connection) -> None:
    walk.conntrack.store(place, connection)
    walk.flow = connection.reply.reversed()
    walk.connection, walk.state = connection, "NEW"


def client_receive(scene: Scene, walk: Walk, name: str) -> None:
    """To a client, through the NAT that hides it."""
    connection = walk.conntrack.find(name, walk.flow)
    if connection is not None:
        before = walk.flow
        walk.flow = connection.original.reversed()
        walk.connection, walk.state = connection, "ESTABLISHED"
        walk.hop(name, "prerouting", "un-snat", before, tracked=True)
    return client(scene, walk, name)


def router(scene: Scene, walk: Walk, _: str) -> None:
    """The router between the clients and the nodes."""
    flow = walk.flow
    if walk.leg != "request":
        for address in scene.map.balancer_at:
            if walk.conntrack.find(address, flow) is not None:
                return _balancer_back(scene, walk, address)
    onward = from_router(scene.world, flow.destination, scene.request.via)
    walk.routed += 1
    if onward.kind == "nobody":
        walk.hop(ROUTER, "routing", "lost")
        return scene.stop(walk, causes.lost_at_router(scene, walk, ROUTER))
    if walk.routed > _ROUNDS:
        walk.hop(ROUTER, "routing", "dropped")
        node = onward.name
        return scene.stop(
            walk,
            causes.ending(
                scene, "loop", ROUTER, node=node, address=flow.destination, port=flow.destination_port
            ),
        )
    name = BALANCER if onward.kind == "balancer" else onward.name
    if onward.kind == "client":
        # Several clients may share the address of the NAT in front of them; it remembers who of them asked.
        known = (client for client in scene.map.client if walk.conntrack.find(client, flow) is not None)
        name = next(known, name)
    walk.hop(ROUTER, "routing", "routed", params={"to": name})
    if onward.kind == "client":
        return scene.go(walk, "client", name)
    if onward.kind == "balancer":
        return scene.go(walk, "balancer" if walk.leg == "request" else "balancer-receive", onward.name)
    if onward.kind == "machine":
        return scene.go(walk, "machine", onward.name)
    return scene.go(walk, "firewall", onward.name)


def firewall(scene: Scene, walk: Walk, name: str) -> None:
    """The firewall (security group) between the router and a node. It remembers flows: answers always pass."""
    rule = guard(scene.world, walk.flow) if walk.leg == "request" else None
    if rule is not None:
        if rule.action == "deny":
            walk.hop(name, "receive", "dropped")
            flow = walk.flow
            params: dict[str, Any] = {
                "source": flow.source,
                "port": flow.destination_port,
                "rule": str(rule),
            }
            return scene.stop(walk, causes.ending(scene, "firewall", name, **params))
        walk.hop(name, "receive", "allowed", params={"rule": str(rule)})
    return to_node(scene, walk, name)


def balancer(scene: Scene, walk: Walk, address: str) -> None:
    """A provider's balancer: one healthy node is picked, and the connection handed to its nodePort."""
    found, flow = scene.map.balancer_at[address], walk.flow

    def refuse(code: str, **params: Any) -> None:
        walk.hop(BALANCER, "listen", "dropped")
        scene.stop(walk, causes.ending(scene, code, BALANCER, found.service, **params))

    key = (flow.protocol, flow.destination_port)
    if key not in found.listeners:
        where = {"address": address, "port": flow.destination_port, "protocol": flow.protocol}
        return refuse("balancer-no-listener", **where)
    if found.sources and not any(flow.source in Net.of(source) for source in found.sources):
        return refuse("source-ranges", source=flow.source)
    node_port = found.listeners[key]
    if node_port is None:
        return refuse("balancer-no-node-port", address=address, port=flow.destination_port)
    healthy = [backend.node for backend in found.backends if backend.healthy]
    if not healthy:
        return refuse("balancer-no-healthy-node", address=address)
    share = Fraction(1, len(healthy))
    ways = [walk, *(walk.fork() for _ in healthy[1:])]
    for index in range(len(healthy) - 1, -1, -1):
        choice = Choice(index, len(healthy), share) if len(healthy) > 1 else None
        _hand_over(scene, ways[index], found, healthy[index], node_port, choice)
    return None


def _hand_over(
    scene: Scene, walk: Walk, found: Balancer, name: str, node_port: int, choice: Choice | None
) -> None:
    before = walk.flow
    node = scene.map.node[name]
    connection = fresh(before).with_destination(node.address, node_port)
    if found.snat:
        port = _port(found.address, str(before))
        connection = connection.with_source(found.address, port)
        scene.call(found.address, port, "ephemeral")
    scene.call(node.address, node_port, "nodePort")
    _rewrite(walk, found.address, connection)
    if choice is not None:
        walk.probability *= choice.probability
    walk.hop(BALANCER, "routing", "balanced", before, choice=choice, tracked=True, params={"node": name})
    scene.go(walk, "firewall", name)


def _balancer_back(scene: Scene, walk: Walk, address: str) -> None:
    """An answer passes the balancer that handed its connection over."""
    connection = walk.conntrack.find(address, walk.flow)
    assert connection is not None  # noqa: S101
    before = walk.flow
    walk.flow = connection.original.reversed()
    walk.connection, walk.state = connection, "ESTABLISHED"
    walk.hop(BALANCER, "prerouting", "un-dnat", before, tracked=True)
    scene.go(walk, "router")


def _port(place: str, flow: str) -> int:
    return 32768 + crc32(f"{place} {flow}".encode()) % 28232
