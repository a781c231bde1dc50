from nodeport_lab.cluster.controllers.endpoints import mirror
from tests.cluster.controllers.endpoints.test_slices import pod, service
from tests.cluster.controllers.writing import only


def subsets(svc, pods):
    return only(mirror.reconcile(svc, pods, None)).get("subsets")


def test_ready_and_unready_addresses_stand_apart_and_terminating_ones_are_left_out():
    (subset,) = subsets(service(), [pod(1), pod(2, ready=False), pod(3, terminating=True)])
    assert [a["ip"] for a in subset["addresses"]] == ["10.1.0.6"]
    assert [a["ip"] for a in subset["notReadyAddresses"]] == ["10.1.0.7"]
    assert subset["ports"] == [{"port": 80, "protocol": "TCP"}]


def test_without_pods_there_are_no_subsets():
    assert subsets(service(), []) is None


def test_a_second_look_changes_nothing():
    first = only(mirror.reconcile(service(), [pod(1)], None))
    assert mirror.reconcile(service(), [pod(1)], first) == []
