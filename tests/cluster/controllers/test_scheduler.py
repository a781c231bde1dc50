from collections import Counter

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import node, scheduler
from nodeport_lab.cluster.controllers.writes import Emit, Put
from nodeport_lab.cluster.objects import Obj
from tests.cluster.controllers.writing import only
from tests.cluster.simulation.building import container, pod, pod_spec

CONFIG = ClusterConfig.with_nodes(3)
NODES = [node.register(entry, CONFIG, 0.0) for entry in CONFIG.nodes]


def changed(obj, taints=None, labels=None, **spec):
    out = {**obj, "spec": {**obj["spec"], **spec}}
    if taints:
        out["spec"]["taints"] = taints
    if labels:
        out["metadata"] = {**obj["metadata"], "labels": {**obj["metadata"]["labels"], **labels}}
    return out


def place(obj, nodes=NODES, present=None):
    """The node that the pod is bound to, or the words of its refusal."""
    present = present or {}
    for write in scheduler.schedule(obj, nodes, lambda name: present.get(name, []), 0.0):
        match write:
            case Put(stored) if stored["spec"].get("nodeName"):
                return stored["spec"]["nodeName"]
            case Emit(reason="FailedScheduling"):
                return write.message
    return None


def requesting(cpu):
    return pod_spec(container(resources={"requests": {"cpu": cpu}}))


def test_pods_of_a_kind_spread_over_the_nodes():
    present: dict[str, list[Obj]] = {}
    for number in range(6):
        name = place(pod(f"p{number}"), present=present)
        present.setdefault(name, []).append(pod(f"p{number}", name))
    assert Counter({name: len(pods) for name, pods in present.items()}) == {
        "node1": 2,
        "node2": 2,
        "node3": 2,
    }


def test_the_least_loaded_node_is_chosen_among_equals():
    present = {"node1": [pod("x", "node1", requesting("2"), {"app": "x"})]}
    assert place(pod("p"), present=present) == "node2"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"nodeSelector": {"kubernetes.io/hostname": "node3"}}, "node3"),
        (
            {
                "affinity": {
                    "nodeAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": {
                            "nodeSelectorTerms": [
                                {
                                    "matchExpressions": [
                                        {
                                            "key": "kubernetes.io/hostname",
                                            "operator": "NotIn",
                                            "values": ["node1"],
                                        }
                                    ]
                                }
                            ]
                        }
                    }
                }
            },
            "node2",
        ),
        ({"nodeSelector": {"disk": "ssd"}}, "3 node(s) didn't match Pod's node affinity/selector"),
        ({"containers": [container(resources={"requests": {"cpu": "9"}})]}, "3 Insufficient cpu"),
        (
            {"containers": [container(resources={"requests": {"cpu": "9", "memory": "1Ti"}})]},
            "3 Insufficient cpu, 3 Insufficient memory",
        ),
    ],
)
def test_where_a_pod_may_go(spec, expected):
    found = place(pod("p", spec=pod_spec(**spec)))
    assert found == expected or f"0/3 nodes are available: {expected}. no new claims" in found


def test_taints_keep_pods_away_unless_they_tolerate_them():
    taints = [{"key": "dedicated", "value": "db", "effect": "NoSchedule"}]
    nodes = [changed(obj, taints) for obj in NODES]
    assert place(pod("p"), nodes).startswith("0/3 nodes are available: 3 node(s) had untolerated taint(s).")
    equal = [{"key": "dedicated", "operator": "Equal", "value": "db", "effect": "NoSchedule"}]
    assert place(pod("p", spec=pod_spec(tolerations=equal)), nodes) == "node1"
    assert place(pod("p", spec=pod_spec(tolerations=[{"operator": "Exists"}])), nodes) == "node1"
    other = [{"key": "dedicated", "operator": "Equal", "value": "web"}]
    assert place(pod("p", spec=pod_spec(tolerations=other)), nodes) != "node1"


def test_reasons_are_counted_and_sorted_and_only_shortages_could_be_helped_by_preemption():
    nodes = [changed(NODES[0], [{"key": "a", "effect": "NoSchedule"}]), *NODES[1:]]
    assert place(pod("p", spec=requesting("9")), nodes) == (
        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, "
        "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, "
        "2 No preemption victims found for incoming pod."
    )


def test_a_cordoned_node_takes_no_pods():
    nodes = [changed(NODES[0], unschedulable=True), *NODES[1:]]
    assert place(pod("p"), nodes) == "node2"
    assert "1 node(s) were unschedulable" in place(pod("p"), nodes[:1])


def test_a_host_port_is_taken_once_per_node():
    spec = pod_spec(container())
    spec["containers"][0]["ports"] = [{"containerPort": 80, "hostPort": 80, "protocol": "TCP"}]
    present = {entry["metadata"]["name"]: [pod("x", entry["metadata"]["name"], spec)] for entry in NODES}
    assert "3 node(s) didn't have free ports for the requested pod ports" in place(
        pod("p", spec=spec), present=present
    )


def test_the_same_refusal_is_not_told_twice():
    obj = pod("p", spec=pod_spec(nodeSelector={"disk": "ssd"}))
    refused = only(scheduler.schedule(obj, NODES, lambda name: [], 0.0))
    assert scheduler.schedule(refused, NODES, lambda name: [], 1.0) == []


def test_a_cluster_without_nodes():
    assert place(pod("p"), []) == "no nodes available to schedule pods"
