"""A lesson: a room is opened, learners join from a phone and a laptop, the teacher sees, helps, shows, gives out, and ends it."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage

# A line that cannot be spoken on at first, on one page.
LATE_LINE = """
window.late = !sessionStorage.getItem("late");
sessionStorage.setItem("late", "was");
window.WebSocket = class extends WebSocket {
    get readyState() { return window.late ? WebSocket.CONNECTING : super.readyState; }
};
"""


async def test_a_lesson(open_page: OpenPage, axe: Axe) -> None:
    teacher = await open_page("/en/class/", locale="en-GB")
    assert await axe(teacher) == []
    # By keyboard alone.
    await teacher.get_by_label("Name of the class").focus()
    await teacher.keyboard.type("Wednesday")
    await teacher.keyboard.press("Enter")
    await teacher.wait_for_url("**/board/")
    await expect(teacher.get_by_text("Nobody is here yet.")).to_be_visible()
    code = await teacher.locator("#class-code").inner_text()
    await teacher.get_by_role("button", name="Show the code large").press("Enter")
    picture = teacher.get_by_role("img", name=re.compile("QR code"))
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    assert await axe(teacher) == []
    await teacher.keyboard.press("Escape")

    phone = await open_page(
        f"/c/{code.lower()}", locale="ja-JP", viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    assert await axe(phone) == []
    await phone.get_by_label("名前").fill("<b>はるか</b>")
    await phone.get_by_role("button", name="参加", exact=True).click()
    await expect(phone.locator("#stage svg").first).to_be_visible()
    assert await axe(phone) == []
    assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    laptop = await open_page(f"/en/class/{code}/", locale="en-GB")
    await laptop.get_by_label("Your name").fill("Ken")
    await laptop.keyboard.press("Enter")

    rows = teacher.get_by_role("list", name="The board").get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await expect(teacher.get_by_text("2 of 2 here")).to_be_visible()
    await phone.get_by_role("button", name="手を挙げる").click()
    first = rows.first
    await expect(first).to_contain_text("<b>はるか</b>")
    await expect(first).to_contain_text("hand up")
    await phone.reload()
    await expect(phone.get_by_role("button", name="手を挙げる")).to_have_attribute("aria-pressed", "true")

    # What they are told is on the board at once.
    editor = laptop.get_by_role("textbox", name=re.compile("Manifest, YAML"))
    await editor.press("Control+Home")
    await laptop.keyboard.type("bogus: 1\n")
    await laptop.keyboard.press("Control+Enter")
    second = rows.nth(1)
    await expect(second.locator(".class-said")).to_have_attribute("data-failed", "")
    await expect(second).to_contain_text("working")
    assert await axe(teacher) == []

    # Looking in, live: what Ken does is seen.
    watching = await teacher.context.new_page()
    await watching.goto(f"/en/class/{code}/board/")
    await watching.get_by_role("link", name="Look at the lab of Ken").click()
    await expect(watching.get_by_role("heading", name="The lab of Ken")).to_be_visible()
    await laptop.keyboard.press("Control+Home")
    await laptop.keyboard.press("Shift+ArrowDown")
    await laptop.keyboard.press("Delete")
    await laptop.get_by_role("tab", name="Break it").click()
    await laptop.get_by_role("button", name="Stop node1").first.click()
    await expect(watching.get_by_role("region", name="What is broken")).to_contain_text("node1")
    await expect(watching.get_by_role("button", name="Apply", exact=True)).to_be_hidden()
    assert await axe(watching) == []
    await watching.close()

    # Shown to all without the name: both are taken there, and back when it ends.
    await second.locator("summary").press("Enter")
    await teacher.get_by_role("button", name="Show to all, without the name").click()
    await phone.wait_for_url("**/shown/")
    await expect(phone.locator("h1")).to_have_text("全員に表示中")
    await expect(phone.locator("main")).not_to_contain_text("Ken")
    assert await axe(phone) == []
    await laptop.wait_for_url("**/shown/")
    await teacher.get_by_role("button", name="Stop showing").last.click()
    await phone.wait_for_url(f"**/class/{code}/")
    await laptop.wait_for_url(f"**/class/{code}/")

    # A fault for one of them.
    await first.get_by_role("checkbox").check()
    await teacher.locator("#give summary").click()
    await teacher.get_by_label("Cluster").select_option(index=20)
    await teacher.get_by_label("What is to be done with it").fill("原因を探してください")
    assert await axe(teacher) == []
    await expect(teacher.locator("#give-whom")).to_have_text("to 1 chosen")
    await phone.add_init_script(LATE_LINE)
    await teacher.get_by_role("button", name="Give out").click()
    await expect(phone.get_by_text("原因を探してください")).to_be_visible()
    # Pressed before the line is there, it is said once it is.
    await phone.get_by_role("button", name="できました").click()
    await phone.evaluate("window.late = false; document.dispatchEvent(new Event('visibilitychange'))")
    await teacher.locator("#filter").select_option("done")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("はるか")

    # Over: everybody keeps their own.
    await teacher.locator(".class-tools summary").click()
    await teacher.get_by_role("button", name="End the class…").click()
    await teacher.get_by_role("button", name="OK", exact=True).click()
    await expect(laptop.get_by_role("heading", name="This class is over")).to_be_visible()
    await expect(phone.get_by_role("heading", name="この授業は終わりました")).to_be_visible()
    await teacher.locator(".class-tools summary").click()
    assert await axe(teacher) == []
    await teacher.get_by_role("button", name="Delete the room…").click()
    await teacher.get_by_role("button", name="OK", exact=True).click()
    # The answer and the socket both lead away; whichever is first.
    await expect(teacher).to_have_url(re.compile(r"/en/class/$"))
