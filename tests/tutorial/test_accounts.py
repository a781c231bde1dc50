"""Progress taken along: as a file, and with a name and a password."""

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from nodeport_lab.lab.models import Visitor, Workspace
from nodeport_lab.tutorial.models import Account, Progress
from tests.tutorial.conftest import LESSON, Learner

SECRET = "one packet two doors"


def worked(learner: Learner) -> None:
    learner.get(f"{LESSON}one-port-three-nodes/")
    learner.get(f"{LESSON}empty-node/")
    learner.post(f"{LESSON}empty-node/predict", {"choice": "refused"})


def test_a_file_takes_progress_to_another_browser(learner: Learner) -> None:
    worked(learner)
    saved = learner.get("/en/account/progress.json")
    other = Learner()
    other.get(f"{LESSON}one-port-three-nodes/")
    response = other.client.post("/en/account/import", {"file": SimpleUploadedFile("p.json", saved.encode())})
    assert response.status_code == 302
    mine, theirs = Progress.objects.order_by("id")
    assert (theirs.done, theirs.of("empty-node")["choice"]) == (mine.done, "refused")
    assert other.get("/en/account/?said=brought").count("Nothing that was here is lost") == 1


def test_a_file_that_is_none_is_refused_and_changes_nothing(learner: Learner) -> None:
    for text in ("", "{}", "[1]", '{"nodeport-lab-progress": 1, "lessons": [3]}', "[" * 5000):
        response = learner.client.post(
            "/en/account/import", {"file": SimpleUploadedFile("p.json", text.encode())}
        )
        assert response.status_code == 400
    odd = {"nodeport-lab-progress": 1, "lessons": [{"kind": "lesson", "id": "every-node", "done": "x", "choices": 3, "finished": "no", "place": 9}, {"kind": "lesson", "id": "gone"}]}  # fmt: skip
    file = SimpleUploadedFile("p.json", json.dumps(odd).encode())
    assert learner.client.post("/en/account/import", {"file": file}).status_code == 302
    assert Progress.objects.get().done == []


def test_an_account_opens_the_same_progress_elsewhere(learner: Learner) -> None:
    worked(learner)
    enter = {"name": " Hana  Sato", "password": SECRET, "do": "make"}
    assert learner.client.post("/en/account/enter", enter).status_code == 302
    other = Learner()
    other.get("/en/learn/exercises/F2/symptom/")
    other.post("/en/learn/exercises/F2/symptom/predict", {"choice": "firewall"})
    wrong = other.client.post("/en/account/enter", {"name": "Hana Sato", "password": "x", "do": "in"})
    assert (wrong.status_code, "do not belong together" in wrong.content.decode()) == (400, True)
    assert (
        other.client.post(
            "/en/account/enter", {"name": "Hana Sato", "password": SECRET, "do": "in"}
        ).status_code
        == 302
    )
    assert other.client.get(LESSON)["Location"] == f"{LESSON}empty-node/"
    assert {one.lesson for one in Account.objects.get().visitor.progress.all()} == {"every-node", "F2"}
    assert "logged in as Hana Sato" in other.get("/en/account/")
    other.client.post("/en/account/leave")
    assert "Begin here" in other.get("/en/learn/")
    assert "Go on" in learner.get("/en/learn/")
    refused = learner.client.post("/en/account/forget", {"password": "x"})
    assert (refused.status_code, Account.objects.count()) == (400, 1)
    learner.client.post("/en/account/forget", {"password": SECRET})
    assert Account.objects.count() == 0
    assert "Go on" in learner.get("/en/learn/"), "what was done stays in the browser"


def test_a_password_is_changed_by_who_knows_it(learner: Learner) -> None:
    worked(learner)
    learner.client.post("/en/account/enter", {"name": "Hana", "password": SECRET, "do": "make"})
    new = "three ports one rewrite"

    def change(old: str, new: str) -> int:
        return learner.client.post("/en/account/password", {"old": old, "new": new}).status_code

    assert [change("x", new), change(SECRET, "12345678"), change(SECRET, new)] == [400, 400, 302]
    other = Learner()
    answers = [
        other.client.post("/en/account/enter", {"name": "Hana", "password": password, "do": "in"}).status_code
        for password in (SECRET, new)
    ]
    assert answers == [400, 302]
    other.client.post("/en/account/forget", {"password": new, "progress": "1"})
    assert (Account.objects.count(), Progress.objects.count()) == (0, 0)
    assert not Workspace.objects.filter(purpose__startswith="lesson:").exists()
    assert Learner().client.post("/en/account/password", {"old": new, "new": SECRET}).status_code == 302


def test_names_are_taken_once_and_passwords_are_no_easy_ones(learner: Learner) -> None:
    def made(name: str, password: str) -> int:
        return (
            Learner()
            .client.post("/en/account/enter", {"name": name, "password": password, "do": "make"})
            .status_code
        )

    assert [made("Ken", "12345678"), made("Ken", "short"), made("", SECRET), made("Ken", SECRET), made("Ken", SECRET)] == [
        400, 400, 400, 302, 400,
    ]  # fmt: skip


def test_guessing_is_slow(learner: Learner) -> None:
    answers = [
        learner.client.post("/en/account/enter", {"name": "Ken", "password": str(n), "do": "in"}).status_code
        for n in range(15)
    ]
    assert answers[:10] == [400] * 10
    assert answers[-1] == 429


def test_guessing_at_one_name_from_many_addresses_is_slow_too(learner: Learner) -> None:
    answers = [
        learner.client.post(
            "/en/account/enter",
            {"name": f" KEN{' ' * n}", "password": "x", "do": "in"},
            REMOTE_ADDR=f"192.0.2.{n}",
        ).status_code
        for n in range(12)
    ]
    assert answers == [400] * 10 + [429] * 2
    assert (
        learner.client.post("/en/account/enter", {"name": "Hana", "password": "x", "do": "in"}).status_code
        == 400
    )


def test_tidying_forgets_nobody_who_has_progress(learner: Learner) -> None:
    worked(learner)
    other = Learner()
    Workspace.objects.update(changed=timezone.now() - timedelta(days=30), revision=1, begins=1)
    call_command("tidy")
    assert "Go on" in learner.get("/en/learn/")
    assert "Begin here" in other.get("/en/learn/")
    assert [one.progress.count() for one in Visitor.objects.all()] == [1]
