"""A balancer's health check is a request like any other."""

import pytest

from nodeport_lab.cluster.network.health import healthy
from nodeport_lab.cluster.network.world import Backend, Balancer, FirewallRule, Socket
from tests.cluster.network.lab import Lab, events, pod, service

PORT = 32000
BALANCER = Balancer("198.51.100.10", {("TCP", 80): 30080}, (Backend("node1"), Backend("node2")))
SERVED = service(
    balancer=["198.51.100.10"], type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=PORT
)


@pytest.fixture(params=["iptables", "nftables"])
def lab(request):
    made = Lab([SERVED], [pod("web-1", "node1")], request.param).change(balancers=(BALANCER,))
    for name in ("node1", "node2"):
        made.node(name, sockets=(Socket("TCP", PORT, process="kube-proxy", healthy=name == "node1"),))
    return made


def test_only_nodes_with_endpoints_say_that_all_is_well(lab):
    assert healthy(lab.world, BALANCER, "node1", PORT)
    assert not healthy(lab.world, BALANCER, "node2", PORT)
    assert not healthy(lab.world, BALANCER, "node3", PORT)


def test_a_check_takes_the_way_of_any_packet(lab):
    (branch,) = lab.trace("198.51.100.10", f"192.168.1.101:{PORT}").branches
    assert branch.ending.params["process"] == "kube-proxy"
    assert branch.hops[0].place == branch.hops[-1].place == "balancer"
    if lab.config.proxy_mode == "iptables":
        # KUBE-NODEPORTS of the filter table lets health checks in.
        assert "matched" in events(branch, "node1")
    lab.change(firewall=(FirewallRule("198.51.100.0/24", None, "deny"),))
    assert not healthy(lab.world, BALANCER, "node1", PORT)


def test_nodes_that_are_down_are_not_healthy(lab):
    lab.node("node1", up=False)
    assert not healthy(lab.world, BALANCER, "node1", PORT)
