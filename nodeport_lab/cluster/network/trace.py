"""All that can become of a request: the walks from its sender to whatever end the world has for them."""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.cluster.network import ends, kernel, outside
from nodeport_lab.cluster.network.conntrack import Conntrack
from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.walk import Scene, Walk
from nodeport_lab.cluster.network.world import Request, World

_STEPS: dict[str, Callable[[Scene, Walk, str], None]] = {
    "client-send": outside.client_send,
    "client": outside.client_receive,
    "router": outside.router,
    "firewall": outside.firewall,
    "balancer": outside.balancer,
    "balancer-receive": ends.balancer_receive,
    "to-node": kernel.to_node,
    "arrive": kernel.arrive,
    "route": kernel.route,
    "output": kernel.output,
    "unreachable": kernel.unreachable,
    "leave": kernel.leave,
    "local": ends.local,
    "machine": ends.machine,
    "pod": ends.pod,
    "pod-send": ends.pod_send,
}

# More steps than any packet takes: beyond it the simulation itself goes round in circles.
_LIMIT = 400


def trace(world: World, request: Request) -> Trace:
    """Every way that the request can go, with its probability. ``ValueError`` where the sender is nobody."""
    scene = Scene(world, request)
    walk = Walk(scene.asked, Conntrack(scene.map.connections))
    ends.depart(scene, walk)
    agenda, branches = scene.agenda, []
    while agenda:
        walk = agenda.pop()
        if walk.ending is None:
            if len(walk.hops) > _LIMIT:
                raise RuntimeError(f"no end in sight: {walk.hops[-6:]}")
            step, subject = walk.next
            _STEPS[step](scene, walk, subject)
            continue
        branches.append(
            Branch(
                walk.probability,
                walk.ending,
                tuple(walk.hops),
                walk.arrived,
                walk.pod,
                walk.conntrack.left(),
                walk.remembered,
            )
        )
    modes = {node.rules.mode for node in world.nodes if node.rules is not None}
    mode = modes.pop() if len(modes) == 1 else world.config.proxy_mode
    return Trace(mode, request, tuple(branches), scene.roles)
