"""Links to frozen copies: the same state has the same one, it replays exactly, and it opens nothing else."""

from typing import Any

import pytest
from django.test import Client

from nodeport_lab.lab import api
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.models import Share, Visitor, Workspace
from tests.lab.conftest import Learner
from tests.lab.sharing import DOWN, REQUEST, ask, page_json, shared


def test_the_same_state_has_the_same_link(learner: Learner) -> None:
    first = shared(learner)
    assert shared(learner) == first
    assert shared(learner, {**REQUEST, "pick": 0}) != first
    learner.post("act", DOWN)
    second = shared(learner)
    assert second != first
    learner.post("undo")
    assert shared(learner) == first
    assert Share.objects.count() == 3


def test_a_copy_stays_as_it_is(learner: Learner) -> None:
    code = shared(learner)
    before = ask("state", f"s.{code}")
    learner.post("act", DOWN)
    learner.post("draft", {"files": [{"name": "other.yaml", "text": "kind: Pod"}]})
    shelf.clear()
    assert ask("state", f"s.{code}") == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("act", DOWN),
        (
            "apply",
            {"files": [{"name": "a.yaml", "text": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"}]},
        ),
        ("draft", {"files": []}),
        ("undo", {}),
        ("terminal", {"line": "kubectl delete service nginx-service-nodeport", "place": "client"}),
        ("reveal", {}),
        ("repair", {}),
        ("labs/new", {}),
        ("labs/rename", {"title": "mine now"}),
        ("labs/remove", {}),
        ("labs/restore", {}),
    ],
)
def test_nobody_changes_a_copy(learner: Learner, name: str, body: Any) -> None:
    learner.post("act", DOWN)
    code = shared(learner)
    before = ask("state", f"s.{code}")
    if name == "undo":
        ask(name, f"s.{code}", body)  # looks one step back, and says which moment that is
    else:
        assert ask(name, f"s.{code}", body, status=403)["error"]["message"]
    assert ask("state", f"s.{code}") == before
    assert Workspace.objects.count() == 2
    stored = Workspace.objects.get(pk=f"s.{code}")
    assert (stored.length, stored.revision, stored.title, stored.purpose) == (2, 2, "", "share")


def test_its_moments_are_stepped_through(learner: Learner) -> None:
    learner.post("act", DOWN)
    learner.post("act", {"type": "set-provider", "running": True})
    code = shared(learner)
    last = ask("state", f"s.{code}")
    assert [entry["number"] for entry in last["log"]] == [1, 2, 3]
    first = ask("go", last["workspace"], {"number": 1})["state"]
    assert first["workspace"] == f"s.{code}.1"
    assert [node["up"] for node in first["snapshot"]["nodes"]] == [True, True, True]
    assert [entry["number"] for entry in first["ahead"]] == [2, 3]
    shelf.clear()
    again = ask("state", first["workspace"])
    assert again == first
    assert ask("go", first["workspace"], {"number": 3})["state"] == last
    ask("go", first["workspace"], {"number": 4}, status=400)


@pytest.mark.parametrize("number", ["0", "3", "-1", "²", "99999999999999999999", "1.1", "x"])
def test_there_are_no_other_moments(learner: Learner, number: str) -> None:
    ask("state", f"s.{shared(learner)}.{number}", status=404)


def test_packets_are_sent_in_a_copy_and_not_logged(learner: Learner) -> None:
    code = shared(learner)
    answer = ask("send", f"s.{code}", REQUEST)
    assert len(answer["trace"]["branches"]) == 2
    assert answer["state"]["log"] == ask("state", f"s.{code}")["log"]
    assert ask("trace", f"s.{code}", REQUEST)["trace"]["branches"]
    for look in ("objects", "events", "breaks", "export"):
        assert ask(look, f"s.{code}")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_replays_what_was_shown(learner: Learner, language: str) -> None:
    sent = learner.post("send", REQUEST)
    code = shared(learner, {**REQUEST, "pick": sent["pick"]})
    page = Client(HTTP_ACCEPT_LANGUAGE="fr").get(f"/{language}/s/{code}")
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    journey = page_json(page, "lab-journey")
    assert journey["pick"] == sent["pick"]
    if language == "en":
        assert journey["trace"] == sent["trace"]
    assert [branch["hops"][0]["before"] for branch in journey["trace"]["branches"]] == [
        branch["hops"][0]["before"] for branch in sent["trace"]["branches"]
    ]
    assert page_json(page, "lab-state")["workspace"] == f"s.{code}.2"


def test_the_first_packet_of_an_affinity_is_replayed_as_it_was(learner: Learner) -> None:
    """Sent again it could only go where the first one went."""
    files = learner.files()
    files[1]["text"] = files[1]["text"].replace("spec:\n", "spec:\n  sessionAffinity: ClientIP\n", 1)
    learner.post("apply", {"files": files})
    sent = learner.post("send", REQUEST)
    assert len(sent["trace"]["branches"]) == 2
    code = shared(learner, {**REQUEST, "pick": sent["pick"]})
    assert page_json(Client().get(f"/en/s/{code}"), "lab-journey")["trace"] == sent["trace"]


def test_the_link_leads_to_the_readers_language(learner: Learner) -> None:
    code = shared(learner)
    for language in ("ja", "en"):
        response = Client().get(f"/s/{code}", headers={"Accept-Language": language})
        assert response["Location"] == f"/{language}/s/{code}"


def test_looking_makes_nobody_a_visitor(learner: Learner) -> None:
    code = shared(learner)
    page = Client().get(f"/en/s/{code}")
    assert "visitor" not in page.cookies
    assert Visitor.objects.count() == 1


def test_trying_it_makes_a_lab_of_ones_own(learner: Learner) -> None:
    learner.post("act", DOWN)
    code = shared(learner)
    stranger = Learner("ja")
    mine = stranger.state()["workspace"]
    response = stranger.client.post(f"/ja/s/{code}/fork")
    assert response.status_code == 302
    forked = stranger.state(f"?{response['Location'].partition('?')[2]}")
    assert forked["snapshot"]["nodes"][0]["up"] is False
    assert forked["begins"] == 1
    stranger.post("undo", query=f"?workspace={forked['workspace']}")
    assert ask("state", f"s.{code}")["snapshot"]["nodes"][0]["up"] is False
    assert learner.state()["snapshot"]["nodes"][0]["up"] is False
    assert len(stranger.get("labs")["labs"]) == 2
    assert mine in [lab["id"] for lab in stranger.get("labs")["labs"]]


def test_trying_it_without_having_been_here(learner: Learner) -> None:
    client = Client()
    response = client.post(f"/en/s/{shared(learner)}/fork", follow=True)
    assert response.status_code == 200
    assert Visitor.objects.count() == 2


def test_a_form_from_elsewhere_forks_nothing(learner: Learner) -> None:
    code = shared(learner)
    response = Client(enforce_csrf_checks=True).post(f"/en/s/{code}/fork?workspace=s.{code}")
    assert response.status_code == 403
    assert Visitor.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "共有されているものはありません"), ("en", "Nothing is shared")]
)
@pytest.mark.parametrize("code", ["AbC123", "x" * 300, "%F0%9F%90%99", "..%2F.."])
def test_an_unknown_link(db: None, language: str, words: str, code: str) -> None:
    response = Client().get(f"/{language}/s/{code}")
    assert response.status_code == 404
    if "2F" not in code:
        assert words in response.content.decode()


