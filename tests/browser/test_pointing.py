"""Point at a thing anywhere, by pointer and keyboard; and what must not be told while somebody predicts; and a link that is taken back."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.lab import ENGLISH, Lab

Axe = Callable[[Page], Awaitable[list[str]]]
LIT = re.compile("lit")


async def test_what_is_pointed_at_lights_up_everywhere(open_page: OpenPage, axe: Axe) -> None:
    lab = Lab(await open_page("/en/", reduced_motion="reduce"), ENGLISH)
    page, keyboard = lab.page, lab.page.keyboard
    await lab.text()
    await lab.send("192.168.1.101:30080")
    await lab.to_the_end()
    selector = lab.editor.locator(".cm-thing", has_text="app: nginx")
    band, pods = page.locator(".drawing [data-key^='service ']"), page.locator(".drawing [data-key^='pod ']")

    # From YAML to the drawing, and back.
    await selector.dispatch_event("pointerover")
    for lit in (band, pods.nth(0), pods.nth(1), selector):
        await expect(lit).to_have_class(LIT)
    await pods.nth(0).dispatch_event("pointerover")
    await expect(selector).to_have_class(LIT)
    await expect(pods.nth(1)).not_to_have_class(LIT)
    await expect(page.locator("#branches .branch.lit-thing")).to_have_count(1)
    # From a rule to its cause.
    await page.locator("#tab-rules").click()
    balanced = page.locator(".rule-line", has_text="statistic").first
    await balanced.dispatch_event("pointerover")
    for lit in (band, selector):
        await expect(lit).to_have_class(LIT)
    # From what a command printed, and from the tree of objects, by the keyboard's focus.
    await page.locator("#tab-terminal").click()
    await page.locator("#terminal-input").fill("kubectl get nodes,deployments --show-labels")
    await keyboard.press("Enter")
    await page.locator("#terminal-log [data-thing='place:node2']").first.dispatch_event("pointerover")
    await expect(page.locator(".drawing [data-key='node node2']")).to_have_class(LIT)
    await page.locator("#tab-objects").click()
    await page.locator(".object", has_text="nginx-deployment").first.focus()
    await expect(pods.nth(0)).to_have_class(LIT)
    await expect(pods.nth(1)).to_have_class(LIT)
    assert await axe(page) == []

    # The drawing by keyboard alone: from thing to thing, what is reached lights up, Enter does what a click does.
    await page.locator("#stage").focus()
    await keyboard.press("ArrowRight")
    await expect(page.locator(".drawing .cursor")).to_have_count(1)
    node = page.locator(".drawing .cursor[data-role='nodePort']")
    for _ in range(6):
        if await node.count():
            break
        await keyboard.press("ArrowRight")
    await keyboard.press("ArrowDown")
    await expect(node).to_have_attribute("data-address", "192.168.1.103")
    await expect(lab.editor.locator(".cm-port[data-role='nodePort']")).to_have_class(LIT)
    await keyboard.press("Enter")
    await expect(page.get_by_label("To", exact=True)).to_have_value("192.168.1.103:30080/TCP")
    await keyboard.press("Escape")
    await expect(page.locator(".drawing .cursor")).to_have_count(0)


async def test_nothing_gives_a_prediction_away_and_a_link_is_taken_back(
    open_page: OpenPage, axe: Axe
) -> None:
    lab = Lab(await open_page("/en/", reduced_motion="reduce"), ENGLISH)
    page, keyboard = lab.page, lab.page.keyboard
    await page.locator("#tab-terminal").click()
    await page.locator("#terminal-input").fill("curl -s http://192.168.1.101:30080")
    await keyboard.press("Enter")
    await expect(page.locator("#terminal-log")).to_contain_text("nginx")
    await page.locator("#stream").click()
    await expect(page.locator("#traffic canvas")).to_be_visible()
    await page.get_by_label("Predict first").check()
    await lab.button("Send").click()
    await expect(page.get_by_role("heading", name="Where will this packet end?")).to_be_visible()
    for hidden in ("#terminal-log", "#traffic canvas", "#hops", "#verdict", "#tally"):
        await expect(page.locator(hidden)).to_be_hidden()
    await expect(page.locator("#traffic .traffic-counts")).to_be_hidden()
    await expect(page.locator("#terminal-input")).to_be_disabled()
    await expect(page.locator("#all-paths")).to_be_disabled()
    for name in ("finder", "contrast"):
        await page.locator(f"#tab-{name}").click()
        await expect(page.locator(f"#panel-{name}")).to_contain_text("say where it will end")
    await page.locator("#tab-matrix").click()
    await expect(page.locator("#panel-matrix .cell:not([data-kind='veiled'])")).to_have_count(0)
    await expect(page.locator("#panel-matrix .cell").first).to_be_visible()
    assert await axe(page) == []
    await page.locator("input[value=answered]").check()
    await page.locator("input[name=predict-pod]").first.check()
    await lab.button("Send it and see").click()
    await lab.to_the_end()
    await expect(page.locator("#predict-told")).to_contain_text("Right.")
    await expect(page.locator("#traffic canvas")).to_be_visible()

    await page.locator("#share").click()
    link = page.get_by_label("Link to this lab as it is now")
    await expect(link).to_have_value(re.compile("/s/"))
    address = await link.input_value()
    await page.locator("#shares-title").click()
    assert await axe(page) == []
    await page.get_by_role("button", name=re.compile("^Delete the link: ")).click()
    await lab.button("Delete the link").click()
    await expect(page.locator("dialog[open]")).to_have_count(0)
    gone = await page.request.get(address)
    assert gone.status == 404


async def test_what_was_typed_before_the_question_is_told_after_it(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    asked = asyncio.Event()

    async def late(route: Route) -> None:
        printed = await route.fetch()
        await asked.wait()
        await route.fulfill(response=printed)

    await lab.page.route("**/lab/terminal*", late)
    await lab.page.locator("#tab-terminal").click()
    terminal = lab.page.locator("#terminal-input")
    await terminal.fill("curl -s http://192.168.1.101:30080")
    await terminal.press("Enter")
    await lab.page.get_by_label("Predict first").check()
    await lab.button(ENGLISH.send).click()
    question = lab.page.get_by_role("heading", name="Where will this packet end?")
    await expect(question).to_be_visible()
    async with lab.page.expect_response("**/lab/terminal*"):
        asked.set()
    # Whatever the page makes of an answer is made before it has another one.
    await lab.page.evaluate("fetch(location.href).then((page) => page.text())")
    assert await lab.page.locator("#player-count").inner_text() == ""
    await expect(question).to_be_visible()
    await lab.button("Do not send").click()
    await expect(lab.page.locator("#panel-terminal")).to_contain_text("curl -s")
    await lab.to_the_end()
    await expect(lab.page.locator("#verdict")).to_contain_text("Answered")

    await terminal.fill("curl -s http://192.168.1.102:30080")
    await terminal.press("Enter")
    await expect(question).to_be_visible()
    await expect(lab.page.locator("#predict code")).to_have_text("curl -s http://192.168.1.102:30080")
    await lab.button("Do not send").click()
    await expect(terminal).to_have_value("curl -s http://192.168.1.102:30080")
    await expect(lab.page.locator("#terminal-log")).not_to_contain_text("192.168.1.102:30080")
    await terminal.press("Enter")
    await lab.page.locator("input[value=refused]").check()
    await lab.page.get_by_label("Where it ends").select_option("node2")
    await lab.button("Send it and see").click()
    await expect(lab.page.locator("#terminal-log")).to_contain_text("192.168.1.102:30080")
    await lab.to_the_end()
    await expect(lab.page.locator("#predict-told")).to_contain_text("refused")
