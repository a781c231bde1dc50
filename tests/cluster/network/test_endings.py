"""Every ending, brought about once: docs/endings.md leads here, and no code may be without its scene."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nodeport_lab.cluster.kubeproxy.iptables.rules import Reject, Rule, Verdict
from nodeport_lab.cluster.network.endings import CODES, Ending
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.netfilter import load
from nodeport_lab.cluster.network.netfilter.iptables import IptablesFilter
from nodeport_lab.cluster.network.world import Backend, Balancer, FirewallRule, Host, Socket
from nodeport_lab.content.words import LANGUAGES, why
from tests.cluster.network import test_http
from tests.cluster.network.lab import Lab, Obj, pod, service

WEB = [pod("web-1", "node1"), pod("web-2", "node2"), pod("tester", "node1", 1, app="tester")]
NFT = "nftables"
UDP = service(protocol="UDP")
NODE_PORT = "192.168.1.101:30080"
LB = "198.51.100.10"


def last(lab: Lab, sender: str, to: str, protocol: str = "TCP", **more: str) -> Branch:
    """The branch that the dice of the last rule lead to."""
    return lab.trace(sender, to, protocol, **more).branches[-1]


SCENES: dict[str, Callable[[], Branch]] = {
    "answered": lambda: last(Lab([service()], WEB), "client", NODE_PORT),
    "answered-by-process": lambda: last(Lab([], WEB), "tester", "192.168.1.100:6443"),
    "no-endpoints": lambda: last(Lab([service()], []), "client", NODE_PORT),
    "no-ready-endpoints": lambda: _vacant({"ready": False}),
    "no-such-target-port": lambda: _vacant({"ready": True}, ports=[]),
    "rules-behind": lambda: _vacant({"ready": True}),
    "pod-port-closed": lambda: last(Lab([service(target=8080)], WEB), "client", NODE_PORT),
    "pod-port-closed-direct": lambda: last(Lab([], WEB), "tester", "10.1.1.5:8080"),
    "pod-loopback-only": lambda: last(
        Lab([service()], [pod("web-1", "node1", Socket("TCP", 80, "127.0.0.1"))]), "client", NODE_PORT
    ),
    "endpoint-port-closed": lambda: last(
        _without(Lab([service(target=8080)], [pod("web-1", "node1", 8080, host_network=True)]), "web-1"),
        "client",
        NODE_PORT,
    ),
    "node-port-closed": lambda: last(Lab([], WEB), "client", NODE_PORT),
    "machine-port-closed": lambda: last(Lab([], WEB), "node1", "192.168.1.100:80"),
    "localhost-not-served": lambda: last(Lab([service()], WEB, NFT), "node1", "127.0.0.1:30080"),
    "cluster-ip-port-closed": lambda: last(Lab([service()], WEB, NFT), "tester", "10.96.10.10:81"),
    "host-port-closed": lambda: last(Lab([], []).change(host=Host()), "client", "127.0.0.1:30080"),
    "external-policy-local": lambda: last(
        Lab([service(externalTrafficPolicy="Local")], WEB), "client", "192.168.1.103:30080"
    ),
    "internal-policy-local": lambda: last(
        Lab([service(internalTrafficPolicy="Local")], WEB), "node3", "10.96.10.10:80"
    ),
    "source-ranges": lambda: last(
        Lab(
            [service(balancer=[LB], type="LoadBalancer", loadBalancerSourceRanges=["192.0.2.0/24"])], WEB, NFT
        ),
        "client",
        f"{LB}:80",
        via="node1",
    ),
    "cluster-ip-unallocated": lambda: last(Lab([], WEB, NFT), "tester", "10.96.99.99:80"),
    "firewall": lambda: last(
        Lab([service()], WEB).change(firewall=(FirewallRule("0.0.0.0/0", (30000, 32767), "deny"),)),
        "client",
        NODE_PORT,
    ),
    "node-down": lambda: last(Lab([], []).node("node1", up=False), "client", NODE_PORT),
    "sender-down": lambda: last(Lab([], []).node("node1", up=False), "node1", NODE_PORT),
    "pod-network-blocked": lambda: last(Lab([service()], WEB).change(pod_network=False), "client", NODE_PORT),
    "hairpin-off": lambda: last(
        Lab([service()], WEB[:1]).node("node1", hairpin=False), "web-1", "10.96.10.10:80"
    ),
    "loopback-leaves": lambda: last(
        Lab([service()], WEB).node("node1", localnet=False), "node1", "127.0.0.1:30080"
    ),
    "invalid-reply": lambda: _other_way_back("iptables"),
    "reply-ignored": lambda: _other_way_back("nftables"),
    "loop": lambda: last(Lab([], []).change(external={LB: "node1"}), "client", f"{LB}:80"),
    "own-packet-back": lambda: last(Lab([], []).change(external={LB: "node1"}), "node1", f"{LB}:80"),
    "balancer-no-listener": lambda: last(
        Lab([], []).change(balancers=(Balancer(LB, {}, (Backend("node1"),), service="default/web"),)),
        "client",
        f"{LB}:80",
    ),
    "balancer-no-node-port": lambda: last(
        Lab([], []).change(
            balancers=(Balancer(LB, {("TCP", 80): None}, (Backend("node1"),), service="default/web"),)
        ),
        "client",
        f"{LB}:80",
    ),
    "balancer-no-healthy-node": lambda: last(
        Lab([], []).change(
            balancers=(Balancer(LB, {("TCP", 80): 30080}, (Backend("node1", False),), service="default/web"),)
        ),
        "client",
        f"{LB}:80",
    ),
    "rule-rejected": lambda: _with_filter_rule(Rule(target=Reject())),
    "rule-dropped": lambda: _with_filter_rule(Rule(target=Verdict("DROP"))),
    "pod-address-outside": lambda: last(Lab([], WEB), "client", "10.1.0.5:80"),
    "service-address-outside": lambda: last(Lab([service()], WEB), "client", "10.96.10.10:80"),
    "service-port-unknown": lambda: last(Lab([service()], WEB), "tester", "10.96.10.10:81"),
    "service-address-unknown": lambda: last(Lab([], WEB), "tester", "10.96.99.99:80"),
    "external-unannounced": lambda: last(Lab([], []), "client", f"{LB}:80"),
    "no-such-node": lambda: last(Lab([], []), "client", "192.168.1.77:80"),
    "no-such-address": lambda: last(Lab([], []), "client", "8.8.8.8:80"),
    "pod-gone": lambda: last(Lab([], []), "node1", "10.1.0.9:80"),
    "stale-rules": lambda: last(_without(Lab([service()], WEB), "web-2"), "client", NODE_PORT),
    "stale-connection": lambda: _outlived(),
    "reply-no-route": lambda: last(Lab([], WEB), "tester", "203.0.113.10:80"),
    "host-outside": lambda: last(Lab([], []).change(host=Host()), "client", NODE_PORT),
    "http-answered": lambda: asked("/"),
    "http-host-unknown": lambda: asked("/", "other.com"),
    "http-path-unknown": lambda: asked("/", "shop.example.com"),
    "http-backend-missing": lambda: asked("/gone"),
    "http-no-endpoints": lambda: asked("/empty"),
    "http-bad-gateway": lambda: asked("/closed"),
    "http-gateway-timeout": lambda: asked("/lost"),
    "tls-untrusted": lambda: asked("/", "other.com", scheme="https", port=30443),
    "tls-not-spoken": lambda: asked("/", scheme="https"),
    "http-to-tls": lambda: asked("/", port=30443),
    "wrong-protocol-refused": lambda: last(Lab([UDP], WEB), "client", NODE_PORT),
    "wrong-protocol-lost": lambda: last(Lab([UDP], WEB), "tester", "10.96.10.10:80"),
}


def asked(path: str, host: str = "example.com", **more: object) -> Branch:
    """Of an Ingress controller."""
    return test_http.ask(test_http.lab(), path, host, **more).branches[-1]


def _vacant(conditions: dict[str, bool], **more: list[Obj]) -> Branch:
    """Rules without an endpoint, and what the slice says meanwhile."""
    entry = {
        "addresses": ["10.1.0.5"],
        "conditions": conditions,
        "targetRef": {"kind": "Pod", "name": "web-1"},
    }
    labels = {"kubernetes.io/service-name": "web"}
    piece = {
        "metadata": {"name": "web-x", "namespace": "default", "labels": labels},
        "ports": [{"name": "", "port": 80}],
        "endpoints": [entry],
    }
    return last(Lab([service()], []).change(slices=({**piece, **more},)), "client", NODE_PORT)


def _other_way_back(mode: str) -> Branch:
    pods = [pod("web-1", "node2"), pod("web-2", "node3"), pod("tester", "node1", 1, app="tester")]
    return last(Lab([service(externalTrafficPolicy="Local")], pods, mode), "tester", "192.168.1.102:30080")


def _without(lab: Lab, name: str) -> Lab:
    return lab.change(pods=tuple(pod for pod in lab.world.pods if pod.name != f"default/{name}"))


def _outlived() -> Branch:
    lab = Lab([UDP], [pod("web-1", "node1", Socket("UDP", 80))])
    (before,) = lab.trace("client", NODE_PORT, "UDP").branches
    _without(lab, "web-1").node("node1", connections=before.connections["node1"])
    return last(lab, "client", NODE_PORT, "UDP")


def _with_filter_rule(rule: Rule) -> Branch:
    """Somebody's own rule, written before those of kube-proxy."""
    lab = Lab([service()], WEB)
    rules = lab.world.map.node["node1"].rules
    assert isinstance(rules, IptablesFilter)
    table = rules.ruleset.filter
    forward = table.chains["FORWARD"]
    chains = {**table.chains, "FORWARD": replace(forward, rules=(rule, *forward.rules))}
    lab.node("node1", rules=load(replace(rules.ruleset, filter=replace(table, chains=chains))))
    return last(lab, "client", NODE_PORT)


