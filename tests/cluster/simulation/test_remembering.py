"""What kernels and Services remember of a client."""

from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.simulation.article import DOOR, FILES, SEND, kinds, outcomes


def test_a_udp_flow_sticks_to_its_pod_until_kube_proxy_forgets_it():
    dns = (
        FILES["deployment.yaml"]
        .replace("nginx:latest", "coredns:1")
        .replace("containerPort: 80", "containerPort: 53")
    )
    service = (
        FILES["service.yaml"]
        .replace("TCP", "UDP")
        .replace("port: 80", "port: 53")
        .replace("targetPort: 80", "targetPort: 53")
    )
    cluster = Cluster()
    cluster.perform({"type": "apply", "files": [{"name": "d", "text": dns}, {"name": "s", "text": service}]})
    request = {"sender": "client", "to": DOOR, "protocol": "UDP"}
    assert len(outcomes(cluster, **request)) == 2
    outcome = cluster.perform({**SEND, "protocol": "UDP", "pick": 1})
    assert outcome.trace is not None
    pod = outcome.trace["outcomes"][1]["pod"]
    assert outcomes(cluster, **request) == {("answered", pod)}
    cluster.perform({"type": "set-kube-proxy", "node": "node3", "running": False})
    cluster.perform(
        {"type": "delete", "resource": "pods", "namespace": "default", "name": pod.partition("/")[2]}
    )
    assert not kinds(cluster, **request) & {"answered"}
    cluster.perform({"type": "set-kube-proxy", "node": "node3", "running": True})
    assert len(outcomes(cluster, **request)) == 2


def test_tcp_connections_each_choose_anew(article):
    article.perform(SEND)
    assert len(outcomes(article)) == 2


def test_session_affinity_keeps_a_client_with_its_pod_as_long_as_the_service_says():
    text = (
        FILES["service.yaml"]
        + "  sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}\n"
    )
    cluster = Cluster()
    cluster.perform(
        {
            "type": "apply",
            "files": [{"name": "d", "text": FILES["deployment.yaml"]}, {"name": "s", "text": text}],
        }
    )
    assert len(outcomes(cluster)) == 2
    cluster.perform({**SEND, "pick": 1})
    assert len(outcomes(cluster)) == 1
    cluster.advance(61)
    assert len(outcomes(cluster)) == 2
