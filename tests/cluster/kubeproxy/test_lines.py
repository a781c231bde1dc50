"""Rulesets line by line: nothing is left out, and every rule is named as a trace names it."""

import pytest

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.cluster.kubeproxy.lines import lines
from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content import start

MODES: list[ProxyMode] = ["iptables", "nftables"]


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    cluster.perform({"type": "apply", "files": list(start.files("en"))})
    return cluster


@pytest.mark.parametrize("mode", MODES)
def test_the_lines_are_the_text(cluster: Cluster, mode: ProxyMode) -> None:
    rules = cluster.rules("node1", mode)
    assert rules is not None
    assert "\n".join(line.text for line in lines(rules)) + "\n" == rules.text()


@pytest.mark.parametrize("mode", MODES)
def test_each_rule_that_a_packet_met_is_one_of_the_lines(cluster: Cluster, mode: ProxyMode) -> None:
    cluster.perform({"type": "set-proxy-mode", "mode": mode})
    door = {"address": "192.168.1.101", "port": 30080}
    trace = cluster.traced({"from": "client", "to": door, "protocol": "TCP"})
    assert isinstance(trace, Trace)
    rules = cluster.rules("node1", mode)
    assert rules is not None
    known = {line.rule: line for line in lines(rules) if line.rule}
    met = [
        rule for branch in trace.branches for hop in branch.hops if hop.place == "node1" for rule in hop.rules
    ]
    assert len(met) > 5
    for rule in met:
        line = known[rule.table, rule.chain, rule.text if rule.position is None else rule.position]
        assert rule.text in line.text


def test_the_other_mode_is_written_from_the_same_facts(cluster: Cluster) -> None:
    own, other = cluster.rules("node1", "iptables"), cluster.rules("node1", "nftables")
    assert own is not None
    assert other is not None
    assert "--dport 30080" in own.text()
    assert "tcp . 30080" in other.text()
    cluster.perform({"type": "set-kube-proxy", "node": "node1", "running": False})
    cluster.perform({"type": "kubectl", "line": "kubectl delete service nginx-service-nodeport"})
    stale = cluster.rules("node1", "nftables")
    assert stale is not None
    assert "tcp . 30080" in stale.text()
