"""The front door, with the article's manifests: what goes in as an action comes out as Kubernetes would have it."""

import json

import pytest

from nodeport_lab.cluster.apiserver.epoch import EPOCH
from nodeport_lab.cluster.controllers import meta
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.simulation.article import (
    ARTICLE,
    DOOR,
    FILES,
    SEND,
    apply,
    kinds,
    outcomes,
    pods,
)


def test_the_epoch_is_the_api_servers():
    assert meta.EPOCH == EPOCH


def test_apply_prints_and_settles_and_says_what_happened():
    outcome = Cluster().perform(ARTICLE)
    assert outcome.printed is not None
    assert outcome.printed.exit == 0
    events = [moment.event for moment in outcome.moments]
    assert events[:2] == ["object-created", "object-created"]
    assert events.count("pod-ready") == 2
    assert events[-3:] == ["rules-written"] * 3
    assert [m.time for m in outcome.moments] == sorted(m.time for m in outcome.moments)


def test_the_snapshot_is_that_of_the_contract(article):
    shot = article.snapshot()
    assert json.loads(json.dumps(shot)) == shot
    assert set(shot) == {
        "version", "time", "proxyMode", "settled", "settings", "client", "nodes", "deployments", "pods", "services",
        "ingresses", "from", "to", "surroundings",
    }  # fmt: skip
    assert shot["settled"]
    assert [n["openPorts"] for n in shot["nodes"]] == [
        [{"protocol": "TCP", "port": 30080, "service": "default/nginx-service-nodeport", "portName": ""}]
    ] * 3
    (deployment,) = shot["deployments"]
    assert (deployment["replicas"], deployment["ready"]) == (2, 2)
    assert [(p["address"], p["status"], p["owner"]) for p in shot["pods"]] == [
        ("10.1.0.5", "Running", "Deployment/nginx-deployment"),
        ("10.1.1.5", "Running", "Deployment/nginx-deployment"),
    ]
    service = next(s for s in shot["services"] if s["name"] == "nginx-service-nodeport")
    assert service["ports"] == [
        {"name": "", "protocol": "TCP", "port": 80, "targetPort": 80, "nodePort": 30080}
    ]
    assert [(e["address"], e["ready"]) for e in service["endpoints"]] == [
        ("10.1.0.5", True),
        ("10.1.1.5", True),
    ]
    assert shot["to"][0]["role"] == "nodePort"
    assert shot["from"][0]["name"] == "client"


def test_every_offered_door_can_be_tried_from_everywhere(article):
    shot = article.snapshot()
    for sender in shot["from"]:
        for door in shot["to"]:
            to = {"address": door["address"], "port": door["port"]}
            traced = article.trace({"from": sender["name"], "to": to, "protocol": door["protocol"]})
            assert sum(o["probability"] for o in traced["outcomes"]) == pytest.approx(1)


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_every_node_answers_on_the_node_port(article, mode):
    article.perform({"type": "set-proxy-mode", "mode": mode})
    assert article.snapshot()["proxyMode"] == mode
    assert article.engine.proxies.mode("node1") == mode
    for last in (101, 102, 103):
        found = outcomes(article, to={"address": f"192.168.1.{last}", "port": 30080})
        assert found == {("answered", f"default/{pod['name']}") for pod in pods(article)}


def test_nothing_is_said_of_rules_that_are_not_written_yet():
    cluster = Cluster()
    cluster.perform({**ARTICLE, "settle": False})
    assert not cluster.snapshot()["settled"]
    assert pods(cluster) == []
    cluster.advance(0.5)
    assert {p["status"] for p in pods(cluster)} == {"ContainerCreating"}
    cluster.settle()
    assert {p["status"] for p in pods(cluster)} == {"Running"}


def test_scaling_and_deleting(article):
    article.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 5})
    assert len(outcomes(article)) == 5
    article.perform(
        {"type": "delete", "resource": "deployments", "namespace": "default", "name": "nginx-deployment"}
    )
    assert pods(article) == []
    assert not kinds(article) & {"answered"}
    outcome = article.perform(
        {"type": "delete", "resource": "services", "namespace": "default", "name": "nope"}
    )
    assert outcome.problem.message == 'services "nope" not found'


def test_a_load_balancer_is_pending_until_there_is_a_provider(article):
    article.perform(apply("loadbalancer.yaml"))
    service = article.snapshot()["services"][1]
    assert service["loadBalancer"] == {"addresses": [], "pending": True}
    outcome = article.perform({"type": "set-provider", "running": True})
    assert [m.params["address"] for m in outcome.moments if m.event == "balancer-assigned"] == [
        "198.51.100.10"
    ]
    assert kinds(article, to={"address": "198.51.100.10", "port": 80}) == {"answered"}
    article.perform({"type": "set-node", "node": "node2", "up": False})
    assert len(kinds(article, to={"address": "198.51.100.10", "port": 80})) > 1
    article.perform({"type": "advance", "seconds": 60})
    assert kinds(article, to={"address": "198.51.100.10", "port": 80}) == {"answered"}


