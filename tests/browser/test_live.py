"""A change made in another tab appears: at once over the socket, without any socket a little later, and at once again."""

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.browser.conftest import OpenPage


def broken(page: Page) -> Locator:
    return page.get_by_role("region", name="What is broken")


async def stop(page: Page, node: str) -> None:
    await page.get_by_role("button", name=f"Stop {node}", exact=True).first.click()
    await expect(broken(page)).to_contain_text(f"{node} is down")


async def test_a_page_keeps_up_whatever_becomes_of_its_socket(open_page: OpenPage) -> None:
    sockets: list[WebSocketRoute] = []
    reachable = True

    async def connect(socket: WebSocketRoute) -> None:
        if not reachable:
            await socket.close(code=1011)
            return
        sockets.append(socket)
        socket.connect_to_server()

    here = await open_page("/en/", locale="en-GB")
    await here.get_by_role("tab", name="Break it").click()
    there = await here.context.new_page()
    await there.route_web_socket("**/ws/lab/**", connect)
    await there.clock.install()
    await there.goto("/en/")
    await stop(here, "node1")
    await expect(broken(there)).to_contain_text("node1 is down")
    # The connection breaks, and no other can be made: the page asks now and then.
    reachable = False
    await sockets[-1].close(code=1006)
    await stop(here, "node2")
    await there.clock.fast_forward(11_000)
    await expect(broken(there)).to_contain_text("node2 is down")
    # It can again: the page comes back by itself.
    reachable = True
    await there.clock.fast_forward(64_000)
    await stop(here, "node3")
    await expect(broken(there)).to_contain_text("node3 is down")
    assert len(sockets) == 2
