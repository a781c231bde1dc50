"""The small drawing of a learner's cluster on the board."""

import pytest

from nodeport_lab.classroom import board, thumbs
from nodeport_lab.classroom.models import Room, Thumb
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab import stage
from tests.classroom.conftest import Person

BEGUN = {"up": True, "waiting": 0}


def test_the_introductions_cluster() -> None:
    cluster = Cluster.replay(ClusterConfig(), 0, stage.introduction().actions)
    drawing = thumbs.drawn(cluster)
    assert drawing == {
        "nodes": [BEGUN | {"ready": 1}, BEGUN | {"ready": 1}, BEGUN | {"ready": 0}],
        "pods": 2,
        "ready": 2,
        "door": "NodePort",
        "backed": True,
        "end": None,
    }
    cluster.perform({"type": "set-node", "node": "node3", "up": False})
    cluster.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 0})
    assert not thumbs.drawn(cluster)["nodes"][2]["up"], "at once, not when Kubernetes has noticed"
    cluster.advance(60)
    drawing = thumbs.drawn(cluster)
    assert (drawing["pods"], drawing["backed"]) == (0, False)
    assert [node["up"] for node in drawing["nodes"]] == [True, True, False]


@pytest.mark.parametrize(("port", "end"), [(30080, "answered"), (30081, "refused")])
def test_the_board_shows_what_a_learner_has_made(
    teacher: Person, room: Room, learner: Person, port: int, end: str
) -> None:
    assert board.rows(room)[0]["thumb"] is None, "nothing was done yet"
    name = learner.named(f"/en/class/{room.code}/")
    learner.lab(
        "act", name, {"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 5}
    )
    thumb = board.rows(room)[0]["thumb"]
    assert thumb["pods"] == 5
    assert thumb["end"] is None
    learner.lab(
        "send", name, {"from": "client", "to": {"address": "192.168.1.101", "port": port}, "protocol": "TCP"}
    )
    assert board.rows(room)[0]["thumb"]["end"] == end
    learner.lab("act", name, {"type": "advance", "seconds": 5})
    assert board.rows(room)[0]["thumb"]["end"] is None, "something else was done since"
    assert Thumb.objects.count() == 1


def test_a_lab_of_ones_own_is_nobodys_to_draw(learner: Person) -> None:
    name = learner.named("/en/")
    learner.lab("act", name, {"type": "advance", "seconds": 5})
    assert not Thumb.objects.exists()
