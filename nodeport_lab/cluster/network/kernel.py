"""A node's kernel: prerouting, routing decision, input or forward, output, postrouting, each with its rules and its NAT.

Mirrors net/ipv4 and net/netfilter: conntrack first, base chains by priority, destination NAT before the routing decision and
source NAT after it, answers rewritten back at the opposite hooks, nat rules asked for a connection's first packet only.
"""

from __future__ import annotations

from zlib import crc32

from nodeport_lab.cluster.network import causes
from nodeport_lab.cluster.network.netfilter import Base, Choice, HookName, Matched, Result, Shown
from nodeport_lab.cluster.network.packet import Flow, is_loopback
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
    for alive in _hook(scene, walk, node, "prerouting"):
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
        for alive in _hook(scene, walk, node, "input"):
            alive.fresh = False
            scene.go(alive, "local", name)
        return None
    _note_route(walk, name, found)
    for alive in _hook(scene, walk, node, "forward"):
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
    for alive in _hook(scene, walk, node, "output"):
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
    for alive in _hook(scene, walk, node, "postrouting"):
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


# --- the rules -----------------------------------------------------------------------------------------------------


def _hook(scene: Scene, walk: Walk, node: Node, hook: HookName, first: int = 0) -> list[Walk]:
    """Everything that stands at a hook; returns the walks that come through, the others are on the agenda already."""
    if node.rules is None:
        return [walk]
    if first == 0:
        walk.rules = ()
    bases = node.rules.hooks[hook]
    for number in range(first, len(bases)):
        base = bases[number]
        if base.type == "nat":
            results = _ask_nat(walk, node, hook, base)
            if results is None:
                _translate(scene, walk, node, hook, None)
                continue
        else:
            results = node.rules.evaluate(base, _shown(walk, node))
        if len(results) == 1:
            if not _apply(scene, walk, node, hook, base, results[0]):
                return []
            continue
        ways = [walk, *(walk.fork() for _ in results[1:])]
        through = [
            way
            for way, result in zip(ways, results, strict=True)
            if _apply(scene, way, node, hook, base, result)
        ]
        return [alive for way in reversed(through) for alive in _hook(scene, way, node, hook, number + 1)]
    if walk.rules and hook != "forward":
        walk.hop(node.name, hook, "matched", rules=walk.rules, tracked=True)
    return [walk]


def _shown(walk: Walk, node: Node) -> Shown:
    connection = walk.connection
    source = walk.flow.source
    return Shown(
        walk.flow,
        walk.mark,
        walk.state,
        connection is not None and connection.dnat,
        connection is not None and connection.snat,
        lambda address: address == node.address or is_loopback(address),
        [name for name, sources in node.remembered.items() if source in sources] if node.remembered else (),
    )


def _ask_nat(walk: Walk, node: Node, hook: HookName, base: Base) -> list[Result] | None:
    """What the nat rules say, where they are asked: once for each connection and half of NAT."""
    connection = walk.connection
    if connection is None or walk.answering:
        return None
    destination = hook in ("prerouting", "output")
    if connection.destination_set if destination else connection.source_set:
        return None
    assert node.rules is not None  # noqa: S101
    return node.rules.evaluate(base, _shown(walk, node))


def _apply(scene: Scene, walk: Walk, node: Node, hook: HookName, base: Base, result: Result) -> bool:
    """Do what the rules said; False where the packet does not come through."""
    if result.choice is not None:
        walk.probability *= result.probability
    for name in result.remember:
        walk.remembered = (*walk.remembered, (node.name, name, walk.flow.source))
    if result.decision == "drop":
        walk.hop(node.name, hook, "dropped", rules=result.matched, tracked=True)
        _forget(walk, node)
        scene.stop(walk, causes.stopped(scene, walk, node, result.matched))
        return False
    if result.decision == "reject":
        walk.hop(node.name, hook, "rejected", rules=result.matched, tracked=True)
        cause = causes.stopped(scene, walk, node, result.matched)
        _forget(walk, node)
        walk.turn("unreachable", cause)
        scene.go(walk, "unreachable", node.name)
        return False
    if base.type == "nat":
        _translate(scene, walk, node, hook, result)
    else:
        walk.mark = result.mark
        walk.rules += result.matched
    return True


def _forget(walk: Walk, node: Node) -> None:
    if walk.fresh and walk.connection is not None:
        walk.conntrack.forget(node.name, walk.connection)


def _translate(scene: Scene, walk: Walk, node: Node, hook: HookName, result: Result | None) -> None:
    """Decide this half of NAT if it is still open, then rewrite the packet as its connection has it."""
    connection = walk.connection
    if connection is None:
        return
    destination = hook in ("prerouting", "output")
    matched: tuple[Matched, ...] = ()
    choice: Choice | None = None
    before = walk.flow
    if result is not None:
        matched, choice = result.matched, result.choice
        if destination and result.mark & ~walk.mark:
            walk.hop(node.name, hook, "marked", rules=matched[: result.marked], tracked=True)
            matched = matched[result.marked :]
        walk.mark = result.mark
        if result.decision == "dnat":
            assert result.target is not None  # noqa: S101
            connection = connection.with_destination(*result.target)
            scene.call(*result.target, "targetPort")
        elif result.decision == "masquerade":
            port = _masqueraded_port(node, before)
            connection = connection.with_source(node.address, port)
            scene.call(node.address, port, "ephemeral")
        elif destination:
            connection = connection._replace(destination_set=True)
        else:
            connection = connection._replace(source_set=True)
        walk.conntrack.store(node.name, connection)
        walk.connection = connection
    answer = walk.answering
    if destination:
        if answer:
            if connection.snat:
                walk.flow = before.to(*connection.original[1:3])
        elif connection.dnat:
            walk.flow = before.to(*connection.reply[1:3])
    elif answer:
        if connection.dnat:
            walk.flow = before.from_(*connection.original[3:5])
    elif connection.snat:
        walk.flow = before.from_(*connection.reply[3:5])
    if walk.flow != before:
        event = ("un-" if answer else "") + ("dnat" if destination is not answer else "snat")
        walk.hop(node.name, hook, event, before, matched, choice, tracked=True)


def _masqueraded_port(node: Node, flow: Flow) -> int:
    """``--random-fully`` picks any free port; here the same flow always gets the same one."""
    return 32768 + crc32(f"{node.name} {flow}".encode()) % 28232
