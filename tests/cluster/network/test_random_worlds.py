"""Whatever the cluster and whatever is asked: every trace ends, its branches add up to one, and it can be said in words."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.network.hop import EVENTS
from nodeport_lab.cluster.network.packet import PROTOCOLS, Protocol
from nodeport_lab.cluster.network.world import Backend, Balancer, FirewallRule, Socket
from nodeport_lab.content.words import LANGUAGES, hop_text, why
from tests.cluster.network.lab import Lab, pod, service

NODES = ["node1", "node2", "node3"]
POLICY = st.sampled_from(["Cluster", "Local"])
PROTOCOL = st.sampled_from(PROTOCOLS)


@st.composite
def worlds(draw: st.DrawFn) -> Lab:
    protocol: Protocol = draw(PROTOCOL)
    spec: dict[str, Any] = {
        "externalTrafficPolicy": draw(POLICY),
        "internalTrafficPolicy": draw(POLICY),
        "sessionAffinity": draw(st.sampled_from(["None", "ClientIP"])),
        "protocol": protocol,
        "balancer": draw(st.sampled_from([[], ["198.51.100.10"]])),
        "externalIPs": draw(st.sampled_from([[], ["198.51.100.50"]])),
    }
    if spec["balancer"]:
        spec["type"] = "LoadBalancer"
        if draw(st.booleans()):
            spec["loadBalancerSourceRanges"] = [draw(st.sampled_from(["203.0.113.0/24", "192.168.1.0/24"]))]
    sockets = [Socket(protocol, 80), Socket(protocol, 8080), Socket(protocol, 80, "127.0.0.1")]
    pods = [
        pod(f"web-{n}", node, draw(st.sampled_from(sockets)), host_network=draw(st.integers(0, 5)) == 0)
        for n, node in enumerate(draw(st.lists(st.sampled_from(NODES), max_size=4)))
    ]
    pods.append(pod("tester", "node1", 1, app="tester"))
    lab = Lab([service(**spec)], pods, draw(st.sampled_from(["iptables", "nftables"])))
    if draw(st.booleans()):
        changes: dict[str, Any] = {"hairpin": draw(st.booleans()), "up": draw(st.booleans())}
        lab.node(draw(st.sampled_from(NODES)), **changes)
    if draw(st.booleans()):
        gone = len(lab.world.pods) > 1
        lab.change(pods=lab.world.pods[gone:], pod_network=draw(st.booleans()))
    if draw(st.booleans()):
        lab.change(firewall=(FirewallRule("203.0.113.0/24", (30000, 32767), "deny"),))
    outside = draw(st.sampled_from(["vip", "balancer", "nothing"]))
    if outside == "vip":
        lab.change(external={"198.51.100.10": "node2"})
    elif outside == "balancer":
        backends = tuple(Backend(node, draw(st.booleans())) for node in NODES)
        balancer = Balancer("198.51.100.10", {(protocol, 80): 30080}, backends, snat=draw(st.booleans()))
        lab.change(balancers=(balancer,))
    return lab


PLACES = [
    "192.168.1.101", "192.168.1.102", "192.168.1.100", "192.168.1.77", "127.0.0.1", "10.96.10.10",
    "10.96.0.99", "10.1.0.5", "10.1.1.5", "10.1.2.9", "198.51.100.10", "198.51.100.50", "203.0.113.10",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(worlds(), st.data())
def test_every_trace_ends_and_can_be_told(lab: Lab, data: st.DataObject) -> None:
    sender = data.draw(st.sampled_from(["client", *NODES, *(pod.name for pod in lab.world.pods)]))
    address = data.draw(st.sampled_from(PLACES))
    port = data.draw(st.sampled_from([30080, 80, 8080, 81]))
    via = data.draw(st.sampled_from([None, "node3"]))
    trace = lab.trace(sender.removeprefix("default/"), f"{address}:{port}", data.draw(PROTOCOL), via=via)
    assert sum(branch.probability for branch in trace.branches) == 1
    assert all(branch.probability > 0 for branch in trace.branches)
    for branch in trace.branches:
        assert CODES[branch.ending.code].params == branch.ending.params.keys()
        assert all(hop.params.keys() == EVENTS[hop.event] for hop in branch.hops)
        assert (branch.hops[-1].event == "received") == (branch.ending.observed != "no-answer") or (
            branch.hops[-1].stage == "listen"
        )
    shown = trace.as_json()
    json.dumps(shown)
    for language in LANGUAGES:
        for branch in shown["branches"]:
            why(branch["ending"], language)
            for hop in branch["hops"]:
                hop_text(hop, language)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.sampled_from(["client", "node2", "tester"]), st.sampled_from([30080, 80]))
def test_what_a_request_leaves_behind_keeps_the_flow_where_it_went(lab: Lab, sender: str, port: int) -> None:
    """The same flow again meets the connection that the first packet made: no dice are rolled twice."""
    address = "10.96.10.10" if port == 80 else "192.168.1.102"
    for branch in lab.trace(sender, f"{address}:{port}").branches:
        nodes = tuple(
            replace(node, connections=branch.connections.get(node.name, ())) for node in lab.world.nodes
        )
        again = Lab([], []).change(nodes=nodes, pods=lab.world.pods, doors=lab.world.doors)
        again.change(balancers=lab.world.balancers, pod_network=lab.world.pod_network)
        if branch.ending.code == "answered":
            (same,) = again.trace(sender, f"{address}:{port}").branches
            assert same.pod == branch.pod
            assert same.arrived == branch.arrived
