"""A teacher chooses, and the platform gets what was chosen, signed."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.lab.models import Visitor
from tests.lti.platform import DL, HERE, ISSUER, Platform

ROOM = "https://purl.imsglobal.org/spec/lti/claim/"


def opened(platform: Platform, browser: Client, **settings: Any) -> str:
    response = platform.launch(browser, 200, **platform.deep_linking(**settings))
    page: str = response.content.decode()
    return page


def asked(page: str) -> str:
    found = re.search(r'name="asked" value="([^"]+)"', page)
    assert found
    return found[1]


def chosen(platform: Platform, browser: Client, page: str, data: dict[str, Any]) -> dict[str, Any]:
    response = browser.post("/en/lti/choose/", {"asked": asked(page)} | data)
    text = response.content.decode()
    assert response.status_code == 200, text
    assert f'action="{HERE}/contexts/56305/deep_links"' in text
    policy = response["Content-Security-Policy"]
    assert f"form-action {ISSUER};" in policy + ";"
    assert f"frame-ancestors {ISSUER}" in policy
    token = re.search(r'name="JWT" value="([^"]+)"', text)
    assert token
    return platform.by_tool(token[1], ISSUER)


def test_what_is_chosen_goes_back_as_the_specification_has_it(platform: Platform, browser: Client) -> None:
    page = opened(platform, browser)
    browser.cookies.clear()  # none is needed
    said = chosen(platform, browser, page, {"content": ["exercise:F9", "lab:policy-local"], "graded": "1"})
    items = said.pop(f"{DL}content_items")
    assert said.pop("exp") - said.pop("iat") == 600
    assert said.pop("nonce")
    assert said == {
        "iss": platform.client_id,
        "aud": [ISSUER],
        f"{ROOM}deployment_id": platform.deployment,
        f"{ROOM}message_type": "LtiDeepLinkingResponse",
        f"{ROOM}version": "1.3.0",
        f"{DL}data": "Some random opaque data that MUST be sent back",
    }
    assert items[0] == {
        "type": "ltiResourceLink",
        "title": items[0]["title"],
        "url": "http://testserver/lti/launch/?content=exercise%3AF9",
        "custom": {"content": "exercise:F9"},
        "lineItem": {"scoreMaximum": 100, "label": items[0]["title"], "resourceId": "exercise:F9"},
    }
    assert items[1]["custom"] == {"content": "lab:policy-local"}
    assert "lineItem" not in items[1], "there is no score to it"
    assert not Visitor.objects.exists()


def test_a_test_is_put_together(platform: Platform, browser: Client) -> None:
    page = opened(platform, browser, data=None)
    form = {"content": "test", "chapter": ["1", "3"], "count": "15", "minutes": "20", "graded": "1"}
    said = chosen(platform, browser, page, form)
    item = said[f"{DL}content_items"][0]
    assert item["custom"] == {"content": "test:1,3:15:20"}
    assert item["title"] == "Test: Why a Service, How NodePort works (15 questions)"
    assert item["lineItem"]["resourceId"] == "test:1,3:15:20"
    assert f"{DL}data" not in said, "what was not sent is not sent back"
    said = chosen(platform, browser, page, {"content": "practice", "chapter": "3"})
    assert said[f"{DL}content_items"][0]["custom"] == {"content": "practice:3"}


def test_no_column_where_the_teacher_or_the_platform_wants_none(platform: Platform, browser: Client) -> None:
    said = chosen(platform, browser, opened(platform, browser), {"content": "exercise:F1"})
    assert "lineItem" not in said[f"{DL}content_items"][0]
    page = opened(platform, browser, accept_lineitem=False)
    assert 'name="graded"' not in page
    said = chosen(platform, browser, page, {"content": "exercise:F1", "graded": "1"})
    assert "lineItem" not in said[f"{DL}content_items"][0]


@pytest.mark.parametrize("many", [True, "true", False, None])
def test_one_thing_or_several(platform: Platform, browser: Client, many: Any) -> None:
    page = opened(platform, browser, accept_multiple=many)
    assert ('type="radio"' in page) == (not many)
    both = {"asked": asked(page), "content": ["exercise:F1", "exercise:F2"]}
    assert browser.post("/en/lti/choose/", both).status_code == (200 if many else 422)


def test_what_is_not_there_cannot_be_chosen(platform: Platform, browser: Client) -> None:
    page = opened(platform, browser)
    for wrong in (
        {}, {"content": "exercise:F99"}, {"content": "lab:nothing"}, {"content": "test", "count": "1000"},
        {"content": "test", "count": "ten", "minutes": "0"}, {"content": "practice", "chapter": "99"},
        {"content": "page:errors"}, {"content": "x" * 9999},
    ):  # fmt: skip
        response = browser.post("/en/lti/choose/", {"asked": asked(page)} | wrong)
        assert response.status_code == 422
        assert b'role="alert"' in response.content
    assert browser.post("/en/lti/choose/", {"asked": "forged", "content": "lab"}).status_code == 400
    assert browser.get("/en/lti/choose/").status_code == 405


def test_an_address_that_is_none_is_not_gone_to(platform: Platform, browser: Client) -> None:
    for address in ("javascript:alert(1)", "http://elsewhere.example.org/", "", None):
        settings = platform.deep_linking(deep_link_return_url=address)
        assert platform.launch(browser, 400, **settings).status_code == 400


def test_both_languages_offer_everything(platform: Platform, browser: Client) -> None:
    english = opened(platform, browser)
    shown = {f"{ROOM}launch_presentation": {"locale": "ja_JP"}}
    response = platform.launch(browser, 200, **platform.deep_linking() | shown)
    japanese = response.content.decode()
    names = re.findall(r'name="content" value="([^"]+)"', english)
    assert re.findall(r'name="content" value="([^"]+)"', japanese) == names
    assert len(names) > 100
    assert 'lang="ja"' in japanese
    assert json.dumps(names).isascii()