def test_a_link_opens_nothing_of_whoever_made_it(learner: Learner) -> None:
    code = shared(learner)
    mine = learner.state()["workspace"]
    for name in (mine, f"s.{mine}", f"e.{mine}", f"e.{mine}:{'x' * 43}", "s.", "e.", f"s.{code[:-1]}"):
        assert ask("state", name, status=404)["error"]["code"] == "no-workspace"
    text = Client().get(f"/en/s/{code}").content.decode()
    assert mine not in text
    assert Visitor.objects.get().pk not in text


def test_a_stranger_shares_nothing_of_mine(learner: Learner) -> None:
    mine = learner.state()["workspace"]
    Learner().post("share", query=f"?workspace={mine}", status=404)
    assert Share.objects.count() == 0


@pytest.mark.parametrize(
    "journey",
    [
        1,
        [],
        {},
        {**REQUEST},
        {**REQUEST, "pick": "0"},
        {**REQUEST, "pick": -1},
        {**REQUEST, "pick": 10**9},
        {**REQUEST, "pick": True},
        {**REQUEST, "pick": 0, "to": {"address": "x" * 3_000, "port": 1}},
        {**REQUEST, "pick": 0, "to": 5},
        {**REQUEST, "pick": 0, "from": None},
    ],
)
def test_a_journey_that_is_none(learner: Learner, journey: Any) -> None:
    learner.post("share", {"journey": journey}, status=400)
    assert Share.objects.count() == 0


def test_a_journey_that_cannot_be_is_not_shown(learner: Learner) -> None:
    code = shared(
        learner,
        {"from": "default/gone", "to": {"address": "nowhere", "port": 1}, "protocol": "TCP", "pick": 7},
    )
    page = Client().get(f"/en/s/{code}")
    assert page.status_code == 200


def test_too_long_a_lab_is_not_shared(learner: Learner, settings: Any) -> None:
    settings.MAX_SHARED = 1_000
    assert learner.post("share", status=413)["error"]["code"] == "too-large"
    assert Share.objects.count() == 0


def test_links_are_made_at_a_persons_pace(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.making, "_burst", 2)
    learner.post("share")
    learner.post("share")
    learner.post("share", status=429)


def test_looking_is_limited_by_address(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    code = shared(learner)
    monkeypatch.setattr(api.public, "_burst", 1)
    monkeypatch.setattr(api.public, "_per_second", 0)  # however long the test takes
    ask("state", f"s.{code}")
    ask("state", f"s.{code}", status=429)
    assert Client().get(f"/en/s/{code}").status_code == 429


def test_a_request_of_http_is_replayed_as_it_was(learner: Learner) -> None:
    http = {"scheme": "http", "host": "shop.example", "path": "/cart"}
    sent = learner.post("send", {**REQUEST, "http": http})
    assert sent["trace"]["request"]["http"] == http
    assert sent["trace"]["branches"][sent["pick"]]["http"]["status"]
    assert "http://shop.example/cart" in sent["state"]["log"][-1]["label"]
    code = shared(learner, {**REQUEST, "http": http, "pick": sent["pick"]})
    assert page_json(Client().get(f"/en/s/{code}"), "lab-journey")["trace"] == sent["trace"]


@pytest.mark.parametrize("http", ["http", {"scheme": "ftp"}, {"path": "no-slash"}, {"host": {}}, {"else": 1}])
def test_no_request_of_http(learner: Learner, http: Any) -> None:
    learner.post("send", {**REQUEST, "http": http}, status=400)
