"""A Deployment's pods: made, named, scaled, rolled out and back."""

import pytest

from tests.cluster.simulation.building import container, deployment, pod_spec, service
from tests.cluster.simulation.engine_lab import Lab


def test_names_follow_from_the_seed():
    def names(seed):
        return [p["metadata"]["name"] for p in Lab(seed).put(deployment()).settle().pods()]

    assert names(1) == names(1) != names(2)


@pytest.mark.parametrize("replicas", [0, 1, 5])
def test_scaling(replicas):
    lab = Lab().put(deployment(replicas=3), service()).settle()
    lab.put(deployment(replicas=replicas, generation=2)).settle()
    assert len(lab.pods()) == replicas
    assert len(lab.ready_addresses()) == replicas
    assert lab.get("deployments", "web")["status"].get("readyReplicas", 0) == replicas


def test_a_deleted_pod_has_a_successor_with_another_name():
    lab = Lab().put(deployment()).settle()
    first = {p["metadata"]["name"] for p in lab.pods()}
    lab.delete("pods", min(first)).settle()
    second = {p["metadata"]["name"] for p in lab.pods()}
    assert len(second) == 2
    assert len(first & second) == 1


def test_a_deleted_deployment_takes_everything_along():
    lab = Lab().put(deployment(), service()).settle()
    lab.delete("deployments", "web").delete("services", "web").settle()
    left = {k.resource for k in lab.api.objects} - {"events", "nodes"}
    assert left == set()


def rolled(lab, **spec):
    """Put a new image in, and watch the least number of ready endpoints and the most pods on the way."""
    lab.put(deployment(replicas=4, spec=pod_spec(container("nginx:2", **spec)), generation=2))
    least, most = 99, 0
    while not lab.engine.settled:
        lab.engine._ring()
        least = min(least, len(lab.ready_addresses()))
        most = max(most, len(lab.pods()))
    return least, most


def test_a_rolling_update_keeps_to_surge_and_unavailability():
    lab = Lab().put(deployment(replicas=4), service()).settle()
    least, _ = rolled(lab)
    assert least >= 3
    images = {p["spec"]["containers"][0]["image"] for p in lab.pods()}
    assert images == {"nginx:2"}
    assert sorted(rs["spec"]["replicas"] for rs in lab.api.list("replicasets")) == [0, 4]
    assert (
        lab.get("deployments", "web")["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "2"
    )


def test_a_rolling_update_to_pods_that_never_get_ready_stops_and_keeps_the_old_ones():
    lab = Lab().put(deployment(replicas=4), service()).settle()
    least, _ = rolled(
        lab, readinessProbe={"tcpSocket": {"port": 9}, "periodSeconds": 10, "failureThreshold": 3}
    )
    assert least >= 3
    old = [p for p in lab.pods() if p["spec"]["containers"][0]["image"] == "nginx"]
    assert len(old) == 3
    assert len(lab.ready_addresses()) == 3
    lab.engine.advance(700)
    progressing = {c["type"]: c for c in lab.get("deployments", "web")["status"]["conditions"]}["Progressing"]
    assert (progressing["status"], progressing["reason"]) == ("False", "ProgressDeadlineExceeded")


def test_recreate_takes_all_old_pods_away_before_the_first_new_one():
    strategy = {"type": "Recreate"}
    lab = Lab().put(deployment(strategy=strategy), service()).settle()
    lab.put(deployment(strategy=strategy, spec=pod_spec(container("nginx:2")), generation=2))
    seen = set()
    while not lab.engine.settled:
        lab.engine._ring()
        seen.add(frozenset(p["spec"]["containers"][0]["image"] for p in lab.pods()))
    assert seen == {frozenset(["nginx"]), frozenset(), frozenset(["nginx:2"])}


def test_a_rollback_uses_the_old_replicaset_again_under_a_new_revision():
    lab = Lab().put(deployment()).settle()
    lab.put(deployment(spec=pod_spec(container("nginx:2")), generation=2)).settle()
    lab.put(deployment(generation=3)).settle()
    revisions = {
        rs["spec"]["replicas"]: rs["metadata"]["annotations"]["deployment.kubernetes.io/revision"]
        for rs in lab.api.list("replicasets")
    }
    assert revisions == {0: "2", 2: "3"}
