"""A node's kernel: prerouting, routing decision, input or forward, output, postrouting, each with its rules and its NAT.

Mirrors net/ipv4 and net/netfilter: conntrack first, base chains by priority, destination NAT before the routing decision and
source NAT after it, answers rewritten back at the opposite hooks, nat rules asked for a connection's first packet only.
"""

from __future__ import annotations

from nodeport_lab.cluster.network import causes
from nodeport_lab.cluster.network.hooks import pass_hook
from nodeport_lab.cluster.network.packet import is_loopback
from nodeport_lab.cluster.network.walk import Route, Scene, Walk
from nodeport_lab.cluster.network.wires import from_node, neighbours
from nodeport_lab.cluster.network.world import ROUTER, Node


def arrive(scene: Scene, walk: Walk, name: str) -> None:
    """A packet comes in by an interface (or, from a process to another on the same node, over ``lo``)."""
    node = scene.map.node[name]
    if walk.ingress != "lo":
        _track(walk, node)
        walk.hop(name, "receive", "arrived", tracked=True)
        flow = walk.flow
        if not node.localnet and (is_loopback(flow.source) or is_loopback(flow.destination)):
            # A martian: such an address has no business on a wire (net/ipv4/route.c, ip_route_input_slow).
            address = flow.source if is_loopback(flow.source) else flow.destination
            walk.hop(name, "routing", "dropped")
            return scene.stop(walk, causes.ending(scene, "loopback-leaves", name, address=address))
    for alive in pass_hook(scene, walk, node, "prerouting"):
        scene.go(alive, "route", name)
    return None


def route(scene: Scene, walk: Walk, name: str) -> None:
    """For this node itself, or to be passed on?"""
    node = scene.map.node[name]
    flow = walk.flow
    if walk.ingress != "lo" and flow.source == node.address:
        # Another martian: its own address as the source of what comes in (net/ipv4/fib_frontend.c, fib_validate_source).
        walk.hop(name, "routing", "dropped")
        asked = scene.request.address
        return scene.stop(walk, causes.ending(scene, "own-packet-back", name, address=asked))
    walk.route = found = from_node(scene.map, node, flow.destination)
    if found.kind == "local":
        if is_loopback(flow.destination) and walk.ingress != "lo" and not node.localnet:
            walk.hop(name, "routing", "dropped")
            address = flow.destination
            return scene.stop(walk, causes.ending(scene, "loopback-leaves", name, address=address))
        if walk.ingress != "lo":
            walk.hop(name, "routing", "routed-local")
        for alive in pass_hook(scene, walk, node, "input"):
            alive.fresh = False
            scene.go(alive, "local", name)
        return None
    _note_route(walk, name, found)
    for alive in pass_hook(scene, walk, node, "forward"):
        alive.hop(name, "forward", "forwarded", rules=alive.rules, tracked=True)
        _postrouting(scene, alive, node)
    return None


def output(scene: Scene, walk: Walk, name: str) -> None:
    """A process of the node's own sends, or its kernel says that nobody listens."""
    node = scene.map.node[name]
    _track(walk, node)
    _output(scene, walk, node)


def unreachable(scene: Scene, walk: Walk, name: str) -> None:
    """The kernel's ICMP error about a packet that it rejected belongs to that packet's connection (net/ipv4/icmp.c,
    icmp_glue_bits), even to one that was never confirmed: so NAT is undone in it."""
    walk.state = "RELATED" if walk.connection is not None else "INVALID"
    walk.answering = not walk.answering
    _output(scene, walk, scene.map.node[name])


def _output(scene: Scene, walk: Walk, node: Node) -> None:
    name = node.name
    walk.ingress = ""
    walk.hop(name, "output", "sent", tracked=True)
    for alive in pass_hook(scene, walk, node, "output"):
        # The destination may be another one now: the route is looked up again (ip_route_me_harder).
        alive.route = found = from_node(scene.map, node, alive.flow.destination)
        if found.kind == "local":
            alive.hop(name, "routing", "routed-local")
        elif is_loopback(alive.flow.source) and not node.localnet:
            alive.hop(name, "routing", "dropped")
            address = alive.flow.source
            scene.stop(alive, causes.ending(scene, "loopback-leaves", name, address=address))
            continue
        else:
            _note_route(alive, name, found)
        _postrouting(scene, alive, node)


def _postrouting(scene: Scene, walk: Walk, node: Node) -> None:
    for alive in pass_hook(scene, walk, node, "postrouting"):
        alive.fresh = False
        scene.go(alive, "leave", node.name)


def leave(scene: Scene, walk: Walk, name: str) -> None:
    """Out by the interface that the route names."""
    node, found, flow = scene.map.node[name], walk.route, walk.flow
    if found.kind == "local":
        walk.ingress = "lo"
        return scene.go(walk, "arrive", name)
    if is_loopback(flow.source):
        walk.hop(name, "routing", "dropped")
        return scene.stop(walk, causes.ending(scene, "loopback-leaves", name, address=flow.source))
    if found.kind == "pod":
        if walk.ingress == found.name and not node.hairpin:
            walk.hop(name, "forward", "dropped")
            return scene.stop(walk, causes.ending(scene, "hairpin-off", name, pod=found.name))
        return scene.go(walk, "pod", found.name)
    if found.kind == "node":
        if not neighbours(scene.map, flow, scene.world):
            walk.hop(name, "postrouting", "lost")
            params = {"other": found.name, "address": flow.destination}
            return scene.stop(walk, causes.ending(scene, "pod-network-blocked", name, **params))
        return to_node(scene, walk, found.name)
    if found.kind == "machine":
        return scene.go(walk, "machine", found.name)
    if found.kind == "router":
        return scene.go(walk, "router")
    walk.hop(name, "routing", "lost")
    return scene.stop(walk, causes.nobody_there(scene, walk, node))


def to_node(scene: Scene, walk: Walk, name: str) -> None:
    """Over the nodes' network; a node that is down hears nothing."""
    if not scene.map.node[name].up:
        walk.hop(name, "receive", "lost")
        return scene.stop(walk, causes.ending(scene, "node-down", name))
    walk.ingress = ""
    return scene.go(walk, "arrive", name)


def _note_route(walk: Walk, name: str, found: Route) -> None:
    if found.kind == "pod":
        walk.hop(name, "routing", "routed-pod", params={"pod": found.name})
    elif found.kind == "router":
        walk.hop(name, "routing", "routed-out", params={"to": ROUTER})
    elif found.kind != "nobody":
        walk.hop(name, "routing", "routed", params={"to": found.name})


def _track(walk: Walk, node: Node) -> None:
    walk.mark = 0
    if node.rules is None:
        walk.connection, walk.state, walk.fresh, walk.answering = None, "NEW", False, False
        return
    known = walk.conntrack.find(node.name, walk.flow) is not None
    walk.connection, walk.state = walk.conntrack.track(node.name, walk.flow, walk.kind)
    walk.fresh = walk.connection is not None and not known
    walk.answering = walk.connection is not None and walk.flow != walk.connection.original
