"""Send 100, all paths, and the two readings of a packet."""

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab

PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_a_hundred_requests_are_counted(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.button("Send 100").click()
    tally = lab.page.get_by_role("table", name="100 requests")
    await expect(tally.get_by_role("row")).to_have_count(3)
    counts = [int(text) for text in await tally.locator("td.number:not(.expected)").all_inner_texts()]
    assert sum(counts) == 100
    assert all(25 < count < 75 for count in counts)
    assert await tally.locator("td.expected").all_inner_texts() == ["50%", "50%"]
    await expect(lab.page.locator(".drawing .path")).to_have_count(2)
    await expect(lab.page.locator(".path-share")).to_have_text(["50%", "50%"])
    await lab.button("All paths").click()
    await expect(lab.page.locator(".drawing .path")).to_have_count(0)


async def test_the_draw_is_the_same_for_the_same_seed(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.button("Send 100").click()
    await expect(lab.page.get_by_text("100 requests:").first).to_be_visible()
    # The module of the page itself: its address carries a hash.
    found = await lab.page.evaluate("""async () => {
        const address = performance.getEntriesByType("resource").map((e) => e.name).find((n) => /panels\\/tally[.\\w]*\\.js/.test(n));
        const { draw } = await import(address);
        return [draw([0.2, 0.8], 100, 7, false), draw([0.2, 0.8], 100, 7, false), draw([0.2, 0.8], 100, 8, true)];
    }""")
    assert found[0] == found[1]
    assert sum(found[0]) == 100
    assert sorted(found[2]) == [0, 100]


async def test_lost_requests_are_counted_as_lost(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.locator("#tab-break").click()
    await lab.button("Close the firewall for the nodePorts").click()
    await lab.button("Send 100").click()
    await expect(lab.page.get_by_role("row", name="lost 100 100%")).to_be_visible()


async def test_the_idea_and_the_mechanism(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.103:")
    await lab.button("The idea").click()
    idea = lab.page.get_by_role("region", name="The idea")
    await expect(idea.locator(".idea-steps li")).to_have_count(4)
    await expect(idea.locator(".idea-role")).to_have_text(["N nodePort", "P port", "T targetPort"])
    await expect(idea.locator(".idea-mechanism li").first).to_contain_text("DNAT")
    await expect(lab.journey).to_be_hidden()
    await lab.button("The idea").click()
    await expect(lab.journey).to_be_visible()


async def test_axe_finds_nothing(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/ja/"), JAPANESE)
    await lab.page.locator("#send-many").click()
    await expect(lab.page.locator("#tally table")).to_be_visible()
    await lab.page.locator("#reading-idea").click()
    assert await axe(lab.page, dark=True) == []
    await lab.page.set_viewport_size(PHONE)
    for view in ("diagram", "packet"):
        await lab.page.locator(f"#view-{view}").click()
        assert await lab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await axe(lab.page, dark=True) == []
