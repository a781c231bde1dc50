"""Whatever is done: the same log is the same cluster, at every moment a consistent one."""

import json
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.simulation.article import (
    ARTICLE,
    SEND,
    apply,
)

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
