import itertools

import pytest

from nodeport_lab.cluster.controllers import replicaset
from nodeport_lab.cluster.controllers.meta import stamp
from nodeport_lab.cluster.controllers.writes import Again, Delete, Emit, Put


def rs(replicas, **spec):
    labels = {"app": "web"}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": "web-abc", "namespace": "default", "uid": "r", "generation": 1},
        "spec": {
            "replicas": replicas,
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [{}]}},
            **spec,
        },
    }


def pod(
    name, node="node1", phase="Running", ready=0.0, created=0.0, restarts=0, cost=None, terminating=False
):
    meta = {"name": name, "namespace": "default", "uid": name, "labels": {"app": "web"}}
    meta["creationTimestamp"] = stamp(created)
    if cost is not None:
        meta["annotations"] = {"controller.kubernetes.io/pod-deletion-cost": str(cost)}
    if terminating:
        meta["deletionTimestamp"] = stamp(created)
    conditions = (
        [{"type": "Ready", "status": "True", "lastTransitionTime": stamp(ready)}] if ready is not None else []
    )
    status = {"phase": phase, "conditions": conditions, "containerStatuses": [{"restartCount": restarts}]}
    return {"metadata": meta, "spec": {"nodeName": node} if node else {}, "status": status}


def reconcile(obj, pods, now=1000.0, related=None):
    counter = itertools.count()
    return replicaset.reconcile(obj, pods, related or pods, now, lambda prefix: f"{prefix}{next(counter)}")


def deleted(writes):
    return [write.key.name for write in writes if isinstance(write, Delete)]


def test_missing_pods_are_made_from_the_template_as_admission_would_have_them():
    writes = reconcile(rs(2), [])
    pods = [w.obj for w in writes if isinstance(w, Put) and w.obj["kind"] == "Pod"]
    assert [p["metadata"]["name"] for p in pods] == ["web-abc-0", "web-abc-1"]
    spec = pods[0]["spec"]
    assert [t["key"] for t in spec["tolerations"]] == [
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    ]
    assert (spec["priority"], spec["preemptionPolicy"], spec["enableServiceLinks"]) == (
        0,
        "PreemptLowerPriority",
        True,
    )
    assert pods[0]["metadata"]["ownerReferences"][0]["controller"] is True
    assert [w.message for w in writes if isinstance(w, Emit)] == [
        "Created pod: web-abc-0",
        "Created pod: web-abc-1",
    ]


def test_pods_that_ended_or_are_being_deleted_do_not_count():
    pods = [pod("a", phase="Failed"), pod("b", terminating=True)]
    made = [w for w in reconcile(rs(1), pods) if isinstance(w, Put) and w.obj["kind"] == "Pod"]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (pod("a", node=None), pod("b", phase="Pending", ready=None)),
        (pod("a", phase="Pending", ready=None), pod("b")),
        (pod("a", ready=None), pod("b")),
        (pod("a", cost=-1), pod("b")),
        (pod("a", cost=1), pod("b", cost=2)),
        (pod("a", ready=990.0), pod("b", ready=10.0)),
        (pod("a", restarts=3), pod("b", restarts=1)),
        (pod("a", created=990.0), pod("b", created=10.0)),
        # Of about the same age: the uid decides.
        (pod("a", created=100.0), pod("b", created=110.0)),
        (pod("a", created=110.0), pod("b", created=100.0)),
    ],
)
def test_which_pod_goes_first(first, second):
    assert deleted(reconcile(rs(1), [second, first])) == ["a"]


def test_crowded_nodes_are_thinned_out_first():
    pods = [pod("a"), pod("b", "node2"), pod("c", "node2")]
    assert deleted(reconcile(rs(2), pods)) == ["b"]
    other = pod("x", "node1"), pod("y", "node1")
    assert deleted(reconcile(rs(2), pods, related=[*pods, *other])) == ["a"]


def test_a_pod_is_available_once_it_was_ready_for_long_enough():
    obj = rs(1, minReadySeconds=30)
    writes = reconcile(obj, [pod("a", ready=980.0)])
    status = next(w.obj["status"] for w in writes if isinstance(w, Put))
    assert (status["readyReplicas"], status.get("availableReplicas", 0)) == (1, 0)
    assert [w.at for w in writes if isinstance(w, Again)] == [1010.0]
    writes = reconcile(obj, [pod("a", ready=980.0)], now=1010.0)
    assert next(w.obj["status"] for w in writes if isinstance(w, Put))["availableReplicas"] == 1


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ({}, "BestEffort"),
        ({"requests": {"cpu": "1"}}, "Burstable"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}}, "Guaranteed"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m"}}, "Burstable"),
    ],
)
def test_quality_of_service(resources, expected):
    assert replicaset.qos_class({"containers": [{"resources": resources}]}) == expected
