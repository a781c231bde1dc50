"""A lesson, walked through in a browser: predict, try, be told, be shown; by keyboard; narrow and dark."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from nodeport_lab.content.lessons import catalogue
from tests.browser.conftest import Axe, OpenPage
from tests.tutorial.conftest import example as example_of_lessons

LESSON = "/en/learn/03-nodeport/every-node/"
example = example_of_lessons


@pytest.fixture(autouse=True)
def _example(example: None) -> Iterator[None]:
    yield
    catalogue.catalogue.cache_clear()


async def test_a_lesson_from_its_first_step_to_its_last(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(
        f"{LESSON}one-port-three-nodes/", locale="en-GB", viewport={"width": 1440, "height": 900}
    )
    await expect(page.locator("#apply")).to_be_enabled()
    await page.locator(".term").hover()
    await expect(page.get_by_role("tooltip")).to_contain_text("opens on every node")
    await page.get_by_role("link", name="Next").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="The node without a pod")).to_be_focused()
    assert page.url.endswith("/empty-node/")
    assert await axe(page) == []

    # Something is guessed, and the packet that shows it is played.
    await page.get_by_role("button", name="The connection is refused.").click()
    await expect(page.locator("#reveal")).to_contain_text("Something else happens.")
    await expect(page.locator("#player-play")).to_be_enabled()
    await page.get_by_role("link", name="Next").click()

    # A line in the terminal is a task's end, though it changes nothing.
    terminal = page.locator("#terminal-input")
    await terminal.fill("ssh node3 ss -lnt")
    await terminal.press("Enter")
    await expect(page.locator("#reached")).to_contain_text("no process listens")
    await page.get_by_role("link", name="Next").click()

    # Two hints, then the solution is played.
    await page.get_by_role("button", name="A hint").click()
    await expect(page.locator("#hint-1")).to_be_focused()
    await page.get_by_role("button", name="Another hint").click()
    await page.get_by_role("button", name="Show me").click()
    await expect(page.locator("#reached")).to_contain_text("open on every node", timeout=20_000)
    await expect(page.locator("#output")).to_contain_text("nginx-service-nodeport configured")
    await expect(page.get_by_role("link", name="Next: Endpoints, and still refused")).to_be_visible()
    assert await axe(page) == []

    # Back through the history, in the other language: the place stays.
    await page.go_back()
    await expect(page.get_by_role("heading", name="Nobody listens")).to_be_visible()
    await page.get_by_role("button", name="日本語").click()
    await expect(page.get_by_role("heading", name="待ち受けているプロセスはいない")).to_be_visible()


async def test_narrow_and_dark(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(
        "/ja/learn/exercises/F2/symptom/", viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    await expect(page.get_by_role("tab", name="本文")).to_have_attribute("aria-selected", "true")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await axe(page) == []
    await page.get_by_role("tab", name="図").click()
    await expect(page.locator("#send")).to_be_visible()
    for address in (
        "/ja/learn/",
        "/ja/reference/errors/?q=timeout",
        "/ja/reference/glossary/",
        "/ja/account/",
    ):
        await page.goto(address)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert await axe(page) == [], address
