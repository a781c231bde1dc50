"""The time line: undone is not gone, any step can be gone to, and what is done in the past gives up what lay ahead."""

import pytest

from nodeport_lab.lab.clusters import shelf
from tests.lab.conftest import Learner

PACKET = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}


def stop(learner: Learner, node: str) -> None:
    learner.post("act", {"type": "set-node", "node": node, "up": False})


def down(learner: Learner) -> list[str]:
    return [node["name"] for node in learner.state()["snapshot"]["nodes"] if not node["up"]]


def steps(learner: Learner) -> tuple[list[int], list[int]]:
    state = learner.state()
    return [entry["number"] for entry in state["log"]], [entry["number"] for entry in state["ahead"]]


def test_undo_and_redo(learner: Learner) -> None:
    stop(learner, "node1")
    stop(learner, "node2")
    learner.post("undo")
    assert (down(learner), steps(learner)) == (["node1"], ([1, 2], [3]))
    learner.post("go", {"number": 3})
    assert (down(learner), steps(learner)) == (["node1", "node2"], ([1, 2, 3], []))


def test_any_step_can_be_gone_to_and_each_is_a_new_revision(learner: Learner) -> None:
    stop(learner, "node1")
    stop(learner, "node2")
    before = learner.state()
    state = learner.post("go", {"number": 1, "revision": before["revision"]})["state"]
    assert state["revision"] == before["revision"] + 1
    assert (down(learner), steps(learner)) == ([], ([1], [2, 3]))
    assert learner.post("go", {"number": 3, "revision": before["revision"]}, status=409)["state"] == state
    learner.post("go", {"number": 3})
    assert learner.state()["snapshot"] == before["snapshot"]


def test_what_is_done_in_the_past_gives_up_what_lay_ahead(learner: Learner) -> None:
    stop(learner, "node1")
    stop(learner, "node2")
    learner.post("go", {"number": 1})
    stop(learner, "node3")
    assert (down(learner), steps(learner)) == (["node3"], ([1, 2], []))
    assert learner.workspace.actions.count() == 2


def test_a_packet_sent_in_the_past_gives_up_nothing(learner: Learner) -> None:
    stop(learner, "node1")
    learner.post("undo")
    before = learner.state()
    answer = learner.post("send", PACKET)
    assert answer["trace"]["outcomes"][0]["kind"] == "answered"
    assert answer["state"] == before


def test_steps_that_are_none(learner: Learner) -> None:
    for number in (0, -1, True, "1", None, 10**9):
        assert learner.post("go", {"number": number}, status=400)["error"]["code"] == "malformed"
    assert learner.post("go", {"number": 2}, status=400)["error"]["code"] == "no-such-step"


def test_only_the_owner_goes_there(learner: Learner) -> None:
    mine = learner.state()["workspace"]
    assert (
        Learner().post("go", {"number": 1}, f"?workspace={mine}", status=404)["error"]["code"]
        == "no-workspace"
    )


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("kubectl get pods", [1, 2, 3]),
        ("kubectl scale deployment nginx-deployment --replicas=1", [1, 2]),
        ("curl -s http://192.168.1.103:30080", [1, 2]),
    ],
)
def test_a_line_of_the_terminal_in_the_past_gives_up_what_lay_ahead_if_it_does_something(
    learner: Learner, line: str, kept: list[int]
) -> None:
    stop(learner, "node1")
    stop(learner, "node2")
    learner.post("go", {"number": 1})
    answer = learner.post("terminal", {"line": line, "place": "client"})
    assert answer["exit"] == 0
    done, ahead = steps(learner)
    assert done + ahead == kept
    assert list(learner.workspace.actions.values_list("number", flat=True)) == kept
    if ahead:
        learner.post("go", {"number": 3})
        assert down(learner) == ["node1", "node2"]
    else:
        assert (down(learner), done) == ([], [1, 2])
        shelf.clear()
        again = learner.state()
        assert again == answer["state"]


def test_an_object_saved_in_the_past_gives_up_what_lay_ahead(learner: Learner) -> None:
    stop(learner, "node1")
    learner.post("go", {"number": 1})
    opened = learner.post("terminal", {"line": "kubectl edit svc nginx-service-nodeport", "place": "client"})[
        "editor"
    ]["text"]
    learner.post("edit", {"opened": opened, "text": opened.replace("30080", "30123")})
    assert (down(learner), steps(learner)) == ([], ([1, 2], []))
    assert learner.state()["snapshot"]["services"][-1]["ports"][0]["nodePort"] == 30123
