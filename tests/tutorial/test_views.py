"""A learner's way through a lesson: predicting, trying, being told, going on; and coming back."""

import re

import pytest
from django.test import Client

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.lab.models import Visitor, Workspace
from nodeport_lab.tutorial.models import Progress
from tests.tutorial.conftest import LESSON, Learner


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_step_of_everything_opens(db: None, language: str) -> None:
    learner = Learner(language)
    for lesson in catalogue().all:
        folder = "exercises" if lesson.kind == "exercise" else lesson.folder.parent.name
        for step in lesson.steps:
            page = learner.get(f"/{language}/learn/{folder}/{lesson.id}/{step.id}/?part")
            assert "{{" not in page
            assert 'id="step"' in page


def test_the_page_has_a_stage_of_its_own(learner: Learner) -> None:
    page = learner.get(f"{LESSON}one-port-three-nodes/")
    assert 'id="lab-state"' in page
    assert {one.purpose for one in Workspace.objects.all()} == {"lab", "lesson:every-node"}
    assert "10.96." in page  # a quoted output comes from the simulation


def shown(page: str) -> str:
    """What the stage is to show."""
    match = re.search(r'data-show="([^"]*)"', page)
    assert match is not None
    return match[1]


def test_a_prediction_is_asked_before_anything_is_told(learner: Learner) -> None:
    before = learner.get(f"{LESSON}empty-node/")
    assert "reveal" not in re.findall(r'id="(\w+)"', before)
    assert "request" not in shown(before)
    after = learner.post(f"{LESSON}empty-node/predict", {"choice": "refused"}).content.decode()
    assert 'id="reveal"' in after
    assert "would make sense if node3 looked only" in after  # what is said to who chose this
    assert "192.168.1.103" in shown(after)
    again = learner.post(f"{LESSON}empty-node/predict", {"choice": "answered"}).content.decode()
    assert re.search(r'value="refused" disabled data-chosen', again), "the first choice counts"


def test_a_task_is_judged_by_its_outcome_and_says_what_happens_instead(learner: Learner) -> None:
    page = learner.get(f"{LESSON}choose-a-port/")
    assert 'class="instead"' not in page, "nothing is said against who has not done anything"
    learner.service(nodePort=31001)
    told = learner.check("choose-a-port")
    assert not told["reached"]
    assert "192.168.1.102:31000" in told["html"]
    assert "After the edit comes Apply" in told["html"]
    learner.service(nodePort=31000)
    told = learner.check("choose-a-port")
    assert told["reached"]
    assert 'id="reached"' in told["html"]
    learner.service(nodePort=31001)
    assert learner.check("choose-a-port")["reached"], "what was reached stays reached"


def test_what_was_typed_counts_where_it_left_no_trace(learner: Learner) -> None:
    learner.get(f"{LESSON}nobody-listens/")
    assert not learner.check("nobody-listens", [{"place": "client", "line": "kubectl get pods"}])["reached"]
    assert learner.check("nobody-listens", [{"place": "client", "line": "ssh node3 ss -lnt"}])["reached"]


def test_two_hints_and_then_the_way_out(learner: Learner) -> None:
    learner.get(f"{LESSON}choose-a-port/")
    pages = [learner.post(f"{LESSON}choose-a-port/hint").content.decode() for _ in range(3)]
    assert [page.count('class="hint-name"') for page in pages] == [1, 2, 2]
    assert ["show-me" in page for page in pages] == [False, True, True]
    solved = learner.post(f"{LESSON}choose-a-port/solve", {"index": 0}).json()
    assert (solved["action"]["type"], solved["left"]) == ("apply", 0)
    learner.post(f"{LESSON}choose-a-port/solve", {"index": 1}, status=404)
    learner.lab("act", solved["action"])
    assert learner.check("choose-a-port")["reached"]


def test_the_way_out_begins_afresh_where_it_would_lead_nowhere(learner: Learner) -> None:
    learner.get(f"{LESSON}choose-a-port/")
    line = {"type": "kubectl", "line": "kubectl scale deployment nginx-deployment --replicas=1"}
    learner.lab("act", line)
    harmless = learner.post(f"{LESSON}choose-a-port/solve", {"index": 0}).json()
    assert harmless["afresh"] is False, "Apply is for every file: the Deployment gets its two pods back"
    nobody = [{"source": "0.0.0.0/0", "ports": None, "action": "deny"}]
    learner.lab("act", {"type": "set-firewall", "rules": nobody})
    lost = learner.post(f"{LESSON}choose-a-port/solve", {"index": 0}).json()
    assert lost["afresh"] is True
    learner.lab("act", lost["action"])
    assert learner.check("choose-a-port")["reached"]


def test_what_the_learner_made_stays_from_step_to_step(learner: Learner) -> None:
    learner.get(f"{LESSON}one-port-three-nodes/")
    learner.lab("act", {"type": "kubectl", "line": "kubectl scale deployment nginx-deployment --replicas=3"})
    learner.get(f"{LESSON}empty-node/")
    assert len(learner.client.get(state_of()).json()["snapshot"]["pods"]) == 3
    # Who leaves a task undone finds the cluster as the lesson means it to be.
    learner.post(f"{LESSON}empty-node/predict", {"choice": "answered"})
    learner.get(f"{LESSON}nobody-listens/")
    learner.get(f"{LESSON}choose-a-port/")
    assert len(learner.client.get(state_of()).json()["snapshot"]["pods"]) == 2


def state_of() -> str:
    return f"/en/lab/state?workspace={Workspace.objects.get(purpose='lesson:every-node').pk}"


