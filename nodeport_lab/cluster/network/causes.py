"""From what happened to why: which ending a dropped, rejected or lost packet has, and which object and field made it so.

The rules tell it: the chain or map in which a packet died, and the origin that kube-proxy wrote on the rule.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubeproxy.iptables.rules import Origin
from nodeport_lab.cluster.network.endings import CODES, Ending
from nodeport_lab.cluster.network.netfilter import Matched
from nodeport_lab.cluster.network.packet import PROTOCOLS, is_loopback
from nodeport_lab.cluster.network.vacancies import vacancy
from nodeport_lab.cluster.network.walk import Scene, Walk
from nodeport_lab.cluster.network.world import Door, Node

# Endings that mean "nothing here for this port": if the port is open for another protocol, that is the reason.
_NOTHING_HERE = frozenset(
    {
        "node-port-closed",
        "localhost-not-served",
        "cluster-ip-port-closed",
        "service-port-unknown",
        "external-unannounced",
        "loop",
        "balancer-no-listener",
    }
)


def ending(scene: Scene, code: str, place: str, service: str | None = None, **params: Any) -> Ending:
    """The ending of this code. The field to blame comes with the code, and so do ``place``, ``node`` (the place, unless it
    is given) and ``service`` where the code names them."""
    if code in _NOTHING_HERE and scene.door() is None:
        other = _other_protocol(scene)
        if other is not None:
            return _wrong_protocol(scene, code, place, *other)
    wanted, field = CODES[code].params, CODES[code].field
    given = {"place": place, "node": place, "service": service}
    params = {name: given[name] for name in wanted & given.keys()} | params
    if service is None or field is None:
        return Ending(code, place, params, service, None)
    return Ending(code, place, params, service, _port_field(scene, field))


def _port_field(scene: Scene, field: str) -> str:
    """``spec.ports[].targetPort`` with the index of the port that the request was for."""
    if "[]" not in field:
        return field
    door = scene.door()
    if door is None or door.field is None or "[" not in door.field:
        return field.partition("[]")[0]
    return field.replace("[]", door.field[door.field.index("[") : door.field.index("]") + 1])


def _other_protocol(scene: Scene) -> tuple[str, Door] | None:
    request = scene.request
    for protocol in PROTOCOLS:
        if protocol != request.protocol:
            door = scene.map.door(request.address, protocol, request.port)
            if door is not None and door.service is not None:
                return protocol, door
    return None


def _wrong_protocol(scene: Scene, code: str, place: str, offered: str, door: Door) -> Ending:
    request = scene.request
    refused = CODES[code].observed == "refused"
    field = door.field.rpartition(".")[0] + ".protocol" if door.field and "[" in door.field else None
    params = {
        "address": request.address,
        "port": request.port,
        "protocol": request.protocol,
        "offered": offered,
        "service": door.service,
    }
    code = "wrong-protocol-refused" if refused else "wrong-protocol-lost"
    return Ending(code, place, params, door.service, field)


# The field that kube-proxy's refusing rule is there for -> the ending.
_BY_FIELD = {
    "spec.selector": "no-endpoints",
    "spec.externalTrafficPolicy": "external-policy-local",
    "spec.internalTrafficPolicy": "internal-policy-local",
    "spec.loadBalancerSourceRanges": "source-ranges",
}


def stopped(scene: Scene, walk: Walk, node: Node, matched: tuple[Matched, ...]) -> Ending:
    """A rule dropped or rejected the packet."""
    flow, place, chain = walk.flow, node.name, matched[-1].chain
    facts: dict[str, Any] = {
        "address": flow.destination,
        "port": flow.destination_port,
        "source": flow.source,
        "chain": chain,
        "asked": f"{scene.asked.destination}:{scene.asked.destination_port}",
    }

    def one(code: str, service: str | None = None) -> Ending:
        return ending(
            scene, code, place, service, **{k: v for k, v in facts.items() if k in CODES[code].params}
        )

    refused = walk.hops[-1].event == "rejected"
    for rule in reversed(matched):
        origin = rule.origin
        if origin is not None and origin.field in _BY_FIELD:
            code = _BY_FIELD[origin.field]
            if code == "no-endpoints":
                code, facts["pods"] = vacancy(scene.world.slices, origin.service, origin.port)
            return one(code, origin.service)
    if chain == "KUBE-FORWARD" and walk.state == "INVALID":
        return one("invalid-reply")
    if chain == "cluster-ips-check":
        if refused:
            return one("cluster-ip-port-closed", service_at(scene, flow.destination))
        return one("cluster-ip-unallocated")
    return one("rule-rejected" if refused else "rule-dropped")


def service_at(scene: Scene, address: str) -> str | None:
    """The Service that owns an address, by any of its ports."""
    for (at, _, _), door in scene.map.doors.items():
        if at == address:
            return door.service
    return None


def lost_at_router(scene: Scene, walk: Walk, place: str) -> Ending:
    """The router has no route to where the packet goes."""
    flow, map = walk.flow, scene.map
    address, port = flow.destination, flow.destination_port
    if walk.leg != "request":
        return ending(scene, "reply-no-route", place, address=address)
    outside = flow.source in map.client_at
    if address in map.cluster:
        return ending(scene, "pod-address-outside" if outside else "no-such-address", place, address=address)
    if address in map.service:
        if outside:
            return ending(scene, "service-address-outside", place, address=address)
        service = service_at(scene, address)
        if service is None:
            return ending(scene, "service-address-unknown", place, address=address)
        return ending(scene, "service-port-unknown", place, service, address=address, port=port)
    if address in map.node_net:
        return ending(scene, "no-such-node", place, address=address)
    if address in scene.map.external:
        return ending(scene, "external-unannounced", place, address=address)
    return ending(scene, "no-such-address", place, address=address)


def nobody_there(scene: Scene, walk: Walk, node: Node) -> Ending:
    """The packet is where the address should be, and nobody has it: a pod that is gone, or a node that never was."""
    address, place = walk.flow.destination, node.name
    if walk.leg != "request":
        return ending(scene, "reply-no-route", place, address=address)
    if address in scene.map.node_net:
        return ending(scene, "no-such-node", place, address=address)
    led = next((hop for hop in reversed(walk.hops) if hop.event == "dnat"), None)
    if led is None:
        return ending(scene, "pod-gone", place, address=address)
    if not led.rules:
        return ending(scene, "stale-connection", place, node=led.place, address=address)
    cause = led_by(walk)
    return ending(scene, "stale-rules", place, service_of(cause), rules_node=led.place, address=address)


def pod_refused(scene: Scene, walk: Walk, pod: str, loopback_only: bool) -> Ending:
    """Nothing in the pod listens where the packet goes."""
    cause, port, protocol = led_by(walk), walk.flow.destination_port, walk.flow.protocol
    if loopback_only:
        return ending(scene, "pod-loopback-only", pod, service_of(cause), pod=pod, port=port)
    if cause is None:
        return ending(scene, "pod-port-closed-direct", pod, pod=pod, port=port, protocol=protocol)
    params = {"pod": pod, "port": port, "protocol": protocol, "service": cause.service}
    return Ending("pod-port-closed", pod, params, cause.service, cause.field)


def service_of(cause: Origin | None) -> str | None:
    """Whose rule it was."""
    return None if cause is None else cause.service


def led_by(walk: Walk) -> Origin | None:
    """The cause of the last rule that rewrote where the packet goes."""
    for hop in reversed(walk.hops):
        if hop.event == "dnat":
            return hop.rules[-1].origin if hop.rules else None
    return None


def node_refused(scene: Scene, walk: Walk, place: str) -> Ending:
    """Nothing on the machine listens where the packet goes."""
    flow, cause, door = walk.flow, led_by(walk), scene.door()
    address, port = flow.destination, flow.destination_port
    where: dict[str, Any] = {"address": address, "port": port, "protocol": flow.protocol}
    if cause is not None:
        # A pod in the node's own network namespace that is gone or listens elsewhere, or an endpoint written by hand.
        params = where | {"place": place, "service": cause.service}
        return Ending("endpoint-port-closed", place, params, cause.service, cause.field)
    node = scene.map.node.get(place)
    if node is None:
        return ending(scene, "machine-port-closed", place, **where)
    nftables = node.rules is not None and node.rules.mode == "nftables"
    if is_loopback(address) and nftables and door is not None and door.role == "nodePort":
        return ending(scene, "localhost-not-served", place, door.service, port=port)
    return ending(scene, "node-port-closed", place, **where)
