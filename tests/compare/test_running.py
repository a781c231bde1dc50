"""What comes of each situation, as the simulation has it: the facts that the comparison teaches."""

from fractions import Fraction

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.compare.manifests import KINDS, MAIN
from nodeport_lab.compare.running import run
from nodeport_lab.compare.situations import BREAKS, Fault, Situation

# broken -> how the request from outside ends at NodePort, LoadBalancer, Ingress (None: there is no address to ask)
OUTSIDE = {
    "": ("answered", "answered", "http-answered"),
    "node": ("node-down", "answered", "http-answered"),
    "pod": ("answered", "answered", "http-answered"),
    "address": ("no-such-node", "answered", "http-answered"),
    "firewall": ("firewall", "firewall", "firewall"),
    "second": ("answered", "answered", "http-answered"),
    "tls": ("tls-not-spoken", "tls-not-spoken", "http-answered"),
    "udp": ("answered", "answered", "balancer-no-listener"),
    "provider": ("answered", None, None),
}


@pytest.mark.parametrize("broken", OUTSIDE)
def test_what_each_door_does_when_something_breaks(broken):
    found = [run(Situation.of(kind, [broken] if broken else [])) for kind in MAIN]
    assert tuple(one.endings[0]["code"] if one.branch else None for one in found) == OUTSIDE[broken]
    assert all(len(one.endings) <= 1 for one in found)


def test_every_button_is_tried():
    assert {*OUTSIDE} == {"", *BREAKS}


@pytest.mark.parametrize(
    ("kind", "code"), [("clusterip", "service-address-outside"), ("headless", "pod-address-outside")]
)
def test_what_is_inside_stays_inside(kind, code):
    assert [ending["code"] for ending in run(Situation(kind)).endings] == [code]
    assert run(Situation(kind, inside=True)).answered == 1


def test_an_alias_is_a_name_and_nothing_else():
    inside, outside = run(Situation("externalname", inside=True)), run(Situation("externalname"))
    assert inside.problem is not None
    assert inside.problem["params"]["elsewhere"] == "db.example.net"
    assert outside.url is None


@pytest.mark.parametrize("kind", ["loadbalancer", "ingress"])
def test_a_balancer_needs_a_moment_to_miss_a_node(kind):
    down: frozenset[Fault] = frozenset(["node"])
    at_once = run(Situation(kind, faults=down, settled=False))
    # One connection in three goes to the dead node, and half of the others to the pod on it.
    assert at_once.answered == Fraction(1, 3)
    assert run(Situation(kind, faults=down)).answered == 1


def test_what_is_paid_for_and_what_is_opened():
    counts = {
        kind: [
            (found.balancers, len(found.node_ports))
            for found in (run(Situation(kind, services=count)) for count in (1, 5))
        ]
        for kind in (*MAIN, "clusterip")
    }
    assert counts == {
        "nodeport": [(0, 1), (0, 5)],
        "loadbalancer": [(1, 1), (5, 5)],
        "ingress": [(1, 2), (1, 2)],
        "clusterip": [(0, 0), (0, 0)],
    }


def test_whose_address_the_pod_sees():
    client = "203.0.113.10"
    assert run(Situation("nodeport")).sources == ("192.168.1.101",)
    assert run(Situation("nodeport", local=True)).sources == (client,)
    assert run(Situation("loadbalancer", local=True)).sources == (client,)
    plain, local = run(Situation("ingress")), run(Situation("ingress", local=True))
    assert client not in plain.forwarded
    assert local.forwarded == (client,)
    assert client not in local.sources


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", [False, True])
def test_its_log_leads_to_the_same_cluster(kind, inside):
    found = run(Situation.of(kind, ["node", "pod", "address", "second"], inside=inside))
    again = Cluster.replay(None, 0, found.log)
    assert again.snapshot() == found.snapshot
    if found.request is not None and found.trace is not None:
        assert again.trace(found.request) == found.trace


@pytest.mark.parametrize("kind", KINDS)
def test_its_manifests_are_accepted_in_every_shape(kind):
    for shape in ({}, {"tls": True}, {"speech": "udp"}, {"speech": "tcp"}, {"local": True}, {"services": 5}):
        assert run(Situation(kind, **shape)).refused == ""


def test_what_the_api_server_refuses_is_told_in_its_words():
    found = run(Situation("nodeport", node_port=80))
    assert "provided port is not in the valid range" in found.refused
    assert found.url is None
    assert found.trace is None
