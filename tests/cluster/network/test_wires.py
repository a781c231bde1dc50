"""Who gets a packet next."""

import pytest

from nodeport_lab.cluster.network.packet import Flow
from nodeport_lab.cluster.network.walk import Route
from nodeport_lab.cluster.network.wires import Onward, from_node, from_router, guard
from nodeport_lab.cluster.network.world import Balancer, FirewallRule, Socket
from tests.cluster.network.lab import Lab, pod

WORLD = (
    Lab([], [pod("web-1", "node1")])
    .change(external={"198.51.100.9": "node3"}, balancers=(Balancer("198.51.100.10", {}, ()),))
    .world
)


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("192.168.1.101", Route("local")),
        ("127.0.0.1", Route("local")),
        ("10.1.0.5", Route("pod", "default/web-1")),
        ("10.1.0.6", Route("nobody")),
        ("10.1.1.6", Route("node", "node2")),
        ("192.168.1.103", Route("node", "node3")),
        ("192.168.1.100", Route("machine", "control-plane")),
        ("192.168.1.200", Route("nobody")),
        ("192.168.1.1", Route("router")),
        ("10.96.0.1", Route("router")),
        ("203.0.113.10", Route("router")),
        ("10.1.200.1", Route("router")),
    ],
)
def test_routes_of_a_node(address, route):
    assert from_node(WORLD.map, WORLD.nodes[0], address) == route


@pytest.mark.parametrize(
    ("address", "via", "onward"),
    [
        ("203.0.113.10", None, Onward("client", "client")),
        ("192.168.1.102", None, Onward("node", "node2")),
        ("192.168.1.100", None, Onward("machine", "control-plane")),
        ("198.51.100.9", None, Onward("node", "node3")),
        ("198.51.100.9", "node1", Onward("node", "node1")),
        ("198.51.100.10", None, Onward("balancer", "198.51.100.10")),
        ("198.51.100.11", None, Onward("nobody")),
        ("10.1.0.5", None, Onward("nobody")),
        ("10.96.0.1", None, Onward("nobody")),
    ],
)
def test_routes_of_the_router(address, via, onward):
    assert from_router(WORLD, address, via) == onward


def test_first_rule_of_the_firewall_decides():
    rules = (
        FirewallRule("203.0.113.10", (30000, 30100), "allow", "TCP"),
        FirewallRule("203.0.113.0/24", (30000, 32767), "deny"),
    )
    world = Lab([], []).change(firewall=rules).world
    flow = Flow("TCP", "203.0.113.10", 40000, "192.168.1.101", 30080)
    assert guard(world, flow) is rules[0]
    assert guard(world, flow._replace(protocol="UDP")) is rules[1]
    assert guard(world, flow._replace(destination_port=22)) is None
    assert str(rules[0]) == "allow 203.0.113.10 TCP 30000-30100"
    assert str(FirewallRule("0.0.0.0/0", None, "deny")) == "deny 0.0.0.0/0 * *"


@pytest.mark.parametrize(
    ("bound", "address", "hears"),
    [("0.0.0.0", "10.1.0.5", True), ("127.0.0.1", "10.1.0.5", False), ("10.1.0.5", "10.1.0.5", True)],
)
def test_sockets(bound, address, hears):
    assert Socket("TCP", 80, bound).hears("TCP", address, 80) is hears
    assert not Socket("TCP", 80, bound).hears("UDP", address, 80)
    assert not Socket("TCP", 80, bound).hears("TCP", address, 81)
