"""The quiz in a real browser: by keyboard, by clicking in the drawing, through a bad network, on a small phone in the dark."""

import re

import yaml
from asgiref.sync import sync_to_async
from playwright.async_api import Page, Route, expect

from nodeport_lab.content.questions import written
from nodeport_lab.lab.models import Visitor
from nodeport_lab.quiz.models import Asked, Bank
from tests.browser.conftest import Axe, OpenPage


@sync_to_async
def bank_of(*names: str) -> str:
    """Somebody's bank with these questions, and the address of its page."""
    questions = [dict(written()[name].source) for name in names]
    text = yaml.safe_dump({"questions": questions}, allow_unicode=True, sort_keys=False)
    return str(Bank.objects.create(visitor=Visitor.objects.create(), title="Mine", text=text).pk)


@sync_to_async
def answers() -> list[tuple[str, bool | None]]:
    return list(Asked.objects.exclude(answered=None).order_by("pk").values_list("item", "right"))


async def begin(page: Page, bank: str, language: str = "en") -> None:
    await page.goto(f"/{language}/quiz/bank/{bank}/")
    await page.locator("form[action$='/practice/'] button").click()
    await page.wait_for_selector("#answer")
    if await page.locator("#stage").count():
        await page.wait_for_selector("#stage svg[aria-label]")


async def no_wider_than(page: Page, width: int) -> None:
    wide = "[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.id || String(e.className))"
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, await page.evaluate(wide)


async def test_by_keyboard_and_the_packet_that_proves_it(open_page: OpenPage, axe: Axe) -> None:
    bank = await bank_of("who-rewrites-the-destination")
    page = await open_page("/en/quiz/")
    assert await axe(page) == []
    await begin(page, bank)
    assert await axe(page) == []
    once = page.get_by_role("radio", name="Once")
    key = await once.get_attribute("data-key")
    assert key is not None
    await page.keyboard.press(key)
    await expect(once).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Right.")).to_be_focused()
    # The packet sets out by itself as soon as it can be seen.
    await page.locator("#player").scroll_into_view_if_needed()
    await expect(page.locator("#player-count")).to_contain_text(re.compile(r"^[2-9] /"))
    assert await axe(page) == []
    await page.locator(".hops-in-words summary").click()
    await expect(page.locator(".hops-in-words li")).not_to_have_count(0)
    await page.keyboard.press("Escape")
    await page.get_by_role("heading", name="Right.").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#answer")).to_be_visible()
    await expect(page.locator(".round-count")).to_have_text("Question 2")
    await page.go_back()
    await expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    assert len(await answers()) == 1


async def test_a_lost_connection_and_a_double_click_neither_lose_nor_double(open_page: OpenPage) -> None:
    bank = await bank_of("read-the-port-column")
    page = await open_page("/en/quiz/")
    await begin(page, bank)

    async def lose(route: Route) -> None:
        await route.abort()

    # htmx says in the console that it could not reach anybody; that is no fault of the page.
    await page.evaluate("console.error = () => {}")
    await page.route("**/answer/**", lose)
    await page.get_by_role("textbox").fill("30080")
    await page.get_by_role("button", name="Answer", exact=True).click()
    await expect(page.locator("#lost")).to_be_visible()
    await expect(page.get_by_role("textbox")).to_have_value("30080")
    await page.unroute("**/answer/**")
    other = await page.context.new_page()
    await other.goto(page.url)
    await page.get_by_role("button", name="Answer", exact=True).dblclick()
    await expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    # The other tab still shows the form: its answer comes second.
    await other.get_by_role("textbox").fill("80")
    await other.get_by_role("button", name="Answer", exact=True).click()
    await expect(other.get_by_text("The first answer counts")).to_be_visible()
    assert [right for _, right in await answers()] == [True]


async def test_a_place_is_chosen_in_the_drawing_on_a_small_phone_in_the_dark(
    open_page: OpenPage, axe: Axe
) -> None:
    bank = await bank_of("predict-local-node3")
    page = await open_page("/ja/quiz/", viewport={"width": 360, "height": 740}, color_scheme="dark")
    for path in ("", "practice/", "review/", "test/", "progress/", "teach/"):
        await page.goto(f"/ja/quiz/{path}")
        await no_wider_than(page, 360)
        assert await axe(page) == [], path
    await begin(page, bank, "ja")
    assert await axe(page) == []
    node = page.locator("#stage [data-key='node node3']")
    await node.scroll_into_view_if_needed()
    box = await node.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] - 12)
    await expect(page.get_by_role("radio", name="node3")).to_be_checked()
    await page.get_by_role("button", name="回答する").click()
    await expect(page.get_by_role("heading", name="正解です。")).to_be_visible()
    await no_wider_than(page, 360)
    assert await axe(page) == []


async def test_items_are_put_in_order_by_keyboard_and_without_scripts(open_page: OpenPage, axe: Axe) -> None:
    bank = await bank_of("order-of-the-path")
    page = await open_page("/en/quiz/")
    await begin(page, bank)
    assert await axe(page) == []
    wanted = [item.text["en"] for item in written()["order-of-the-path"].body.items]  # type: ignore[union-attr]
    for place, text in enumerate(wanted):
        item = page.locator(".order-item", has_text=text)
        await item.focus()
        for _ in range(len(wanted)):
            if (await page.locator(".order-text").all_inner_texts()).index(text) == place:
                break
            await page.keyboard.press("Alt+ArrowUp")
    assert await page.locator(".order-text").all_inner_texts() == wanted
    await page.get_by_role("button", name="Answer", exact=True).click()
    await expect(page.get_by_role("heading", name="Right.")).to_be_visible()

    plain = await open_page("/en/quiz/", java_script_enabled=False)
    await plain.goto(f"/en/quiz/bank/{bank}/")
    await plain.locator("form[action$='/practice/'] button").click()
    shown = await plain.locator(".order-text").all_inner_texts()
    for place, text in enumerate(shown):
        await plain.locator(".order-rank").nth(place).select_option(str(wanted.index(text) + 1))
    await plain.get_by_role("button", name="Answer", exact=True).click()
    await expect(plain.get_by_role("heading", name="Right.")).to_be_visible()
