"""A node whose address changes: who knew it by the old one loses it, all else follows."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.faults import faults, offers
from nodeport_lab.content import start

MOVE = {"type": "set-node-address", "node": "node1", "address": "192.168.1.201"}


@pytest.fixture(params=["iptables", "nftables"])
def cluster(request):
    made = Cluster()
    made.perform({"type": "set-proxy-mode", "mode": request.param})
    made.perform({"type": "set-provider", "running": True})
    files = [{"name": file["name"], "text": file["text"]} for file in start.files("en")]
    files[1]["text"] = files[1]["text"].replace("type: NodePort", "type: LoadBalancer")
    made.perform({"type": "apply", "files": files})
    return made


def endings(cluster, address, port=30080, sender="client"):
    request = {"from": sender, "to": {"address": address, "port": port}, "protocol": "TCP"}
    return {outcome["code"] for outcome in cluster.trace(request)["outcomes"]}


def test_the_old_address_is_nobodys_and_the_new_one_answers(cluster):
    assert endings(cluster, "192.168.1.101") == {"answered"}
    assert cluster.perform(MOVE).problem is None
    assert endings(cluster, "192.168.1.101") == {"no-such-node"}
    assert endings(cluster, "192.168.1.201") == {"answered"}
    assert endings(cluster, "192.168.1.102") == {"answered"}
    assert endings(cluster, "198.51.100.10", 80) == {"answered"}


def test_the_objects_say_so(cluster):
    cluster.perform(MOVE)
    [node, *_] = cluster.snapshot()["nodes"]
    assert (node["name"], node["address"]) == ("node1", "192.168.1.201")
    printed = cluster.perform({"type": "kubectl", "line": "kubectl get nodes -o wide"}).printed
    assert "192.168.1.201" in printed.stdout
    assert "192.168.1.101" not in printed.stdout
    hosts = {pod["status"]["hostIP"] for pod in cluster.api.list("pods")}
    assert hosts == {"192.168.1.201", "192.168.1.102"}


def test_it_is_told_and_mended(cluster):
    def about_addresses(found):
        return [fault for fault in found if fault.kind == "node-address"]

    assert about_addresses(faults(cluster)) == []
    cluster.perform(MOVE)
    [fault] = about_addresses(faults(cluster))
    assert fault.params == {"node": "node1", "usual": "192.168.1.101"}
    cluster.perform(fault.repair)
    assert about_addresses(faults(cluster)) == []
    assert endings(cluster, "192.168.1.101") == {"answered"}


def test_what_is_offered_can_be_done(cluster):
    for offer in offers(cluster):
        if offer.action["type"] == "set-node-address":
            assert cluster.perform(offer.action).problem is None
    addresses = {node["address"] for node in cluster.snapshot()["nodes"]}
    assert addresses.isdisjoint({"192.168.1.101", "192.168.1.102", "192.168.1.103"})
    assert len(addresses) == 3


@pytest.mark.parametrize(
    "address",
    ["192.168.1.102", "192.168.1.100", "192.168.1.1", "192.168.1.0", "192.168.1.255", "10.0.0.1"],
)
def test_an_address_that_is_not_free_is_refused(cluster, address):
    outcome = cluster.perform({**MOVE, "address": address})
    assert outcome.problem is not None
    assert outcome.problem.kind == "node-address-taken"
    assert cluster.snapshot()["nodes"][0]["address"] == "192.168.1.101"


def test_a_node_that_is_down_says_it_when_it_is_back(cluster):
    cluster.perform({"type": "set-node", "node": "node1", "up": False})
    cluster.perform(MOVE)
    stored = {node["metadata"]["name"]: node["status"]["addresses"][0] for node in cluster.api.list("nodes")}
    assert stored["node1"]["address"] == "192.168.1.101"
    cluster.perform({"type": "advance", "seconds": 60})
    cluster.perform({"type": "set-node", "node": "node1", "up": True})
    stored = {node["metadata"]["name"]: node["status"]["addresses"][0] for node in cluster.api.list("nodes")}
    assert stored["node1"]["address"] == "192.168.1.201"
    assert endings(cluster, "192.168.1.201") == {"answered"}


@pytest.mark.parametrize("address", ["", "node1", "192.168.1", None, 5])
def test_what_is_no_address_is_no_action(cluster, address):
    with pytest.raises(ValueError):
        cluster.perform({**MOVE, "address": address})


@pytest.mark.parametrize("before", [0.0, 0.05, 0.1, 1.15, 7.15])
def test_a_node_that_fell_at_any_moment_is_given_up_once(before):
    cluster = Cluster()
    cluster.perform({"type": "advance", "seconds": before})
    cluster.perform({"type": "set-node", "node": "node1", "up": False})
    cluster.perform({"type": "advance", "seconds": 60})
    assert cluster.now == before + 60
