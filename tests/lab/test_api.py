"""Every address of the lab's JSON: what it does, and what it says when it cannot."""

import json
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.models import Visitor, Workspace
from tests.lab.conftest import Learner

GETS = ["state", "rules", "objects", "events", "breaks"]
POSTS = ["apply", "check", "draft", "send", "trace", "act", "go", "undo"]


def test_a_first_visit_finds_the_example_applied(learner: Learner) -> None:
    state = learner.state()
    assert [file["name"] for file in state["files"]] == ["deployment.yaml", "service.yaml"]
    assert "nodePort: 30080" in state["files"][1]["text"]
    assert state["revision"] == 1
    assert state["log"] == [{"number": 1, "type": "apply", "label": "Apply deployment.yaml, service.yaml"}]
    assert state["snapshot"]["version"] == 1


def moved(files: list[dict[str, str]], port: int = 30081) -> list[dict[str, str]]:
    """The example with another nodePort."""
    return [file | {"text": file["text"].replace("nodePort: 30080", f"nodePort: {port}")} for file in files]


def test_apply_answers_with_what_kubectl_printed_and_the_new_state(learner: Learner) -> None:
    answer = learner.post("apply", {"files": moved(learner.files()), "revision": 1})
    assert answer["printed"] == {
        "exit": 0,
        "stdout": "deployment.apps/nginx-deployment unchanged\nservice/nginx-service-nodeport configured\n",
        "stderr": "",
    }
    assert answer["problems"] == []
    assert answer["state"]["revision"] == 2
    assert [entry["number"] for entry in answer["state"]["log"]] == [1, 2]
    services = {service["name"]: service for service in answer["state"]["snapshot"]["services"]}
    assert services["nginx-service-nodeport"]["ports"][0]["nodePort"] == 30081


def test_an_apply_that_changes_nothing_is_no_action(learner: Learner) -> None:
    before = learner.state()
    answer = learner.post("apply", {"files": before["files"], "revision": 1})
    assert answer["printed"]["stdout"].count("unchanged") == 2
    assert answer["state"] == before


def test_a_mistake_is_placed_in_the_text_and_changes_nothing(learner: Learner) -> None:
    before = learner.state()
    files = moved(before["files"], 80)
    answer = learner.post("apply", {"files": files, "revision": 1})
    assert answer["printed"]["exit"] == 1
    assert "provided port is not in the valid range" in answer["printed"]["stderr"]
    [problem] = answer["problems"]
    line = files[1]["text"].split("\n")[problem["from"]["line"] - 1]
    assert line[problem["from"]["column"] : problem["to"]["column"]] in {"80", "nodePort: 80"}
    assert problem["file"] == "service.yaml"
    assert answer["state"] == before | {"files": files}
    assert learner.post("check", {"files": files})["problems"] == answer["problems"]


def test_apply_keeps_the_files_as_typed(learner: Learner) -> None:
    before = learner.files()
    files = [{"name": "service.yaml", "text": "kind: Service # 日本語 😀\n"}, {"name": "b.yaml", "text": ""}]
    learner.post("apply", {"files": files, "revision": 1})
    assert learner.files() == files
    others = moved(before)
    learner.post("apply", {"files": others, "revision": 1})
    assert learner.files() == others


def test_a_draft_is_kept_and_changes_nothing_else(learner: Learner) -> None:
    before = learner.state()
    files = [{"name": "service.yaml", "text": "half typed: ["}]
    assert learner.post("draft", {"files": files}) == {}
    assert learner.state() == before | {"files": files}


def test_check_changes_nothing(learner: Learner) -> None:
    before = learner.state()
    assert "problems" in learner.post(
        "check", {"files": [{"name": "service.yaml", "text": "kind: Servic\n"}]}
    )
    assert learner.state() == before


def test_what_was_checked_is_applied_to_the_cluster_as_it_is_by_then(learner: Learner) -> None:
    files = moved(learner.files())
    learner.post("check", {"files": files})
    learner.post(
        "act",
        {"type": "delete", "resource": "services", "namespace": "default", "name": "nginx-service-nodeport"},
    )
    printed = learner.post("apply", {"files": files})["printed"]
    assert printed["stdout"].endswith("service/nginx-service-nodeport created\n")
    again = learner.post("apply", {"files": files})["printed"]
    assert again["stdout"].count("unchanged") == 2


def test_undo_takes_the_last_action_back(learner: Learner) -> None:
    before = learner.state()
    learner.post("act", {"type": "set-node", "node": "node1", "up": False})
    after = learner.post("undo")["state"]
    assert after["snapshot"] == before["snapshot"]
    assert after["log"] == before["log"]
    assert after["revision"] == 3


def test_the_example_itself_is_not_undone(learner: Learner) -> None:
    answer = learner.post("undo", status=400)
    assert answer == {"error": {"code": "nothing-to-undo", "message": "There is nothing to undo."}}


def test_who_saw_an_older_revision_is_told_how_things_stand(learner: Learner) -> None:
    learner.post("act", {"type": "set-node", "node": "node1", "up": False})
    typed = [{"name": "service.yaml", "text": "typed in the first tab"}]
    answer = learner.post("apply", {"files": typed, "revision": 1}, status=409)
    assert answer["error"]["code"] == "conflict"
    assert answer["state"] == learner.state()
    assert answer["state"]["revision"] == 2