def test_a_step_can_be_begun_afresh(learner: Learner) -> None:
    learner.get(f"{LESSON}choose-a-port/")
    before = learner.client.get(state_of()).json()
    learner.service(nodePort=31000)
    assert learner.check("choose-a-port")["reached"]
    page = learner.post(f"{LESSON}choose-a-port/afresh").content.decode()
    assert 'id="reached"' not in page
    after = learner.client.get(state_of()).json()
    assert after["revision"] > before["revision"]
    assert after["snapshot"] == before["snapshot"]
    assert after["files"] == before["files"]
    assert learner.post(f"/en/lab/undo?workspace={after['workspace']}", {}, status=400)


def test_who_comes_back_goes_on_where_they_stopped(learner: Learner) -> None:
    learner.get(f"{LESSON}one-port-three-nodes/")
    learner.get(f"{LESSON}empty-node/")
    assert learner.client.get(LESSON)["Location"] == f"{LESSON}empty-node/"
    assert learner.client.get("/ja/learn/03-nodeport/every-node/")["Location"].endswith(
        "/ja/learn/03-nodeport/every-node/empty-node/"
    )
    page = learner.get("/en/learn/")
    assert "Go on" in page
    assert "data-begun" in page


def test_a_lesson_is_finished_when_all_of_it_is_done(learner: Learner) -> None:
    learner.get(f"{LESSON}one-port-three-nodes/")
    learner.get(f"{LESSON}empty-node/")
    learner.post(f"{LESSON}empty-node/predict", {"choice": "answered"})
    learner.get(f"{LESSON}nobody-listens/")
    learner.check("nobody-listens", [{"place": "client", "line": "ssh node3 ss -lnt"}])
    learner.get(f"{LESSON}choose-a-port/")
    assert Progress.objects.get().finished is None
    learner.service(nodePort=31000)
    learner.check("choose-a-port")
    assert Progress.objects.get().finished is not None
    assert "data-done" in learner.get("/en/learn/")


def test_an_exercise_is_mended_by_any_manifest(learner: Learner) -> None:
    learner.get("/en/learn/exercises/F2/repair/")
    check = "/en/learn/exercises/F2/repair/check"
    learner.service("exercise:F2", port=8080, targetPort=8080)
    assert "The pod still refuses" in learner.post(check).json()["html"]
    learner.service("exercise:F2", port=8080, targetPort=80)  # another port than the solution's
    assert learner.post(check).json()["reached"]


def test_the_stage_goes_on_in_the_lab(learner: Learner) -> None:
    learner.get(f"{LESSON}choose-a-port/")
    learner.service(nodePort=31000)
    response = learner.client.post(f"{LESSON}choose-a-port/lab")
    page = learner.get(response["Location"])
    assert "31000" in page
    assert "Ask the node that has no pod" in page


def test_a_lesson_leads_to_the_comparison_and_to_its_exercises(db: None) -> None:
    learner = Learner()
    page = learner.get("/en/learn/06-costs/one-known-node/nobody-in-front/")
    assert "To practise" not in page, "not before it is done"
    page = learner.post(
        "/en/learn/06-costs/one-known-node/nobody-in-front/predict", {"choice": "one"}
    ).content.decode()
    assert 'href="/en/learn/exercises/F9/"' in page
    assert 'href="/en/compare/?breaks=node"' in page
    assert learner.client.get("/en/compare/?breaks=node").status_code == 200


def test_the_map_tells_the_core_and_how_long_it_takes(db: None) -> None:
    page = Learner().get("/en/learn/")
    assert "are the core" in page
    assert page.count('class="core-mark" title') == sum(lesson.core for lesson in catalogue().lessons)


def test_a_table_stays_on_its_lines_and_a_sentence_is_wrapped(learner: Learner) -> None:
    page = learner.get(f"{LESSON}one-port-three-nodes/")
    assert re.search(r'<span class="columns">NAME +TYPE', page)
    assert '<span class="columns">$' not in page


def test_a_machine_that_reads_leaves_no_progress(db: None, example: None) -> None:
    Client().get(f"{LESSON}empty-node/")
    assert Visitor.objects.count() == 1
    assert Progress.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "/en/learn/03-nodeport/no-such-lesson/",
        "/en/learn/04-other/every-node/",
        "/en/learn/exercises/every-node/",
        f"{LESSON}no-such-step/",
        "/en/reference/no-such-page/",
        "/en/reference/errors/nothing-of-this-name/",
        "/en/reference/endings/no-such-code/",
    ],
)
def test_what_is_not_there_is_not_found(learner: Learner, address: str) -> None:
    learner.get(address, status=404)


def test_a_lab_can_be_saved_as_an_exercise(learner: Learner) -> None:
    import yaml

    learner.get(f"{LESSON}choose-a-port/")
    data = yaml.safe_load(learner.get(f"{LESSON}choose-a-port/exercise.yaml"))
    assert data["start"][0]["type"] == "apply"
    assert data["steps"][0]["task"]["goal"]
    workspace = Workspace.objects.get(purpose="lab").pk
    assert "practises" in learner.get(f"/en/learn/exercise.yaml?workspace={workspace}")
    Learner().get(f"/en/learn/exercise.yaml?workspace={workspace}", status=404)


def test_the_first_page_of_all_counts_once_the_reader_goes_on(db: None) -> None:
    newcomer = Client(HTTP_ACCEPT_LANGUAGE="en")
    newcomer.get(f"{LESSON}one-port-three-nodes/")
    assert not Progress.objects.exists(), "a machine that reads all there is leaves no progress behind"
    newcomer.get(f"{LESSON}empty-node/?part")
    assert Progress.objects.get().done == ["one-port-three-nodes"]
