"""What a load balancer learns on the healthCheckNodePort."""

import json

import pytest

from nodeport_lab.cluster.kubeproxy.healthcheck import health_answers
from nodeport_lab.cluster.kubeproxy.tracker import Tracker
from tests.cluster.kubeproxy.build import endpoint, service, slice_of

GIVEN = {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 32000}
LEAVING = {"ready": False, "serving": True, "terminating": True}


def answers(node, *endpoints, **spec):
    tracker = Tracker()
    tracker.update([service(**{**GIVEN, **spec})], [slice_of("web", *endpoints)])
    return health_answers(tracker.ports(node))


@pytest.mark.parametrize(
    ("node", "count", "status"), [("node1", 2, 200), ("node2", 1, 200), ("node3", 0, 503), ("node4", 0, 503)]
)
def test_a_node_is_healthy_where_it_has_ready_endpoints(node, count, status):
    endpoints = [
        endpoint("10.1.0.5", "node1"),
        endpoint("10.1.0.6", "node1"),
        endpoint("10.1.1.5", "node2"),
        endpoint("10.1.2.5", "node3", **LEAVING),
    ]
    answer = answers(node, *endpoints)[32000]
    assert (answer.local_endpoints, answer.status) == (count, status)


def test_an_address_counts_once_for_all_ports():
    ports = [{"name": name, "port": number, "protocol": "TCP"} for name, number in (("a", 80), ("b", 81))]
    tracker = Tracker()
    tracker.update([service(ports=ports, **GIVEN)], [slice_of("web", endpoint("10.1.0.5"), ports=ports)])
    assert health_answers(tracker.ports("node1"))[32000].local_endpoints == 1


def test_under_policy_cluster_nobody_asks():
    assert answers("node1", endpoint("10.1.0.5"), externalTrafficPolicy="Cluster") == {}


def test_the_answer_is_json():
    body = answers("node1", endpoint("10.1.0.5"))[32000].body()
    assert json.loads(body) == {
        "service": {"namespace": "default", "name": "web"},
        "localEndpoints": 1,
        "serviceProxyHealthy": True,
    }
