"""What is broken and how it is mended: whatever is offered can be done, and whatever is broken is whole after its repair."""

from typing import Any

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.faults import faults, offers
from nodeport_lab.content import start
from nodeport_lab.content.scenes import scenes


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    cluster.perform({"type": "apply", "files": list(start.files("en"))})
    return cluster


def kinds(cluster: Cluster) -> list[str]:
    return [fault.kind for fault in faults(cluster)]


def first_pod(cluster: Cluster) -> dict[str, str]:
    return {"namespace": "default", "pod": cluster.snapshot()["pods"][0]["name"]}


def test_nothing_is_broken_in_the_beginning(cluster: Cluster) -> None:
    assert kinds(cluster) == []


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ({"type": "set-node", "node": "node2", "up": False}, "node-down"),
        ({"type": "set-kube-proxy", "node": "node1", "running": False}, "kube-proxy-stopped"),
        ({"type": "set-hairpin", "node": "node1", "enabled": False}, "hairpin-off"),
        ({"type": "set-pod-network", "between": False}, "pod-network-blocked"),
        ({"type": "set-nodeport-range", "first": 31000, "last": 31999}, "nodeport-range"),
        (
            {"type": "set-firewall", "rules": [{"source": "0.0.0.0/0", "ports": 30080, "action": "deny"}]},
            "firewall-closed",
        ),
        ({"type": "set-readiness", "ready": False}, "pod-unready"),
        ({"type": "set-listening", "port": 8080, "address": "0.0.0.0"}, "pod-elsewhere"),
        ({"type": "set-listening", "port": 80, "address": "127.0.0.1"}, "pod-elsewhere"),
    ],
)
def test_what_is_broken_is_listed_and_whole_after_its_repair(
    cluster: Cluster, action: dict[str, Any], kind: str
) -> None:
    if kind.startswith("pod-") and kind != "pod-network-blocked":
        action = action | first_pod(cluster)
    assert cluster.perform(action).problem is None
    [fault] = faults(cluster)
    assert fault.kind == kind
    assert cluster.perform(fault.repair).problem is None
    assert kinds(cluster) == []


def test_a_firewall_that_only_allows_keeps_nobody_out(cluster: Cluster) -> None:
    cluster.perform(
        {"type": "set-firewall", "rules": [{"source": "0.0.0.0/0", "ports": None, "action": "allow"}]}
    )
    assert kinds(cluster) == []


def test_a_load_balancer_that_nobody_provides(cluster: Cluster) -> None:
    cluster.perform(
        {
            "type": "kubectl",
            "line": "kubectl expose deployment nginx-deployment --name lb --type LoadBalancer --port 80",
        }
    )
    [fault] = faults(cluster)
    assert (fault.kind, fault.params) == ("provider-missing", {"service": "lb"})
    cluster.perform(fault.repair)
    assert kinds(cluster) == []


def test_everything_that_is_offered_can_be_done(cluster: Cluster) -> None:
    for offer in offers(cluster):
        again = Cluster()
        again.perform({"type": "apply", "files": list(start.files("en"))})
        assert again.perform(offer.action).problem is None, offer
    assert {offer.action["type"] for offer in offers(cluster)} == {
        "set-node", "set-node-address", "set-kube-proxy", "set-hairpin", "delete", "set-readiness", "set-listening", "set-firewall",
        "set-pod-network", "set-provider", "set-ingress-controller", "set-proxy-mode", "set-nodeport-range",
        "roll-out", "scale",
    }  # fmt: skip


def test_of_two_opposites_the_one_that_changes_something_is_offered(cluster: Cluster) -> None:
    down = {"type": "set-node", "node": "node2", "up": False}
    assert down in [offer.action for offer in offers(cluster)]
    cluster.perform(down)
    assert down not in [offer.action for offer in offers(cluster)]
    assert down | {"up": True} in [offer.action for offer in offers(cluster)]


def test_where_nodes_are_containers_their_nodeports_can_be_published(cluster: Cluster) -> None:
    assert not [offer for offer in offers(cluster) if offer.kind == "publish"]
    cluster.perform({"type": "set-host", "running": True})
    here = {"from": "client", "to": {"address": "127.0.0.1", "port": 30080}, "protocol": "TCP"}
    assert {outcome["code"] for outcome in cluster.trace(here)["outcomes"]} == {"host-port-closed"}
    (offer,) = [offer for offer in offers(cluster) if offer.kind == "publish"]
    cluster.perform(offer.action)
    assert {outcome["code"] for outcome in cluster.trace(here)["outcomes"]} == {"answered"}
    assert not [offer for offer in offers(cluster) if offer.kind == "publish"]


def test_a_wall_that_lets_through_what_was_asked_for_is_as_it_should_be(cluster: Cluster) -> None:
    wall = [{"source": "0.0.0.0/0", "ports": None, "action": "deny"}]
    cluster.perform({"type": "set-firewall", "rules": wall})
    assert kinds(cluster) == ["firewall-closed"]
    door = {"source": "203.0.113.0/24", "ports": 30080, "action": "allow"}
    cluster.perform({"type": "set-firewall", "rules": [door, *wall]})
    assert kinds(cluster) == []
    cluster.perform({"type": "set-firewall", "rules": [door | {"protocol": "UDP"}, *wall]})
    assert kinds(cluster) == ["firewall-closed"]
    cluster.perform({"type": "set-firewall", "rules": [door | {"source": "198.51.100.0/24"}, *wall]})
    assert kinds(cluster) == ["firewall-closed"]


@pytest.mark.parametrize("name", scenes())
def test_nothing_is_broken_after_a_fault_of_the_syllabus_was_mended(name: str) -> None:
    cluster = Cluster()
    for action in (*scenes()[name].stage, *scenes()[name].repair):
        cluster.perform(action)
    assert kinds(cluster) == []
