"""The moments of an action, and packets sent into them."""

from collections.abc import Iterator
from typing import Any

import pytest

from nodeport_lab.lab.playback import tapes
from tests.lab.conftest import Learner

REQUEST: dict[str, Any] = {
    "from": "client",
    "to": {"address": "192.168.1.101", "port": 30080},
    "protocol": "TCP",
}
ROLL = {"type": "roll-out", "namespace": "default", "name": "nginx-deployment", "startup": 4, "probe": False}


@pytest.fixture(autouse=True)
def _no_tapes() -> Iterator[None]:
    tapes.clear()
    yield
    tapes.clear()


def test_the_first_action_can_be_played(learner: Learner) -> None:
    answer = learner.get("moments?number=1")
    assert answer["action"] == 1
    assert answer["first"]["pods"] == []
    texts = [text for moment in answer["moments"] for text in moment["texts"]]
    assert any("The scheduler assigns pod" in text for text in texts)
    assert answer["moments"][-1]["time"] == learner.state()["snapshot"]["time"]


def test_what_becomes_of_a_request_is_told_for_each_moment(learner: Learner) -> None:
    number = learner.post("act", ROLL)["state"]["log"][-1]["number"]
    moments = learner.get(f"moments?number={number}")["moments"]
    answer = learner.post("flow", {**REQUEST, "number": number})
    flow = answer["moments"]
    assert len(answer["ways"]) < 12
    assert answer["ways"][flow[0][0]["way"]][0]["place"] == "client"
    assert len(flow) == len(moments)
    kinds = [{outcome["kind"] for outcome in outcomes} for outcomes in flow]
    assert kinds[0] == kinds[-1] == {"answered"}
    assert {"refused"} in kinds
    [now] = learner.post("flow", REQUEST)["moments"]
    assert [o["pod"] for o in now] == [o["pod"] for o in flow[-1]]


def test_a_packet_goes_into_a_moment_and_leaves_nothing(learner: Learner) -> None:
    state = learner.post("act", ROLL)["state"]
    number = state["log"][-1]["number"]
    flow = learner.post("flow", {**REQUEST, "number": number})["moments"]
    moment = next(
        index for index, outcomes in enumerate(flow) if {o["kind"] for o in outcomes} == {"refused"}
    )
    at = {"action": number, "moment": moment}
    answer = learner.post("send", {**REQUEST, "at": at})
    assert {branch["ending"]["kind"] for branch in answer["trace"]["branches"]} == {"refused"}
    assert answer["state"]["revision"] == state["revision"]
    # The same moment is the same cluster, also after another one was looked at.
    earlier = learner.post("trace", {**REQUEST, "at": {"action": number, "moment": 0}})["trace"]
    assert {branch["ending"]["kind"] for branch in earlier["branches"]} == {"answered"}
    assert learner.post("trace", {**REQUEST, "at": at})["trace"] == answer["trace"]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ({"action": 1, "moment": 9_999}, "no-such-moment"),
        ({"action": 7, "moment": 0}, "no-such-moment"),
        ({"action": 0, "moment": 0}, "no-such-moment"),
        ({"action": True, "moment": 0}, "malformed"),
        ({"action": 1}, "malformed"),
        ([1, 0], "malformed"),
    ],
)
def test_a_moment_that_is_none(learner: Learner, at: Any, code: str) -> None:
    assert learner.post("send", {**REQUEST, "at": at}, status=400)["error"]["code"] == code


@pytest.mark.parametrize("number", ["", "0", "2", "x", "٣"])
def test_an_action_that_is_none(learner: Learner, number: str) -> None:
    assert learner.get(f"moments?number={number}", status=400)["error"]


def test_moments_are_told_in_japanese(db: None) -> None:
    texts = [text for moment in Learner("ja").get("moments?number=1")["moments"] for text in moment["texts"]]
    assert "node1のkube-proxyがルールを書き換えました。" in [text.replace(" ", "") for text in texts]
