"""A look at where a packet could go: nothing is sent; the idea stands beside the mechanism."""

from typing import Any

from tests.lab.conftest import Learner

DOOR = {"from": "client", "to": {"address": "192.168.1.103", "port": 30080}, "protocol": "TCP"}


def steps(branch: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(step["role"], step["address"], step["port"]) for step in branch["idea"]]


def test_a_look_changes_nothing(learner: Learner) -> None:
    before = learner.state()
    answer = learner.post("trace", DOOR)
    assert sum(branch["probability"] for branch in answer["trace"]["branches"]) == 1
    assert all(hop["text"] for hop in answer["trace"]["branches"][0]["hops"])
    assert answer["together"] is None
    assert learner.state() == before


def test_the_idea_goes_through_the_cluster_ip(learner: Learner) -> None:
    service = next(
        s for s in learner.state()["snapshot"]["services"] if s["name"] == "nginx-service-nodeport"
    )
    for branch in learner.post("trace", DOOR)["trace"]["branches"]:
        first, second, third = steps(branch)
        assert first == ("nodePort", "192.168.1.103", 30080)
        assert second == ("port", service["clusterIP"], 80)
        assert third[0] == "targetPort"


def test_from_within_the_service_itself_is_the_first_step(learner: Learner) -> None:
    service = next(
        s for s in learner.state()["snapshot"]["services"] if s["name"] == "nginx-service-nodeport"
    )
    request = {"from": "node1", "to": {"address": service["clusterIP"], "port": 80}, "protocol": "TCP"}
    roles = [role for role, _, _ in steps(learner.post("trace", request)["trace"]["branches"][0])]
    assert roles == ["port", "targetPort"]


def test_a_packet_that_died_before_came_to_no_pod(learner: Learner) -> None:
    rule = {"source": "0.0.0.0/0", "ports": None, "action": "deny"}
    learner.post("act", {"type": "set-firewall", "rules": [rule]})
    [branch] = learner.post("trace", DOOR)["trace"]["branches"]
    assert [role for role, _, _ in steps(branch)] == ["nodePort", "port"]


def test_what_nobody_serves_has_no_idea(learner: Learner) -> None:
    request = DOOR | {"to": {"address": "192.168.1.103", "port": 9}}
    assert learner.post("trace", request)["trace"]["branches"][0]["idea"] == []


def test_who_stays_together(learner: Learner) -> None:
    assert learner.post("trace", DOOR | {"protocol": "UDP"})["together"] == "connection"
    line = 'kubectl patch service nginx-service-nodeport -p \'{"spec":{"sessionAffinity":"ClientIP"}}\''
    assert learner.post("act", {"type": "kubectl", "line": line})["printed"]["exit"] == 0
    assert learner.post("trace", DOOR)["together"] == "affinity"


def test_only_the_owner_may_look(learner: Learner) -> None:
    mine = learner.state()["workspace"]
    assert Learner().post("trace", DOOR, f"?workspace={mine}", status=404)["error"]["code"] == "no-workspace"
