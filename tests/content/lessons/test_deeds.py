"""What a learner did counts wherever and however they did it, and nothing else does."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.lessons.deeds import Deeds, meaning_of

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: tester}
spec: {containers: [{name: tester, image: "alpine:3.22"}]}
"""
WANTED = {"from": "default/tester", "to": {"address": "web", "port": 80}, "protocol": "TCP"}


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    made = Cluster()
    made.perform({"type": "apply", "files": [{"name": "web.yaml", "text": SERVICE}]})
    return made


def cluster_ip(cluster: Cluster) -> str:
    return next(one["clusterIP"] for one in cluster.snapshot()["services"] if one["name"] == "web")


@pytest.mark.parametrize(
    ("place", "line", "counts"),
    [
        ("default/tester", "curl -s http://web/shop", True),
        ("default/tester", "curl web.default", True),
        ("default/tester", "nc -zv web 80", True),
        ("default/tester", "wget -qO- 'http://web.default.svc.cluster.local:80/'", True),
        ("client", "kubectl exec tester -- curl -s web", True),
        ("client", "kubectl exec -it tester -- sh -c 'curl -s web | grep h1'", True),
        ("default/tester", "curl http://IP", True),
        ("client", "curl http://web", False),
        ("default/tester", "curl web:8080", False),
        ("default/tester", "curl https://web", False),
        ("default/tester", "nc -zuv web 80", False),
        ("default/tester", "dig @web -p 80 example.com", False),
        ("default/tester", "dig @web -p 80 example.com +tcp", True),
        ("default/tester", "echo curl", False),
    ],
)
def test_a_packet_that_a_program_sends(cluster: Cluster, place: str, line: str, counts: bool) -> None:
    deeds = Deeds()
    deeds.type(place, line.replace("IP", cluster_ip(cluster)))
    assert deeds.has_sent(WANTED, meaning_of(cluster)) == counts


def test_a_packet_from_the_bar_by_name_or_by_address(cluster: Cluster) -> None:
    for address in ("web", "web.default", cluster_ip(cluster)):
        deeds = Deeds.of([{**WANTED, "type": "send", "to": {"address": address, "port": 80}}])
        assert deeds.has_sent(WANTED, meaning_of(cluster)), address
    other = Deeds.of([{**WANTED, "type": "send", "to": {"address": "10.1.0.5", "port": 80}}])
    assert not other.has_sent(WANTED, meaning_of(cluster))


@pytest.mark.parametrize(
    ("place", "line", "asked", "counts"),
    [
        ("client", "ssh node3 ss -lnt", "node3", True),
        ("node3", "ss -lnt", "node3", True),
        ("client", "ss -lnt", "node3", False),
        ("client", "kubectl exec web-1 -- ss -lnt", "pod", True),
        ("client", "ssh node1 ss -lnt", "pod", False),
        ("client", "ssh node1 ss -lnt", "node", True),
        ("client", "ss -lnt", "node", False),
        ("client", "ss -lnt", "client", True),
    ],
)
def test_where_a_line_was_typed(place: str, line: str, asked: str, counts: bool) -> None:
    deeds = Deeds()
    deeds.type(place, line)
    assert deeds.has_typed("ss( |$)", asked) == counts
