"""A course on another site: a lesson in its frame, a test, a teacher's choice. The platform is the tests' own."""

import threading
from collections.abc import Awaitable, Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from channels.db import database_sync_to_async
from playwright.async_api import FrameLocator, Page, expect

from nodeport_lab.lti import outbox, platforms
from nodeport_lab.lti.models import Score
from tests.browser.conftest import OpenPage
from tests.lti.conftest import key as key
from tests.lti.platform import CLAIM, HERE, ISSUER, Platform

Axe = Callable[[Page], Awaitable[list[str]]]


class Course:
    """A server on another site: a page with our frame in it, the platform's login, and where a choice arrives."""

    def __init__(self, platform: Platform, tool: str) -> None:
        self.platform, self.tool = platform, tool
        self.said: dict[str, Any] = {}
        self.chosen: dict[str, str] = {}
        course = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                course.tell(
                    self, course.login(self.path) if "/authorizations" in self.path else course.page()
                )

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                course.chosen = dict(parse_qsl(body))
                course.tell(self, "<h1>Chosen</h1>")

            def log_message(self, *args: Any) -> None:
                """Nobody wants to know."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.here = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def tell(self, pages: BaseHTTPRequestHandler, body: str) -> None:
        pages.send_response(200)
        pages.send_header("Content-Type", "text/html; charset=utf-8")
        pages.end_headers()
        pages.wfile.write(f"<!doctype html><html lang=en><title>Course</title>{body}".encode())

    def page(self) -> str:
        begin = (
            f"{self.tool}/lti/login/?iss={ISSUER}&login_hint=1&client_id={self.platform.client_id}"
            f"&target_link_uri={self.tool}/lti/launch/"
        )
        frame = f'<iframe title="Tool" width="100%" height="700" src="{escape(begin)}"></iframe>'
        return f"<main><h1>Networks</h1>{frame}</main>"

    def login(self, path: str) -> str:
        """What it says is posted by the browser, as a form that sends itself."""
        asked = dict(parse_qsl(urlsplit(path).query))
        token = self.platform.signed(self.platform.claims(asked["nonce"], **self.said))
        fields = (
            f'<input name="id_token" value="{token}"><input name="state" value="{escape(asked["state"])}">'
        )
        form = f'<form method="post" action="{escape(asked["redirect_uri"])}">{fields}</form>'
        return f"{form}<script>document.forms[0].submit()</script>"


@pytest.fixture
def course(lab_url: str, key: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    platform = Platform()

    def send(adapter: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return platform.answer(request)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    monkeypatch.setattr(outbox, "wake", lambda: None)
    made = Course(platform, lab_url)
    platforms.register(
        name="Reference",
        issuer=ISSUER,
        client_id=platform.client_id,
        auth_url=f"{made.here}/authorizations/new",
        token_url=f"{HERE}/access_tokens",
        keys_url=f"{HERE}/platform_keys/5292.json",
        deployments=[platform.deployment],
    )
    yield made
    made.server.shutdown()
    made.server.server_close()


async def enter(page: Page, course: Course, **said: Any) -> FrameLocator:
    course.said = said
    await page.goto(f"{course.here}/course")
    return page.frame_locator("iframe")


async def test_a_course_shows_an_exercise_and_a_test_and_gets_the_scores(
    open_page: OpenPage, course: Course, axe: Axe
) -> None:
    page = await open_page("/en/")
    # Who has been here before is somebody else in the course's frame.
    tool = await enter(page, course)
    await expect(tool.locator("#lesson-title")).to_be_visible()
    await expect(tool.locator(".site-nav")).to_have_count(0)
    await expect(tool.locator("#standing")).to_have_text("Counts for your course")
    cookies = {one["name"]: one for one in await page.context.cookies()}
    assert cookies["guest"]["sameSite"] == "None"
    assert cookies["guest"].get("partitionKey") == "http://127.0.0.1"
    assert await axe(page) == []

    # The way out, which the page plays: forms, socket and server know the guest in every request.
    step, forward = tool.locator("#step"), tool.locator("#next")
    await step.locator("button[name=choice]").first.click()
    await expect(tool.locator("#reveal")).to_be_visible()
    for task in ("look", "repair"):
        await forward.click()
        await expect(step).to_have_attribute("data-address", f"/en/learn/exercises/F1/{task}/")
        for hints in (1, 2):
            await step.locator("#more-hints").click()
            await expect(step.locator(".hints li")).to_have_count(hints)
        await step.locator("#show-me").click()
        await expect(step.locator("#reached")).to_be_visible(timeout=30_000)
    score = await database_sync_to_async(Score.objects.get)()
    assert score.best == 1
    await database_sync_to_async(outbox.deliver)()
    assert course.platform.scores[0]["scoreGiven"] == 100
    await tool.locator("body").evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    await expect(tool.locator("#standing")).to_have_text("Best: 100%, in the gradebook")

    test = {
        f"{CLAIM}custom": {"content": "test:3:5:0"},
        f"{CLAIM}resource_link": {"id": "2", "title": "Ports"},
    }
    tool = await enter(page, course, **test)
    await expect(tool.get_by_role("heading", name="Ports")).to_be_visible()
    assert await axe(page) == []
    await tool.get_by_role("button", name="Begin the test").click()
    await expect(tool.locator("form[action*='/answer/']")).to_be_visible()
    assert await database_sync_to_async(Score.objects.count)() == 2


async def test_a_teacher_chooses(open_page: OpenPage, course: Course, axe: Axe) -> None:
    page = await open_page("/ja/", viewport={"width": 390, "height": 800}, color_scheme="dark")
    more = {f"{CLAIM}launch_presentation": {"locale": "ja"}}
    tool = await enter(
        page, course, **course.platform.deep_linking(deep_link_return_url=f"{course.here}/chosen"), **more
    )
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
