"""The matrix, the failure finder, and two points side by side, as the page asks for them."""

import pytest

from nodeport_lab.lab.models import Workspace

DOOR = {"from": "client", "to": {"address": "192.168.1.103", "port": 30080}, "protocol": "TCP"}


def applied(learner, old, new):
    """The example's manifests with one thing written differently, applied."""
    state = learner.state()
    files = [{"name": f["name"], "text": f["text"].replace(old, new)} for f in state["files"]]
    assert files != state["files"]
    answer = learner.post("apply", {"files": files, "revision": state["revision"]})
    assert answer["printed"]["exit"] == 0, answer["printed"]
    return answer["state"]


def local(learner):
    return applied(learner, "type: NodePort", "type: NodePort\n  externalTrafficPolicy: Local")


def cell(found, row, column):
    at = next(n for n, known in enumerate(found["rows"]) if known["name"] == row)
    to = next(n for n, known in enumerate(found["columns"]) if known["address"] == column)
    return found["cells"][at][to]


def test_who_reaches_what(learner):
    found = learner.get("matrix")
    assert cell(found, "client", "192.168.1.103")["kind"] == "answered"
    assert {column["role"] for column in found["columns"]} == {"nodePort", "port", "targetPort"}
    pod = next(column for column in found["columns"] if column["role"] == "targetPort")
    assert cell(found, "client", pod["address"])["outcomes"][0]["code"] == "pod-address-outside"
    local(learner)
    assert cell(learner.get("matrix"), "client", "192.168.1.103")["kind"] == "dropped"
    revision = learner.state()["revision"]
    one = learner.get("matrix?service=default/kubernetes")
    assert {column["service"] for column in one["columns"]} == {"default/kubernetes"}
    assert learner.state()["revision"] == revision


def test_why_it_fails_with_the_line_and_what_to_write_there(learner):
    local(learner)
    found = learner.post("find", DOOR)
    cause = found["looks"][found["cause"]]
    assert (found["fails"], found["observed"], cause["code"]) == (True, ["no-answer"], "policy-no-pod-here")
    assert "node3" in cause["text"]
    file = next(file for file in learner.files() if file["name"] == cause["place"]["file"])
    lines = file["text"].split("\n")
    assert "externalTrafficPolicy" in lines[cause["place"]["from"]["line"] - 1]
    edit = cause["edit"]
    line = lines[edit["from"]["line"] - 1]
    assert line[edit["from"]["column"] : edit["to"]["column"]] == "Local"
    assert edit["text"] == "Cluster"
    assert [look["six"] for look in found["looks"]].count(True) == 6


def test_the_words_come_in_the_pages_language(learner):
    local(learner)
    learner.language = "ja"
    found = learner.post("find", DOOR)
    assert "ファイアウォール" in found["looks"][0]["title"]


def test_a_broken_thing_has_its_repair(learner):
    learner.post("act", {"type": "set-node", "node": "node3", "up": False})
    found = learner.post("find", DOOR)
    repair = found["looks"][found["cause"]]["repair"]
    assert repair["action"] == {"type": "set-node", "node": "node3", "up": True}
    learner.post("act", repair["action"])
    assert not learner.post("find", DOOR)["fails"]


def test_before_and_after(learner):
    before = learner.state()["log"][-1]["number"]
    local(learner)
    found = learner.post("contrast", {"left": {"number": before}, "request": DOOR})
    assert found["left"]["number"] == before
    assert cell(found["matrix"], "client", "192.168.1.103")["differs"]
    service = next(thing for thing in found["objects"] if thing["kind"] == "Service")
    fields = {field["field"]: (field["before"], field["after"]) for field in service["fields"]}
    assert fields["spec.externalTrafficPolicy"] == ("Cluster", "Local")
    hops = found["journeys"]["hops"]
    assert hops[0] == {"left": 0, "right": 0, "differs": False}
    left = [hop["left"] for hop in hops if hop["left"] is not None]
    assert left == list(range(len(left)))
    assert any(hop["right"] is None for hop in hops)
    same = learner.post(
        "contrast", {"left": {"number": before}, "right": {"number": before}, "request": DOOR}
    )
    assert same["matrix"]["changed"] == 0
    assert same["objects"] == []
    assert not any(hop["differs"] for hop in same["journeys"]["hops"])


def test_another_workspace_of_the_same_visitor_and_of_nobody_else(learner):
    mine = learner.workspace
    other = Workspace.objects.create(visitor=mine.visitor, purpose="lesson:x", revision=1, length=1)
    other.actions.create(number=1, data={"type": "set-proxy-mode", "mode": "nftables"})
    found = learner.post("contrast", {"right": {"workspace": other.pk}})
    assert {one["workspace"] for one in found["workspaces"]} == {mine.pk, other.pk}
    around = next(thing for thing in found["objects"] if thing["kind"] == "")
    assert {"field": "proxyMode", "before": "iptables", "after": "nftables"} in around["fields"]
    learner.post("contrast", {"right": {"workspace": "somebody-elses"}}, status=400)


@pytest.mark.parametrize("side", [{"number": 99}, {"number": "1"}, {"number": True}, {"workspace": 7}])
def test_no_such_point(learner, side):
    learner.post("contrast", {"left": side}, status=400)


def test_a_request_that_is_none(learner):
    learner.post("find", {"from": "client"}, status=400)
    learner.post("find", DOOR | {"from": "nobody"}, status=400)
