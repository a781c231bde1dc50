"""Pods and ReplicaSets that change hands, by kubectl alone."""

from __future__ import annotations

import pytest

from tests.cluster.tools.conftest import made, typed


@pytest.fixture
def cluster():
    return made()


def said(cluster, line):
    """What a line printed, after which the cluster comes to rest and old pods have had their grace period."""
    out = typed(cluster, line).text("out")
    cluster.engine.settle()
    cluster.engine.advance(40)
    return out


def pods(cluster, selector="app=web"):
    """The pods that are there, without those on their way out."""
    rows = said(cluster, f"kubectl get pods -l {selector} --no-headers").splitlines()
    return {row.split()[0] for row in rows}


def owner(cluster, name):
    pod = next(pod for pod in cluster.snapshot()["pods"] if pod["name"] == name)
    return pod["owner"]


def endpoints(cluster):
    (service,) = (s for s in cluster.snapshot()["services"] if s["name"] == "web")
    return {entry["pod"].split("/")[1] for entry in service["endpoints"]}


def test_a_pod_whose_label_changes_leaves_and_is_replaced_and_comes_back_as_one_too_many(cluster):
    before = pods(cluster)
    victim = min(before)
    assert endpoints(cluster) == before
    said(cluster, f"kubectl label pod {victim} app=other --overwrite")
    now = pods(cluster)
    assert len(now) == len(before)
    assert len(now - before) == 1
    assert pods(cluster, "app=other") == {victim}
    assert owner(cluster, victim) is None
    assert "Controlled By" not in said(cluster, f"kubectl describe pod {victim}")
    assert endpoints(cluster) == now

    said(cluster, f"kubectl label pod {victim} app=web --overwrite")
    after = pods(cluster)
    assert len(after) == len(before)
    assert after < now | {victim}
    assert {owner(cluster, name) for name in after} == {"Deployment/web"}
    assert endpoints(cluster) == after


def test_a_released_pod_outlives_its_deployment(cluster):
    victim = min(pods(cluster))
    said(cluster, f"kubectl label pod {victim} app-")
    said(cluster, "kubectl delete deployment web")
    assert {pod["name"] for pod in cluster.snapshot()["pods"]} == {victim}


def test_a_bare_pod_that_matches_is_adopted_and_one_too_many_goes(cluster):
    before = pods(cluster)
    labels = next(pod["labels"] for pod in cluster.snapshot()["pods"] if pod["name"] in before)
    written = ",".join(f"{key}={value}" for key, value in labels.items())
    said(cluster, f"kubectl run stray --image=nginx --labels={written}")
    # The youngest goes: it was there as an orphan for no time at all.
    assert pods(cluster) == before
    assert len(cluster.snapshot()["pods"]) == len(before)


def test_a_bare_pod_with_the_labels_of_the_service_alone_stays_its_own(cluster):
    before = pods(cluster)
    said(cluster, "kubectl run stray --image=nginx --labels=app=web")
    assert pods(cluster) == before | {"stray"}
    assert owner(cluster, "stray") is None


def test_an_orphan_fills_a_gap_that_is_there(cluster):
    victim = min(pods(cluster))
    said(cluster, f"kubectl label pod {victim} app=other --overwrite")
    said(cluster, "kubectl scale deployment web --replicas=4")
    typed(
        cluster, f"kubectl scale deployment web --replicas=5; kubectl label pod {victim} app=web --overwrite"
    )
    cluster.engine.advance(60)
    assert len(pods(cluster)) == 5
    assert owner(cluster, victim) == "Deployment/web"


def test_a_replicaset_whose_label_changes_is_replaced_under_another_name(cluster):
    before = pods(cluster)
    rs = said(cluster, "kubectl get rs --no-headers").splitlines()[0].split()[0]
    said(cluster, f"kubectl label rs {rs} app=other --overwrite")
    names = [row.split()[0] for row in said(cluster, "kubectl get rs --no-headers").splitlines()]
    assert rs in names
    assert len(names) == 2
    assert "Controlled By" not in said(cluster, f"kubectl describe rs {rs}")
    assert {name: owner(cluster, name) for name in before} == dict.fromkeys(before, f"ReplicaSet/{rs}")
    assert len(pods(cluster)) == 2 * len(before)

    said(cluster, f"kubectl label rs {rs} app=web --overwrite")
    assert len(pods(cluster)) == len(before)
    assert {owner(cluster, name) for name in pods(cluster)} == {"Deployment/web"}


def test_a_pod_of_two_owners_stays_until_both_are_gone(cluster):
    """pkg/controller/garbagecollector: as long as one owner is there, only the reference to the other goes."""
    pod = min(pods(cluster))
    said(cluster, "kubectl create deployment holder --image=nginx --replicas=0")
    holder = said(cluster, "kubectl get deployment holder -o jsonpath={.metadata.uid}")
    second = f'{{"apiVersion":"apps/v1","kind":"Deployment","name":"holder","uid":"{holder}"}}'
    said(cluster, f'kubectl patch pod {pod} -p \'{{"metadata":{{"ownerReferences":[{second}]}}}}\'')
    said(cluster, "kubectl delete deployment web")
    assert pods(cluster) == {pod}
    assert (
        said(cluster, f"kubectl get pod {pod} -o jsonpath={{.metadata.ownerReferences[*].name}}") == "holder"
    )
    said(cluster, "kubectl delete deployment holder")
    assert pods(cluster) == set()
