"""The drawing: nothing covers anything, what changes moves, and every port lights up wherever it is shown."""

import copy
import json
import re
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.lab import ENGLISH, SERVICE, Lab

# Boxes of the words in the drawing that lie on one another (a pixel of touch is none), and words that stick out.
COLLISIONS = """() => {
    const svg = document.querySelector(".drawing");
    const texts = [...svg.querySelectorAll("text:not(.letter)")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => ({text: text.textContent, box: text.getBoundingClientRect()}));
    const found = [];
    boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1)) {
            const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
            const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
            if (across > 1 && down > 3) found.push(`${one.text} / ${other.text}`);
        }
    });
    const frame = svg.getBoundingClientRect();
    for (const {text, box} of boxes) if (box.left < frame.left || box.right > frame.right) found.push(`${text} sticks out`);
    return found;
}"""

# At this moment of the journey: which pods does the card cover?
COVERED = """() => {
    const card = document.querySelector(".card").getBoundingClientRect();
    const stage = document.querySelector("#stage").getBoundingClientRect();
    return [...document.querySelectorAll(".drawing .pod")].filter((pod) => {
        const box = pod.getBoundingClientRect();
        return Math.min(card.right, box.right) - Math.max(card.left, box.left) > 0
            && Math.min(card.bottom, box.bottom, stage.bottom) - Math.max(card.top, box.top) > 0;
    }).length;
}"""


def crowd(state: dict[str, Any], nodes: int, pods: int) -> dict[str, Any]:
    """The same cluster with other numbers of nodes and pods."""
    crowded = copy.deepcopy(state)
    snapshot = crowded["snapshot"]
    [node, *_], [pod, *_] = snapshot["nodes"], snapshot["pods"]
    snapshot["nodes"] = [
        {**node, "name": f"node{n + 1}", "address": f"192.168.1.{101 + n}"} for n in range(nodes)
    ]
    snapshot["pods"] = [
        {
            **pod,
            "name": f"{pod['name'][:-5]}{p:05}",
            "node": f"node{p * p % nodes + 1}",
            "address": f"10.1.{p % nodes}.{5 + p}",
        }
        for p in range(pods)
    ]
    for service in snapshot["services"]:
        [endpoint, *_] = service["endpoints"] or [None]
        service["endpoints"] = [
            {**endpoint, "pod": f"default/{p['name']}", "node": p["node"], "address": p["address"]}
            for p in snapshot["pods"]
            if endpoint
        ]
    return crowded


async def show_crowd(page: Page, nodes: int, pods: int) -> None:
    """The page as it would come from a server with such a cluster."""

    async def answer(route: Route) -> None:
        response = await route.fetch()
        body = await response.text()
        found = re.search(
            r'(<script id="lab-state" type="application/json">)(.*?)(</script>)', body, re.DOTALL
        )
        assert found is not None
        state = json.dumps(crowd(json.loads(found[2]), nodes, pods)).replace("<", "\\u003c")
        await route.fulfill(response=response, body=body.replace(found[0], found[1] + state + found[3]))

    await page.route("**/en/", answer)
    # Chromium lets no page that a test made speak to a server on this machine.
    await page.route_web_socket("**/ws/lab/", lambda socket: None)
    await page.reload()


async def room_of(page: Page) -> None:
    """The drawing has heard how wide its place is."""
    stage = page.get_by_role("group", name="Drawing of the cluster")
    wide = await stage.evaluate("(stage) => stage.clientWidth")
    await expect(page.locator(f'.drawing[data-room="{wide}"]')).to_be_visible()


async def test_no_label_lies_on_another(open_page: OpenPage) -> None:
    page = await open_page("/en/")
    for nodes, pods in ((1, 0), (1, 4), (2, 3), (3, 2), (3, 12), (6, 0), (6, 12)):
        await show_crowd(page, nodes, pods)
        await expect(page.locator(".drawing .pod")).to_have_count(pods)
        await expect(page.locator(".drawing [data-key^='node ']")).to_have_count(nodes)
        for width in (1920, 1440, 1280, 1200, 1024, 880, 760, 390, 360):
            await page.set_viewport_size({"width": width, "height": 900})
            await room_of(page)
            assert await page.evaluate(COLLISIONS) == [], f"{nodes} nodes, {pods} pods at {width} px"


