"""The server's front doors, as a browser finds them."""

from tests.browser.conftest import OpenPage


async def test_the_browsers_language_decides_where_one_arrives(open_page: OpenPage) -> None:
    japanese = await open_page("/", locale="ja-JP", java_script_enabled=False)
    english = await open_page("/", locale="en-GB", java_script_enabled=False)
    other = await open_page("/", locale="fr-FR", java_script_enabled=False)
    assert japanese.url.endswith("/ja/")
    assert english.url.endswith("/en/")
    assert other.url.endswith("/en/")
