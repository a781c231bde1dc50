"""What the panels are told: rules with their causes, objects, events; and to whom."""

import pytest

from tests.lab.conftest import Learner


def test_rules_come_line_by_line_with_the_line_that_caused_them(learner: Learner) -> None:
    answer = learner.get("rules?node=node2")
    assert (answer["node"], answer["mode"], answer["running"]) == ("node2", "iptables", "iptables")
    [line] = [
        line
        for line in answer["lines"]
        if line["text"].endswith("--dport 30080 -j KUBE-EXT-SW7F3NCRFKRM23GY")
    ]
    assert line["rule"][:2] == ["nat", "KUBE-NODEPORTS"]
    cause = answer["origins"][line["origin"]]
    assert (cause["role"], cause["number"]) == ("nodePort", 30080)
    place = cause["place"]
    text = learner.files()[1]["text"].split("\n")[place["from"]["line"] - 1]
    assert place["file"] == "service.yaml"
    assert text[place["from"]["column"] : place["to"]["column"]] == "nodePort"


def test_rules_of_what_no_file_says_have_no_place(learner: Learner) -> None:
    causes = learner.get("rules")["origins"]
    assert {cause["service"] for cause in causes if cause["place"] is None} == {"default/kubernetes"}


def test_the_other_mode_is_shown_beside_the_one_in_use(learner: Learner) -> None:
    answer = learner.get("rules?node=node1&mode=nftables")
    assert (answer["mode"], answer["running"]) == ("nftables", "iptables")
    assert answer["lines"][0]["text"] == "table ip kube-proxy {"
    learner.post("act", {"type": "set-proxy-mode", "mode": "nftables"})
    assert learner.get("rules?node=node1")["mode"] == "nftables"


def test_objects_are_a_tree(learner: Learner) -> None:
    groups = {group["group"]: group["items"] for group in learner.get("objects")["groups"]}
    [deployment] = groups["workloads"]
    [replica_set] = deployment["children"]
    assert [deployment["kind"], replica_set["kind"]] == ["Deployment", "ReplicaSet"]
    assert {pod["kind"] for pod in replica_set["children"]} == {"Pod"}
    assert ["READY", "2/2"] in deployment["facts"]
    service = next(item for item in groups["services"] if item["name"] == "nginx-service-nodeport")
    [piece] = service["children"]
    assert [entry["name"] for entry in piece["children"]] == ["10.1.0.5:80", "10.1.1.5:80"]
    assert [node["name"] for node in groups["nodes"]] == ["node1", "node2", "node3"]


def test_a_service_without_ready_endpoints_is_told_apart(learner: Learner) -> None:
    learner.post("act", {"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 0})
    groups = {group["group"]: group["items"] for group in learner.get("objects")["groups"]}
    tones = {item["name"]: item["tone"] for item in groups["services"]}
    assert tones == {"kubernetes": "good", "nginx-service-nodeport": "warn"}


def test_events_are_kubectls_newest_first(learner: Learner) -> None:
    answer = learner.get("events")
    assert answer["headers"] == ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    times = [row["time"] for row in answer["rows"]]
    assert times == sorted(times, reverse=True)
    assert "Scheduled" in {row["cells"][2] for row in answer["rows"]}


@pytest.mark.parametrize("address", ["rules?node=node9", "rules?node=../etc"])
def test_a_node_that_is_not_there_is_no_request_of_ours(learner: Learner, address: str) -> None:
    assert learner.get(address, status=400)["error"]["code"] == "malformed"


@pytest.mark.parametrize("name", ["rules", "objects", "events"])
def test_looking_is_for_the_owner_and_changes_nothing(learner: Learner, name: str) -> None:
    before = learner.state()
    assert learner.get(name)["version"] == 1
    assert learner.state() == before
    stranger = Learner()
    assert (
        stranger.get(f"{name}?workspace={before['workspace']}", status=404)["error"]["code"] == "no-workspace"
    )
