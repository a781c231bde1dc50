"""Help while typing: the API server's verdict, its repair, what could stand here, what a field is."""

import json

import pytest
from playwright.async_api import Locator, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, SERVICE, Lab, Words

HEAD = """apiVersion: v1
kind: Service
metadata:
  name: nginx-service-nodeport
spec:
  type: NodePort
  selector:
    app: nginx
  ports:
    - """
OUT_OF_RANGE = "provided port is not in the valid range. The range of valid ports is 30000-32767"


async def opened(open_page: OpenPage, words: Words = ENGLISH, text: str = "") -> Lab:
    lab = Lab(await open_page(words.path), words)
    await lab.open_file("service.yaml")
    await lab.write(text)
    return lab


def options(lab: Lab) -> Locator:
    return lab.page.locator("#editor").get_by_role("option")


def problem(lab: Lab) -> Locator:
    return lab.page.locator(".problem")


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])
async def test_the_verdict_comes_while_typing(open_page: OpenPage, words: Words) -> None:
    lab = await opened(open_page, words, HEAD + "port: 80\n      ")
    await lab.page.keyboard.type("nodePort: 80")
    await expect(problem(lab)).to_contain_text(OUT_OF_RANGE)
    await expect(problem(lab)).to_contain_text("30000")
    await expect(lab.editor.locator(".cm-lintRange-error")).to_have_text("80")
    explained = {"en": "lies outside the range", "ja": "範囲"}[words.path.strip("/")]
    await expect(problem(lab)).to_contain_text(explained)
    # Nothing was applied for that.
    await expect(lab.page.locator('.socket[data-port="30080"]')).to_have_count(3)
    await expect(lab.output).not_to_contain_text("kubectl apply")


async def test_repair_by_keyboard_and_undo(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=HEAD + "port: 80\n      nodeport: 30080\n")
    await expect(problem(lab)).to_contain_text('unknown field "spec.ports[0].nodeport"')
    await lab.page.keyboard.press("F8")
    await lab.page.keyboard.press("Control+.")
    await expect(lab.editor).to_contain_text("nodePort: 30080")
    await expect(problem(lab)).to_have_count(0)
    await expect(lab.editor).to_be_focused()
    await lab.page.keyboard.press("Control+z")
    await expect(lab.editor).to_contain_text("nodeport: 30080")
    await expect(problem(lab)).to_have_count(1)


async def test_repair_by_the_button_in_the_list(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=HEAD + "port: 80\n      nodeport: 30080\n")
    await expect(problem(lab)).to_have_count(1)
    await lab.page.keyboard.press("Control+Shift+M")
    await expect(problem(lab).locator(".button")).to_be_focused()
    await lab.page.keyboard.press("Enter")
    await expect(lab.editor).to_contain_text("nodePort: 30080")
    await expect(problem(lab)).to_have_count(0)


async def test_a_repair_of_what_was_typed_over_is_none(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=HEAD + "port: 80\n      nodeport: 30080")
    await expect(problem(lab)).to_have_count(1)
    await lab.page.route("**/lab/check?*", lambda route: route.abort())
    for _ in range(len("port: 30080")):
        await lab.page.keyboard.press("ArrowLeft")
    await lab.page.keyboard.press("Backspace")
    await lab.page.keyboard.press("Control+.")
    await expect(lab.editor).to_contain_text("nodport: 30080")


async def test_the_latest_answer_wins(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=HEAD + "port: 80\n")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        if "first" in json.loads(route.request.post_data or "")["files"][1]["text"]:
            held.append(route)
        else:
            await route.continue_()

    await lab.page.route("**/lab/check?*", hold)
    async with lab.page.expect_request("**/lab/check?*"):
        await lab.page.keyboard.type("first: 1")
    async with lab.page.expect_response("**/lab/check?*"):
        for _ in range(len("first: 1")):
            await lab.page.keyboard.press("Backspace")
        await lab.page.keyboard.type("second: 2")
    await expect(problem(lab)).to_contain_text('"second"')
    assert len(held) == 1


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])
async def test_the_three_ports_are_offered(open_page: OpenPage, words: Words) -> None:
    lab = await opened(open_page, words, HEAD)
    await lab.page.keyboard.press("Control+Space")
    await expect(options(lab).first).to_be_visible()
    for place, (name, role, letter, owner) in enumerate(
        [
            ("port", "port", "P", {"/en/": "the Service", "/ja/": "Service"}),
            ("targetPort", "targetPort", "T", {"/en/": "the Pod", "/ja/": "Pod"}),
            ("nodePort", "nodePort", "N", {"/en/": "every node", "/ja/": "全ノード"}),
        ]
    ):
        option = options(lab).nth(place)
        await expect(option.locator(".cm-completionLabel")).to_have_text(name)
        await expect(option.locator(f".cm-mark[data-role={role}]")).to_have_text(letter)
        await expect(option.locator(".cm-completionDetail")).to_have_text(owner[words.path])
    await lab.page.keyboard.press("Escape")
    await expect(options(lab)).to_have_count(0)
    await lab.page.keyboard.type("nod")
    await expect(options(lab).first).to_contain_text("nodePort")
    await lab.page.keyboard.press("Enter")
    await expect(lab.editor).to_contain_text("- nodePort: ")


