"""The terminal by hand: lines are run, packets fly, Tab completes, history comes back; for everybody, in both languages."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Axe, OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, Lab, Words
from tests.browser.test_access import PHONE


async def opened(page: Page, words: Words, name: str = "Terminal") -> tuple[Lab, Locator, Locator]:
    lab = Lab(page, words)
    await page.get_by_role("tab", name=name, exact=True).click()
    return lab, page.locator("#terminal-input"), page.locator("#terminal-log")


async def run(line: Locator, text: str) -> None:
    await line.fill(text)
    await line.press("Enter")


async def test_kubectl_and_curl_with_the_packet_in_the_drawing(open_page: OpenPage) -> None:
    lab, line, log = await opened(await open_page("/en/"), ENGLISH)
    await run(line, "kubectl get svc")
    await expect(log).to_contain_text("80:30080/TCP")
    await expect(log.locator("[data-role=nodePort]")).to_have_text("30080")
    await expect(log.locator("[data-role=port]")).to_have_text(["443", "80"])
    await run(line, "curl http://192.168.1.101:30080")
    await expect(log).to_contain_text("I saw the request come from 192.168.1.101")
    await expect(lab.page.locator("#player-count")).to_contain_text(re.compile(r"\d+ / \d+"))
    await run(line, "curl http://192.168.1.101:30081")
    await expect(log.locator(".term-err").last).to_contain_text("curl: (7) Failed to connect")


async def test_what_a_line_changes_is_drawn_at_once(open_page: OpenPage) -> None:
    lab, line, log = await opened(await open_page("/en/"), ENGLISH)
    await run(line, "kubectl scale deployment nginx-deployment --replicas=3")
    await expect(log).to_contain_text("deployment.apps/nginx-deployment scaled")
    await run(line, "kubectl get pods --no-headers | wc -l")
    await expect(log.locator(".term-out").last).to_have_text("3\n")
    await expect(lab.button("Undo")).to_be_enabled()


async def test_keys(open_page: OpenPage) -> None:
    lab, line, log = await opened(await open_page("/en/"), ENGLISH)
    keyboard = lab.page.keyboard
    # Tab leaves an empty line, completes a begun one, and leaves after Escape.
    await line.focus()
    await keyboard.type("ssh nod")
    await keyboard.press("Tab")
    await expect(line).to_have_value("ssh node")
    await keyboard.press("Tab")
    await expect(lab.page.locator("#terminal-offers li")).to_have_text(["node1", "node2", "node3"])
    await keyboard.type("2")
    await keyboard.press("Enter")
    await expect(lab.page.locator("#terminal-prompt")).to_have_text("node2#")
    await run(line, "exit")
    await expect(lab.page.locator("#terminal-prompt")).to_have_text("client$")
    await keyboard.press("ArrowUp")
    await keyboard.press("ArrowUp")
    await expect(line).to_have_value("ssh node2")
    await keyboard.press("Control+c")
    await expect(line).to_have_value("")
    await expect(log).to_contain_text("ssh node2^C")
    await keyboard.press("Control+r")
    await keyboard.type("ssh")
    await expect(lab.page.locator("#terminal-offers")).to_contain_text("ssh node2")
    await keyboard.press("Escape")
    await expect(line).to_have_value("ssh node2")
    await keyboard.press("Control+l")
    await expect(log).to_be_empty()
    await keyboard.press("Escape")
    await keyboard.press("Tab")
    await expect(line).not_to_be_focused()


async def test_pasted_lines_run_one_after_another(open_page: OpenPage) -> None:
    lab, line, log = await opened(await open_page("/en/"), ENGLISH)
    await line.focus()
    await lab.page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "echo one\ncat <<END | wc -l\na\nb\nEND\necho three",
    )
    await expect(log.locator(".term-out")).to_have_text(["one\n", "2\n"])
    await expect(line).to_have_value("echo three")


async def test_kubectl_edit_opens_the_editor(open_page: OpenPage) -> None:
    lab, line, log = await opened(await open_page("/en/"), ENGLISH)
    await run(line, "kubectl get svc nginx-service-nodeport -o yaml")
    await expect(log).to_contain_text("loadBalancer: {}")
    text = "".join(await log.locator(".term-out").all_text_contents())
    await run(line, "kubectl edit svc nginx-service-nodeport")
    tab = lab.page.get_by_role("tab", name=re.compile("^kubectl edit"))
    await expect(tab).to_have_attribute("aria-selected", "true")
    await lab.write(text.replace("nodePort: 30080", "nodePort: 30111"))
    await lab.apply()
    await expect(log).to_contain_text("service/nginx-service-nodeport edited")
    await expect(tab).to_have_count(0)
    await run(line, "curl -s -o /dev/null -w '%{http_code}' http://192.168.1.103:30111")
    await expect(log.locator(".term-out").last).to_have_text("200\n")


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])
async def test_for_everybody(open_page: OpenPage, axe: Axe, words: Words) -> None:
    page = await open_page(words.path)
    name = "Terminal" if words is ENGLISH else "ターミナル"
    _lab, line, log = await opened(page, words, name)
    assert await axe(page) == []
    await page.locator("#terminal-start button").nth(1).click()
    await expect(log).to_contain_text("left intact")
    await run(line, "ss -lnt")
    await run(line, "ssh node1 ss -lnt")
    await expect(log.locator(".term-note")).to_contain_text("30080")
    assert await axe(page) == []


async def test_on_a_phone(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page("/ja/", viewport=PHONE)
    await page.locator("#view-packet").click()
    _lab, line, log = await opened(page, JAPANESE, "ターミナル")
    await run(line, "kubectl get nodes,svc -o wide")
    await expect(log).to_contain_text("service/nginx-service-nodeport")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await axe(page) == []
