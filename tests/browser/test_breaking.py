"""Break it: what is broken is seen in the drawing, listed above it, and mended with one click."""

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_break_and_mend_by_keyboard(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.locator("#tab-packet").focus()
    await lab.page.keyboard.press("End")
    stop = lab.page.get_by_role("tabpanel", name="Break it").get_by_role(
        "button", name="Stop node2", exact=True
    )
    await stop.focus()
    await lab.page.keyboard.press("Enter")
    broken = lab.page.get_by_role("region", name="What is broken")
    await expect(broken).to_contain_text("node2 is down")
    await expect(lab.page.locator(".drawing .lane.out")).to_have_count(1)
    await broken.get_by_role("button", name="Repair: node2 is down").focus()
    await lab.page.keyboard.press("Enter")
    await expect(broken).to_be_hidden()
    await expect(lab.button("Send")).to_be_focused()


async def test_the_switch_in_the_drawing(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.locator('[data-power="node1"]').click()
    await expect(lab.page.locator("#faults")).to_contain_text("node1 is down")
    await lab.page.locator('[data-power="node1"]').click()
    await expect(lab.page.locator("#faults")).to_be_hidden()


async def test_a_closed_firewall_is_a_wall_and_stops_the_packet(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.locator("#tab-break").click()
    await lab.button("Close the firewall for the nodePorts").click()
    await expect(lab.page.locator(".drawing .brick-wall")).to_be_visible()
    await lab.page.locator("#tab-packet").click()
    await lab.send(to="192.168.1.101:")
    await lab.to_the_end()
    await expect(lab.page.locator("#verdict")).to_have_attribute("data-kind", "dropped")
    await lab.button("Undo").click()
    await expect(lab.page.locator("#faults")).to_be_visible()
    await lab.button("Undo").click()
    await expect(lab.page.locator(".drawing .brick-wall")).to_have_count(0)


async def test_axe_finds_nothing_where_all_is_broken(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/"), JAPANESE)
    await lab.page.locator("#tab-break").click()
    buttons = lab.page.locator("#breaks button")
    await expect(buttons.first).to_be_visible()
    for index in (0, 1):
        await buttons.nth(index * 4).click()
        await expect(lab.page.locator("#faults-list li")).to_have_count(index + 1)
    assert await axe(lab.page, dark=True) == []
    await lab.page.set_viewport_size(PHONE)
    for view in ("diagram", "packet"):
        await lab.page.locator(f"#view-{view}").click()
        assert await lab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await axe(lab.page, dark=True) == []
