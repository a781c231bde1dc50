"""Exercises whose repair is no manifest: whatever they ask for can be done on the page, with what it lists or offers."""

from typing import Any

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.faults import faults, offers
from nodeport_lab.content.experiments.facts import finder
from nodeport_lab.content.lessons import catalogue, judging
from nodeport_lab.content.lessons.deeds import Deeds
from nodeport_lab.content.lessons.playing import played

EXERCISES = {exercise.id: exercise for exercise in catalogue.read(catalogue.CONTENT).exercises}


def reached(id: str, log: list[dict[str, Any]]) -> bool:
    step = EXERCISES[id].steps[-1]
    assert step.task is not None
    facts = finder(played(EXERCISES[id])[step.id].facts)
    return all(
        judging.judge(look, Cluster.replay(None, 0, log), Deeds(), facts).holds for look in step.task.goal
    )


def start(id: str) -> list[dict[str, Any]]:
    return [dict(action) for action in played(EXERCISES[id])[EXERCISES[id].steps[-1].id].log]


@pytest.mark.parametrize("id", ["F8", "F9", "F10", "F18", "F20", "F22", "F23"])
def test_the_repair_stands_among_what_is_broken(id: str) -> None:
    log = start(id)
    (fault,) = faults(Cluster.replay(None, 0, log))
    assert not reached(id, log)
    assert reached(id, [*log, fault.repair])


def test_the_port_of_a_node_that_is_a_container_can_be_published() -> None:
    log = start("F19")
    (offer,) = [offer for offer in offers(Cluster.replay(None, 0, log)) if offer.kind == "publish"]
    assert reached("F19", [*log, offer.action])


def test_a_missing_ingress_controller_is_listed() -> None:
    cluster = Cluster.replay(None, 0, start("F11-controller"))
    assert [fault.kind for fault in faults(cluster)] == ["ingress-controller-missing"]


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("F5", "kubectl scale deployment nginx-deployment --replicas=3"),
        (
            "F1",
            'kubectl patch service nginx-service-nodeport -p \'{"spec":{"selector":{"app":"nginx"}}}\'',
        ),
        (
            "F24",
            'kubectl patch service nginx-service-nodeport -p \'{"spec":{"selector":{"app":"nginx"}}}\'',
        ),
    ],
)
def test_another_way_there_counts_as_well(id: str, line: str) -> None:
    log = start(id)
    assert reached(id, [*log, {"type": "terminal", "line": line}])
