"""A live question: asked by the teacher, answered on a phone and a laptop, voted on again, told, and gone."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage

NO_SOCKET = """
window.WebSocket = class extends EventTarget {
  static OPEN = 1;
  readyState = 3;
  constructor() {
    super();
    setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), 10);
  }
  close() {}
};
"""


async def test_a_question_to_everybody(open_page: OpenPage, axe: Axe) -> None:
    teacher = await open_page("/en/class/", locale="en-GB")
    await teacher.get_by_role("button", name="Open").click()
    await teacher.wait_for_url("**/board/")
    code = await teacher.locator("#class-code").inner_text()
    await teacher.get_by_role("link", name="Ask questions").click()
    wall = await teacher.context.new_page()
    await wall.goto(f"/en/class/{code}/wall/")
    assert await axe(wall) == []
    phone = await open_page(
        f"/ja/class/{code}/", locale="ja-JP", viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    await phone.get_by_label("名前").fill("はるか")
    await phone.get_by_role("button", name="参加", exact=True).click()
    await expect(phone.locator("#stage svg").first).to_be_visible()
    # One whose network lets no WebSocket through.
    laptop = await open_page(f"/en/class/{code}/", locale="en-GB")
    await laptop.get_by_label("Your name").fill("Ken")
    await laptop.keyboard.press("Enter")
    await expect(laptop.locator("#stage svg").first).to_be_visible()
    await laptop.goto(f"/en/class/{code}/question/")
    await laptop.add_init_script(NO_SOCKET)
    await laptop.reload()

    await teacher.get_by_label("Words, or an id").fill("who-rewrites")
    await teacher.keyboard.press("Enter")
    await teacher.get_by_role("button", name=re.compile("^Add.*The client connects")).click()
    await teacher.get_by_role("button", name="Start the first question").press("Enter")

    dialog = phone.get_by_role("dialog")
    await expect(dialog.get_by_role("heading")).to_be_focused()
    await expect(dialog.locator(".quiz-stage svg").first).to_be_visible()
    assert await axe(phone) == []
    assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await dialog.locator(".option").first.click()
    await dialog.get_by_role("button", name="回答する").click()
    await expect(dialog.locator(".live-in")).to_be_visible()
    await expect(laptop.get_by_role("heading", name=re.compile("How often is"))).to_be_visible(timeout=15_000)
    await laptop.locator(".option").first.click()
    await laptop.get_by_role("button", name="Answer", exact=True).click()
    await expect(laptop.get_by_text("Your answer is in")).to_be_visible()
    for page in (teacher, wall):
        await expect(page.get_by_text("2 of 2 answered")).to_be_visible()
    await expect(wall.locator(".tally")).to_have_count(0)

    # Put aside, reloaded: the question is there again, with the answer in it.
    await dialog.get_by_role("button", name="自分のラボに戻る").click()
    await expect(phone.get_by_role("link", name="問題へ")).to_be_visible()
    await phone.reload()
    await expect(dialog.locator("input:checked")).to_have_count(1)

    await teacher.get_by_role("button", name="Close", exact=True).click()
    await teacher.get_by_role("button", name="Show everybody the histogram").click()
    await expect(wall.locator(".tally")).to_be_visible()
    await teacher.get_by_role("button", name="Vote once more").click()
    await expect(dialog.get_by_text("2 回目の投票")).to_be_visible()
    await dialog.locator(".option").nth(1).click()
    await dialog.get_by_role("button", name="回答する").click()
    await expect(dialog.locator(".live-in")).to_be_visible()
    await expect(teacher.get_by_role("button", name="Close", exact=True)).to_be_visible()
    # Pressed before the page shows what the first did: each has its turn.
    await teacher.evaluate(
        "for (const order of ['close', 'reveal']) document.querySelector(`form[action*='/ask/${order}'] button`).click()"
    )
    await expect(dialog.locator(".result-title")).to_be_visible()
    await expect(dialog.locator(".tally-right")).to_be_visible()
    await dialog.locator(".proof-place").scroll_into_view_if_needed()
    await expect(dialog.locator("#proof-player")).to_be_visible()
    await expect(wall.locator("#proof-player")).to_be_visible()
    for page in (phone, wall, teacher):
        assert await axe(page) == []
    await teacher.get_by_role("button", name="End the questions").click()
    await expect(wall.get_by_text("Join here")).to_be_visible()
    await dialog.get_by_role("button", name="自分のラボに戻る").click()
    await expect(dialog).to_be_hidden()
