"""Break it: what is offered, what is said of what is broken, in both languages; and repair."""

import pytest

from nodeport_lab.cluster.simulation import faults
from nodeport_lab.lab import breaking
from tests.lab.conftest import Learner


def test_what_is_broken_is_in_the_state_with_its_repair(learner: Learner) -> None:
    assert learner.state()["faults"] == []
    answer = learner.post("act", {"type": "set-node", "node": "node2", "up": False})
    [fault] = answer["state"]["faults"]
    assert (fault["kind"], fault["label"], fault["repair"]["label"]) == (
        "node-down",
        "node2 is down",
        "Start node2",
    )
    assert learner.post("act", fault["repair"]["action"])["state"]["faults"] == []


def test_what_is_offered_can_be_posted_as_it_is(learner: Learner) -> None:
    groups = learner.get("breaks")["groups"]
    assert [group["title"] for group in groups][:3] == ["node1", "node2", "node3"]
    for item in groups[0]["items"] + groups[3]["items"][:1] + groups[-1]["items"]:
        learner.post("act", item["action"])
        learner.post("undo")


def test_in_japanese(db: None) -> None:
    learner = Learner("ja")
    answer = learner.post("act", {"type": "set-kube-proxy", "node": "node1", "running": False})
    assert answer["state"]["faults"][0]["label"] == "node1のkube-proxyが停止しています"


def test_only_the_owner_is_told_what_can_be_done(learner: Learner) -> None:
    mine = learner.state()["workspace"]
    assert Learner().get(f"breaks?workspace={mine}", status=404)["error"]["code"] == "no-workspace"


def test_every_fault_has_words() -> None:
    source = faults.__file__
    with open(source, encoding="utf-8") as file:
        text = file.read()
    kinds = {part.split('"')[0] for part in text.split('Fault("')[1:]}
    assert kinds == set(breaking._words())


@pytest.mark.parametrize("name", ["breaks"])
def test_it_is_asked_for_by_get(learner: Learner, name: str) -> None:
    learner.post(name, {}, status=405)
