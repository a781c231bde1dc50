"""Every action of the simulation's table has a label, and none gets past the limits of a server for many."""

from typing import Any

import pytest

from nodeport_lab.cluster.simulation.actions import ACTIONS
from nodeport_lab.lab import actions
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.labels import label

GOOD: list[dict[str, Any]] = [
    {"type": "apply", "files": [{"name": "a.yaml", "text": "kind: Service"}]},
    {"type": "delete", "resource": "pods", "namespace": "default", "name": "web-1"},
    {"type": "scale", "namespace": "default", "name": "web", "replicas": 0},
    {"type": "roll-out", "namespace": "default", "name": "web", "startup": 4, "probe": True, "drain": 5},
    {"type": "set-node", "node": "node1", "up": False},
    {"type": "set-nodes", "count": 5},
    {"type": "set-node-address", "node": "node1", "address": "192.168.1.201"},
    {"type": "set-kube-proxy", "node": "node1", "running": True},
    {"type": "set-readiness", "namespace": "default", "pod": "web-1", "ready": False},
    {"type": "set-listening", "namespace": "default", "pod": "web-1", "port": 80, "address": "127.0.0.1"},
    {"type": "set-firewall", "rules": [{"source": "0.0.0.0/0", "ports": [30000, 32767], "action": "deny"}]},
    {"type": "set-provider", "running": False},
    {"type": "set-ingress-controller", "running": True},
    {"type": "set-pod-network", "between": False},
    {"type": "set-hairpin", "node": "node1", "enabled": False},
    {"type": "set-clients", "clients": [{"name": "client", "address": "203.0.113.10", "nat": None}]},
    {"type": "set-host", "running": True, "published": [], "reachable": False},
    {"type": "set-proxy-mode", "mode": "nftables"},
    {"type": "set-nodeport-range", "first": 30000, "last": 30100},
    {
        "type": "send",
        "from": "client",
        "to": {"address": "192.168.1.101", "port": 30080},
        "protocol": "UDP",
        "pick": 0,
    },
    {"type": "advance", "seconds": 1.5},
    {"type": "kubectl", "line": "kubectl get pods"},
    {"type": "terminal", "line": "curl http://192.168.1.101:30080", "place": "client", "dice": 3},
    {"type": "edit", "opened": "a: 1\n" * 1000, "text": "a: 2"},
]
BAD: list[Any] = [
    None,
    [],
    "apply",
    {},
    {"type": []},
    {"type": "scale", "namespace": "default", "name": "web", "replicas": 101},
    {"type": "set-node", "node": "x" * 2_001, "up": False},
    {"type": "set-node", "node": "\ud800", "up": False},
    {"type": "set-node", "node": ["node1"], "up": False},
    {"type": "set-node", "node": {"name": "node1"}, "up": False},
    {"type": "set-firewall", "rules": [{}] * 51},
    {"type": "set-firewall", "rules": [{"source": {"deep": {}}}]},
    {"type": "set-firewall", "rules": [{"ports": [[1], 2]}]},
    {"type": "send", "from": "client", "to": {"address": ["x"], "port": {}}, "protocol": "TCP"},
    {"type": "advance", "seconds": 90_000},
    {"type": "advance", "seconds": float("inf")},
    {"type": "advance", "seconds": float("nan")},
    {"type": "kubectl", "line": "x" * 4_097},
    {"type": "kubectl", "line": "\0"},
    {"type": "apply", "files": None},
    {"type": "apply", "files": [{"name": "a", "text": ""}, {"name": "a", "text": ""}]},
]


def test_all_of_the_table_is_here() -> None:
    assert {action["type"] for action in GOOD} == ACTIONS.keys()


@pytest.mark.parametrize("good", GOOD, ids=lambda action: action["type"])
def test_a_good_action_passes_and_has_a_label(good: dict[str, Any]) -> None:
    assert actions.action(good | {"revision": 3}) == good
    assert label(good)


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_action_or_beyond_the_limits_is_refused(bad: Any) -> None:
    with pytest.raises(Refusal) as refused:
        actions.action(bad)
    assert refused.value.status == 400


def test_a_send_may_name_more_about_its_address_than_counts() -> None:
    to = {"address": "192.168.1.101", "port": 30080, "role": "nodePort", "node": "node1"}
    packet = {"type": "send", "from": "client", "to": to, "protocol": "TCP"}
    assert actions.action(packet)["to"] == {"address": "192.168.1.101", "port": 30080}


def test_a_type_without_a_label_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="explode"):
        label({"type": "explode"})
