"""Who reaches what, why it fails, before and after, and predict first: one journey through all of them."""

import re

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, SERVICE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}
LOCAL = SERVICE.replace("  type: NodePort", "  type: NodePort\n  externalTrafficPolicy: Local").format(
    port=30080
)


async def panel(lab: Lab, name: str) -> None:
    await lab.page.locator("#panel-tabs").get_by_role("tab", name=name, exact=True).click()


async def test_predicted_found_mended_and_compared(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/en/", reduced_motion="reduce"), ENGLISH)
    page, keyboard = lab.page, lab.page.keyboard
    await lab.open_file("service.yaml")
    await lab.write(LOCAL)
    await lab.apply()
    await expect(lab.output).to_contain_text("configured")

    # By keyboard alone: what is said to happen, then what does.
    await page.get_by_label("Predict first").check()
    options = page.get_by_label("To", exact=True)
    door = await options.locator("option", has_text="192.168.1.103:30080").get_attribute("value")
    await options.select_option(door)
    await lab.button("Send").click()
    await expect(page.get_by_role("heading", name="Where will this packet end?")).to_be_visible()
    await expect(page.locator("input[value=answered]")).to_be_focused()
    await expect(lab.journey).to_be_hidden()
    assert await axe(page) == []
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await expect(page.locator("input[value=dropped]")).to_be_checked()
    await keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="Choose how and where")).to_be_visible()
    # The place by a click in the drawing.
    await page.locator('[data-thing^="place:node3 "] .lane').click(position={"x": 24, "y": 44})
    await expect(page.get_by_label("Where it ends")).to_have_value("node3")
    await lab.button("Send it and see").click()
    await lab.to_the_end()
    told = page.locator("#predict-told")
    await expect(told).to_contain_text("Right.")
    await expect(told).to_contain_text("externalTrafficPolicy")
    await page.get_by_label("Predict first").uncheck()

    # Point at a place in the table, and it lights up in the drawing; by the keyboard's focus as well.
    await panel(lab, "Packet")
    await page.locator('#hops [data-thing="place:node3"]').first.dispatch_event("pointerover")
    await expect(page.locator('.drawing [data-thing^="place:node3 "]')).to_have_class(re.compile("lit-thing"))

    await page.locator("#find-why").click()
    finder = page.get_by_role("tabpanel", name="Find the cause")
    await expect(finder.locator(".finder-cause")).to_contain_text("node3 has no ready pod")
    await expect(
        finder.get_by_role("list", name="Six looks, in this order").get_by_role("listitem")
    ).to_have_count(6)
    assert await axe(page) == []
    await finder.locator(".look-commands .command").first.click()
    await expect(page.get_by_role("log", name="What the terminal printed")).to_contain_text("timed out")
    await panel(lab, "Find the cause")
    await finder.get_by_role("button", name="Write externalTrafficPolicy: Cluster").click()
    await keyboard.press("Control+Enter")
    await expect(finder.locator(".finder-verdict")).to_contain_text("Answered.")

    await panel(lab, "Before and after")
    compared = page.get_by_role("tabpanel", name="Before and after")
    await expect(compared.locator(".changed-fields")).to_contain_text("spec.externalTrafficPolicy")
    cell = compared.get_by_role("button", name="client → 192.168.1.103:30080: before lost, after answered")
    await expect(cell).to_be_visible()
    await expect(compared.get_by_role("table", name="The two journeys side by side")).to_contain_text(
        "dropped"
    )
    assert await axe(page) == []

    await panel(lab, "Reachability")
    matrix = page.get_by_role("table", name="Who reaches what")
    await expect(matrix.get_by_role("columnheader")).not_to_have_count(0)
    await matrix.locator("button[tabindex='0']").focus()
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowRight")
    await expect(matrix.locator("button:focus")).to_have_accessible_name(
        re.compile("^node1 → 192.168.1.102:30080: answered")
    )
    await expect(page.locator(".insight-told")).to_contain_text("node1 → 192.168.1.102:30080")
    assert await axe(page) == []
    await keyboard.press("Enter")
    await lab.to_the_end()
    await panel(lab, "Packet")
    await expect(lab.journey).to_contain_text("node1")


async def test_on_a_phone_in_the_dark_in_japanese(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page("/ja/", viewport=PHONE, color_scheme="dark")
    lab = Lab(page, JAPANESE)
    await page.get_by_role("tab", name="詳細").click()
    for name in ("原因を探す", "到達性", "前後の比較"):
        await panel(lab, name)
        shown = page.get_by_role("tabpanel", name=name)
        await expect(shown.locator("table, .finder-verdict").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert await axe(page) == []
