"""One look at a Deployment; whole rollouts are in tests/cluster/simulation/test_engine.py."""

import pytest

from nodeport_lab.cluster.controllers.deployment import reconcile
from nodeport_lab.cluster.controllers.writes import Again, Emit, Put, Remove
from tests.cluster.simulation.building import container, deployment, pod_spec


class World:
    """A Deployment and its ReplicaSets, looked at again and again."""

    def __init__(self, obj):
        self.deployment = obj
        self.sets = {}
        self.events = []
        self.again = None

    def look(self, now=0.0):
        writes = reconcile(self.deployment, list(self.sets.values()), lambda rs: [], now)
        for write in writes:
            match write:
                case Put(obj) if obj["kind"] == "Deployment":
                    self.deployment = obj
                case Put(obj):
                    stamp = f"2026-01-01T00:00:{len(self.sets):02}Z"
                    meta = {"creationTimestamp": stamp, "uid": obj["metadata"]["name"], **obj["metadata"]}
                    self.sets[obj["metadata"]["name"]] = {**obj, "metadata": meta}
                case Remove(key):
                    del self.sets[key.name]
                case Emit():
                    self.events.append(write.message)
                case Again():
                    self.again = write.at
        return writes

    def change(self, **changes):
        self.deployment = {**self.deployment, "spec": {**self.deployment["spec"], **changes}}

    def image(self, name):
        self.change(template={**self.deployment["spec"]["template"], "spec": pod_spec(container(name))})

    def all_available(self):
        for name, rs in self.sets.items():
            size = rs["spec"]["replicas"]
            status = {"replicas": size, "readyReplicas": size, "availableReplicas": size}
            self.sets[name] = {**rs, "status": status}

    def finish(self):
        for _ in range(30):
            self.all_available()
            self.look()

    def sizes(self):
        return [rs["spec"]["replicas"] for rs in self.sets.values()]

    def condition(self, kind):
        return next(c for c in self.deployment["status"]["conditions"] if c["type"] == kind)


def test_the_first_look_makes_a_replicaset_named_and_labelled_by_the_hash():
    world = World(deployment(replicas=2))
    world.look()
    (rs,) = world.sets.values()
    digest = rs["metadata"]["labels"]["pod-template-hash"]
    assert rs["metadata"]["name"] == f"web-{digest}"
    assert rs["spec"]["selector"]["matchLabels"] == {"app": "web", "pod-template-hash": digest}
    assert rs["spec"]["template"]["metadata"]["labels"] == {"app": "web", "pod-template-hash": digest}
    assert rs["metadata"]["annotations"] == {
        "deployment.kubernetes.io/desired-replicas": "2",
        "deployment.kubernetes.io/max-replicas": "3",
        "deployment.kubernetes.io/revision": "1",
    }
    assert world.events == [f"Scaled up replica set web-{digest} from 0 to 2"]
    assert world.condition("Progressing")["reason"] == "NewReplicaSetCreated"
    assert world.condition("Available")["status"] == "False"


def test_a_look_at_a_finished_rollout_changes_nothing():
    world = World(deployment())
    world.finish()
    assert world.look() == []
    assert world.condition("Progressing")["message"].endswith("has successfully progressed.")


def test_a_changed_template_rolls_and_a_changed_back_one_reuses_its_replicaset():
    world = World(deployment(replicas=3))
    world.finish()
    world.image("nginx:2")
    world.finish()
    assert world.sizes() == [0, 3]
    world.image("nginx")
    world.finish()
    assert world.sizes() == [3, 0]
    first = next(iter(world.sets.values()))["metadata"]["annotations"]
    assert first["deployment.kubernetes.io/revision"] == "3"
    assert first["deployment.kubernetes.io/revision-history"] == "1"


def test_revisions_beyond_the_limit_are_forgotten():
    world = World(deployment(revisionHistoryLimit=2))
    for number in range(5):
        world.image(f"nginx:{number}")
        world.finish()
    assert len(world.sets) == 3


def test_a_paused_deployment_scales_but_does_not_roll():
    world = World(deployment(replicas=2))
    world.finish()
    world.change(paused=True, replicas=4)
    world.image("nginx:2")
    world.finish()
    assert world.sizes() == [4]
    assert world.condition("Progressing")["reason"] == "DeploymentPaused"
    world.change(paused=False)
    world.finish()
    assert world.sizes() == [0, 4]


@pytest.mark.parametrize("replicas", [0, 1, 7])
def test_scaling_needs_no_new_revision(replicas):
    world = World(deployment(replicas=3))
    world.finish()
    world.change(replicas=replicas)
    world.finish()
    assert world.sizes() == [replicas]
    assert world.deployment["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "1"


def test_a_rollout_that_makes_no_progress_times_out():
    world = World(deployment(progressDeadlineSeconds=60))
    world.look(0)
    assert world.again == 60
    world.look(61)
    assert world.condition("Progressing")["reason"] == "ProgressDeadlineExceeded"


def test_annotations_of_the_deployment_are_copied_but_not_kubectls():
    obj = deployment()
    notes = {"kubernetes.io/change-cause": "why", "kubectl.kubernetes.io/last-applied-configuration": "{}"}
    obj["metadata"]["annotations"] = notes
    world = World(obj)
    world.look()
    (rs,) = world.sets.values()
    assert rs["metadata"]["annotations"]["kubernetes.io/change-cause"] == "why"
    assert "kubectl.kubernetes.io/last-applied-configuration" not in rs["metadata"]["annotations"]
