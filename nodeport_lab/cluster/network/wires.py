"""Who gets a packet next: a node's routing table, the router's, and the firewall in front of the nodes. Decides, never acts."""

from __future__ import annotations

from typing import Literal, NamedTuple

from nodeport_lab.cluster.network.packet import Flow, is_loopback
from nodeport_lab.cluster.network.walk import LOCAL, Route
from nodeport_lab.cluster.network.world import FirewallRule, Map, Node, World


def from_node(map: Map, node: Node, address: str) -> Route:
    """A node's routing table: itself, its pods, its neighbours and their pods; everything else by default to the router."""
    if address == node.address or is_loopback(address):
        return LOCAL
    pod = map.pod_at.get(address)
    if pod is not None and pod.node == node.name:
        return Route("pod", pod.name)
    owner = map.pod_node(address)
    if owner is not None:
        return Route("nobody") if owner is node else Route("node", owner.name)
    if address in map.node_net and address != map.router:
        if address in map.node_at:
            return Route("node", map.node_at[address].name)
        if address in map.machine_at:
            return Route("machine", map.machine_at[address].name)
        return Route("nobody")
    return Route("router")


class Onward(NamedTuple):
    """Where the router sends a packet."""

    kind: Literal["client", "node", "machine", "balancer", "nobody"]
    name: str = ""


def from_router(world: World, address: str, via: str | None) -> Onward:
    """The router knows the nodes' network, the clients, and external addresses; of pods and Services it knows nothing."""
    map = world.map
    if address in map.client_at:
        return Onward("client", map.client_at[address].name)
    if address in map.node_at:
        return Onward("node", map.node_at[address].name)
    if address in map.machine_at:
        return Onward("machine", map.machine_at[address].name)
    if address in map.balancer_at:
        return Onward("balancer", address)
    owner = via if via is not None else world.external.get(address)
    return Onward("nobody") if owner is None else Onward("node", owner)


def guard(world: World, flow: Flow) -> FirewallRule | None:
    """The first rule of the firewall in front of the nodes that is about this packet; what no rule names may pass."""
    for rule in world.firewall:
        if rule.applies(flow.protocol, flow.source, flow.destination_port):
            return rule
    return None


def neighbours(map: Map, flow: Flow, world: World) -> bool:
    """True where the pod network lets a packet pass from node to node: it counts for pods' addresses only."""
    return world.pod_network or flow.destination not in map.cluster
