"""Frames on other people's pages: shown anywhere, needing no cookie, leading to nobody's work."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from nodeport_lab.lab import api
from nodeport_lab.lab.models import Share, Visitor, Workspace
from tests.lab.conftest import Learner

DOWN = {"type": "set-node", "node": "node1", "up": False}


@pytest.fixture
def code(learner: Learner) -> str:
    return learner.post("share")["path"].rpartition("/")[2]


def tried(code: str) -> str:
    """The signed name that somebody in the frame gets."""
    response = Client(enforce_csrf_checks=True).post(f"/en/embed/{code}/try?theme=dark")
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["theme"] == ["dark"]
    return query["lab"][0]


def post(name: str, workspace: str, body: Any) -> Any:
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"/en/lab/{name}", json.dumps(body), "application/json", query_params={"workspace": workspace}
    )


def test_only_the_frame_may_be_framed(learner: Learner, code: str) -> None:
    frame = Client().get(f"/en/embed/{code}")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "script-src 'self'" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    for address in (f"/en/s/{code}", "/en/", "/en/nowhere"):
        assert "frame-ancestors 'none'" in learner.client.get(address)["Content-Security-Policy"]


def test_it_sets_no_cookie_and_reads_none(learner: Learner, code: str) -> None:
    assert not Client().get(f"/en/embed/{code}").cookies
    mine = learner.state()["workspace"]
    text = learner.client.get(f"/en/embed/{code}").content.decode()
    assert mine not in text
    assert "csrfmiddlewaretoken" not in text
    assert Visitor.objects.count() == 1


def test_somebody_works_in_the_frame_without_a_cookie(learner: Learner, code: str) -> None:
    name = tried(code)
    assert post("act", name, DOWN).json()["state"]["snapshot"]["nodes"][0]["up"] is False
    page = Client().get(f"/en/embed/{code}", {"lab": name})
    assert page.context["state"]["snapshot"]["nodes"][0]["up"] is False
    assert not page.context["readonly"]
    assert learner.state()["snapshot"]["nodes"][0]["up"] is True
    assert Visitor.objects.count() == 1
    # From there a link can be made, and the work be taken along.
    assert post("share", name, {}).status_code == 200


def test_a_name_that_was_not_signed_here_opens_nothing(learner: Learner, code: str) -> None:
    name = tried(code)
    mine = learner.state()["workspace"]
    identity, _, signature = name.removeprefix("e.").partition(":")
    forged = [
        f"e.{mine}:{signature}",
        f"e.{identity}",
        f"e.{identity}:",
        f"e.{identity}:{signature[:-2]}xx",
        "e.",
    ]
    for one in forged:
        assert post("act", one, DOWN).status_code == 404
        assert Client().get(f"/en/embed/{code}", {"lab": one}).context["readonly"]
    # The bare id is no name of it either, not even for a visitor.
    assert learner.client.get(f"/en/lab/state?workspace={identity}").status_code == 404


def test_a_visitors_workspace_has_no_signed_name(learner: Learner, code: str) -> None:
    """Even where the signature is ours."""
    workspace = learner.workspace
    workspace.purpose = "embed"
    name = workspace.name
    assert post("act", name, DOWN).status_code == 404


def test_a_scene_has_a_frame(db: None) -> None:
    first = Client().get("/ja/embed/scene/F9?theme=dark")
    assert first.status_code == 302
    assert Client().get("/en/embed/scene/F9")["Location"].rpartition("/")[2] in first["Location"]
    page = Client().get(first["Location"])
    assert page.status_code == 200
    assert 'data-theme="dark"' in page.content.decode()
    assert Share.objects.count() == 1
    assert Client().get("/en/embed/scene/policy-local").status_code == 302


@pytest.mark.parametrize("address", ["scene/F99", "scene/..", "AbC123", "AbC123?lab=e.x"])
def test_an_unknown_frame(db: None, address: str) -> None:
    response = Client().get(f"/en/embed/{address}")
    assert response.status_code == 404
    assert "Nothing is shared" in response.content.decode()
    assert "frame-ancestors *" in response["Content-Security-Policy"]


def test_sittings_are_made_at_a_persons_pace(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.making, "_burst", 1)
    tried(code)
    assert Client().post(f"/en/embed/{code}/try").status_code == 429


def test_what_was_left_alone_is_tidied_away_and_the_link_stays(learner: Learner, code: str) -> None:
    old, young = tried(code), tried(code)
    identity = Workspace.embedded_id(old)
    Workspace.objects.exclude(pk=Workspace.embedded_id(young)).update(
        changed=timezone.now() - timedelta(days=8)
    )
    call_command("tidy")
    assert not Workspace.objects.filter(pk=identity).exists()
    assert post("act", young, DOWN).status_code == 200
    assert Client().get(f"/en/embed/{code}").status_code == 200


def test_the_script_may_be_named_by_any_page(db: None) -> None:
    response = Client().get("/embed.js")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Content-Type"].startswith("text/javascript")
    assert b"nodeport-lab:height" in response.content
