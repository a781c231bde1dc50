"""The front door, with the article's manifests: what goes in as an action comes out as Kubernetes would have it."""

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver.server import EPOCH
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import meta
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.cluster.simulation.cluster import Cluster

RECORDED = Path(__file__).parents[2] / "data/conformance/kubectl/article.json"
FILES = json.loads(RECORDED.read_text(encoding="utf-8"))["files"]
DOOR = {"address": "192.168.1.103", "port": 30080}
SEND = {"type": "send", "from": "client", "to": DOOR, "protocol": "TCP", "pick": 0}


def apply(*names, **more):
    return {"type": "apply", "files": [{"name": name, "text": FILES[name]} for name in names], **more}


ARTICLE = apply("deployment.yaml", "service.yaml")


@pytest.fixture
def article():
    cluster = Cluster()
    cluster.perform(ARTICLE)
    return cluster


def pods(cluster):
    return cluster.snapshot()["pods"]


def outcomes(cluster, sender="client", to=DOOR, protocol="TCP"):
    traced = cluster.trace({"from": sender, "to": to, "protocol": protocol})
    return {(o["code"], o["pod"]) for o in traced["outcomes"]}


def kinds(cluster, **request):
    return {code for code, _ in outcomes(cluster, **request)}


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


def test_requests_at_any_moment_of_a_rolling_update_with_readiness_probes_are_answered(article):
    probed = FILES["deployment.yaml"] + "        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}\n"
    hook = "        lifecycle: {preStop: {sleep: {seconds: 5}}}\n"
    first = {"type": "apply", "files": [{"name": "d", "text": probed + hook}]}
    article.perform(first)
    text = (probed + hook).replace("nginx:latest", "nginx:1.28")
    article.perform({"type": "apply", "files": [{"name": "d", "text": text}], "settle": False})
    for _ in range(400):
        if article.snapshot()["settled"]:
            break
        assert kinds(article) == {"answered"}
        article.advance(0.05)
    assert {p["image"] for p in pods(article)} == {"nginx:1.28"}


def test_a_rolling_update_without_draining_loses_requests_for_a_moment(article):
    text = FILES["deployment.yaml"].replace("nginx:latest", "nginx:1.28")
    article.perform({"type": "apply", "files": [{"name": "d", "text": text}], "settle": False})
    seen = set()
    for _ in range(400):
        if article.snapshot()["settled"]:
            break
        seen |= kinds(article)
        article.advance(0.02)
    assert "answered" in seen
    assert len(seen) > 1


def test_a_node_that_is_down_answers_nobody_and_its_pods_fail_until_it_is_noticed(article):
    article.perform({"type": "set-node", "node": "node1", "up": False})
    assert kinds(article, to={"address": "192.168.1.101", "port": 30080}) == {"node-down"}
    assert len(kinds(article)) == 2
    article.perform({"type": "advance", "seconds": 45})
    assert kinds(article) == {"answered"}
    assert not article.snapshot()["nodes"][0]["ready"]
    article.perform({"type": "advance", "seconds": 320})
    statuses = sorted(p["status"] for p in pods(article))
    assert statuses == ["Running", "Running", "Terminating"]
    article.perform({"type": "set-node", "node": "node1", "up": True})
    assert len(pods(article)) == 2
    assert article.snapshot()["nodes"][0]["ready"]


def test_a_pod_that_is_not_ready_gets_no_requests(article):
    name = pods(article)[0]["name"]
    article.perform({"type": "set-readiness", "namespace": "default", "pod": name, "ready": False})
    assert outcomes(article) == {("answered", f"default/{pods(article)[1]['name']}")}
    # As behind a readiness probe that fails, kubectl counts the container out.
    assert "0/1" in article.perform({"type": "kubectl", "line": f"kubectl get pod {name}"}).printed.stdout
    article.perform({"type": "set-readiness", "namespace": "default", "pod": name, "ready": True})
    assert len(outcomes(article)) == 2


