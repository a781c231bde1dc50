"""HTTP through an Ingress controller: two connections, one status."""

from fractions import Fraction as F

import pytest

from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.network.http import HttpRequest, trace_http
from nodeport_lab.cluster.network.ingress import Certificate, Controller, PathRule, Table, Upstream
from nodeport_lab.cluster.network.world import Socket
from tests.cluster.network.lab import Lab, pod, service

ENDPOINTS = (("10.1.0.5", 80), ("10.1.1.5", 80))
WEB = Upstream("default/web", "80", True, ENDPOINTS)


def rule(path: str, upstream: Upstream = WEB, host: str = "example.com") -> PathRule:
    return PathRule("default/shop", host, path, "Prefix", upstream, "spec.rules[0].http.paths[0]")


RULES = (
    rule("/"),
    rule("/empty", Upstream("default/empty", "80")),
    rule("/gone", Upstream("default/gone", "80", False)),
    rule("/closed", Upstream("default/web", "81", True, (("10.1.0.5", 81),))),
    rule("/lost", Upstream("default/web", "80", True, (("10.1.0.77", 80),))),
    rule("/shop", host="shop.example.com"),
)
CERTIFICATES = (Certificate("example.com", "default/cert"),)


def lab(mode: str = "iptables", **table: object) -> Lab:
    """The controller on node3, exposed by NodePort; web pods on node1 and node2."""
    ports = [Socket("TCP", 80), Socket("TCP", 443)]
    pods = [pod("web-1", "node1"), pod("web-2", "node2"), pod("ingress-1", "node3", *ports, app="ingress")]
    doors = [
        service("ingress", 80, 80, 30080),
        service("ingress", 443, 443, 30443, cluster_ip="10.96.10.11"),
    ]
    doors[1]["metadata"] = {"name": "ingress", "namespace": "default"}
    made = Lab([doors[0], doors[1] | {"metadata": {"name": "tls", "namespace": "default"}}], pods, mode)
    known = Table(**({"rules": RULES, "certificates": CERTIFICATES} | table))  # type: ignore[arg-type]
    return made.change(ingress=Controller(frozenset({"default/ingress-1"}), known))


def ask(made: Lab, path: str = "/", host: str = "example.com", **more: object) -> Trace:
    request = {
        "sender": "client",
        "address": "192.168.1.101",
        "port": 30080,
        "host": host,
        "path": path,
    } | more
    return trace_http(made.world, HttpRequest(**request))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_through_the_controller_to_a_pod(mode):
    trace = ask(lab(mode))
    assert [branch.probability for branch in trace.branches] == [F(1, 2), F(1, 2)]
    first = trace.branches[0]
    assert (first.ending.code, first.pod) == ("http-answered", "default/web-1")
    # The pod sees the controller; the controller saw a node, for the Service in front of it masquerades.
    assert first.arrived is not None
    assert first.arrived.source == "10.1.2.5"
    assert first.http is not None
    assert first.http["upstream"]["code"] == "answered"
    assert {key: value for key, value in first.http.items() if key != "upstream"} == {
        "status": 200,
        "rule": {
            "ingress": "default/shop",
            "host": "example.com",
            "path": "/",
            "pathType": "Prefix",
            "field": "spec.rules[0].http.paths[0]",
        },
        "service": "default/web",
        "backend": "default/web-1",
        "headers": {
            "X-Forwarded-For": "192.168.1.101",
            "X-Forwarded-Host": "example.com",
            "X-Forwarded-Proto": "http",
        },
    }
    streams = [hop.stream for hop in first.hops]
    assert streams == sorted(streams[: streams.index(2)]) + [2] * streams.count(2) + [1] * (
        len(streams) - streams.index(2) - streams.count(2)
    )
    events = [hop.event for hop in first.hops if hop.stage == "http"]
    assert events == ["http-routed", "http-forwarded", "http-answered"]
    # Straight to the endpoint: nothing rewrites the second connection.
    assert not [hop for hop in first.hops if hop.stream == 2 and "nat" in hop.event]
    shown = trace.as_json()
    assert shown["request"]["http"] == {"scheme": "http", "host": "example.com", "path": "/"}
    assert shown["branches"][0]["http"] == first.http
    assert shown["branches"][0]["hops"][-1]["event"] == "received"


@pytest.mark.parametrize(
    ("path", "host", "code", "status"),
    [
        ("/", "other.com", "http-host-unknown", 404),
        ("/", "shop.example.com", "http-path-unknown", 404),
        ("/empty", "example.com", "http-no-endpoints", 503),
        ("/gone", "example.com", "http-backend-missing", 503),
        ("/closed", "example.com", "http-bad-gateway", 502),
        ("/lost", "example.com", "http-gateway-timeout", 504),
        ("/", "EXAMPLE.com:30080", "http-answered", 200),
    ],
)
def test_status(path, host, code, status):
    for branch in ask(lab(), path, host).branches:
        assert branch.ending.code == code
        assert branch.http is not None
        assert branch.http["status"] == status
        assert branch.hops[-1].event == "received"


def test_blame_is_put_on_the_ingress_or_on_the_service():
    (branch,) = ask(lab(), "/gone").branches
    shown = branch.ending.as_json()
    assert shown["object"] == {"kind": "Ingress", "namespace": "default", "name": "shop"}
    assert shown["field"] == "spec.rules[0].http.paths[0].backend.service"
    (branch,) = ask(lab(), "/empty").branches
    assert branch.ending.as_json()["object"] == {"kind": "Service", "namespace": "default", "name": "empty"}


def test_default_backend_takes_what_no_rule_wants():
    for host in ("other.com", "shop.example.com"):
        branches = ask(lab(default=WEB), "/", host).branches
        assert {branch.ending.code for branch in branches} == {"http-answered"}
        assert any(hop.event == "http-default" for hop in branches[0].hops)


def test_tls_is_ended_at_the_controller():
    trace = ask(lab(), scheme="https", port=30443)
    assert trace.branches[0].http is not None
    assert trace.branches[0].http["tls"] == {"sni": "example.com", "secret": "default/cert"}
    assert trace.branches[0].http["headers"]["X-Forwarded-Proto"] == "https"
    (branch,) = ask(lab(), host="other.com", scheme="https", port=30443).branches
    assert branch.ending.code == "tls-untrusted"
    (branch,) = ask(lab(), host="other.com", scheme="https", port=30443, insecure=True).branches
    assert branch.ending.code == "http-host-unknown"


def test_tls_and_plain_http_mixed_up():
    (branch,) = ask(lab(), scheme="https").branches
    assert (branch.ending.code, branch.ending.kind) == ("tls-not-spoken", "wrong-protocol")
    (branch,) = ask(lab(), port=30443).branches
    assert branch.ending.code == "http-to-tls"


def test_without_a_controller_the_door_is_closed():
    made = lab()
    made.change(ingress=None, pods=made.world.pods[:2])
    (branch,) = ask(made).branches
    assert branch.ending.code == "stale-rules"


def test_plain_pods_speak_http_too():
    made = Lab([service()], [pod("web-1", "node1")])
    (branch,) = ask(made).branches
    assert (branch.ending.code, branch.http) == ("answered", {"status": 200})
    (branch,) = ask(made, scheme="https").branches
    assert branch.ending.code == "tls-not-spoken"


def test_not_a_path():
    with pytest.raises(ValueError):
        ask(lab(), "shop")
