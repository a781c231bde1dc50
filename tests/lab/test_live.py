"""The live socket: lets in whom it should, and tells every open page of a workspace what revision it is at."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator

from nodeport_lab.asgi import application
from nodeport_lab.lab import live
from tests.lab.conftest import Learner

ORIGIN = "http://testserver"


@pytest.fixture
def learner(transactional_db: None) -> Learner:
    return Learner()


class Page(ApplicationCommunicator):
    """An open page's end of the socket (Channels' own communicator needs daphne)."""

    async def connect(self) -> int:
        """0 where the server lets the page in, else the code with which it closes."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output()
        return 0 if answer["type"] == "websocket.accept" else answer["code"]

    async def hears(self) -> Any:
        return json.loads((await self.receive_output())["text"])

    async def says(self, **message: Any) -> None:
        await self.send_input({"type": "websocket.receive", **message})

    async def leaves(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


def socket(learner: Learner | None, origin: str | None = ORIGIN, query: str = "") -> Page:
    cookies = (
        "; ".join(f"{key}={morsel.value}" for key, morsel in learner.client.cookies.items())
        if learner
        else ""
    )
    headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
    headers += [(b"origin", origin.encode())] if origin else []
    scope = {"type": "websocket", "path": "/ws/lab/", "query_string": query.encode(), "headers": headers}
    return Page(application, scope)


async def opened(learner: Learner, **options: Any) -> Page:
    page = socket(learner, **options)
    assert await page.connect() == 0
    return page


async def test_a_page_is_told_at_once_where_things_stand(learner: Learner) -> None:
    page = await opened(learner)
    assert await page.hears() == {"type": "state", "revision": 1}
    await page.leaves()


async def test_a_change_is_told_to_every_page_of_the_workspace_and_to_no_other(learner: Learner) -> None:
    stranger = await sync_to_async(Learner)()
    pages = [await opened(learner), await opened(learner)]
    elsewhere = await opened(stranger)
    for page in [*pages, elsewhere]:
        await page.hears()
    await sync_to_async(learner.post)("act", {"type": "set-node", "node": "node1", "up": False})
    for page in pages:
        assert await page.hears() == {"type": "state", "revision": 2}
    assert await elsewhere.receive_nothing()
    await sync_to_async(learner.post)("undo")
    for page in pages:
        assert await page.hears() == {"type": "state", "revision": 3}
    for page in [*pages, elsewhere]:
        await page.leaves()


async def test_a_page_may_name_its_workspace_but_only_its_visitors(learner: Learner) -> None:
    stranger = await sync_to_async(Learner)()
    mine = (await sync_to_async(learner.state)())["workspace"]
    page = await opened(learner, query=f"workspace={mine}")
    await page.leaves()
    assert await socket(stranger, query=f"workspace={mine}").connect() == 4003


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://testserver:81", "null", None])
async def test_no_page_but_ours_may_listen(learner: Learner, origin: str | None) -> None:
    assert await socket(learner, origin).connect() == 4003


async def test_who_was_never_here_has_nothing_to_listen_to(transactional_db: None) -> None:
    assert await socket(None).connect() == 4003


async def test_a_forged_cookie_is_no_visitor(learner: Learner) -> None:
    learner.client.cookies["visitor"] = learner.client.cookies["visitor"].value[:-1] + "x"
    assert await socket(learner).connect() == 4003


async def test_what_a_page_says_is_not_listened_to(learner: Learner) -> None:
    page = await opened(learner)
    await page.hears()
    await page.says(text="{not json")
    await page.says(bytes=b"\xff")
    assert await page.receive_nothing()
    await page.leaves()


def test_a_change_is_made_though_nobody_can_be_told(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("no Redis here")

    monkeypatch.setattr(live, "get_channel_layer", broken)
    learner.post("act", {"type": "set-node", "node": "node1", "up": False})
    assert learner.state()["revision"] == 2
    assert "could not be told" in caplog.text
