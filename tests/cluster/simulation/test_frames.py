"""Moments as differences: put together again they are the snapshots; and what they tell of a rolling update is the truth."""

from typing import Any

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.frames import MEMBERS, difference, identity
from nodeport_lab.content import start

APPLY: dict[str, Any] = {"type": "apply", "files": start.files("en")}
REQUEST = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
ROLL: dict[str, Any] = {"type": "roll-out", "namespace": "default", "name": "nginx-deployment"}


def patched(before: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What the page does with a difference."""
    out = before | change["set"]
    for key, value in change["lists"].items():
        members = {identity(member): member for member in [*before[key], *value["members"]]}
        out[key] = [members[name] for name in value["order"]]
    return out


@pytest.mark.parametrize(
    "action",
    [
        APPLY,
        {"type": "set-node", "node": "node1", "up": False},
        {"type": "delete", "resource": "services", "namespace": "default", "name": "nginx-service-nodeport"},
        ROLL,
    ],
    ids=lambda action: action["type"],
)
def test_differences_put_together_are_the_snapshots(action: dict[str, Any]) -> None:
    cluster = Cluster.replay(None, 0, [] if action is APPLY else [APPLY])
    shown: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for frame in cluster.play(action):
        shown = patched(shown, difference(before, frame.snapshot)) if before else frame.snapshot
        before = frame.snapshot
        for key in (*MEMBERS, "time", "surroundings", "settled"):
            assert shown[key] == frame.snapshot[key]


def _lost(log: list[dict[str, Any]], action: dict[str, Any]) -> float:
    """For how many seconds a request was not answered for sure, weighted by its share."""
    cluster = Cluster.replay(None, 0, log)
    seconds, time, share = 0.0, cluster.now, 0.0
    for frame in cluster.play(action):
        seconds += share * (frame.time - time)
        trace = cluster.trace(REQUEST)
        share = sum(o["probability"] for o in trace["outcomes"] if o["kind"] != "answered")
        time = frame.time
    assert share == 0
    return seconds


def test_a_rolling_update_loses_requests_without_a_readiness_probe_and_none_with_probe_and_drain() -> None:
    lost = []
    for care in ({"probe": False, "drain": 0}, {"probe": True, "drain": 0}, {"probe": True, "drain": 5}):
        log = [APPLY, {**ROLL, "startup": 4, **care}]
        lost.append(_lost(log, ROLL))
    assert lost[0] > 2
    # Old pods stop listening at once, and kube-proxy hears of it a moment later.
    assert 0 < lost[1] < 0.3
    assert lost[2] == 0


def test_a_program_that_opens_and_closes_its_port_is_told_of() -> None:
    cluster = Cluster.replay(None, 0, [APPLY])
    events = [m.event for m in cluster.perform({**ROLL, "startup": 4}).moments]
    assert events.count("pod-listening") == events.count("pod-deaf") == 2


def test_a_rollout_of_nothing_is_told() -> None:
    problem = Cluster().perform(ROLL).problem
    assert problem is not None
    assert problem.message == 'deployments.apps "nginx-deployment" not found'


def test_time_that_passes_stops_where_a_dead_node_is_noticed() -> None:
    log = [APPLY, {"type": "set-node", "node": "node2", "up": False}]
    cluster = Cluster.replay(None, 0, log)
    began = cluster.now
    shares: list[tuple[float, float]] = []
    for frame in cluster.play({"type": "advance", "seconds": 60}):
        answered = [o for o in cluster.trace(REQUEST)["outcomes"] if o["kind"] == "answered"]
        shares.append((round(frame.time - began, 2), sum(o["probability"] for o in answered)))
    assert shares[:1] == [(0, 0.5)]
    assert next(time for time, share in shares if share == 1) == pytest.approx(40.15)
    assert shares[-1:] == [(60, 1)]
    assert (
        cluster.snapshot() == Cluster.replay(None, 0, [*log, {"type": "advance", "seconds": 60}]).snapshot()
    )


def test_a_balancer_gives_a_dead_node_up_before_the_cluster_does() -> None:
    service = APPLY["files"][1]["text"].replace("NodePort", "LoadBalancer")
    log = [
        APPLY,
        {"type": "set-provider", "running": True},
        {"type": "apply", "files": [{"name": "service.yaml", "text": service}]},
        {"type": "set-node", "node": "node2", "up": False},
    ]
    moments = Cluster.replay(None, 0, log).perform({"type": "advance", "seconds": 60}).moments
    assert [m.event for m in moments[:2]] == ["node-given-up", "node-unready"]
    assert moments[0].time + 30 == pytest.approx(moments[1].time)
