"""Platforms that are registered: by the operator, or by themselves where they were invited. And whom the server asks."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
import requests
from django.core.management import CommandError, call_command
from django.test import Client
from lti_tool.models import Key, LtiDeployment, LtiRegistration

from nodeport_lab.lab.models import Visitor
from nodeport_lab.lti import outbox, platforms
from nodeport_lab.lti.models import Score, Site
from nodeport_lab.lti.wire import NotRegistered, Wire, origin
from nodeport_lab.quiz.models import Round
from tests.lti.links import TEST, reach
from tests.lti.platform import CLAIM, HERE, ISSUER, Platform

CONFIGURATION = f"{ISSUER}/.well-known/openid-configuration"


def run(*words: str) -> str:
    out = StringIO()
    call_command("lti", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def public(settings: object) -> None:
    settings.BASE_URL = "https://lab.example.org"  # type: ignore[attr-defined]


def invited(*origins: str) -> str:
    address = run("invite", *origins).strip()
    assert address.startswith("https://lab.example.org/lti/register/")
    return address.removeprefix("https://lab.example.org")


def test_who_is_invited_registers_itself_once(
    network: Platform, key: None, public: None, browser: Client
) -> None:
    address = invited(ISSUER)
    query = {"openid_configuration": CONFIGURATION, "registration_token": "once"}
    page = browser.get(address, query)
    assert page.status_code == 200
    assert f"frame-ancestors {ISSUER}" in page["Content-Security-Policy"]
    assert not network.asked, "nothing happens before somebody says so"
    done = browser.post(f"{address}?openid_configuration={CONFIGURATION}&registration_token=once")
    assert done.status_code == 200, done.content.decode()
    said = network.registered
    assert said["initiate_login_uri"] == "https://lab.example.org/lti/login/"
    assert said["redirect_uris"] == ["https://lab.example.org/lti/launch/"]
    assert said["jwks_uri"] == "https://lab.example.org/lti/keys.json"
    assert said["token_endpoint_auth_method"] == "private_key_jwt"
    tool = said["https://purl.imsglobal.org/spec/lti-tool-configuration"]
    assert tool["claims"] == ["iss", "sub"], "no names are asked for"
    site = Site.objects.get()
    assert site.registration.client_id == "given-by-platform"
    assert site.registration.token_url == f"{HERE}/access_tokens"
    assert site.any_deployment, "it named none"
    assert browser.post(f"{address}?openid_configuration={CONFIGURATION}").status_code == 410
    network.client_id = "given-by-platform"
    network.launch(browser)


def test_an_invitation_is_for_whom_it_names(
    network: Platform, key: None, public: None, browser: Client
) -> None:
    address = invited("https://moodle.example.org", ISSUER)
    for elsewhere in ("https://evil.example.org/", "http://127.0.0.1:8000/", "file:///etc/passwd", ""):
        assert browser.post(f"{address}?openid_configuration={elsewhere}").status_code == 403
    assert browser.post("/lti/register/forged/").status_code == 410
    assert not network.asked
    assert browser.post(f"{address}?openid_configuration={ISSUER}/elsewhere").status_code == 502
    assert not Site.objects.exists()


def test_the_operator_registers_lists_and_forgets(network: Platform, key: None, public: None) -> None:
    addresses = run("addresses")
    assert "https://lab.example.org/lti/login/" in addresses
    words = [
        "add", "--name", "Ours", "--issuer", ISSUER, "--client-id", network.client_id, "--deployment", "1",
        "--deployment", network.deployment, "--origin", "https://school.example.org/path",
        "--auth-url", f"{HERE}/authorizations/new", "--token-url", f"{HERE}/access_tokens",
        "--keys-url", f"{HERE}/platform_keys/5292.json",
    ]  # fmt: skip
    run(*words)
    run(*words)
    site = Site.objects.get()
    assert site.origins == [ISSUER, "https://school.example.org"]
    assert not site.any_deployment
    assert LtiDeployment.objects.count() == 2
    network.launch(Client())
    reach(1.0)
    listed = run("list")
    assert "Ours" in listed
    assert "100%" in listed
    with pytest.raises(CommandError):
        run("remove", "99")
    run("remove", str(site.registration_id))
    assert not Visitor.objects.exists()
    assert not LtiRegistration.objects.exists()
    assert not Score.objects.exists()


def test_the_command_sends_what_waits_and_ends_tests_that_nobody_came_back_to(platform: Platform) -> None:
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    short = TEST | {f"{CLAIM}custom": {"content": "test:3:5:1"}}
    browser.post(platform.launch(browser, **short)["Location"])
    Round.objects.update(deadline="2026-01-01T00:00:00Z")
    platform.failing["scores"] = 503
    assert "0 arrived, 1 did not" in run("send")
    platform.failing.clear()
    assert run("send") == "", "later"
    assert run("send", "--now") == "1 arrived, 0 did not\n"
    assert platform.scores[0]["scoreGiven"] == 0


def test_what_is_no_address_is_not_registered(key: None) -> None:
    for wrong in (
        "http://moodle.example.org/auth",
        "moodle.example.org",
        "https://a:b@moodle.example.org",
        "",
    ):
        with pytest.raises(platforms.Unregistrable):
            platforms.register(
                name="", issuer=ISSUER, client_id="1", auth_url=wrong, token_url=ISSUER, keys_url=ISSUER
            )
    with pytest.raises(CommandError):
        run("invite", "moodle.example.org")


def test_the_keys_are_made_once_and_the_private_one_is_shown_to_nobody(db: None) -> None:
    first, second = Client().get("/lti/keys.json"), Client().get("/lti/keys.json")
    assert first.json() == second.json()
    assert Key.objects.count() == 1
    (shown,) = first.json()["keys"]
    assert set(shown) == {"kty", "n", "e", "kid", "alg", "use"}


def test_canvas_is_told_what_it_wants_to_know(public: None) -> None:
    said = Client().get("/lti/canvas.json").json()
    assert said["oidc_initiation_url"] == "https://lab.example.org/lti/login/"
    assert said["extensions"][0]["privacy_level"] == "anonymous"
    placements = {one["placement"] for one in said["extensions"][0]["settings"]["placements"]}
    assert placements == {"assignment_selection", "link_selection"}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://moodle.example.org/a?b", "https://moodle.example.org"),
        ("https://Moodle.example.org:443/", "https://moodle.example.org"),
        ("https://moodle.example.org:8443/", "https://moodle.example.org:8443"),
        ("http://localhost:8080/moodle", "http://localhost:8080"),
        ("http://[::1]:80/", "http://[::1]"),
        ("http://moodle.example.org/", ""),
        ("https://user:secret@moodle.example.org/", ""),
        ("https://moodle.example.org:port/", ""),
        ("ftp://localhost/", ""),
        ("javascript:alert(1)", ""),
        ("//moodle.example.org/", ""),
        ("", ""),
    ],
)
def test_an_origin(address: str, found: str) -> None:
    assert origin(address) == found


def test_the_server_asks_nobody_who_is_not_registered(network: Platform) -> None:
    wire = Wire([ISSUER])
    assert wire.get(f"{ISSUER}/.well-known/openid-configuration").status_code == 200
    for address in (
        "https://elsewhere.example.org/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "",
        "x",
    ):
        with pytest.raises(NotRegistered):
            wire.get(address)
    network.failing["openid-configuration"] = 302
    with pytest.raises(requests.TooManyRedirects):
        wire.get(CONFIGURATION)
    assert re.fullmatch(r"(GET \S+configuration ?)+", " ".join(network.asked))


@pytest.mark.django_db(transaction=True)
def test_a_thread_sends_while_nobody_waits(
    platform: Platform, browser: Client, awake: Callable[[], None]
) -> None:
    platform.launch(browser)
    reach(1.0)
    awake()
    awake()
    while (worker := outbox._worker) is not None:
        worker.join(10)
    assert [score["scoreGiven"] for score in platform.scores] == [100]