def test_a_container_that_listens_on_loopback_refuses(article):
    for pod in pods(article):
        action = {
            "type": "set-listening",
            "namespace": "default",
            "pod": pod["name"],
            "port": 80,
            "address": "127.0.0.1",
        }
        article.perform(action)
    assert kinds(article) == {"pod-loopback-only"}
    assert {p["listening"][0]["address"] for p in pods(article)} == {"127.0.0.1"}


def test_a_firewall_drops_what_it_denies(article):
    rule = {"source": "203.0.113.0/24", "ports": [30000, 32767], "action": "deny"}
    article.perform({"type": "set-firewall", "rules": [rule]})
    assert kinds(article) == {"firewall"}
    article.perform({"type": "set-firewall", "rules": []})
    assert kinds(article) == {"answered"}


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


def test_a_stopped_kube_proxy_leaves_stale_rules(article):
    article.perform({"type": "set-kube-proxy", "node": "node3", "running": False})
    article.perform(
        {"type": "delete", "resource": "services", "namespace": "default", "name": "nginx-service-nodeport"}
    )
    shot = article.snapshot()
    assert [n["kubeProxy"]["stale"] for n in shot["nodes"]] == [False, False, True]
    assert [bool(n["openPorts"]) for n in shot["nodes"]] == [False, False, True]
    assert kinds(article) == {"answered"}
    assert kinds(article, to={"address": "192.168.1.101", "port": 30080}) != {"answered"}


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


def test_an_ingress_has_an_address_once_there_are_a_controller_and_a_provider(article):
    article.perform(apply("clusterip.yaml", "ingress.yaml"))
    assert article.snapshot()["ingresses"][0]["addresses"] == []
    article.perform({"type": "set-provider", "running": True})
    outcome = article.perform({"type": "set-ingress-controller", "running": True})
    assert outcome.problem is None
    assert article.snapshot()["ingresses"][0]["addresses"] == ["198.51.100.10"]
    assert (
        article.perform({"type": "set-ingress-controller", "running": True}).problem is None
    )  # it runs already
    article.perform({"type": "set-ingress-controller", "running": False})
    assert {p["namespace"] for p in pods(article)} == {"default"}


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


POD_ACTIONS = [
    ARTICLE,
    apply("loadbalancer.yaml"),
    apply("multi.yaml"),
    apply("headless.yaml", settle=False),
    SEND,
    {"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 4},
    {"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 1},
    {"type": "set-node", "node": "node1", "up": False},
    {"type": "set-node", "node": "node1", "up": True},
    {"type": "set-kube-proxy", "node": "node2", "running": False},
    {"type": "set-kube-proxy", "node": "node2", "running": True},
    {"type": "set-provider", "running": True},
    {"type": "set-ingress-controller", "running": True},
    {"type": "set-ingress-controller", "running": False},
    {"type": "set-proxy-mode", "mode": "nftables"},
    {"type": "advance", "seconds": 0.3},
    {"type": "advance", "seconds": 60},
    {"type": "advance", "seconds": 400.5},
    {"type": "delete", "resource": "deployments", "namespace": "default", "name": "nginx-deployment"},
    {"type": "kubectl", "line": "kubectl delete pods --all"},
    {"type": "kubectl", "line": "kubectl rollout restart deployment nginx-deployment"},
]


def run(log):
    """The log as far as it makes sense: a pick that is not there is left out."""
    cluster, kept = Cluster(seed=7), []
    for action in log:
        try:
            cluster.perform(action)
        except ValueError:
            continue
        kept.append(action)
    return cluster, kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(POD_ACTIONS), max_size=8))
def test_a_replay_is_the_same_cluster_and_undo_the_replay_of_the_shorter_log(log):
    cluster, kept = run(log)
    assert Cluster.replay(None, 7, kept).snapshot() == cluster.snapshot()
    if kept:
        shorter = Cluster.replay(None, 7, kept[:-1])
        shorter.perform(kept[-1])
        assert shorter.snapshot() == cluster.snapshot()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(POD_ACTIONS), max_size=8))
