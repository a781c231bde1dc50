"""A kernel's hooks: the base chains that stand at one, in their order, and what becomes of a packet by what they say.

Mirrors net/netfilter: filters and NAT by priority, nat rules asked for a connection's first packet only, answers rewritten
back at the opposite hooks; a choice of the rules splits the walk.
"""

from __future__ import annotations

from zlib import crc32

from nodeport_lab.cluster.network import causes
from nodeport_lab.cluster.network.netfilter import Base, Choice, HookName, Matched, Result, Shown
from nodeport_lab.cluster.network.packet import Flow, is_loopback
from nodeport_lab.cluster.network.walk import Scene, Walk
from nodeport_lab.cluster.network.world import Node


def pass_hook(scene: Scene, walk: Walk, node: Node, hook: HookName, first: int = 0) -> list[Walk]:
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
        return [alive for way in reversed(through) for alive in pass_hook(scene, way, node, hook, number + 1)]
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
