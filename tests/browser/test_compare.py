"""The comparison in a browser: one journey from the first look to the lab, with the keyboard alone where it can be."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Axe, OpenPage

KINDS = ["NodePort", "LoadBalancer", "Ingress"]


def column(page: Page, kind: str) -> Locator:
    return page.locator(f'.column[data-kind="{kind.lower()}"]')


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).focus()
    await page.keyboard.press("Enter")


async def test_three_doors_side_by_side(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page("/en/compare/", viewport={"width": 1440, "height": 1000}, color_scheme="dark")
    for kind in KINDS:
        await expect(column(page, kind).locator(".column-ending")).to_contain_text("answered")
        await expect(column(page, kind).locator("svg.drawing")).to_be_visible()
    assert await axe(page) == []

    # In step: the same hop number in every column, and those that arrived wait with their ending.
    slider = page.get_by_role("slider")
    await slider.focus()
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(slider).to_have_attribute(
        "aria-valuetext", re.compile("NodePort: .*LoadBalancer: .*Ingress: ")
    )
    for kind in KINDS:
        await expect(column(page, kind)).to_have_attribute("data-under-way", "")
    await page.keyboard.press("End")
    for kind in KINDS:
        await expect(column(page, kind)).not_to_have_attribute("data-under-way", "")

    # Break the same in all, and take it back.
    await press(page, "node1 changes its address")
    await expect(column(page, "NodePort").locator(".column-ending")).to_contain_text(
        "No machine on the nodes' network"
    )
    await expect(column(page, "LoadBalancer").locator(".column-told")).to_contain_text("192.168.1.201")
    await expect(column(page, "Ingress").locator("svg.drawing")).to_contain_text("192.168.1.201")
    await expect(page.locator("#announce")).to_contain_text("Ingress: answered")
    await press(page, "No provider")
    await expect(column(page, "LoadBalancer").locator(".column-ending")).to_contain_text("<pending>")
    assert await axe(page) == []
    # The other language shows the same.
    assert "breaks=address%2Cprovider" in page.url
    await page.get_by_role("button", name="日本語").click()
    await expect(column(page, "LoadBalancer").locator(".column-ending")).to_contain_text("アドレスなし")
    await page.get_by_role("button", name="English").click()
    await press(page, "Take all back")
    await expect(column(page, "NodePort").locator(".column-ending")).to_contain_text("answered")

    # A cell, its experiment, and the replay in its column.
    await page.locator('button[data-row="node-at-once"][data-kind="loadbalancer"]').focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Stop node1")
    assert await axe(page) == []
    await dialog.get_by_role("button", name="Play it in the drawing").press("Enter")
    await expect(page.locator("#replay")).to_contain_text("Right after node1 went down")
    await expect(column(page, "LoadBalancer")).to_have_attribute("data-replayed", "")
    assert await axe(page) == []
    await press(page, "Back to the comparison")
    await expect(column(page, "LoadBalancer").locator(".column-ending")).to_contain_text("answered")

    # The questionnaire answers at once.
    await page.get_by_label("Several").check()
    advice = page.locator("#recommended")
    await expect(advice).to_contain_text("Take Ingress")
    await page.get_by_label("Pods of the same cluster").check()
    await expect(advice).to_contain_text("Take ClusterIP")
    await expect(page.get_by_label("Several")).to_be_hidden()
    assert await axe(page) == []

    # On into the lab, as it stands there.
    await advice.get_by_role("button", name="Open in the lab").click()
    await page.wait_for_url(re.compile(r"/en/\?workspace="))
    await expect(page.locator("#stage")).to_be_visible()


async def test_one_at_a_time_in_a_narrow_window(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(
        "/ja/compare/?more=1&inside=1", viewport={"width": 360, "height": 740}, reduced_motion="reduce"
    )
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await expect(column(page, "NodePort")).to_be_visible()
    await expect(column(page, "Ingress")).to_be_hidden()
    await page.get_by_role("button", name="ExternalName", exact=True).click()
    await expect(column(page, "ExternalName").locator(".column-ending")).to_contain_text("db.example.net")
    await page.get_by_role("button", name="ヘッドレス", exact=True).click()
    # Less motion: a step at a time, with its words.
    await page.get_by_role("button", name="1つ進む").click()
    await expect(column(page, "Headless").locator(".column-now")).not_to_be_empty()
    assert await axe(page) == []


async def test_the_page_is_light(open_page: OpenPage) -> None:
    page = await open_page("/en/compare/")
    await page.wait_for_load_state("networkidle")
    # Whatever this browser has in its cache counts too.
    sizes = await page.evaluate("performance.getEntries().map((entry) => entry.encodedBodySize ?? 0)")
    assert sum(size > 0 for size in sizes) > 5
    assert sum(sizes) < 300_000
