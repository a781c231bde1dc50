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


def test_a_change_says_when_it_was_triggered_and_a_second_look_leaves_it():
    first = only(mirror.reconcile(service(), [pod(1)], None, "2026-01-01T00:00:01Z"))
    assert first["metadata"]["annotations"] == {
        "endpoints.kubernetes.io/last-change-trigger-time": "2026-01-01T00:00:01Z"
    }
    assert mirror.reconcile(service(), [pod(1)], first, "2026-01-01T00:00:09Z") == []
    second = only(mirror.reconcile(service(), [pod(2)], first, "2026-01-01T00:00:09Z"))
    assert list(second["metadata"]["annotations"].values()) == ["2026-01-01T00:00:09Z"]
