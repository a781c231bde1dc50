"""A course on another site: a lesson in its frame, a test, a teacher's choice. The platform is the tests' own, within the browser's routes."""

import asyncio
from collections.abc import Awaitable, Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from channels.db import database_sync_to_async
from playwright.async_api import FrameLocator, Page, Route, expect

from nodeport_lab.lti import outbox, platforms
from nodeport_lab.lti.models import Score
from tests.browser.conftest import OpenPage
from tests.lti.conftest import key as key
from tests.lti.platform import CLAIM, HERE, ISSUER, Platform

Axe = Callable[[Page], Awaitable[list[str]]]


class Course:
    """Pages of the platform: one with our frame in it, its login, and where a choice arrives."""

    def __init__(self, platform: Platform, tool: str) -> None:
        self.platform, self.tool = platform, tool
        self.said: dict[str, Any] = {}
        self.chosen: dict[str, Any] = {}

    async def answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.endswith("/authorizations/new"):
            asked = dict(parse_qsl(parts.query))
            token = self.platform.signed(self.platform.claims(asked["nonce"], **self.said))
            body = (
                f'<form method="post" action="{escape(asked["redirect_uri"])}"><input name="id_token" value="{token}">'
                f'<input name="state" value="{escape(asked["state"])}"></form><script>document.forms[0].submit()</script>'
            )
        elif parts.path.endswith("/deep_links"):
            self.chosen = dict(parse_qsl(route.request.post_data or ""))
            body = "<h1>Chosen</h1>"
        else:
            begin = (
                f"{self.tool}/lti/login/?iss={ISSUER}&login_hint=1&client_id={self.platform.client_id}"
                f"&target_link_uri={self.tool}/lti/launch/"
            )
            body = f'<title>Course</title><h1>Networks</h1><iframe title="Tool" width="100%" height="700" src="{escape(begin)}"></iframe>'
        await route.fulfill(content_type="text/html; charset=utf-8", body=f"<!doctype html>{body}")


@pytest.fixture
def course(lab_url: str, key: None, monkeypatch: pytest.MonkeyPatch) -> Course:
    platform = Platform()

    def send(adapter: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return platform.answer(request)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    monkeypatch.setattr(outbox, "wake", lambda: None)
    platforms.register(
        name="Reference",
        issuer=ISSUER,
        client_id=platform.client_id,
        auth_url=f"{HERE}/authorizations/new",
        token_url=f"{HERE}/access_tokens",
        keys_url=f"{HERE}/platform_keys/5292.json",
        deployments=[platform.deployment],
    )
    return Course(platform, lab_url)


async def enter(page: Page, course: Course, **said: Any) -> FrameLocator:
    course.said = said
    await page.goto(f"{ISSUER}/course")
    return page.frame_locator("iframe")


async def test_a_course_shows_an_exercise_and_a_test_and_gets_the_scores(
    open_page: OpenPage, course: Course, axe: Axe
) -> None:
    page = await open_page("/en/")
    # Who has been here before is somebody else in the course's frame.
    await page.context.route(f"{ISSUER}/**", course.answer)
    tool = await enter(page, course)
    await expect(tool.locator("#lesson-title")).to_be_visible()
    await expect(tool.locator(".site-nav")).to_have_count(0)
    await expect(tool.locator("#standing")).to_have_text("Counts for your course")
    cookies = {one["name"]: one for one in await page.context.cookies()}
    assert cookies["guest"]["sameSite"] == "None"
    assert "https://imsglobal.org" in str(cookies["guest"].get("partitionKey"))
    assert await axe(page) == []

    # The way out, which the page plays: forms, socket and server know the guest in every request.
    task = tool.locator("#lesson-step")
    if await task.locator("input[name=choice]").count():
        await task.locator("input[name=choice]").first.check()
    for _hint in range(2):
        await task.get_by_role("button", name="Hint").click()
        await asyncio.sleep(0)
    await task.get_by_role("button", name="Show me").click()
    await expect(task).to_contain_text("The goal is reached", timeout=30_000)
    score = await database_sync_to_async(Score.objects.get)()
    assert score.best == 1
    await database_sync_to_async(outbox.deliver)()
    assert course.platform.scores[0]["scoreGiven"] == 100
    await tool.locator("body").evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(tool.locator("#standing")).to_have_text("Best: 100%, in the gradebook")

    test = {
        f"{CLAIM}custom": {"content": "test:3:5:0"},
        f"{CLAIM}resource_link": {"id": "2", "title": "Ports"},
    }
    tool = await enter(page, course, **test)
    await expect(tool.get_by_role("heading", name="Ports")).to_be_visible()
    assert await axe(page) == []
    await tool.get_by_role("button", name="Begin the test").click()
    await expect(tool.locator("form").last).to_be_visible()
    assert await database_sync_to_async(Score.objects.count)() == 2


async def test_a_teacher_chooses(open_page: OpenPage, course: Course, axe: Axe) -> None:
    page = await open_page("/ja/", viewport={"width": 390, "height": 800}, color_scheme="dark")
    await page.context.route(f"{ISSUER}/**", course.answer)
    more = {f"{CLAIM}launch_presentation": {"locale": "ja"}}
    tool = await enter(page, course, **course.platform.deep_linking(), **more)
    await expect(tool.get_by_role("heading", level=1)).to_have_text("コースに表示するもの")
    assert await axe(page) == []
    width = await tool.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    assert width <= 0
    await tool.get_by_role("searchbox").fill("ポリシー")
    await tool.get_by_role("searchbox").press("Enter")
    await tool.get_by_role("searchbox").fill("")
    await tool.locator("input[value='exercise:F9']").check()
    await tool.get_by_role("button", name="コースに入れる").click()
    await expect(tool.get_by_role("heading", name="Chosen")).to_be_visible()
    assert len(course.chosen["JWT"].split(".")) == 3
