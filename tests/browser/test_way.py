"""The learner's way: open, edit the nodePort, apply, send, see who answered; break it, read why, repair it."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.lab import ENGLISH, JAPANESE, SERVICE, Lab, Words

both = pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])


@both
async def test_edit_apply_send_break_repair(open_page: OpenPage, words: Words) -> None:
    page = await open_page(words.path)
    lab = Lab(page, words)

    # Apply another nodePort: kubectl says so, and every node opens it.
    await lab.open_file("service.yaml")
    await lab.write(SERVICE.format(port=30123))
    await lab.apply()
    await expect(lab.output).to_contain_text("service/nginx-service-nodeport configured")
    drawing = page.get_by_role("img", name=re.compile("node1"))
    await expect(drawing.locator('[data-role="nodePort"].socket[data-port="30123"]')).to_have_count(3)

    # Send a request to a node: a pod answers, and the table tells of the rewriting.
    await lab.send(to="192.168.1.103:30123")
    await lab.to_the_end()
    verdict = page.locator("#verdict")
    await expect(verdict).to_contain_text(words.answered)
    await expect(verdict).to_contain_text("nginx-deployment-")
    rewritten = lab.journey.locator("tr", has=page.locator("del"))
    await expect(rewritten.first).to_contain_text("192.168.1.103:30123")
    await expect(rewritten.first.locator("ins")).to_contain_text(":80")
    chosen = page.get_by_role("radio", checked=True)
    await expect(chosen).to_contain_text("50%")

    # Break it: the API server's own words at the place, our explanation, and a repair.
    await lab.write(SERVICE.format(port=80))
    await lab.apply()
    said = "provided port is not in the valid range. The range of valid ports is 30000-32767"
    await expect(lab.output).to_contain_text(said)
    problem = page.locator(".problem")
    await expect(problem).to_have_count(1)
    await expect(problem).to_contain_text(f"spec.ports[0].nodePort: Invalid value: 80: {said}")
    await expect(problem.locator(".explained")).not_to_be_empty()
    await expect(lab.editor.locator(".cm-lintRange-error")).to_have_text("80")

    # What was running is still there: a refused manifest changes nothing.
    await expect(drawing.locator('[data-role="nodePort"].socket[data-port="30123"]')).to_have_count(3)

    # Repair it by the button, and send again.
    await problem.get_by_role("button").last.click()
    await expect(page.locator(".problem")).to_have_count(0)
    await lab.apply()
    await expect(lab.output.locator(".printed").last).not_to_contain_text("invalid")
    await lab.send()
    await lab.to_the_end()
    await expect(verdict).to_contain_text(words.answered)


async def test_every_outcome_can_be_looked_at(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.103:")
    outcomes = lab.page.get_by_role("radio")
    await expect(outcomes).to_have_count(2)
    first = await lab.page.get_by_role("radio", checked=True).inner_text()
    await lab.page.get_by_role("radio", checked=False).click()
    await expect(lab.page.get_by_role("radio", checked=True)).not_to_have_text(first)
    name = (await lab.page.get_by_role("radio", checked=True).inner_text()).split()[0].lstrip("…")
    await lab.to_the_end()
    await expect(lab.page.locator("#verdict")).to_contain_text(name.removesuffix("50%"))


async def test_a_closed_port_is_refused_and_says_why(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.get_by_label("To", exact=True).select_option("other")
    await lab.page.get_by_label("Address and port").fill("192.168.1.101:31999")
    await lab.send()
    await lab.to_the_end()
    await expect(lab.page.locator("#verdict")).to_contain_text(ENGLISH.refused)
    await expect(lab.page.locator("#verdict")).to_contain_text("31999")
    await expect(lab.journey).to_contain_text("refusal")


async def test_an_address_that_is_none_is_asked_for_again(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.get_by_label("To", exact=True).select_option("other")
    await lab.page.get_by_label("Address and port").fill("somewhere")
    await lab.button("Send").click()
    await expect(lab.page.get_by_role("alert").filter(has_text="192.168.1.101:30080")).to_be_visible()
    await expect(lab.page.get_by_label("Address and port")).to_be_focused()


async def test_undo_takes_an_apply_back(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    doors = lab.page.locator('.socket[data-role="nodePort"]')
    before = await doors.first.get_attribute("data-port")
    await expect(lab.button("Undo")).to_be_disabled()
    await lab.open_file("service.yaml")
    await lab.write(SERVICE.format(port=30777))
    await lab.apply()
    await expect(doors.first).to_have_attribute("data-port", "30777")
    await lab.button("Undo").click()
    await expect(doors.first).to_have_attribute("data-port", before or "")
    assert "30777" in await lab.text(), "undo is about the cluster: what is typed stays"


async def test_a_dropped_packet_vanishes_where_it_died_and_says_why(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.open_file("service.yaml")
    local = SERVICE.format(port=30080).replace("  type:", "  externalTrafficPolicy: Local\n  type:")
    await lab.write(local)
    await lab.apply()
    await expect(lab.output).to_contain_text("configured")
    await lab.send(to="192.168.1.103:")
    await lab.to_the_end()
    await expect(lab.page.locator("#verdict")).to_contain_text("No answer")
    await expect(lab.page.locator("#verdict")).to_contain_text("externalTrafficPolicy: Local")
    await expect(lab.page.locator(".lost-sign")).to_be_visible()
    await lab.page.keyboard.press("Home")
    await expect(lab.page.locator(".lost-sign")).to_be_hidden()