async def test_twenty_nodes_and_sixty_pods_are_all_drawn(open_page: OpenPage) -> None:
    page = await open_page("/en/", viewport={"width": 1440, "height": 900})
    await show_crowd(page, 20, 60)
    await expect(page.locator(".drawing .pod")).to_have_count(60)
    await expect(page.locator('.socket[data-role="nodePort"]')).to_have_count(20)


async def test_the_card_covers_no_pod_at_any_moment(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/", reduced_motion="reduce"), ENGLISH)
    await lab.button("Send").click()
    await expect(lab.page.locator("#player-count")).to_contain_text("/")
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        await lab.page.set_viewport_size({"width": width, "height": height})
        if width < 400:
            await lab.page.locator("#view-diagram").click()
        await room_of(lab.page)
        assert await covered(lab.page) == [], width


async def covered(page: Page) -> list[int]:
    """The moments of the journey at which the card covers a pod."""
    found: list[int] = await page.evaluate(
        f"""() => {{
            const slider = document.querySelector("#player-slider");
            const pods = {COVERED};
            const found = [];
            for (let time = 0; time <= Number(slider.max); time += 60) {{
                slider.value = String(time);
                slider.dispatchEvent(new Event("input"));
                if (pods()) found.push(time);
            }}
            return found;
        }}"""
    )
    return found


async def test_the_reply_is_drawn_and_table_and_drawing_show_the_same_hop(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.send(to="192.168.1.103:")
    await lab.to_the_end()
    course = lab.page.locator('.course[data-leg="reply"]')
    assert len(await course.get_attribute("d") or "") > 200
    await expect(lab.page.locator(".card")).to_contain_text("reply")

    rewriting = lab.journey.locator("tr", has=lab.page.locator("del")).first
    await rewriting.get_by_role("button").click()
    await expect(rewriting).to_have_attribute("aria-current", "step")
    for part, tag in ((".old", "del"), (".new", "ins")):
        shown = await lab.page.locator(f".card {part}").first.inner_text()
        assert shown in await rewriting.locator(tag).first.inner_text()
    number = await rewriting.get_by_role("button").inner_text()
    await expect(lab.page.locator("#player-count")).to_contain_text(f"{number} /")


async def test_a_port_lights_up_everywhere(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.open_file("service.yaml")
    await lab.write(SERVICE.format(port=30080))
    await lab.apply()
    await lab.send(to="192.168.1.101:30080")
    lit = lab.page.locator('.lit[data-role="nodePort"]')
    await expect(lit).to_have_count(0)
    # From the text ...
    await lab.editor.locator('.cm-port[data-role="nodePort"]').hover()
    await expect(lab.page.locator('.socket.lit[data-role="nodePort"]')).to_have_count(3)
    await expect(lab.journey.locator('.lit[data-role="nodePort"]').first).to_be_visible()
    await expect(lab.page.locator('.lit[data-role="targetPort"]')).to_have_count(0)
    # ... and from the drawing.
    await lab.page.locator('.socket[data-role="targetPort"]').first.hover()
    await expect(lab.editor.locator('.cm-port.lit[data-role="targetPort"]')).to_have_count(1)
    await expect(lab.editor.locator('.cm-port.lit[data-role="nodePort"]')).to_have_count(0)


async def test_a_click_on_a_port_aims_at_it(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    port = await lab.page.locator('.socket[data-role="nodePort"]').nth(1).get_attribute("data-port")
    await lab.page.locator('.socket[data-role="nodePort"]').nth(1).click()
    await expect(lab.page.get_by_label("To", exact=True)).to_have_value(f"192.168.1.102:{port}/TCP")


async def test_what_stays_is_the_same_element(open_page: OpenPage) -> None:
    lab = Lab(await open_page("/en/"), ENGLISH)
    await lab.page.evaluate("document.querySelector('[data-key=\"node node2\"]').dataset.mine = 'yes'")
    deployment = (await open_file(lab, "deployment.yaml")).replace("replicas: 2", "replicas: 4")
    await lab.write(deployment)
    await lab.apply()
    await expect(lab.page.locator(".drawing .pod")).to_have_count(4)
    await expect(lab.page.locator('[data-key="node node2"]')).to_have_attribute("data-mine", "yes")


async def open_file(lab: Lab, name: str) -> str:
    await lab.open_file(name)
    return await lab.text()


async def test_an_empty_cluster_and_missing_halves_say_what_to_do(open_page: OpenPage) -> None:
    page = await open_page("/en/")
    await show_crowd(page, 3, 0)
    await expect(page.locator(".stage-empty")).to_contain_text("no pod")
