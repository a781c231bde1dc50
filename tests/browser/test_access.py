"""The lab for everybody: by keyboard alone, with less motion, on a small screen, with a screen reader, in the dark."""

import re

import pytest
from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, SERVICE, Lab, Words

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 360, "height": 640}


async def test_by_keyboard_alone(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    keyboard = lab.page.keyboard
    await keyboard.press("Tab")
    await expect(lab.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await keyboard.press("Enter")

    async def tab_to(target: str) -> None:
        for _ in range(30):
            await keyboard.press("Tab")
            if await lab.page.evaluate("(target) => document.activeElement?.matches(target)", target):
                return
        raise AssertionError(f"{target} was not reached by Tab")

    await tab_to("#file-tabs [role=tab]")
    while await lab.page.evaluate("document.activeElement.dataset.name") != "service.yaml":
        await keyboard.press("ArrowRight")
    await expect(lab.editor).to_be_visible()
    await tab_to("#editor")
    await keyboard.press("Control+a")
    await keyboard.insert_text(SERVICE.format(port=30123))
    await keyboard.press("Control+Enter")
    await expect(lab.output).to_contain_text("configured")
    # The Tab key leaves the editor.
    await tab_to("#apply")
    await tab_to("#request-to")
    await tab_to("#send")
    await keyboard.press("Enter")
    await expect(lab.journey).to_be_visible()
    await tab_to("#player-slider")
    await keyboard.press("Home")
    await keyboard.press("ArrowRight")
    await keyboard.press("ArrowRight")
    await expect(lab.page.locator("#player-count")).to_contain_text("2 / ")
    await keyboard.press("ArrowLeft")
    await expect(lab.page.locator("#player-count")).to_contain_text("1 / ")
    await keyboard.press("End")
    await expect(lab.page.locator("#verdict")).to_contain_text("Answered.")
    # The ending is said aloud.
    await expect(lab.page.locator("#announce")).to_contain_text("answered. It saw the request come from")
    await expect(lab.slider).to_have_attribute("aria-valuetext", re.compile("^Hop "))
    await keyboard.press(" ")
    await expect(lab.button("Pause")).to_be_visible()
    await keyboard.press(" ")
    await expect(lab.button("Play")).to_be_visible()


async def test_less_motion_steps_instead_of_flights(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/", reduced_motion="reduce"), ENGLISH)
    await lab.send(to="192.168.1.101:")
    await lab.page.evaluate("""() => {
        window.seen = new Set();
        const dot = document.querySelector(".packet-dot");
        const note = () => window.seen.add(`${dot.getAttribute("cx")} ${dot.getAttribute("cy")}`);
        new MutationObserver(note).observe(dot, {attributes: true, attributeFilter: ["cx", "cy"]});
    }""")
    await lab.page.get_by_label("Speed").select_option("2")
    await expect(lab.page.locator("#player-count")).to_have_text(
        re.compile(r"^([4-9]|\d\d) /"), timeout=20_000
    )
    seen, hop = await lab.page.evaluate(
        """() => [window.seen.size, parseInt(document.querySelector("#player-count").textContent)]"""
    )
    assert 0 < seen <= hop * 2


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])
async def test_on_a_phone(open_page: OpenPage, words: Words) -> None:
    lab = Lab(await open_page(words.path, viewport=SMALL, has_touch=True), words)

    async def fits() -> None:
        for size in (PHONE, SMALL):
            await lab.page.set_viewport_size(size)
            assert await lab.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, size

    await fits()
    await lab.page.get_by_role("tab", name="YAML").click()
    await lab.open_file("service.yaml")
    await lab.write(SERVICE.format(port=30123))
    await lab.apply()
    await expect(lab.output).to_contain_text("configured")
    await fits()
    views = lab.page.locator("#main > .views").get_by_role("tab")
    await views.nth(1).click()
    await expect(lab.page.locator('.socket[data-port="30123"]').first).to_be_visible()
    await lab.button(words.send).click()
    await expect(lab.page.locator("#player-count")).to_contain_text("/")
    await lab.to_the_end()
    await fits()
    await views.nth(2).click()
    await expect(lab.page.locator("#verdict")).to_contain_text(words.answered)
    await expect(lab.slider).to_be_in_viewport()
    await fits()


async def test_axe_finds_nothing(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/"), JAPANESE)
    assert await axe(lab.page, dark=True) == []
    await lab.send(to="192.168.1.102:")
    await lab.to_the_end()
    await lab.open_file("service.yaml")
    await lab.write(SERVICE.format(port=80))
    await lab.apply()
    await expect(lab.page.locator(".problem")).to_have_count(1)
    assert await axe(lab.page, dark=True) == []
    await lab.page.set_viewport_size(PHONE)
    for view in await lab.page.locator("#main > .views").get_by_role("tab").all():
        await view.click()
        assert await axe(lab.page, dark=True) == []


async def test_the_chosen_theme_is_there_at_once(open_page: OpenPage) -> None:
    page = await open_page("/en/", color_scheme="light")
    for _ in range(2):
        await page.get_by_role("button", name="Theme: ").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.reload(wait_until="commit")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    background = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(18, 21, 26)"
