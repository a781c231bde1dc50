"""Where requests end, one row each: from, to, what comes of it with what probability."""

from fractions import Fraction as F

import pytest

from nodeport_lab.cluster.network.hop import EVENTS
from nodeport_lab.cluster.network.netfilter import load
from nodeport_lab.cluster.network.world import (
    Node,
    Socket,
)
from tests.cluster.network.cases import LB, LOCAL, MODES, WEB, half
from tests.cluster.network.lab import Lab, events, pod, route, service


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("sender", "to", "expected"),
    [
        ("client", "192.168.1.103:30080", half("web-1 from 192.168.1.103", "web-2 from 192.168.1.103")),
        ("client", "192.168.1.101:30080", half("web-1 from 192.168.1.101", "web-2 from 192.168.1.101")),
        ("tester", "10.96.10.10:80", half("web-1 from 10.1.0.6", "web-2 from 10.1.0.6")),
        ("node3", "10.96.10.10:80", half("web-1 from 192.168.1.103", "web-2 from 192.168.1.103")),
        ("web-1", "10.96.10.10:80", half("web-1 from 192.168.1.101", "web-2 from 10.1.0.5")),
        ("node1", "192.168.1.101:30080", half("web-1 from 192.168.1.101", "web-2 from 192.168.1.101")),
        ("tester", "10.1.1.5:80", {"web-2 from 10.1.0.6": 1}),
        ("web-1", "127.0.0.1:80", {"web-1 from 127.0.0.1": 1}),
        ("client", "192.168.1.101:30081", {"node-port-closed at node1": 1}),
        ("client", "10.96.10.10:80", {"service-address-outside at router": 1}),
        ("client", "10.1.0.5:80", {"pod-address-outside at router": 1}),
        ("client", "192.168.1.77:80", {"no-such-node at router": 1}),
        ("client", "8.8.8.8:53", {"no-such-address at router": 1}),
        ("client", "198.51.100.9:80", {"external-unannounced at router": 1}),
        ("tester", "192.168.1.100:6443", {"answered-by-process at control-plane": 1}),
        ("tester", "192.168.1.77:80", {"no-such-node at node1": 1}),
        ("tester", "10.1.2.9:80", {"pod-gone at node3": 1}),
        ("node1", "10.1.0.9:80", {"pod-gone at node1": 1}),
        ("tester", "10.1.1.5:81", {"pod-port-closed-direct at web-2": 1}),
        ("tester", "203.0.113.10:80", {"reply-no-route at router": 1}),
    ],
)
def test_where_it_ends(mode, sender, to, expected):
    assert Lab([service()], WEB, mode).send(sender, to) == expected


@pytest.mark.parametrize(
    ("mode", "sender", "to", "expected"),
    [
        (
            "iptables",
            "node1",
            "127.0.0.1:30080",
            half("web-1 from 192.168.1.101", "web-2 from 192.168.1.101"),
        ),
        ("nftables", "node1", "127.0.0.1:30080", {"localhost-not-served at node1": 1}),
        ("iptables", "tester", "10.96.10.10:81", {"service-port-unknown at router": 1}),
        ("nftables", "tester", "10.96.10.10:81", {"cluster-ip-port-closed at node1": 1}),
        ("iptables", "tester", "10.96.99.99:80", {"service-address-unknown at router": 1}),
        ("nftables", "tester", "10.96.99.99:80", {"cluster-ip-unallocated at node1": 1}),
    ],
)
def test_modes_differ(mode, sender, to, expected):
    assert Lab([service()], WEB, mode).send(sender, to) == expected


