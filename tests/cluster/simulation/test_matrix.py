"""Every cell of the matrix says what a trace of the same request says; a large cluster stays bounded, and says so."""

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.matrix import MAX_CELLS, matrix, request_of
from nodeport_lab.content.scenes import scenes


def staged(name, mode="iptables", nodes=3):
    cluster = Cluster(ClusterConfig(ClusterConfig.with_nodes(nodes).nodes, proxy_mode=mode))
    for action in scenes()[name].stage:
        cluster.perform(action)
    return cluster


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
@pytest.mark.parametrize("name", ["F4", "F5", "F9", "F11", "F13", "F17", "F20", "F22"])
def test_a_cell_says_what_the_trace_says(name, mode):
    cluster = staged(name, mode)
    found = matrix(cluster)
    for row, line in zip(found["rows"], found["cells"], strict=True):
        for column, cell in zip(found["columns"], line, strict=True):
            outcomes = cluster.trace(request_of(row, column))["outcomes"]
            assert {outcome["code"] for outcome in cell["outcomes"]} == {o["code"] for o in outcomes}
            kinds = {outcome["kind"] for outcome in outcomes}
            assert cell["kind"] == (kinds.pop() if len(kinds) == 1 else "mixed")
            assert sum(outcome["probability"] for outcome in cell["outcomes"]) == pytest.approx(1, abs=1e-3)


def test_some_requests_fail_is_mixed():
    found = matrix(staged("F4"))
    door = next(n for n, column in enumerate(found["columns"]) if column["role"] == "nodePort")
    assert found["cells"][0][door]["kind"] == "mixed"


def test_ingress_hosts_have_a_column():
    hosts = [column for column in matrix(staged("F11"))["columns"] if column["host"]]
    assert [column["host"] for column in hosts] == ["www.example.com/shop"]


def test_a_large_cluster_stays_bounded_and_says_what_was_left_out():
    cluster = staged("F16", nodes=20)
    cluster.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 60})
    found = matrix(cluster)
    assert len(found["rows"]) * len(found["columns"]) <= MAX_CELLS
    assert found["left"]["nodes"] == 17
    cluster.perform({"type": "set-node", "node": "node17", "up": False})
    # The one that differs is shown, however many there are.
    assert "node17" in {row["name"] for row in matrix(cluster)["rows"]}


def test_alike_pods_stand_behind_one():
    cluster = staged("F16")
    cluster.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 9})
    pods = [row for row in matrix(cluster)["rows"] if row["kind"] == "pod"]
    assert sum(1 + row["alike"] for row in pods) == 9
    assert len({row["node"] for row in pods}) == len(pods)
