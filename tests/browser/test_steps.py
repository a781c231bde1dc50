"""The time line: undo, redo, any step, and that nothing is given up unasked."""

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}


async def broken(lab: Lab) -> None:
    """Two nodes are stopped."""
    for count, node in enumerate(("node1", "node2"), 1):
        await lab.page.locator(f'[data-power="{node}"]').click()
        await expect(lab.page.locator("#faults-list li")).to_have_count(count)


async def test_undo_redo_and_any_step(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await broken(lab)
    await lab.button("Undo").click()
    await expect(lab.page.locator("#faults-list li")).to_have_count(1)
    await lab.button("Redo").click()
    await expect(lab.page.locator("#faults-list li")).to_have_count(2)
    await lab.page.get_by_role("tab", name="Time line").click()
    steps = lab.page.get_by_role("tabpanel", name="Time line")
    await steps.get_by_role("button", name="Apply deployment.yaml, service.yaml").click()
    await expect(lab.page.locator("#faults")).to_be_hidden()
    await expect(lab.page.locator("#notices")).to_contain_text("after step 1 of 3")
    await lab.button("Back to the present").click()
    await expect(lab.page.locator("#faults-list li")).to_have_count(2)


async def test_later_steps_are_not_given_up_unasked(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await broken(lab)
    await lab.page.get_by_role("tab", name="Time line").click()
    await lab.page.locator("#steps button").first.click()
    await expect(lab.page.locator("#faults")).to_be_hidden()
    await lab.page.locator('[data-power="node3"]').click()
    await expect(lab.page.locator("#notices")).to_contain_text("gives up 2 later steps")
    await expect(lab.page.locator("#steps li")).to_have_count(3)
    await lab.button("Go on from here").click()
    await expect(lab.page.locator("#steps li")).to_have_count(2)
    await expect(lab.page.locator("#faults")).to_contain_text("node3 is down")


async def test_axe_finds_nothing_in_the_past(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/", color_scheme="dark"), JAPANESE)
    await broken(lab)
    await lab.page.locator("#tab-steps").click()
    await lab.page.locator("#steps button").first.click()
    await expect(lab.page.locator("#notices .notice")).to_be_visible()
    assert await axe(lab.page) == []
    await lab.page.set_viewport_size(PHONE)
    await lab.page.locator("#view-packet").click()
    assert await lab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await axe(lab.page) == []