@pytest.mark.parametrize("mode", MODES)
class TestServices:
    def test_no_endpoints_is_refused_by_the_rules(self, mode):
        lab = Lab([service()], [pod("tester", "node1", app="tester")], mode)
        assert lab.send("client", "192.168.1.102:30080") == {"no-endpoints at node2": 1}
        (branch,) = lab.trace("tester", "10.96.10.10:80").branches
        assert branch.ending.as_json() == {
            "kind": "refused",
            "code": "no-endpoints",
            "place": "node1",
            "object": {"kind": "Service", "namespace": "default", "name": "web"},
            "field": "spec.selector",
            "params": {"service": "default/web", "node": "node1", "address": "10.96.10.10", "port": 80},
        }
        assert route(branch, "error") == ["node1", "default/tester"]

    def test_closed_target_port_is_refused_by_the_pod(self, mode):
        lab = Lab([service(target=8080)], [pod("web-1", "node1")], mode)
        (branch,) = lab.trace("client", "192.168.1.102:30080").branches
        assert (branch.ending.code, branch.ending.place) == ("pod-port-closed", "default/web-1")
        assert branch.ending.field == "spec.ports[0].targetPort"
        assert route(branch, "error") == ["default/web-1", "node1", "node2", "router", "client"]

    def test_process_on_loopback_only(self, mode):
        lab = Lab([service()], [pod("web-1", "node1", Socket("TCP", 80, "127.0.0.1"))], mode)
        assert lab.send("client", "192.168.1.102:30080") == {"pod-loopback-only at web-1": 1}
        assert lab.send("web-1", "127.0.0.1:80") == {"web-1 from 127.0.0.1": 1}

    def test_external_policy_local(self, mode):
        lab = Lab([LOCAL], WEB, mode)
        assert lab.send("client", "192.168.1.101:30080") == {"web-1 from 203.0.113.10": 1}
        assert lab.send("client", "192.168.1.103:30080") == {"external-policy-local at node3": 1}
        (branch,) = lab.trace("client", "192.168.1.103:30080").branches
        assert branch.ending.field == "spec.externalTrafficPolicy"
        assert branch.ending.service == "default/web"

    def test_internal_policy_local(self, mode):
        lab = Lab([service(internalTrafficPolicy="Local")], WEB, mode)
        assert lab.send("tester", "10.96.10.10:80") == {"web-1 from 10.1.0.6": 1}
        assert lab.send("node3", "10.96.10.10:80") == {"internal-policy-local at node3": 1}

    def test_answer_that_passes_the_rewriting_node_by(self, mode):
        """A pod asks another node's port under policy Local: unmasqueraded, so pods of a third node answer directly."""
        pods = [pod("web-1", "node2"), pod("web-2", "node3"), pod("tester", "node1", 1, app="tester")]
        lab = Lab([LOCAL], pods, mode)
        lost = "invalid-reply at node1" if mode == "iptables" else "reply-ignored at tester"
        assert lab.send("tester", "192.168.1.102:30080") == half("web-1 from 10.1.0.5", lost)

    def test_source_ranges(self, mode):
        lab = Lab(
            [
                service(
                    balancer=["198.51.100.10"], type="LoadBalancer", loadBalancerSourceRanges=["192.0.2.0/24"]
                )
            ],
            WEB,
            mode,
        )
        assert lab.send("client", "198.51.100.10:80", via="node1") == {"source-ranges at node1": 1}

    def test_vip_on_a_node(self, mode):
        lab = Lab([LB], WEB, mode)
        assert lab.send("client", "198.51.100.10:80") == {"external-unannounced at router": 1}
        lab.change(external={"198.51.100.10": "node3"})
        both = half("web-1 from 192.168.1.103", "web-2 from 192.168.1.103")
        assert lab.send("client", "198.51.100.10:80") == both
        assert lab.send("client", "198.51.100.10:81") == {"loop at router": 1}
        # A node's own rules catch the address: it never leaves.
        assert lab.send("node2", "198.51.100.10:80") == half(
            "web-1 from 192.168.1.102", "web-2 from 192.168.1.102"
        )

    def test_three_endpoints_are_equally_likely(self, mode):
        pods = [pod(f"web-{number}", "node1") for number in (1, 2, 3)]
        trace = Lab([service()], pods, mode).trace("client", "192.168.1.101:30080")
        assert [branch.probability for branch in trace.branches] == [F(1, 3)] * 3
        choices = [hop.choice for branch in trace.branches for hop in branch.hops if hop.choice]
        assert [(choice.index, choice.of, choice.probability) for choice in choices] == [
            (0, 3, F(1, 3)),
            (1, 3, F(1, 3)),
            (2, 3, F(1, 3)),
        ]

    def test_session_affinity_keeps_to_one_pod(self, mode):
        lab = Lab([service(sessionAffinity="ClientIP")], WEB, mode)
        trace = lab.trace("client", "192.168.1.101:30080")
        assert len(trace.branches) == 2
        ((node, name, source),) = trace.branches[1].remembered
        assert (node, source) == ("node1", "203.0.113.10")
        lab.node("node1", remembered={name: frozenset({source})})
        assert lab.send("client", "192.168.1.101:30080") == {"web-2 from 192.168.1.101": 1}
        # The list is that node's own.
        assert len(lab.send("client", "192.168.1.102:30080")) == 2

    def test_udp(self, mode):
        dns = service("dns", 53, 53, 30053, protocol="UDP")
        lab = Lab([dns], [pod("dns-1", "node1", Socket("UDP", 53), app="dns")], mode)
        assert lab.send("client", "192.168.1.102:30053", "UDP") == {"dns-1 from 192.168.1.102": 1}
        (branch,) = lab.trace("client", "192.168.1.102:30053").branches
        assert branch.ending.code == "wrong-protocol-refused"
        assert branch.ending.params["offered"] == "UDP"
        assert branch.ending.field == "spec.ports[0].protocol"

    def test_udp_to_a_closed_port_is_refused_by_icmp(self, mode):
        dns = service("dns", 53, 53, 30053, protocol="UDP")
        lab = Lab([dns], [pod("dns-1", "node1", Socket("TCP", 53), app="dns")], mode)
        (branch,) = lab.trace("client", "192.168.1.102:30053", "UDP").branches
        assert branch.ending.code == "pod-port-closed"
        assert [dict(hop.params) for hop in branch.hops if hop.event == "refused"] == [{"answer": "ICMP"}]
        assert events(branch, "node2", "error")[1] == "un-snat"

    def test_sctp(self, mode):
        lab = Lab([service(protocol="SCTP")], [pod("web-1", "node1", Socket("SCTP", 80))], mode)
        assert lab.send("client", "192.168.1.102:30080", "SCTP") == {"web-1 from 192.168.1.102": 1}

    def test_host_network_pod(self, mode):
        pods = [pod("web-1", "node2", 8080, host_network=True)]
        lab = Lab([service(target=8080)], pods, mode)
        # Delivered on the node itself it is never postrouted, so never masqueraded.
        assert lab.send("client", "192.168.1.102:30080") == {"web-1 from 203.0.113.10": 1}
        assert lab.send("client", "192.168.1.101:30080") == {"web-1 from 192.168.1.101": 1}
        assert lab.send("node2", "10.96.10.10:80") == {"web-1 from 192.168.1.102": 1}
        assert lab.send("web-1", "10.96.10.10:80") == {"web-1 from 192.168.1.102": 1}
        assert lab.send("client", "192.168.1.102:8080") == {"web-1 from 203.0.113.10": 1}

    def test_host_network_pod_on_loopback_only(self, mode):
        shy = pod("web-1", "node2", Socket("TCP", 8080, "127.0.0.1"), host_network=True)
        lab = Lab([service(target=8080)], [shy], mode)
        assert lab.send("client", "192.168.1.101:30080") == {"pod-loopback-only at web-1": 1}
        assert lab.send("node2", "127.0.0.1:8080") == {"web-1 from 127.0.0.1": 1}

    def test_hairpin_off(self, mode):
        lab = Lab([service()], [pod("web-1", "node1")], mode)
        assert lab.send("web-1", "10.96.10.10:80") == {"web-1 from 192.168.1.101": 1}
        lab.node("node1", hairpin=False)
        assert lab.send("web-1", "10.96.10.10:80") == {"hairpin-off at node1": 1}

    def test_node_down(self, mode):
        lab = Lab([service()], WEB, mode).node("node2", up=False)
        assert lab.send("client", "192.168.1.102:30080") == {"node-down at node2": 1}
        assert lab.send("client", "192.168.1.101:30080") == half(
            "web-1 from 192.168.1.101", "node-down at node2"
        )
        assert lab.send("web-2", "10.96.10.10:80") == {"sender-down at web-2": 1}

    def test_pods_cannot_be_reached_from_other_nodes(self, mode):
        lab = Lab([service()], WEB, mode).change(pod_network=False)
        assert lab.send("client", "192.168.1.101:30080") == half(
            "web-1 from 192.168.1.101", "pod-network-blocked at node1"
        )

    def test_stale_rules_lead_to_a_pod_that_is_gone(self, mode):
        lab = Lab([service()], WEB, mode)
        lab.change(pods=tuple(pod for pod in lab.world.pods if pod.name != "default/web-2"))
        assert lab.send("client", "192.168.1.101:30080") == half(
            "web-1 from 192.168.1.101", "stale-rules at node2"
        )
        branch = lab.trace("client", "192.168.1.101:30080").branches[1]
        assert branch.ending.params["rules_node"] == "node1"

    def test_udp_flow_outlives_a_rollout_in_conntrack(self, mode):
        dns = service("dns", 53, 53, 30053, protocol="UDP")
        old = Lab([dns], [pod("dns-1", "node1", Socket("UDP", 53), app="dns")], mode)
        (branch,) = old.trace("client", "192.168.1.103:30053", "UDP").branches
        filler = pod("filler", "node1", app="other")
        new = Lab([dns], [filler, pod("dns-2", "node1", Socket("UDP", 53), app="dns")], mode)
        new.node("node3", connections=branch.connections["node3"])
        new.change(pods=tuple(pod for pod in new.world.pods if pod.name != "default/filler"))
        assert new.send("client", "192.168.1.103:30053", "UDP") == {"stale-connection at node1": 1}
        # From another port it is another flow.
        again = new.send("client", "192.168.1.103:30053", "UDP", source_port=40000)
        assert again == {"dns-2 from 192.168.1.103": 1}

    def test_node_without_rules(self, mode):
        lab = Lab([service()], WEB, mode).node("node3", rules=None)
        assert lab.send("client", "192.168.1.103:30080") == {"node-port-closed at node3": 1}
        assert lab.send("node3", "10.1.0.5:80") == {"web-1 from 192.168.1.103": 1}


def test_rules_of_both_kinds_side_by_side():
    """Nodes may be switched one after another."""
    old, new = Lab([service()], WEB), Lab([service()], WEB, "nftables")
    mixed = (*old.world.nodes[:2], new.world.nodes[2])
    lab = old.change(nodes=mixed)
    assert len(lab.send("client", "192.168.1.103:30080")) == 2
    assert len(lab.send("client", "192.168.1.101:30080")) == 2


def test_unknown_rulesets_are_refused():
    with pytest.raises(TypeError):
        load(object())  # type: ignore[arg-type]


def test_pod_on_no_node():
    lab = Lab([], [])
    with pytest.raises(ValueError, match="no node"):
        lab.change(nodes=(Node("other", "192.168.1.9", "10.1.9.0/24"),), pods=Lab([], WEB).world.pods)


def test_params_of_hops_are_those_of_their_events():
    lab = Lab([service()], WEB)
    for branch in lab.trace("client", "192.168.1.103:30080").branches:
        for hop in branch.hops:
            assert hop.params.keys() == EVENTS[hop.event]
