"""Nodes join and leave a running cluster."""

from typing import Any

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.faults import faults
from nodeport_lab.content import start

APPLY: dict[str, Any] = {"type": "apply", "files": start.files("en")}


def _to(cluster: Cluster, address: str) -> set[str]:
    request = {"from": "client", "to": {"address": address, "port": 30080}, "protocol": "TCP"}
    return {outcome["kind"] for outcome in cluster.trace(request)["outcomes"]}


def test_a_node_that_joins_opens_the_same_ports_and_takes_pods() -> None:
    cluster = Cluster.replay(None, 0, [APPLY, {"type": "set-nodes", "count": 5}])
    assert [node["name"] for node in cluster.snapshot()["nodes"]] == [f"node{n}" for n in range(1, 6)]
    assert _to(cluster, "192.168.1.105") == {"answered"}
    cluster.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 10})
    pods = cluster.snapshot()["pods"]
    assert {pod["node"] for pod in pods} == cluster.nodes
    assert all(pod["ready"] for pod in pods)
    assert cluster.snapshot()["settled"]


def test_pods_of_a_node_that_leaves_stand_elsewhere() -> None:
    log = [APPLY, {"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 6}]
    cluster = Cluster.replay(None, 0, log)
    cluster.perform({"type": "set-node", "node": "node3", "up": False})
    moments = cluster.perform({"type": "set-nodes", "count": 1}).moments
    assert [m.event for m in moments][:1] == ["node-left"]
    pods = cluster.snapshot()["pods"]
    assert [(pod["node"], pod["ready"]) for pod in pods] == [("node1", True)] * 6
    assert "answered" not in _to(cluster, "192.168.1.102")
    assert _to(cluster, "192.168.1.101") == {"answered"}
    # Nothing that was set for the node which is gone wakes anybody.
    cluster.perform({"type": "advance", "seconds": 600})
    cluster.perform({"type": "set-nodes", "count": 3})
    assert _to(cluster, "192.168.1.103") == {"answered"}


def test_a_node_comes_back_under_its_name_up_and_ready() -> None:
    cluster = Cluster.replay(None, 0, [APPLY])
    for action in (
        {"type": "set-node", "node": "node3", "up": False},
        {"type": "set-hairpin", "node": "node3", "enabled": False},
        {"type": "set-nodes", "count": 2},
        {"type": "set-nodes", "count": 3},
    ):
        cluster.perform(action)
    node = cluster.snapshot()["nodes"][2]
    assert (node["up"], node["ready"], node["kubeProxy"]) == (True, True, {"running": True, "stale": False})
    assert cluster.snapshot()["surroundings"]["noHairpin"] == []


@pytest.mark.parametrize("count", [0, 21, "3", True])
def test_a_number_of_nodes_that_is_none(count: Any) -> None:
    with pytest.raises(ValueError, match="count"):
        Cluster().perform({"type": "set-nodes", "count": count})


def test_a_node_that_changed_its_address_leaves_and_comes_back_as_it_was_first() -> None:
    cluster = Cluster.replay(None, 0, [APPLY])
    move = {"type": "set-node-address", "node": "node3", "address": "192.168.1.201"}
    assert cluster.perform(move).problem is None
    assert _to(cluster, "192.168.1.201") == {"answered"}
    cluster.perform({"type": "set-nodes", "count": 2})
    assert "answered" not in _to(cluster, "192.168.1.201")
    cluster.perform({"type": "set-nodes", "count": 4})
    assert [node["address"][-3:] for node in cluster.snapshot()["nodes"]] == ["101", "102", "103", "104"]
    assert _to(cluster, "192.168.1.103") == {"answered"}
    assert [fault.kind for fault in faults(cluster)] == []


def test_a_node_that_stays_keeps_its_new_address_while_others_join_and_leave() -> None:
    cluster = Cluster.replay(None, 0, [APPLY])
    cluster.perform({"type": "set-node-address", "node": "node1", "address": "192.168.1.204"})
    for count in (5, 1, 3):
        cluster.perform({"type": "set-nodes", "count": count})
        addresses = [node["address"] for node in cluster.snapshot()["nodes"]]
        assert addresses[0] == "192.168.1.204"
        assert len(set(addresses)) == count
    assert _to(cluster, "192.168.1.204") == {"answered"}


def test_an_address_that_a_node_would_join_with_is_taken_by_nobody_else() -> None:
    """node1 sits on what would be node4's address: whoever joins then must not get it too."""
    cluster = Cluster.replay(None, 0, [APPLY])
    cluster.perform({"type": "set-node-address", "node": "node1", "address": "192.168.1.104"})
    outcome = cluster.perform({"type": "set-nodes", "count": 5})
    addresses = [node["address"] for node in cluster.snapshot()["nodes"]]
    assert len(set(addresses)) == len(addresses)
    assert outcome.problem is None
