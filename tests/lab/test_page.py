"""The page and what surrounds it: languages, cookies, headers, and the pages for when something is wrong."""

import json
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import path

from nodeport_lab.lab.models import Visitor, Workspace
from nodeport_lab.urls import urlpatterns as ours
from tests.lab.conftest import Learner


def test_the_page_carries_its_state(learner: Learner) -> None:
    text = learner.page.content.decode()
    found = re.search(r'<script id="lab-state" type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == learner.state()


def test_a_reload_is_the_same_visitor_with_the_same_workspace(learner: Learner) -> None:
    before = learner.state()
    learner.client.get("/ja/")
    learner.client.get("/en/")
    assert learner.state() == before
    assert Workspace.objects.count() == Visitor.objects.count() == 1


def test_the_visitors_cookie_is_out_of_reach_of_scripts(learner: Learner) -> None:
    cookie = learner.page.cookies["visitor"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    assert cookie["max-age"] > 300 * 24 * 3600
    assert Visitor.objects.get().pk in cookie.value


def test_a_cookie_that_we_did_not_sign_is_a_new_visitor(learner: Learner) -> None:
    mine = learner.state()["workspace"]
    forger = Client()
    forger.cookies["visitor"] = Visitor.objects.get().pk + ":forged"
    forger.get("/en/")
    assert forger.get("/en/lab/state").json()["workspace"] != mine


@pytest.mark.parametrize(
    ("cookie", "header", "arrives"),
    [
        (None, "ja", "/ja/"),
        (None, "ja-JP,en;q=0.5", "/ja/"),
        (None, "en-GB,ja;q=0.5", "/en/"),
        (None, "fr", "/en/"),
        (None, "", "/en/"),
        ("ja", "en", "/ja/"),
        ("en", "ja", "/en/"),
        ("xx", "ja", "/ja/"),
    ],
)
def test_the_first_page_is_in_the_visitors_language(
    client: Client, cookie: str, header: str, arrives: str
) -> None:
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response["Location"]) == (302, arrives)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(("here", "chosen"), [("ja", "en"), ("en", "ja")])
@pytest.mark.parametrize("browser", ["ja", "en"])
def test_changing_the_language_keeps_the_place_and_is_remembered(
    client: Client, here: str, chosen: str, browser: str
) -> None:
    header = {"Accept-Language": browser}
    response = client.post(f"/{here}/language", {"language": chosen, "next": f"/{here}/?q=1"}, headers=header)
    assert response["Location"] == f"/{chosen}/?q=1"
    assert response.cookies["language"].value == chosen
    assert client.get("/", headers=header)["Location"] == f"/{chosen}/"


def test_the_language_never_leads_away(client: Client) -> None:
    response = client.post("/en/language", {"language": "ja", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_headers_that_protect(learner: Learner) -> None:
    policy = dict(part.split(" ", 1) for part in learner.page["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert learner.page["X-Content-Type-Options"] == "nosniff"
    assert learner.page["Referrer-Policy"] == "same-origin"
    assert "no-store" in learner.page["Cache-Control"]


def test_no_page_has_inline_scripts_or_styles(learner: Learner) -> None:
    for text in (learner.page.content.decode(), learner.client.get("/en/nowhere").content.decode()):
        scripts = re.findall(r"<script\b[^>]*>", text)
        assert all("src=" in script or 'type="application/json"' in script for script in scripts)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "ページが見つかりません"), ("en", "There is no such page")]
)
def test_a_page_that_is_not_there(db: None, language: str, words: str) -> None:
    response = Client().get(f"/{language}/nowhere")
    assert response.status_code == 404
    assert words in response.content.decode()
    assert f'href="/{language}/"' in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "受け付けられませんでした"), ("en", "could not be trusted")]
)
def test_a_form_from_elsewhere(db: None, language: str, words: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/{language}/language", {"language": "ja"})
    assert response.status_code == 403
    assert words in response.content.decode()


def broken(request: Any) -> Any:
    raise RuntimeError("broken")


urlpatterns = [*ours, path("broken", broken)]
handler500 = "nodeport_lab.lab.errors.server_error"


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "サーバー側で問題が起きました"), ("en", "Something went wrong")]
)
@override_settings(ROOT_URLCONF=__name__)
def test_our_own_faults(language: str, words: str) -> None:
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE=language)
    response = client.get("/broken")
    assert response.status_code == 500
    assert words in response.content.decode()
    assert "RuntimeError" not in response.content.decode()
    answer = client.post("/broken", "{}", "application/json")
    assert answer.json()["error"]["code"] == "server-error"


def test_health_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_robots(client: Client) -> None:
    assert b"Disallow: /ja/lab/" in client.get("/robots.txt").content


def test_visitors_from_one_address_come_one_by_one(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodeport_lab.lab.visitors.new_visitors._burst", 2)
    statuses = [Client().get("/ja/").status_code for _ in range(4)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert Visitor.objects.count() < 4


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', "auto"), (None, "auto")]
)
def test_the_theme_is_the_visitors_choice(db: None, cookie: str | None, theme: str) -> None:
    client = Client()
    if cookie:
        client.cookies["theme"] = cookie
    assert client.get("/en/").context["theme"] == theme