def test_whatever_happens_the_picture_is_consistent(log):
    cluster, _ = run(log)
    shot = cluster.snapshot()
    addresses = [p["address"] for p in shot["pods"] if p["address"]]
    assert len(addresses) == len(set(addresses))
    listed = {f"{p['namespace']}/{p['name']}" for p in shot["pods"]}
    for service in shot["services"]:
        for endpoint in service["endpoints"]:
            if shot["settled"] and endpoint["pod"]:
                assert endpoint["pod"] in listed
    for deployment in shot["deployments"]:
        down = any(not node["up"] for node in shot["nodes"])
        if shot["settled"] and not down:
            assert deployment["ready"] == deployment["replicas"]
    assert sum(o["probability"] for o in cluster.trace(SEND)["outcomes"]) == pytest.approx(1)


def test_one_more_cluster_costs_well_under_a_megabyte():
    Cluster().perform(ARTICLE)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    clusters = []
    for _ in range(4):
        cluster = Cluster(ClusterConfig())
        cluster.perform(ARTICLE)
        cluster.snapshot()
        cluster.trace(SEND)
        clusters.append(cluster)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown / len(clusters) < 300_000


@pytest.mark.parametrize(
    "action",
    [ARTICLE, SEND | {"to": {"address": "10.96.0.1", "port": 443}}, {"type": "advance", "seconds": 2}],
)
def test_playing_ends_where_performing_does(action):
    played, performed = Cluster(), Cluster()
    frames = list(played.play(action))
    outcome = performed.perform(action)
    assert frames[-1].snapshot | {"time": 0, "settled": True} == performed.snapshot() | {
        "time": 0,
        "settled": True,
    }
    assert played.snapshot() == performed.snapshot()
    assert [m for frame in frames for m in frame.moments] == outcome.moments
    assert [frame.time for frame in frames] == sorted({frame.time for frame in frames})


def test_a_blocked_pod_network_leaves_only_the_own_nodes_pods(article):
    article.perform({"type": "set-pod-network", "between": False})
    assert len(kinds(article, to={"address": "192.168.1.101", "port": 30080})) == 2
    assert "answered" not in kinds(article)
    article.perform({"type": "set-pod-network", "between": True})
    assert kinds(article) == {"answered"}


def test_without_hairpin_a_pod_does_not_reach_itself_through_its_service(article):
    door = {"address": "10.96.12.34", "port": 80}
    name = f"default/{pods(article)[0]['name']}"
    assert kinds(article, sender=name, to=door) == {"answered"}
    article.perform({"type": "set-hairpin", "node": "node1", "enabled": False})
    assert len(kinds(article, sender=name, to=door)) == 2
    article.perform({"type": "set-hairpin", "node": "node1", "enabled": True})
    assert kinds(article, sender=name, to=door) == {"answered"}


def test_clients_behind_one_nat_look_like_one(article):
    nat = "203.0.113.1"
    people = [
        {"name": name, "address": f"172.16.0.{i}", "nat": nat} for i, name in enumerate(("client", "bob"), 1)
    ]
    article.perform({"type": "set-clients", "clients": people})
    assert [sender["name"] for sender in article.snapshot()["from"]][:2] == ["client", "bob"]
    article.perform({"type": "set-proxy-mode", "mode": "iptables"})
    assert kinds(article, sender="bob") == {"answered"}


def test_nodes_that_are_containers_are_reached_by_published_ports_only(article):
    article.perform({"type": "set-host", "running": True})
    assert "answered" not in kinds(article)
    published = [{"port": 8080, "node": "node1", "nodePort": 30080}]
    article.perform({"type": "set-host", "running": True, "published": published})
    assert kinds(article, to={"address": "127.0.0.1", "port": 8080}) == {"answered"}
    article.perform({"type": "set-host", "running": False})
    assert kinds(article) == {"answered"}


def test_nothing_listens_on_a_node_port(article):
    for node in article.world().nodes:
        assert 30080 not in {socket.port for socket in node.sockets}
        assert 10256 in {socket.port for socket in node.sockets}


