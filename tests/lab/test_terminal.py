"""The terminal's addresses: what a line answers, what it logs, and what Tab offers."""

from typing import Any

import pytest

from nodeport_lab.cluster.tools.shell import MAX_LINE
from tests.lab.conftest import Learner


def run(learner: Learner, line: str, place: str = "client") -> dict[str, Any]:
    return learner.post("terminal", {"line": line, "place": place})


def test_a_command_that_only_looks_is_not_logged(learner: Learner) -> None:
    answer = run(learner, "kubectl get svc nginx-service-nodeport --no-headers")
    assert answer["exit"] == 0
    assert answer["stdout"].startswith("nginx-service-nodeport")
    assert "state" not in answer
    assert learner.state()["revision"] == 1


def test_a_request_is_logged_and_can_be_played(learner: Learner) -> None:
    answer = run(learner, "curl -s http://192.168.1.101:30080")
    branch = answer["trace"]["branches"][answer["pick"]]
    assert branch["ending"]["params"]["pod"].split("/")[1] in answer["stdout"]
    assert branch["hops"][0]["text"]
    assert answer["state"]["revision"] == 2
    assert answer["state"]["log"][-1]["label"] == "curl -s http://192.168.1.101:30080"


def test_the_log_plays_the_same_again(learner: Learner) -> None:
    from nodeport_lab.lab.clusters import shelf

    for _ in range(5):
        run(learner, "curl -s http://192.168.1.102:30080")
    listed = run(learner, "conntrack -L -p tcp --dport 30080", "node2")["stdout"]
    shelf.clear()
    assert run(learner, "conntrack -L -p tcp --dport 30080", "node2")["stdout"] == listed


def test_what_the_terminal_changes_is_in_the_state(learner: Learner) -> None:
    answer = run(learner, "kubectl scale deployment nginx-deployment --replicas=3")
    [deployment] = answer["state"]["snapshot"]["deployments"]
    assert (deployment["replicas"], deployment["ready"]) == (3, 3)


def test_kubectl_reads_the_files_of_the_editor_as_they_are_typed(learner: Learner) -> None:
    files = [file | {"text": file["text"].replace("30080", "30081")} for file in learner.files()]
    learner.post("draft", {"files": files})
    assert run(learner, "cat service.yaml")["stdout"] == files[1]["text"]
    answer = run(learner, "kubectl apply -f service.yaml")
    assert answer["stdout"] == "service/nginx-service-nodeport configured\n"
    from nodeport_lab.lab.clusters import shelf

    shelf.clear()
    assert "30081" in run(learner, "kubectl get svc")["stdout"]


def test_a_file_that_a_command_writes_is_in_the_editor(learner: Learner) -> None:
    answer = run(learner, "kubectl get svc nginx-service-nodeport -o yaml > web.yaml")
    assert [file["name"] for file in answer["state"]["files"]] == [
        "deployment.yaml",
        "service.yaml",
        "web.yaml",
    ]


def test_an_object_is_edited_in_the_editor(learner: Learner) -> None:
    opened = run(learner, "kubectl edit svc nginx-service-nodeport")["editor"]
    assert opened["name"] == "service/nginx-service-nodeport"
    text = opened["text"].replace("nodePort: 30080", "nodePort: 30123")
    answer = learner.post("edit", {"opened": opened["text"], "text": text})
    assert answer["printed"]["stdout"] == "service/nginx-service-nodeport edited\n"
    assert answer["state"]["log"][-1]["label"] == "kubectl edit"
    assert run(learner, "curl -s -o /dev/null -w %{http_code} http://192.168.1.103:30123")["stdout"] == "200"


def test_an_edit_without_a_change_is_no_action(learner: Learner) -> None:
    opened = run(learner, "kubectl edit svc nginx-service-nodeport")["editor"]["text"]
    answer = learner.post("edit", {"opened": opened, "text": opened})
    assert answer["printed"]["stderr"] == "Edit cancelled, no changes made.\n"
    assert answer["state"]["revision"] == 1


def test_ssh_goes_and_exit_comes_back(learner: Learner) -> None:
    answer = run(learner, "ssh node2")
    assert (answer["place"], answer["prompt"]) == ("node2", "node2#")
    assert run(learner, "hostname", "node2")["stdout"] == "node2\n"
    assert run(learner, "exit", "node2")["place"] == "client"


def test_a_place_that_is_gone_is_left(learner: Learner) -> None:
    assert run(learner, "hostname", "default/gone")["place"] == "client"


def test_our_own_words_are_in_the_language_of_the_page(db: None) -> None:
    note = run(Learner("ja"), "ss -lnt", "node1")["note"]
    assert "30080" in note
    assert "待ち受け" in note


def test_tab_offers_what_fits(learner: Learner) -> None:
    def offered(line: str, place: str = "client") -> list[str]:
        answer = learner.post("complete", {"line": line, "cursor": len(line), "place": place})
        return [candidate["text"] for candidate in answer["candidates"]]

    assert offered("cur") == ["curl"]
    assert "nginx-service-nodeport" in offered("kubectl get svc ng")
    assert "http://192.168.1.101:30080" in offered("curl http")
    assert offered("ssh ") == ["node1", "node2", "node3"]
    assert "KUBE-NODEPORTS" in offered("iptables -t nat -L KUBE-N", "node1")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"line": 1, "place": "client"},
        {"line": "ls"},
        {"line": "x" * (4 * MAX_LINE + 1), "place": "client"},
        {"line": "ls", "place": ["client"]},
    ],
)
def test_what_is_no_line_is_refused(learner: Learner, body: Any) -> None:
    assert learner.post("terminal", body, status=400)["error"]["code"] == "malformed"


@pytest.mark.parametrize("cursor", [-1, 3, "2", True, None])
def test_a_cursor_stands_in_its_line(learner: Learner, cursor: Any) -> None:
    learner.post("complete", {"line": "ls", "cursor": cursor, "place": "client"}, status=400)


def test_strange_characters_do_no_harm(learner: Learner) -> None:
    assert run(learner, "echo \0 \ud800")["exit"] == 0
    assert run(learner, "curl " + "x" * 5000)["exit"] == 2


@pytest.mark.parametrize(
    ("line", "sends"),
    [
        ("curl -s http://192.168.1.101:30080", True),
        ("for i in 1 2; do curl -s http://192.168.1.101:30080; done", True),
        ("kubectl scale deployment nginx-deployment --replicas=3", False),
        ("kubectl get pods", False),
    ],
)
def test_a_trial_says_whether_a_line_sends_and_leaves_all_as_it_was(
    learner: Learner, line: str, sends: bool
) -> None:
    before, looked = learner.state(), run(learner, "conntrack -L", "node1")["stdout"]
    assert learner.post("terminal", {"line": line, "place": "client", "trial": True}) == {"sends": sends}
    assert learner.state() == before
    assert run(learner, "conntrack -L", "node1")["stdout"] == looked