def test_the_node_port_range_is_the_administrators():
    cluster = Cluster()
    cluster.perform({"type": "set-nodeport-range", "first": 20000, "last": 20100})
    refused = cluster.perform(apply("service.yaml")).printed
    assert refused is not None
    assert refused.exit == 1
    assert cluster.snapshot()["settings"]["nodePortRange"] == [20000, 20100]


def test_kubectl_sees_the_same_cluster(article):
    outcome = article.perform({"type": "kubectl", "line": "kubectl get deployments --no-headers"})
    assert outcome.printed.stdout.split()[:2] == ["nginx-deployment", "2/2"]


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ({"from": "nobody", "to": DOOR, "protocol": "TCP"}, "request-unknown-sender"),
        (
            {"from": "client", "to": {"address": "node1", "port": 80}, "protocol": "TCP"},
            "request-bad-address",
        ),
        (
            {"from": "client", "to": {"address": "192.168.1.300", "port": 80}, "protocol": "TCP"},
            "request-bad-address",
        ),
        ({"from": "client", "to": {"address": "::1", "port": 80}, "protocol": "TCP"}, "request-bad-address"),
        (
            {"from": "client", "to": {"address": "192.168.1.101", "port": 70000}, "protocol": "TCP"},
            "request-bad-port",
        ),
        ({"from": "client", "to": DOOR, "protocol": "TCP", "via": "node9"}, "request-unknown-node"),
    ],
)
def test_a_request_that_cannot_be_sent_is_returned_as_a_problem(article, request_, kind):
    assert article.trace(request_)["problem"]["kind"] == kind
    problem = article.perform({"type": "send", "pick": 0, **request_}).problem
    assert problem is not None
    assert problem.kind == kind
    assert problem.params.keys() == KINDS[kind]


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"type": "nonsense"},
        {"type": "apply"},
        {"type": "apply", "files": ["text"]},
        {"type": "apply", "files": [], "extra": 1},
        {"type": "set-node", "node": "node9", "up": True},
        {"type": "set-node", "node": "node1", "up": 1},
        {"type": "set-nodeport-range", "first": 3, "last": 2},
        {"type": "set-firewall", "rules": [{"source": "everyone", "ports": None, "action": "deny"}]},
        {"type": "set-listening", "namespace": "default", "pod": "p", "port": 0, "address": "0.0.0.0"},
        {"type": "set-proxy-mode", "mode": "ipvs"},
        {"type": "send", "from": "client", "to": "192.168.1.101:80", "protocol": "TCP"},
        {"type": "send", "from": "client", "to": DOOR, "protocol": "ICMP"},
        {"type": "scale", "namespace": "default", "name": "x", "replicas": -1},
        {"type": "advance", "seconds": -1},
        {"type": "delete", "resource": "nonsense", "namespace": "default", "name": "x"},
    ],
)
def test_nonsense_raises(action):
    with pytest.raises(ValueError):
        Cluster().perform(action)


def test_a_picked_branch_that_is_not_there_raises(article):
    with pytest.raises(ValueError):
        article.perform({**SEND, "pick": 2})


def test_nothing_listens_on_a_node_port(article):
    for node in article.world().nodes:
        assert 30080 not in {socket.port for socket in node.sockets}
        assert 10256 in {socket.port for socket in node.sockets}


def test_looking_with_kubectl_lets_no_time_pass():
    cluster = Cluster()
    cluster.perform({**ARTICLE, "settle": False})
    cluster.advance(0.5)
    printed = cluster.perform({"type": "kubectl", "line": "kubectl get pods --no-headers"}).printed
    assert printed is not None
    assert printed.stdout.split()[2] == "ContainerCreating"
    assert cluster.now == 0.5


def test_a_pod_may_ask_by_name(article):
    name = f"default/{pods(article)[0]['name']}"
    door = {"address": "nginx-service-nodeport", "port": 80}
    assert kinds(article, sender=name, to=door) == {"answered"}
    assert (
        article.trace({"from": "client", "to": door, "protocol": "TCP"})["problem"]["kind"]
        == "request-bad-address"
    )


def test_a_balancer_asks_only_nodes_with_a_pod_where_the_policy_is_local(article):
    text = FILES["loadbalancer.yaml"] + "  externalTrafficPolicy: Local\n"
    article.perform({"type": "apply", "files": [{"name": "lb", "text": text}]})
    article.perform({"type": "set-provider", "running": True})
    (balancer,) = article.world().balancers
    assert [backend.healthy for backend in balancer.backends] == [True, True, False]
    assert kinds(article, to={"address": "198.51.100.10", "port": 80}) == {"answered"}


def test_dice_place_pods_anywhere_and_the_same_dice_in_the_same_place():
    def nodes(dice):
        cluster = Cluster(dice=dice)
        cluster.perform(ARTICLE)
        return tuple(p["node"] for p in pods(cluster))

    thrown = {nodes(dice) for dice in range(40)}
    assert len(thrown) == 6
    assert nodes(5) == nodes(5)
