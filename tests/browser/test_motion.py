"""Time and traffic: the moments of a change, a stream of requests through a rolling update, nodes and rules, zoom."""

import re

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_the_moments_of_a_change_by_keyboard_alone(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    page = lab.page
    await lab.button("Watch what happened").focus()
    await page.keyboard.press("Enter")
    slider = page.get_by_role("slider", name="Position in time")
    await expect(slider).to_be_visible()
    await expect(lab.button("Pause the moments")).to_be_focused()
    await slider.focus()
    await page.keyboard.press("Home")
    await expect(page.locator(".drawing .pod")).to_have_count(0)
    for _ in range(4):
        await page.keyboard.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^Moment 5 of \d+: "))
    await expect(page.locator("#announce")).not_to_be_empty()
    # A packet goes into this moment: no pod is ready yet.
    await lab.send(to="192.168.1.101:")
    await lab.to_the_end()
    await expect(page.locator("#verdict")).to_have_attribute("data-kind", "refused")
    await slider.focus()
    await page.keyboard.press("Escape")
    await expect(slider).to_be_hidden()
    await expect(page.locator(".drawing .pod")).to_have_count(2)
    await expect(lab.button("Watch what happened")).to_be_focused()
    async with page.expect_response(re.compile("/lab/send")):
        await lab.button("Send").click()
    await expect(page.locator(".drawing .course.ahead")).not_to_have_attribute("d", "")
    await page.wait_for_timeout(100)
    await lab.to_the_end()
    await expect(page.locator("#verdict")).to_have_attribute("data-kind", "answered")


async def test_a_rolling_update_under_load(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    page = lab.page
    await lab.button("Stream of requests").click()
    await expect(page.locator(".traffic-count[data-fate=answered] b")).not_to_have_text("0")
    lost = []
    for words in ("without readinessProbe", "with readinessProbe and preStop"):
        runs = page.locator(".runs tbody tr")
        before = await runs.count()
        await page.get_by_text("Rolling update under load").click()
        await page.locator("#traffic").get_by_role("button", name=words, exact=True).click()
        speed = page.get_by_label("Speed of time")
        await expect(speed).to_be_visible()
        await speed.select_option("4")
        await expect(runs).to_have_count(before + 1, timeout=15_000)
        cells = await runs.first.locator("td").all_inner_texts()
        assert int(cells[0]) > 0  # how many depends on how fast the machine draws
        lost.append(int(cells[1]) + int(cells[2]))
    assert lost[0] > 0
    assert lost[1] == 0
    await lab.button("Stop the stream").click()
    await expect(page.locator("#traffic")).to_be_hidden()
    await expect(lab.button("Stream of requests")).to_be_focused()


async def test_what_is_broken_by_form_is_undone(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    page = lab.page
    await page.locator("#tab-break").click()
    await lab.button("Firewall rules…").click()
    dialog = page.get_by_role("dialog", name="Firewall rules")
    await dialog.get_by_label("From (CIDR)").fill("203.0.113.999")
    await dialog.get_by_role("button", name="Do it").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("is no IPv4 network")
    await dialog.get_by_label("From (CIDR)").fill("203.0.113.0/24")
    await dialog.get_by_label("Ports").fill("30080")
    await dialog.get_by_role("button", name="Do it").click()
    await expect(page.locator(".drawing .brick-wall")).to_be_visible()
    await lab.button("Number of nodes…").click()
    await page.get_by_label("Nodes (1 to 20)").fill("20")
    await page.keyboard.press("Enter")
    await expect(page.locator(".drawing [data-key^='power ']")).to_have_count(20)
    await lab.button("Show all").click()
    box = await page.locator(".drawing").bounding_box()
    room = await page.locator("#stage").bounding_box()
    assert box
    assert room
    assert box["height"] <= room["height"] + 1
    await lab.button("Larger").click()
    await lab.button("Larger").click()
    larger = await page.locator(".drawing").bounding_box()
    assert larger
    assert larger["height"] > box["height"]
    await lab.button("Undo").click()
    await expect(page.locator(".drawing [data-key^='power ']")).to_have_count(3)
    await lab.button("Undo").click()
    await expect(page.locator(".drawing .brick-wall")).to_have_count(0)


async def test_axe_finds_nothing(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/", reduced_motion="reduce"), JAPANESE)
    page = lab.page
    await page.locator("#moments-open").click()
    await expect(page.locator("#moments .moment-text")).to_be_visible()
    assert await axe(page, dark=True) == []
    await page.locator("#stream").click()
    await expect(page.locator(".strip")).to_be_visible()
    await page.locator("#traffic summary").click()
    assert await axe(page, dark=True) == []
    await page.set_viewport_size(PHONE)
    # The drawing hears of its new room in the next frame.
    await page.wait_for_timeout(300)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await axe(page, dark=True) == []
    await page.locator("#view-packet").click()
    await page.locator("#tab-break").click()
    await page.locator("#form-firewall").click()
    assert await axe(page, dark=True) == []
