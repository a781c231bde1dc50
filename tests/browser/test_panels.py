"""The panels beneath the drawing: rules with their causes, objects, events; by mouse, by keyboard, small, dark."""

import re

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}


async def panel(lab: Lab, name: str) -> None:
    await lab.page.locator("#panel-tabs").get_by_role("tab", name=name, exact=True).click()


async def test_the_rules_of_the_hop_that_is_on_are_lit(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.102:")
    await panel(lab, "Rules")
    await lab.slider.focus()
    await lab.page.keyboard.press("Home")
    for _ in range(5):
        await lab.page.keyboard.press("ArrowRight")
        await expect(lab.button("Play")).to_be_visible()
    lit = lab.page.locator(".rule-line.on")
    await expect(lit.first).to_be_visible()
    await expect(lab.page.get_by_label("Node", exact=True)).to_have_value("node2")
    met = lab.page.locator(".rule-line[data-met]", has_text="--dport 30080")
    assert await met.count() >= 1


async def test_a_rule_leads_to_its_line_and_the_line_to_its_rules(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await panel(lab, "Rules")
    rule = lab.page.locator(".rule-line", has_text="--dport 30080 -j KUBE-EXT").last
    await rule.get_by_role("button", name="service.yaml, line 13").click()
    await expect(lab.editor).to_be_focused()
    await expect(rule).to_have_class(re.compile("caused"))
    await lab.page.keyboard.press("ArrowUp")
    await expect(rule).not_to_have_class(re.compile("caused"))
    await expect(lab.page.locator(".rule-line.caused").first).to_contain_text("KUBE-SEP")


async def test_the_rules_of_the_other_mode(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await panel(lab, "Rules")
    await lab.page.get_by_label("kube-proxy mode").select_option("nftables")
    await expect(lab.page.get_by_role("region", name="Rules of the node")).to_contain_text("tcp . 30080")
    await expect(lab.page.locator("#rules-note")).to_contain_text("node1 uses iptables")


async def test_a_rule_of_the_journey_is_shown_in_its_place(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.101:")
    await lab.to_the_end()
    await lab.page.locator(".hops .rules summary", has_text="rules matched").first.click()
    await lab.page.locator(".see-rule", has_text="KUBE-NODEPORTS").last.click()
    await expect(lab.page.locator(".rule-line:focus")).to_contain_text("KUBE-NODEPORTS")


async def test_connection_tracking_is_told_at_its_hops(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.101:")
    await lab.to_the_end()
    entry = lab.page.locator(".hops details", has_text="conntrack").first
    await entry.locator("summary").click()
    await expect(entry.locator(".conntrack")).to_contain_text("203.0.113.10:51324 → 192.168.1.101:30080")


async def test_objects_and_events_follow_the_cluster(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await panel(lab, "Objects")
    objects = lab.page.get_by_role("tabpanel", name="Objects")
    await expect(objects.locator(".object", has_text="Pod ")).to_have_count(2)
    await lab.open_file("deployment.yaml")
    await lab.swap("replicas: 2", "replicas: 3")
    await lab.apply()
    await expect(objects.locator(".object", has_text="Pod ")).to_have_count(3)
    await panel(lab, "Events")
    await expect(lab.page.get_by_role("table", name="Events, newest first")).to_contain_text(
        "ScalingReplicaSet"
    )


async def test_the_tabs_work_by_keyboard(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    tabs = lab.page.locator("#panel-tabs").get_by_role("tab")
    await tabs.first.focus()
    await lab.page.keyboard.press("End")
    await expect(tabs.last).to_be_focused()
    await expect(tabs.last).to_have_attribute("aria-selected", "true")
    await lab.page.keyboard.press("ArrowRight")
    await expect(tabs.first).to_have_attribute("aria-selected", "true")


async def test_axe_finds_nothing_in_any_panel(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/"), JAPANESE)
    await lab.send(to="192.168.1.102:")
    await lab.to_the_end()

    async def every_panel() -> None:
        # The page around them is the same for all.
        assert await axe(lab.page, dark=True) == []
        for tab in await lab.page.locator("#panel-tabs").get_by_role("tab").all():
            await tab.click()
            await lab.page.wait_for_load_state("networkidle")
            assert await lab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            panel = await tab.get_attribute("aria-controls")
            await expect(lab.page.locator(f"#{panel}")).to_be_visible()
            assert await axe(lab.page, within=f"#{panel}", dark=True) == [], panel

    await every_panel()
    await lab.page.set_viewport_size(PHONE)
    await lab.page.locator("#view-packet").click()
    await every_panel()
