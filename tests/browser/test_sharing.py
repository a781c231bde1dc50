"""A fault is opened, shared, looked at by somebody else, gone on with, framed on another site, taken home."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.async_api import Route, expect

from tests.browser.conftest import Axe, OpenPage


async def test_a_lab_is_shared_and_gone_on_with(open_page: OpenPage, axe: Axe, tmp_path: Path) -> None:
    page = await open_page("/en/", locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    # By keyboard alone: the menu, the picker, a search, a fault.
    await page.locator(".lab-name").press("Enter")
    await page.get_by_role("button", name="Examples and faults…").press("Enter")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    assert await axe(page) == []
    await page.keyboard.type("40 seconds")
    await page.get_by_role("button", name=re.compile("40 seconds")).press("Enter")
    strip = page.get_by_role("region", name="What to look at")
    await expect(strip).to_contain_text("What goes wrong")
    await expect(page.get_by_role("region", name="What is broken")).to_be_hidden()
    await strip.get_by_role("button", name="See it").click()
    await expect(page.get_by_role("table", name="The packet's journey, hop by hop")).to_be_visible()

    drawing = tmp_path / "drawing.svg"
    await page.locator(".lab-name").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save the drawing as SVG").click()
    await (await download.value).save_as(drawing)
    text = drawing.read_text(encoding="utf-8")
    assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "203.0.113.10" in text
    assert "node1" in text
    assert not re.search(r"var\(|url\(|class=|oklab|light-dark", text)

    await page.get_by_role("button", name="Share").click()
    link = page.get_by_label("Link to this lab as it is now")
    await expect(link).to_have_value(re.compile(r"/s/\w{10}$"))
    await page.get_by_role("button", name="Copy").first.click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = await link.input_value()
    assert await page.evaluate("navigator.clipboard.readText()") == address
    await page.get_by_text("Put it into a page").click()
    await expect(page.frame_locator(".embed-preview").locator("#stage svg")).to_be_visible()
    assert await axe(page) == []
    snippet = await page.get_by_label("Lines for your page").input_value()

    other = await open_page(
        address, locale="ja-JP", viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    assert "/ja/s/" in other.url
    await expect(other.locator("#shared-count")).to_have_text("2 / 2")
    await expect(other.get_by_role("slider", name="パケットの現在位置")).to_be_enabled()
    assert await axe(other) == []
    await other.get_by_role("button", name="1つ戻る").first.click()
    await expect(other.locator("#shared-count")).to_have_text("1 / 2")
    await other.get_by_role("button", name="パケットを再生").click()
    await expect(other.locator("#shared-count")).to_have_text("2 / 2")
    await other.get_by_role("button", name="自分で試す").click()
    await other.wait_for_url("**/ja/?workspace=*")
    assert await axe(other) == []

    # On another site, which keeps no cookies of ours: the frame takes its height, and works.
    frame_page = await open_page("about:blank", locale="en-GB", viewport={"width": 1100, "height": 900})

    async def blog(route: Route) -> None:
        await route.fulfill(body=f"<!doctype html><title>Blog</title>{snippet}", content_type="text/html")

    await frame_page.route("http://blog.example/**", blog)
    await frame_page.goto("http://blog.example/post")
    frame = frame_page.frame_locator("iframe")
    await frame.get_by_role("button", name="Try it yourself").click()
    await frame.get_by_role("button", name="Tell me what is broken").click()
    await frame.get_by_role("button", name="Show me the repair").click()
    await expect(frame.get_by_role("region", name="What is broken")).to_be_hidden()
    await expect(frame_page.locator("iframe")).to_have_attribute("style", re.compile(r"height: [67]\d\dpx"))
    assert await frame_page.context.cookies() == []


async def test_labs_are_kept_apart_and_files_come_in(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page("/en/", locale="en-GB")
    await page.locator(".lab-name").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Open YAML files…").click()
    files = [
        {"name": "service.yaml", "mimeType": "text/yaml", "buffer": b"kind: Opened\r\n"},
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
    ]
    await (await chooser.value).set_files(files)  # type: ignore[arg-type]
    await expect(page.locator(".cm-content")).to_contain_text("kind: Opened")
    notices = page.get_by_role("status").filter(has_text="photo.png")
    await expect(notices).to_be_visible()
    await page.get_by_role("button", name="Put it back").click()
    await expect(page.locator(".cm-content")).to_contain_text("NodePort")

    await page.locator(".lab-name").click()
    await page.get_by_role("button", name="My labs…").click()
    await page.get_by_role("button", name="Rename: My lab").click()
    await page.keyboard.type("For Monday")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="For Monday")).to_be_visible()
    assert await axe(page) == []
    await page.get_by_role("button", name="New lab").click()
    await page.wait_for_url("**workspace=*")
    await expect(page.locator("#lab-title")).to_have_text("Lab 2")
    await page.locator(".lab-name").click()
    await page.get_by_role("button", name="My labs…").click()
    await page.get_by_role("button", name="Delete: For Monday").click()
    await expect(page.get_by_role("link", name="For Monday")).to_be_hidden()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Put it back").click()
    await expect(page.locator("#announce")).to_have_text("For Monday is back.")
