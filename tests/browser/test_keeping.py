"""Nothing that was typed is lost: by reload, back, another tab, another language, a lost connection or a refusal."""

import asyncio

from playwright.async_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, SERVICE, Lab

TYPED = SERVICE.format(port=30456) + "# typed, not applied\n"


async def typed_lab(open_page: OpenPage) -> Lab:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.open_file("service.yaml")
    await lab.write(TYPED)
    return lab


async def saved(lab: Lab) -> None:
    await expect(lab.page.locator("#saved")).to_have_text(lab.words.saved)


async def test_reload_keeps_text_and_journey(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    await saved(lab)
    await lab.send(to="192.168.1.102:")
    await lab.to_the_end()
    count = await lab.page.locator("#player-count").inner_text()
    await lab.page.reload()
    assert "# typed, not applied" in await lab.text()
    await expect(lab.page.locator("#player-count")).to_have_text(count)
    await expect(lab.page.get_by_label("To", exact=True)).to_contain_text("192.168.1.102:")


async def test_reload_before_the_draft_was_saved_keeps_it_too(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    await lab.page.reload()
    assert "# typed, not applied" in await lab.text()
    await saved(lab)


async def test_back_and_forth_keeps_text(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    await lab.page.goto("/en/no-such-page")
    await lab.page.go_back()
    assert "# typed, not applied" in await lab.text()


async def test_another_language_keeps_text_and_place(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    await lab.open_file("deployment.yaml")
    await lab.send(to="192.168.1.102:")
    await lab.to_the_end()
    count = await lab.page.locator("#player-count").inner_text()
    await lab.button(ENGLISH.other).click()
    await expect(lab.page.locator("html")).to_have_attribute("lang", "ja")
    lab = Lab(lab.page, JAPANESE)
    await expect(lab.button("適用")).to_be_visible()
    await expect(lab.page.get_by_role("tab", name="deployment.yaml")).to_have_attribute(
        "aria-selected", "true"
    )
    # The journey is the same one, at the same hop, in the other language's words.
    await expect(lab.page.locator("#player-count")).to_have_text(count)
    await expect(lab.page.locator("#verdict")).to_contain_text("が応答しました")
    await expect(lab.journey).to_contain_text("書き換えられました")
    await lab.open_file("service.yaml")
    assert "# typed, not applied" in await lab.text()


async def test_a_draft_saved_while_the_next_page_is_on_its_way_is_in_it(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    draft = asyncio.Event()

    async def kept(route: Route) -> None:
        await route.fulfill(response=await route.fetch())
        draft.set()

    async def made_before(route: Route) -> None:
        made = await route.fetch()
        await draft.wait()
        await route.fulfill(response=made)

    await lab.page.route("**/lab/draft*", kept)
    await lab.page.route("**/language", made_before)
    await lab.button(ENGLISH.other).click()
    await expect(lab.page.locator("html")).to_have_attribute("lang", "ja")
    assert "# typed, not applied" in await Lab(lab.page, JAPANESE).text()


async def test_a_second_tab_follows(open_page: OpenPage) -> None:
    one = Lab(await open_page("/en/"), ENGLISH)
    other = Lab(await one.page.context.new_page(), ENGLISH)
    await other.page.goto("/en/")
    await one.open_file("service.yaml")
    await one.write(SERVICE.format(port=30456))
    await one.apply()
    # The drawing hears of it over the socket, the editor because it had nothing of its own.
    await expect(other.page.locator('.socket[data-port="30456"]')).to_have_count(3)
    await other.open_file("service.yaml")
    await expect(other.editor).to_contain_text("nodePort: 30456")


async def test_a_second_tab_with_text_of_its_own_decides(open_page: OpenPage) -> None:
    one = Lab(await open_page("/en/"), ENGLISH)
    other = Lab(await one.page.context.new_page(), ENGLISH)
    # This tab hears nothing from the socket, so that it applies on an old revision.
    await other.page.route_web_socket("**/ws/lab/**", lambda socket: None)
    await other.page.goto("/en/")
    await one.open_file("service.yaml")
    await one.write(SERVICE.format(port=30456))
    await one.apply()
    await expect(one.output).to_contain_text("configured")
    await other.open_file("service.yaml")
    await other.write(SERVICE.format(port=30789))
    await other.apply()
    notice = other.page.locator(".notice", has_text=ENGLISH.conflict)
    await expect(notice).to_be_visible()
    assert "30789" in await other.text()
    await notice.get_by_role("button", name=ENGLISH.mine).click()
    await expect(other.output).to_contain_text("service/nginx-service-nodeport configured")
    await expect(other.page.locator('.socket[data-port="30789"]')).to_have_count(3)
    await expect(one.page.locator('.socket[data-port="30789"]')).to_have_count(3)


async def test_offline_keeps_text_and_sends_it_later(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.open_file("service.yaml")
    gone = "**/en/lab/*"
    await lab.page.route(gone, lambda route: route.abort())
    await lab.write(TYPED)
    await lab.apply()
    await expect(lab.page.locator(".notice")).to_contain_text("cannot be reached")
    await expect(lab.page.locator("#saved")).to_have_text("kept in this browser, not yet on the server")
    await lab.page.unroute(gone)
    await lab.apply()
    await expect(lab.output).to_contain_text("configured")
    await expect(lab.page.locator(".notice")).to_have_count(0)


async def test_a_refusal_keeps_text_and_says_why(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    status = 0

    async def refuse(route: Route) -> None:
        await route.fulfill(
            status=status, json={"error": {"code": "no", "message": f"refused with {status}"}}
        )

    await lab.page.route("**/en/lab/apply?*", refuse)
    for status in (413, 429, 500):
        await lab.apply()
        await expect(lab.page.locator(".notice", has_text=f"refused with {status}")).to_be_visible()
        assert "# typed, not applied" in await lab.text()


async def test_a_removed_file_can_be_had_back(open_page: OpenPage) -> None:
    lab = await typed_lab(open_page)
    await lab.page.get_by_label("This file").click()
    await lab.button("Remove from the editor").click()
    await expect(lab.page.get_by_role("tab", name="service.yaml")).to_have_count(0)
    await lab.button("Put it back").click()
    assert "# typed, not applied" in await lab.text()


async def test_files_are_added_and_renamed(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.button("Add a file").click()
    dialog = lab.page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("service.yaml")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog.get_by_role("alert")).to_have_text("There is a file of this name already.")
    await dialog.get_by_label("Name").fill("extra.yaml")
    await dialog.get_by_role("button", name="OK").click()
    await lab.write("# extra\n")
    await lab.page.get_by_role("tab", name="extra.yaml").press("F2")
    await dialog.get_by_label("Name").fill("more.yaml")
    await dialog.get_by_role("button", name="OK").click()
    await expect(lab.page.get_by_role("tab", name="more.yaml")).to_have_attribute("aria-selected", "true")
    await saved(lab)
    await lab.page.reload()
    await expect(lab.page.get_by_role("tab", name="more.yaml")).to_have_attribute("aria-selected", "true")
    assert "# extra" in await lab.text()