@pytest.mark.parametrize("name", ["act", "send", "undo"])
def test_every_change_may_state_the_revision_that_it_saw(learner: Learner, name: str) -> None:
    action = {"type": "set-node", "node": "node1", "up": False}
    packet = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    bodies: dict[str, dict[str, Any]] = {"act": action, "send": packet, "undo": {}}
    learner.post(name, bodies[name] | {"revision": 7}, status=409)
    assert learner.state()["revision"] == 1


def test_an_impossible_action_is_refused_and_not_logged(learner: Learner) -> None:
    before = learner.state()
    unready = {"type": "set-readiness", "namespace": "default", "pod": "nobody", "ready": False}
    answer = learner.post("act", unready, status=400)
    assert answer["error"]["code"] == "impossible"
    assert "default/nobody" in answer["error"]["message"]
    assert learner.state() == before


@pytest.mark.parametrize(
    "action",
    [
        {"type": "explode"},
        {"type": "set-node", "node": "node9", "up": False},
        {"type": "set-node", "node": "node1"},
        {"type": "delete", "resource": "ports", "namespace": "default", "name": "x"},
        {"type": "set-nodeport-range", "first": 31000, "last": 30000},
    ],
)
def test_what_is_no_action_is_refused_and_not_logged(learner: Learner, action: dict[str, Any]) -> None:
    before = learner.state()
    assert learner.post("act", action, status=400)["error"]["code"] == "malformed"
    assert learner.state() == before


def test_a_log_has_an_end(learner: Learner, settings: Any) -> None:
    settings.MAX_ACTIONS = 2
    down = {"type": "set-node", "node": "node1", "up": False}
    learner.post("act", down)
    files = moved(learner.files())
    answer = learner.post("apply", {"files": files}, status=400)
    assert answer["error"]["code"] == "log-full"
    assert learner.files() == files
    learner.post("undo")
    learner.post("act", down)


def test_a_packet_is_sent_and_logged(learner: Learner) -> None:
    packet = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    answer = learner.post("send", packet)
    assert answer["trace"]["version"] == 1
    assert answer["pick"] in [branch["id"] for branch in answer["trace"]["branches"]]
    assert answer["state"]["log"][-1]["label"] == "Send from client to 192.168.1.101:30080"
    assert Workspace.objects.get().actions.get(number=2).data["pick"] == answer["pick"]


def test_a_packet_that_nobody_sends_leaves_nothing(learner: Learner) -> None:
    packet = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    before = learner.state()
    hops = learner.post("trace", packet)["trace"]["branches"][0]["hops"]
    assert hops[0]["text"]
    assert learner.state() == before


@pytest.mark.parametrize("name", GETS + POSTS)
def test_another_visitors_workspace_is_not_there(learner: Learner, name: str) -> None:
    other = Learner()
    before = other.state()
    query = f"?workspace={before['workspace']}"
    if name in GETS:
        response = learner.client.get(f"/en/lab/{name}{query}")
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "no-workspace"
    else:
        answer = learner.post(name, {"files": [], "revision": 1}, query, status=404)
        assert answer["error"]["code"] == "no-workspace"
    assert other.state() == before


def test_ones_own_workspace_may_be_named(learner: Learner) -> None:
    state = learner.state()
    assert learner.state(f"?workspace={state['workspace']}") == state


@pytest.mark.parametrize("name", GETS + POSTS)
def test_a_stranger_has_no_workspace(db: None, name: str) -> None:
    client = Client()
    address = f"/ja/lab/{name}"
    response = client.get(address) if name in GETS else client.post(address, "{}", "application/json")
    assert response.status_code == 404
    assert response.json()["error"]["message"].startswith("このワークスペース")
    assert not Visitor.objects.exists()


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_the_pages_token_is_refused_in_json(name: str, db: None) -> None:
    learner = Learner(enforce_csrf_checks=True)
    answer = learner.post(name, {"files": []}, status=403)
    assert answer["error"]["code"] == "forbidden"
    token = learner.page.context["csrf_token"]
    response = learner.client.post(
        f"/en/lab/{name}", json.dumps({"files": []}), "application/json", headers={"X-CSRFToken": str(token)}
    )
    assert response.status_code != 403


@pytest.mark.parametrize("name", GETS + POSTS)
def test_the_wrong_method_is_refused_in_json(learner: Learner, name: str) -> None:
    address = f"/en/lab/{name}"
    response = learner.client.post(address) if name in GETS else learner.client.get(address)
    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method"


def test_too_many_requests_at_once(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodeport_lab.lab.api.rate", Rate(per_second=1, burst=3, clock=lambda: 0.0))
    statuses = [learner.client.get("/en/lab/state").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_json_is_never_kept_by_anybody(learner: Learner) -> None:
    response = learner.client.get("/en/lab/state")
    assert "no-store" in response["Cache-Control"]


def test_words_come_in_the_pages_language(db: None) -> None:
    learner = Learner("ja")
    assert learner.state()["log"][0]["label"] == "deployment.yaml, service.yamlを適用"
    assert learner.post("undo", status=400)["error"]["message"] == "元に戻せる操作がありません。"
    assert "Podを2つ動かす" in learner.files()[0]["text"]


def test_the_page_is_sent_the_end_of_a_long_log(learner: Learner, settings: Any) -> None:
    settings.LOG_SHOWN = 3
    for _ in range(4):
        learner.post("act", {"type": "set-node", "node": "node1", "up": False})
    assert [entry["number"] for entry in learner.state()["log"]] == [3, 4, 5]


def test_a_time_line_carries_no_texts(learner: Learner) -> None:
    action = Workspace.objects.get().actions.get()
    assert action.brief == {"type": "apply", "files": [{"name": "deployment.yaml"}, {"name": "service.yaml"}]}