async def test_named_ports_labels_and_values_are_offered(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=HEAD + "port: 80\n      ")
    await lab.page.keyboard.type("targetPort: ")
    await expect(options(lab)).to_contain_text(["80"])
    await lab.page.keyboard.type("80")
    # What is complete is not offered: Enter begins a line.
    await expect(options(lab)).to_have_count(0)
    await lab.page.keyboard.press("Enter")
    await lab.page.keyboard.type("prot")
    await expect(options(lab).first).to_contain_text("protocol")
    await lab.page.keyboard.press("Enter")
    await expect(options(lab)).to_contain_text(["TCP", "UDP", "SCTP"])
    await lab.write(HEAD.partition("selector:")[0] + "selector:\n    ")
    await lab.page.keyboard.press("Control+Space")
    await expect(options(lab)).to_contain_text(["app: nginx"])


async def test_a_whole_service_from_nothing(open_page: OpenPage) -> None:
    lab = await opened(open_page, text="")
    await lab.page.keyboard.press("Control+a")
    await lab.page.keyboard.press("Delete")
    await lab.page.keyboard.type("serv")
    await expect(options(lab).first).to_contain_text("Service NodePort")
    await lab.page.keyboard.press("Enter")
    # The name is chosen: typing changes it. The label is that of the Deployment in the other file.
    await lab.page.keyboard.type("shop")
    text = await lab.text()
    assert "name: shop\n" in text
    assert "app: nginx\n" in text
    await lab.apply()
    await expect(lab.output).to_contain_text("service/shop")


@pytest.mark.parametrize(
    ("words", "told", "default"),
    [
        (ENGLISH, "The port that opens on every node", "a free one of the range"),
        (JAPANESE, "すべてのノードで開くポート", "範囲内の空いている番号"),
    ],
    ids=["en", "ja"],
)
async def test_what_a_field_is(open_page: OpenPage, words: Words, told: str, default: str) -> None:
    lab = await opened(open_page, words, SERVICE.format(port=30080))
    docs = lab.page.locator(".cm-docs")
    await lab.editor.locator(".cm-port[data-role=nodePort]").hover(position={"x": 12, "y": 8})
    await expect(docs).to_contain_text(told)
    await expect(docs).to_contain_text("30000–32767")
    await expect(docs).to_contain_text(default)
    await expect(docs).to_contain_text("kubernetes.io/")
    await lab.page.mouse.move(700, 400)
    await expect(docs).to_have_count(0)
    # The same by keyboard; it is said aloud, and Escape closes it.
    await lab.page.keyboard.press("Control+End")
    await lab.page.keyboard.press("ArrowUp")
    await lab.page.keyboard.press("End")
    await lab.page.keyboard.press("Control+i")
    await expect(docs).to_contain_text(told)
    await expect(lab.page.locator(".cm-announced")).to_contain_text(told)
    await lab.page.keyboard.press("Escape")
    await expect(docs).to_have_count(0)


async def test_where_nothing_can_be_fetched_typing_goes_on(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.route("**/static/fields/**", lambda route: route.abort())
    await lab.open_file("service.yaml")
    await lab.write(HEAD)
    await lab.page.keyboard.type("port: 80")
    assert "- port: 80" in await lab.text()


async def test_what_was_asked_for_goes_when_the_editor_is_left(open_page: OpenPage) -> None:
    lab = await opened(open_page, text=SERVICE.format(port=30080))
    docs = lab.page.locator(".cm-docs")
    await lab.page.keyboard.press("Control+Home")
    await lab.page.keyboard.press("Control+i")
    await expect(docs).to_be_visible()
    await lab.page.keyboard.press("ArrowDown")
    await expect(docs).to_have_count(0)
    await lab.page.keyboard.press("Control+i")
    await expect(docs).to_be_visible()
    await lab.page.get_by_label("This file").click()
    await expect(docs).to_have_count(0)