def slow(text, seconds=3):
    """A program that needs a while before it listens."""
    note = f'      annotations: {{nodeport-lab/startup-seconds: "{seconds}"}}\n      labels:\n        app: nginx\n    spec'
    return text.replace("      labels:\n        app: nginx\n    spec", note)


@pytest.mark.parametrize(("probe", "ready_before_it_listens"), [(False, True), (True, False)])
def test_only_a_readiness_probe_knows_that_a_slow_program_does_not_listen_yet(probe, ready_before_it_listens):
    text = slow(FILES["deployment.yaml"])
    if probe:
        text += "        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}\n"
    cluster = Cluster()
    files = [{"name": "d", "text": text}, {"name": "s", "text": FILES["service.yaml"]}]
    cluster.perform({"type": "apply", "files": files, "settle": False})
    cluster.advance(3)
    assert {p["ready"] for p in pods(cluster)} == {ready_before_it_listens}
    assert {tuple(p["listening"]) for p in pods(cluster)} == {()}
    assert "answered" not in kinds(cluster)
    cluster.settle()
    assert kinds(cluster) == {"answered"}


def test_looking_with_kubectl_lets_no_time_pass():
    cluster = Cluster()
    cluster.perform({**ARTICLE, "settle": False})
    cluster.advance(0.5)
    printed = cluster.perform({"type": "kubectl", "line": "kubectl get pods --no-headers"}).printed
    assert printed is not None
    assert printed.stdout.split()[2] == "ContainerCreating"
    assert cluster.now == 0.5


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


HTTP = {"from": "client", "to": {"address": "198.51.100.10", "port": 80}, "protocol": "TCP"}


@pytest.fixture
def with_ingress(article):
    article.perform(apply("clusterip.yaml", "ingress.yaml"))
    article.perform({"type": "set-provider", "running": True})
    article.perform({"type": "set-ingress-controller", "running": True})
    return article


@pytest.mark.parametrize(
    ("host", "code"),
    [("example.com", "http-answered"), ("www.example.com", "http-host-unknown")],
)
def test_an_ingress_controller_looks_at_the_host(with_ingress, host, code):
    traced = with_ingress.trace({**HTTP, "http": {"host": host}})
    assert {o["code"] for o in traced["outcomes"]} == {code}


def test_an_ingress_without_endpoints_is_503(with_ingress):
    with_ingress.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 0})
    traced = with_ingress.trace({**HTTP, "http": {"host": "example.com"}})
    assert {o["code"] for o in traced["outcomes"]} == {"http-no-endpoints"}


def test_a_pod_may_ask_by_name(article):
    name = f"default/{pods(article)[0]['name']}"
    door = {"address": "nginx-service-nodeport", "port": 80}
    assert kinds(article, sender=name, to=door) == {"answered"}
    assert (
        article.trace({"from": "client", "to": door, "protocol": "TCP"})["problem"]["kind"]
        == "request-bad-address"
    )


def test_a_firewall_that_shuts_out_health_checks_shuts_out_everybody(article):
    article.perform(apply("loadbalancer.yaml"))
    article.perform({"type": "set-provider", "running": True})
    vip = {"address": "198.51.100.10", "port": 80}
    assert kinds(article, to=vip) == {"answered"}
    article.perform(
        {"type": "set-firewall", "rules": [{"source": "198.51.100.10/32", "ports": 10256, "action": "deny"}]}
    )
    assert kinds(article, to=vip) == {"balancer-no-healthy-node"}


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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(POD_ACTIONS), max_size=4), st.sampled_from(POD_ACTIONS))
def test_every_moment_can_be_looked_at(log, action):
    cluster, _ = run(log)
    try:
        for frame in cluster.play(action):
            assert json.loads(json.dumps(frame.snapshot)) == frame.snapshot
            traced = cluster.trace(SEND)
            assert sum(branch["probability"] for branch in traced["branches"]) == pytest.approx(1)
    except ValueError:
        assert action["type"] == "send"
