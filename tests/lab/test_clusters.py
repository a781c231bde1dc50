"""The shelf is a cache and nothing more: with or without it a workspace is the same."""

from nodeport_lab.lab.clusters import Shelf, make, shelf
from nodeport_lab.lab.models import Visitor, Workspace
from tests.lab.conftest import Learner

DOWN = {"type": "set-node", "node": "node1", "up": False}


def test_a_cluster_made_again_from_its_log_is_the_same(learner: Learner) -> None:
    learner.post("act", DOWN)
    learner.post(
        "send", {"from": "client", "to": {"address": "192.168.1.102", "port": 30080}, "protocol": "TCP"}
    )
    before = learner.state()
    shelf.clear()
    assert learner.state() == before


def test_a_cluster_is_used_again_at_its_revision_alone(learner: Learner) -> None:
    workspace = learner.workspace
    cluster = shelf.take(workspace)
    shelf.put(workspace, cluster)
    assert shelf.take(workspace) is cluster
    shelf.put(workspace, cluster)
    workspace.revision += 1
    assert shelf.take(workspace) is not cluster


def test_who_takes_a_cluster_has_it_alone(learner: Learner) -> None:
    workspace = learner.workspace
    assert shelf.take(workspace) is not shelf.take(workspace)


def test_the_least_used_makes_room(db: None) -> None:
    small = Shelf(capacity=2)
    spaces = [Workspace.objects.create(visitor=Visitor.objects.create()) for _ in range(3)]
    made = [make({}, 0, []) for _ in spaces]
    for workspace, cluster in zip(spaces, made, strict=True):
        small.put(workspace, cluster)
    assert small.take(spaces[1]) is made[1]
    assert small.take(spaces[2]) is made[2]
    assert small.take(spaces[0]) is not made[0]


def test_the_workspaces_settings_make_the_cluster() -> None:
    assert len(make({"nodes": 5}, 0, []).snapshot()["nodes"]) == 5
