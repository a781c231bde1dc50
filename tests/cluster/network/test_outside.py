"""What lies between a client and the nodes: firewalls, NAT, balancers."""

from dataclasses import replace

import pytest

from nodeport_lab.cluster.network.world import (
    Backend,
    Balancer,
    Client,
    FirewallRule,
    Host,
    PublishedPort,
    Request,
)
from tests.cluster.network.cases import LOCAL, MODES, WEB, half
from tests.cluster.network.lab import Lab, pod, route, service


class TestOutside:
    def test_firewall(self):
        rules = (
            FirewallRule("203.0.113.0/24", (30080, 30080), "allow"),
            FirewallRule("0.0.0.0/0", None, "deny"),
        )
        lab = Lab([service()], WEB).change(firewall=rules)
        assert len(lab.send("client", "192.168.1.101:30080")) == 2
        assert lab.send("client", "192.168.1.101:22") == {"firewall at node1": 1}
        # Between nodes there is no firewall.
        assert lab.send("node2", "192.168.1.101:22") == {"node-port-closed at node1": 1}

    def test_client_behind_nat(self):
        lab = Lab([LOCAL], WEB).change(clients=(Client("client", "10.20.0.5", nat="203.0.113.77"),))
        assert lab.send("client", "192.168.1.101:30080") == {"web-1 from 203.0.113.77": 1}

    @pytest.mark.parametrize("mode", MODES)
    def test_clients_behind_one_address_are_one_client_to_session_affinity(self, mode):
        clients = (
            Client("client", "10.20.0.5", nat="203.0.113.77"),
            Client("other", "10.20.0.6", nat="203.0.113.77"),
        )
        lab = Lab([service(sessionAffinity="ClientIP")], WEB, mode).change(clients=clients)
        first = lab.trace("client", "192.168.1.101:30080").branches[0]
        ((node, name, source),) = first.remembered
        lab.node(node, remembered={name: frozenset({source})})
        assert lab.send("other", "192.168.1.101:30080") == {"web-1 from 192.168.1.101": 1}
        (branch,) = lab.trace("other", "192.168.1.101:30080").branches
        assert route(branch, "reply")[-1] == "other"

    @pytest.mark.parametrize("mode", MODES)
    def test_balancer_over_node_ports(self, mode):
        backends = (Backend("node1"), Backend("node2"), Backend("node3", healthy=False))
        balancer = Balancer("198.51.100.10", {("TCP", 80): 30080}, backends)
        lab = Lab([LOCAL], WEB, mode).change(balancers=(balancer,))
        assert lab.send("client", "198.51.100.10:80") == half(
            "web-1 from 203.0.113.10", "web-2 from 203.0.113.10"
        )
        branch = lab.trace("client", "198.51.100.10:80").branches[0]
        assert route(branch) == ["client", "router", "balancer", "node1", "default/web-1"]
        assert route(branch, "reply") == ["default/web-1", "node1", "balancer", "router", "client"]
        assert lab.send("client", "198.51.100.10:443") == {"balancer-no-listener at balancer": 1}
        lab.change(balancers=(replace(balancer, snat=True),))
        assert lab.send("client", "198.51.100.10:80") == half(
            "web-1 from 198.51.100.10", "web-2 from 198.51.100.10"
        )
        lab.change(balancers=(replace(balancer, backends=(Backend("node1", healthy=False),)),))
        assert lab.send("client", "198.51.100.10:80") == {"balancer-no-healthy-node at balancer": 1}

    def test_nodes_inside_the_learners_machine(self):
        lab = Lab([service()], [pod("web-1", "node1")])
        lab.change(host=Host(published=(PublishedPort("TCP", 8080, "node1", 30080),)))
        assert lab.send("client", "127.0.0.1:8080") == {"web-1 from 192.168.1.101": 1}
        assert lab.send("client", "127.0.0.1:30080") == {"host-port-closed at client": 1}
        assert lab.send("client", "192.168.1.101:30080") == {"host-outside at client": 1}
        lab.change(host=Host(reachable=True))
        assert lab.send("client", "192.168.1.101:30080") == {"web-1 from 192.168.1.101": 1}

    def test_nobody_is_called_that(self):
        with pytest.raises(ValueError, match="nobody"):
            Lab([], []).send("ghost", "192.168.1.101:80")

    @pytest.mark.parametrize("bad", [{"protocol": "ICMP"}, {"address": "node1"}, {"port": 0}])
    def test_impossible_requests_cannot_be_made(self, bad):
        with pytest.raises(ValueError):
            Request(**({"sender": "client", "address": "192.168.1.101", "port": 80} | bad))
