"""Who is believed, and who is not."""

import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from django.test import Client
from jwcrypto.common import base64url_encode
from lti_tool.models import LtiDeployment, LtiUser

from nodeport_lab.lab import visitors
from nodeport_lab.lab.models import Visitor
from nodeport_lab.lti.keysets import published
from nodeport_lab.lti.models import Handshake, Person, Site
from tests.lti.platform import CLAIM, ISSUER, KEY, OTHER_KEY, Platform


def test_the_login_asks_what_openid_connect_wants_to_be_asked(platform: Platform, browser: Client) -> None:
    asked = platform.login(browser)
    assert asked | {"state": "", "nonce": ""} == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": "http://testserver/lti/launch/",
        "login_hint": "29123",
        "lti_message_hint": "79550",
        "state": "",
        "nonce": "",
    }
    cookie = browser.cookies[f"lti1p3-{asked['state']}"].OutputString()
    assert "HttpOnly" in cookie
    assert "SameSite=None" in cookie
    assert "Secure" in cookie
    assert cookie.endswith("; Partitioned")


def test_a_launch_makes_a_guest_who_sees_what_the_link_shows(platform: Platform, browser: Client) -> None:
    response = platform.launch(browser)
    assert response["Location"] == "/en/learn/exercises/F1/"
    guest = visitors.guest({"guest": browser.cookies["guest"].value})
    assert guest is not None
    assert guest.visitor == Person.objects.get(subject="bced2216ecfb5d7de955").visitor_id
    assert guest.frames == (ISSUER,)
    cookie = browser.cookies["guest"].OutputString()
    assert "max-age" not in cookie.lower(), "it ends with the browser"
    assert cookie.endswith("; Partitioned")
    page = browser.get(response["Location"], follow=True)
    assert page.status_code == 200
    assert f"frame-ancestors {ISSUER}" in page["Content-Security-Policy"]
    assert b"site-nav" not in page.content, "the platform has its own"
    token = browser.cookies["csrftoken"].OutputString()
    assert token.endswith("; Partitioned"), "otherwise no form could be sent from a frame"


