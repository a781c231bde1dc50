"""A visitor's labs: many, each by its name, none lost by accident, none of anybody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from nodeport_lab.content.scenes import scenes
from nodeport_lab.lab import api, doors, presets
from nodeport_lab.lab.models import Workspace
from tests.lab.conftest import Learner


def made(learner: Learner, preset: str | None = None) -> str:
    """The id of a new lab."""
    return learner.post("labs/new", {"preset": preset} if preset else {})["address"].partition("workspace=")[
        2
    ]


def titles(learner: Learner) -> list[str]:
    return [lab["title"] for lab in learner.get("labs")["labs"]]


def test_a_new_lab_takes_nothing_from_the_others(learner: Learner) -> None:
    first = learner.state()
    second = made(learner)
    assert learner.state(f"?workspace={first['workspace']}") == first
    assert learner.state(f"?workspace={second}")["snapshot"]["services"] == first["snapshot"]["services"]
    assert titles(learner) == ["Lab 2", "My lab"]


def test_one_comes_back_to_the_lab_that_was_open_last(learner: Learner) -> None:
    first = learner.state()["workspace"]
    second = made(learner)
    assert learner.client.get(f"/en/?workspace={second}").status_code == 200
    assert learner.client.get("/en/").context["state"]["workspace"] == second
    learner.client.get(f"/en/?workspace={first}")
    assert learner.client.get("/en/").context["state"]["workspace"] == first
    assert learner.state()["workspace"] == first


def test_a_lab_has_a_name(learner: Learner) -> None:
    assert learner.post("labs/rename", {"title": "  For \n Monday "}) == {"title": "For Monday"}
    assert titles(learner) == ["For Monday"]
    assert "For Monday" in learner.client.get("/en/").content.decode()
    learner.post("labs/rename", {"title": "<script>alert(1)</script>"})
    assert "<script>alert" not in learner.client.get("/en/").content.decode()
    assert learner.post("labs/rename", {"title": ""}) == {"title": "My lab"}


@pytest.mark.parametrize("title", [None, 5, "x" * 101, ["a"]])
def test_a_name_that_is_none(learner: Learner, title: Any) -> None:
    learner.post("labs/rename", {"title": title}, status=400)


def test_what_was_deleted_can_be_had_back(learner: Learner) -> None:
    first = learner.state()["workspace"]
    second = made(learner)
    answer = learner.post("labs/remove", query=f"?workspace={second}")
    assert answer["address"].endswith(first)
    assert titles(learner) == ["My lab"]
    assert learner.client.get(f"/en/?workspace={second}").status_code == 404
    learner.post("labs/restore", query=f"?workspace={second}")
    assert titles(learner) == ["Lab 2", "My lab"]


def test_where_the_last_one_is_deleted_there_is_a_new_one(learner: Learner) -> None:
    first = learner.state()["workspace"]
    learner.post("labs/remove")
    assert learner.state()["workspace"] != first


def test_what_was_deleted_is_tidied_away(learner: Learner) -> None:
    second = made(learner)
    learner.post("labs/remove", query=f"?workspace={second}")
    call_command("tidy")
    assert Workspace.objects.filter(pk=second).exists()
    Workspace.objects.filter(pk=second).update(changed=timezone.now() - timedelta(days=8))
    call_command("tidy")
    assert not Workspace.objects.filter(pk=second).exists()
    assert titles(learner) == ["My lab"]


def test_nobody_elses_lab(learner: Learner) -> None:
    stranger = Learner()
    mine = learner.state()["workspace"]
    for name in ("labs/rename", "labs/remove", "labs/restore", "labs/new", "share"):
        stranger.post(name, {"title": "mine now"}, query=f"?workspace={mine}", status=404)
    response = stranger.client.get(f"/en/?workspace={mine}")
    assert response.status_code == 404
    assert "not here" in response.content.decode()
    assert titles(learner) == ["My lab"]


def test_there_is_room_for_so_many(learner: Learner, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAX_LABS = 2
    made(learner)
    assert learner.post("labs/new", status=400)["error"]["code"] == "too-many-labs"
    code = learner.post("share")["path"].rpartition("/")[2]
    assert learner.client.post(f"/en/s/{code}/fork").status_code == 400
    monkeypatch.setattr(api.making, "_burst", 0)
    learner.post("labs/new", status=429)


@pytest.mark.parametrize("preset", ["F99", "../F1", 5, {"a": 1}])
def test_an_unknown_preset(learner: Learner, preset: Any) -> None:
    learner.post("labs/new", {"preset": preset}, status=400)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_picker_tells_no_faults_cause(db: None, language: str) -> None:
    text = str(Learner(language).get("presets"))
    for scene in scenes().values():
        assert scene.symptom[language] in text
        assert scene.title[language] not in text


def test_every_preset_opens_with_files_and_something_to_look_at(learner: Learner) -> None:
    for group in learner.get("presets")["groups"]:
        for item in group["items"]:
            files, log = presets.beginning(item["id"])
            assert files
            assert log
            workspace = Workspace(preset=item["id"])
            told = presets.told(workspace, "en")
            assert told
            assert told["first"].keys() <= {"request", "line", "apply"}
            assert told["first"]


def test_a_fault_is_told_and_repaired_on_wish(learner: Learner) -> None:
    lab = f"?workspace={made(learner, 'F9')}"
    page = learner.client.get(f"/en/{lab}")
    assert page.context["preset"]["title"] is None
    assert scenes()["F9"].title["en"] not in page.content.decode()
    assert learner.state(lab)["faults"] == []
    told = learner.post("reveal", query=lab)
    assert told["preset"]["title"] == scenes()["F9"].title["en"]
    assert told["state"]["faults"]
    repaired = learner.post("repair", query=lab)["state"]
    assert repaired["faults"] == []
    assert len(repaired["log"]) == repaired["begins"] + len(scenes()["F9"].repair)
    learner.post("undo", query=lab)


def test_a_repair_stands_in_the_editor(learner: Learner) -> None:
    lab = f"?workspace={made(learner, 'F1')}"
    assert "app: ngnix" in str(learner.state(lab)["files"])
    state = learner.post("repair", query=lab)["state"]
    assert "app: ngnix" not in str(state["files"])


def test_no_cookie_no_labs(db: None) -> None:
    assert Client().get("/en/lab/labs").status_code == 404
    assert Client().get("/en/?workspace=abc").status_code == 404


def test_the_manifests_that_are_taken_home_make_the_same_again(learner: Learner) -> None:
    text = learner.get("export")["text"]
    assert "kind: Deployment" in text
    assert "nodePort: 30080" in text
    assert "status" not in text


def test_so_many_can_be_had_back_and_no_more(learner: Learner, settings: Any) -> None:
    settings.REMOVED_KEPT = 1
    first, second = made(learner), made(learner)
    for one in (first, second):
        learner.post("labs/remove", query=f"?workspace={one}")
    learner.post("labs/restore", query=f"?workspace={first}", status=404)
    learner.post("labs/restore", query=f"?workspace={second}")


def test_what_may_be_laid_beside_a_lab_is_ones_own(learner: Learner) -> None:
    Learner()
    first, second, gone = learner.state()["workspace"], made(learner), made(learner)
    learner.post("labs/remove", query=f"?workspace={gone}")
    assert {one.pk for one in doors.beside(Workspace.objects.get(pk=first))} == {first, second}
    code = learner.post("share")["path"].rpartition("/")[2]
    copy = Workspace.objects.get(pk=f"s.{code}")
    assert doors.beside(copy) == [copy]


@pytest.mark.parametrize("nodes", [1, 20])
def test_a_new_lab_has_as_many_nodes_as_wished_for(learner: Learner, nodes: int) -> None:
    identity = learner.post("labs/new", {"nodes": nodes})["address"].partition("workspace=")[2]
    assert Workspace.objects.get(pk=identity).settings == {"nodes": nodes}
    assert len(learner.state()["snapshot"]["nodes"]) == nodes


@pytest.mark.parametrize("nodes", [0, 21, -1, True, 2.5, "3", [3], {}])
def test_no_cluster_has_so_many_nodes(learner: Learner, nodes: Any) -> None:
    before = Workspace.objects.count()
    assert learner.post("labs/new", {"nodes": nodes}, status=400)["error"]["code"] == "nodes"
    assert Workspace.objects.count() == before


def test_a_preset_has_its_own_nodes(learner: Learner) -> None:
    learner.post("labs/new", {"preset": next(iter(scenes())), "nodes": 5}, status=400)