@pytest.mark.parametrize("code", CODES)
def test_ending_comes_about(code):
    branch = SCENES[code]()
    assert branch.ending.code == code
    for language in LANGUAGES:
        line = why(branch.ending.as_json(), language)
        assert "{" not in line
        assert "None" not in line


def test_every_scene_is_an_ending():
    assert SCENES.keys() == CODES.keys()


def test_table_in_the_docs_is_complete():
    root = Path(__file__).parents[3]
    text = (root / "docs" / "endings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([a-z-]+) \|", text, re.MULTILINE))
    assert rows == {code: entry.kind for code, entry in CODES.items()}
    for target in re.findall(r"\]\(\.\./([^)#]+)", text):
        assert (root / target).is_file(), target
    assert "(../tests/cluster/network/test_endings.py)" in text


def test_the_docs_lead_to_where_each_ending_is_decided():
    root = Path(__file__).parents[3]
    text = (root / "docs" / "endings.md").read_text(encoding="utf-8")
    for code, modules in re.findall(r"^\| `([a-z-]+)` \|.*\| (\[[^|]*) \|$", text, re.MULTILINE):
        stem = code.removesuffix("-refused").removesuffix("-lost") if "protocol" in code else code
        for target in re.findall(r"\]\(\.\./([^)#]+)", modules):
            assert f'"{stem}' in (root / target).read_text(encoding="utf-8"), (code, target)


def test_the_docs_name_the_field_that_is_to_blame():
    text = (Path(__file__).parents[3] / "docs" / "endings.md").read_text(encoding="utf-8")
    for code, entry in CODES.items():
        (row,) = re.findall(rf"^\| `{code}` \|.*$", text, re.MULTILINE)
        blamed = row.split("|")[5].strip()
        assert blamed == (f"`{entry.field}`" if entry.field else ""), code


def test_an_ending_names_exactly_its_params():
    with pytest.raises(ValueError, match="node-down"):
        Ending("node-down", "node1", {})
    with pytest.raises(KeyError):
        Ending("tired", "node1", {})