def test_whoever_is_no_guest_is_framed_by_nobody(platform: Platform, browser: Client) -> None:
    page = browser.get("/en/learn/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    browser.cookies["guest"] = "forged:by:hand"
    page = browser.get("/en/learn/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_the_same_person_is_the_same_visitor_and_their_name_is_nowhere(
    platform: Platform, browser: Client
) -> None:
    platform.launch(browser)
    platform.launch(Client())
    assert Person.objects.count() == Visitor.objects.count() == 1
    platform.launch(Client(), sub="somebody else")
    assert Person.objects.count() == 2
    assert not LtiUser.objects.exists()
    assert "Mervin" not in json.dumps(list(Person.objects.values()), default=str)


def test_the_language_is_the_platforms(platform: Platform, browser: Client) -> None:
    shown = {"locale": "ja", "document_target": "iframe"}
    response = platform.launch(browser, **{f"{CLAIM}launch_presentation": shown})
    assert response["Location"] == "/ja/learn/exercises/F1/"


def test_what_the_address_says_counts_where_the_parameter_got_lost(
    platform: Platform, browser: Client
) -> None:
    target = "http://testserver/lti/launch/?content=lesson%3Aevery-node"
    more: dict[str, Any] = {f"{CLAIM}custom": None, f"{CLAIM}target_link_uri": target}
    assert platform.launch(browser, **more)["Location"] == "/en/learn/03-nodeport/every-node/"
    more[f"{CLAIM}target_link_uri"] = "http://testserver/lti/launch/"
    assert platform.launch(browser, **more)["Location"] == "/en/learn/"
    more[f"{CLAIM}custom"] = {"content": "lesson:gone"}
    assert b"lesson:gone" in platform.launch(browser, 404, **more).content


NOW = int(time.time())
WRONG = {
    "expired": {"exp": NOW - 120, "iat": NOW - 400},
    "no exp": {"exp": None},
    "no iat": {"iat": None},
    "of the future": {"iat": NOW + 600, "exp": NOW + 900},
    "another audience": {"aud": "another-tool"},
    "another audience first": {"aud": ["another-tool"], "azp": "another-tool"},
    "another party": {"aud": ["nodeport-client-7", "another-tool"], "azp": "another-tool"},
    "another issuer": {"iss": "https://elsewhere.example.org"},
    "another nonce": {"nonce": "a nonce of mine"},
    "no nonce": {"nonce": None},
    "a nonce of another kind": {"nonce": ["x"]},
    "another deployment": {f"{CLAIM}deployment_id": "31-Aug"},
    "no deployment": {f"{CLAIM}deployment_id": None},
    "another version": {f"{CLAIM}version": "1.1"},
    "no person": {"sub": None},
    "no link": {f"{CLAIM}resource_link": None},
    "a link of another kind": {f"{CLAIM}resource_link": "79550"},
    "roles missing": {f"{CLAIM}roles": None},
    "another message": {f"{CLAIM}message_type": "LtiStartProctoring"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_claim_is_refused(platform: Platform, browser: Client, wrong: dict[str, Any]) -> None:
    response = platform.launch(browser, 401, **wrong)
    assert f"frame-ancestors {ISSUER}" in response["Content-Security-Policy"], "it is to be read in the frame"
    assert "guest" not in browser.cookies
    assert not Person.objects.exists()
    assert LtiDeployment.objects.count() == 1


def test_several_audiences_are_fine_where_the_party_is_us(platform: Platform, browser: Client) -> None:
    platform.launch(browser, aud=["another-tool", platform.client_id], azp=platform.client_id)


def _forged(platform: Platform, claims: dict[str, Any], how: str) -> str:
    match how:
        case "none":
            return jwt.encode(claims, "", algorithm="none", headers={"kid": KEY["kid"]})
        case "HS256 with the public key":
            head = base64url_encode(json.dumps({"alg": "HS256", "kid": KEY["kid"]}))
            body = base64url_encode(json.dumps(claims))
            signed = hmac.digest(KEY.export_to_pem(), f"{head}.{body}".encode(), hashlib.sha256)
            return f"{head}.{body}.{base64url_encode(signed)}"
        case "another key":
            return platform.signed(claims, OTHER_KEY, kid=KEY["kid"])
        case "an unknown key":
            return platform.signed(claims, OTHER_KEY)
        case "no kid":
            return jwt.encode(claims, KEY.export_to_pem(private_key=True, password=None), algorithm="RS256")
        case "changed":
            head, _body, signature = platform.signed(claims).split(".")
            return f"{head}.{base64url_encode(json.dumps(claims | {'sub': 'teacher'}))}.{signature}"
        case "two parts":
            return "a.b"
        case "nothing":
            return ""
        case "no JSON":
            return "YQ.YQ.YQ"
        case "lists":
            return "W10.W10.W10"
        case "long":
            return "a" * 100_000
    raise ValueError(how)


FORGERIES = (
    "none", "HS256 with the public key", "another key", "an unknown key", "no kid", "changed", "two parts",
    "nothing", "no JSON", "lists", "long",
)  # fmt: skip


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_signature_is_refused(platform: Platform, browser: Client, how: str) -> None:
    asked = platform.login(browser)
    token = _forged(platform, platform.claims(asked["nonce"]), how)
    response = browser.post("/lti/launch/", {"id_token": token, "state": asked["state"]})
    assert response.status_code == 401
    assert not Person.objects.exists()


def test_a_launch_is_good_once(platform: Platform, browser: Client) -> None:
    asked = platform.login(browser)
    message = {"id_token": platform.signed(platform.claims(asked["nonce"])), "state": asked["state"]}
    assert browser.post("/lti/launch/", message).status_code == 302
    assert browser.post("/lti/launch/", message).status_code == 401, "replayed"
    again = platform.login(browser)
    message["state"] = again["state"]
    assert browser.post("/lti/launch/", message).status_code == 401, "the nonce is another login's"


def test_a_state_that_never_was_or_is_too_old_is_refused(platform: Platform, browser: Client) -> None:
    asked = platform.login(browser)
    token = platform.signed(platform.claims(asked["nonce"]))
    for state in ("", "state-made-up", "x" * 5000):
        assert browser.post("/lti/launch/", {"id_token": token, "state": state}).status_code == 401
    Handshake.objects.update(expires="2026-01-01T00:00:00Z")
    assert browser.post("/lti/launch/", {"id_token": token, "state": asked["state"]}).status_code == 401


def test_a_login_of_nobody_we_know_is_refused(platform: Platform, browser: Client) -> None:
    for said in (
        {"iss": "https://elsewhere.example.org", "login_hint": "1"},
        {"iss": ISSUER, "login_hint": "1", "client_id": "another-tool"},
        {"iss": ISSUER, "client_id": platform.client_id},
        {},
    ):
        assert browser.get("/lti/login/", said).status_code == 401
    assert not Handshake.objects.exists()


def test_a_login_without_client_id_is_fine_where_one_can_be_meant(
    platform: Platform, browser: Client
) -> None:
    assert platform.login(browser, client_id="")["client_id"] == platform.client_id


def test_a_new_key_of_the_platform_is_found(
    platform: Platform, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.launch(browser)
    platform.keys = [OTHER_KEY]
    asked = platform.login(browser)
    token = platform.signed(platform.claims(asked["nonce"]), OTHER_KEY)
    message = {"id_token": token, "state": asked["state"]}
    assert browser.post("/lti/launch/", message).status_code == 401, "asked just now: not again at once"
    monkeypatch.setattr(published, "PAUSE", -1)
    asked = platform.login(browser)
    token = platform.signed(platform.claims(asked["nonce"]), OTHER_KEY)
    assert browser.post("/lti/launch/", {"id_token": token, "state": asked["state"]}).status_code == 302


def test_keys_that_cannot_be_had_are_no_error_of_ours(platform: Platform, browser: Client) -> None:
    platform.failing["5292.json"] = 503
    assert b"no set of keys" in platform.launch(browser, 401).content


def test_a_new_deployment_is_let_in_where_none_was_named(
    platform: Platform, browser: Client, site: Site
) -> None:
    Site.objects.update(any_deployment=True)
    platform.launch(browser, **{f"{CLAIM}deployment_id": "31-Aug"})
    assert LtiDeployment.objects.filter(deployment_id="31-Aug", is_active=True).exists()


def test_where_the_frame_keeps_no_cookies_a_window_does(platform: Platform, browser: Client) -> None:
    asked = platform.login(browser)
    browser.cookies.clear()
    message = {"id_token": platform.signed(platform.claims(asked["nonce"])), "state": asked["state"]}
    page = browser.post("/lti/launch/", message)
    assert page.status_code == 200
    assert "guest" not in browser.cookies
    address = page.content.decode().partition('href="/en/lti/enter/')[2].partition('"')[0]
    window, address = Client(), f"/en/lti/enter/{address}"
    asks = window.get(address)
    assert b"Reference" in asks.content
    assert "guest" not in window.cookies, "nobody becomes somebody by following a link"
    assert window.post(address)["Location"] == "/en/learn/exercises/F1/"
    assert "guest" in window.cookies
    assert Client().post(address).status_code == 410, "it is good once"
    assert Client().post("/en/lti/enter/forged:ticket/").status_code == 410


def test_a_guest_who_logs_in_with_an_account_is_a_guest_no_more(platform: Platform, browser: Client) -> None:
    platform.launch(browser)
    made = Client()
    made.post("/en/account/enter", {"name": "Haruka", "password": "correct horse 9", "do": "make"})
    browser.post("/en/account/enter", {"name": "Haruka", "password": "correct horse 9"})
    assert browser.cookies["guest"].value == ""
    assert visitors.visitor_id({"visitor": browser.cookies["visitor"].value}) == visitors.visitor_id(
        {"visitor": made.cookies["visitor"].value}
    )
