"""Homework: a teacher gives out an exercise, a learner does it beside the stage, and the gradebook has it at once."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage

Axe = Callable[[Page], Awaitable[list[str]]]


async def test_homework(open_page: OpenPage, axe: Axe) -> None:
    teacher = await open_page("/en/class/", locale="en-GB")
    await teacher.get_by_label("Name of the class").fill("Wednesday")
    await teacher.keyboard.press("Enter")
    await teacher.wait_for_url("**/board/")
    code = await teacher.locator("#class-code").inner_text()
    learner = await open_page(f"/en/class/{code}/", locale="en-GB")
    await learner.get_by_label("Your name").fill("=Haruka")
    await learner.keyboard.press("Enter")
    await expect(learner.locator("#stage svg").first).to_be_visible()

    # Given out by keyboard, with a deadline; the learner hears of it on the page that they have open.
    await teacher.get_by_role("link", name="Tasks", exact=True).press("Enter")
    await teacher.locator("[name=exercise]").select_option("F1")
    await teacher.locator("#assign-form [name=deadline]").fill("2036-12-24T18:00")
    await teacher.get_by_role("button", name="Give out").press("Enter")
    await expect(teacher.locator("#assign-error")).to_contain_text("too far away")
    await teacher.locator("#assign-form [name=deadline]").fill("")
    assert await axe(teacher) == []
    await teacher.get_by_role("button", name="Give out").press("Enter")
    row = teacher.locator(".task-row")
    await expect(row).to_contain_text("0 done · 0 began · of 1")
    await expect(learner.locator("#class-due")).to_be_visible()
    await learner.locator("#class-tasks summary").press("Enter")
    assert await axe(learner) == []
    await learner.locator("#class-due-list a").press("Enter")
    assert await axe(learner) == []
    await learner.get_by_role("button", name="Begin").press("Enter")
    await expect(learner.get_by_role("heading", name="The report")).to_be_visible()

    # The work: looked at, then mended in the terminal; nobody says that they are done.
    await learner.locator("#next").click()
    terminal = learner.locator("#terminal-input")
    await terminal.fill("kubectl get endpoints")
    await terminal.press("Enter")
    await expect(learner.locator("#reached")).to_be_visible()
    await learner.locator("#next").click()
    await learner.get_by_role("tab", name="Terminal").click()
    await terminal.fill(
        """kubectl patch service nginx-service-nodeport -p '{"spec":{"selector":{"app":"nginx"}}}'"""
    )
    await terminal.press("Enter")
    await expect(learner.locator("#reached")).to_be_visible()
    assert await axe(learner) == []

    await teacher.get_by_role("link", name="Board").click()
    await expect(teacher.locator(".class-row")).to_contain_text("✓ done")
    await teacher.get_by_role("link", name="Gradebook").click()
    assert await axe(teacher) == []
    await teacher.get_by_role("link", name="100 %").press("Enter")
    await expect(teacher.get_by_role("heading", name="=Haruka: Refused at every door")).to_be_visible()
    await expect(teacher.locator("#stage svg").first).to_be_visible()
    assert await axe(teacher) == []
    await teacher.go_back()
    await teacher.get_by_role("link", name="Heat map").click()
    await expect(teacher.get_by_role("row", name="F1")).to_contain_text("100")
    assert await axe(teacher) == []
