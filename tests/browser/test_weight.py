"""A classroom's network carries the page: all assets together, compressed."""

from tests.browser.conftest import OpenPage

MOST = 300 * 1024


async def test_the_page_weighs_little(open_page: OpenPage) -> None:
    page = await open_page("/ja/")
    await page.wait_for_load_state("networkidle")
    sizes: dict[str, int] = await page.evaluate(
        """() => Object.fromEntries(
            [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                .map((entry) => [entry.name, entry.encodedBodySize]))"""
    )
    assert len(sizes) > 20
    assert all(sizes.values()), "every asset was measured"
    assert sum(sizes.values()) <= MOST, sorted(sizes.items(), key=lambda item: -item[1])[:5]
