"""A real Chromium against a real server: ``lab_url``, ``open_page``, ``axe``.

The server is uvicorn in a thread, as script/serve runs it (Channels' own live server needs daphne).
"""

import os
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, async_playwright

_NAMES = (
    os.environ.get("CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM = next((path for name in _NAMES if name and (path := shutil.which(name))), None)

OpenPage = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, and is skipped where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here"))


@pytest.fixture(scope="session")
def _server(django_db_setup: None) -> Iterator[str]:
    from nodeport_lab.asgi import application

    config = uvicorn.Config(application, port=0, ws="websockets-sansio", lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def lab_url(_server: str, transactional_db: None) -> str:
    """The running server, with an empty database of its own."""
    return _server


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests; each opens its own context."""
    # Pages that a test makes up count as coming from elsewhere, and would not be let to this machine's sockets.
    arguments = ["--disable-features=LocalNetworkAccessChecks", *([] if os.geteuid() else ["--no-sandbox"])]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        await chromium.close()


@pytest.fixture(scope="session")
def _rested() -> dict[str, list[BrowserContext]]:
    """Contexts that a test is done with, by their options: emptied of all but the cache of what never changes."""
    return {}


@pytest_asyncio.fixture
async def open_page(
    browser: Browser, lab_url: str, _rested: dict[str, list[BrowserContext]]
) -> AsyncIterator[OpenPage]:
    """``await open_page("/ja/", viewport=…, color_scheme=…)``: a page of a new visitor.

    A script that fails, or anything that the content security policy forbids, fails the test at its end.
    A second page of the same visitor: ``await page.context.new_page()``.
    """
    contexts: list[tuple[str, BrowserContext]] = []
    faults: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # What a server refuses is logged as an error too, and is no fault of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def fault(error: WebError) -> None:
        faults.append(str(error.error))

    async def opened(path: str = "/", **options: Any) -> Page:
        wanted = {"base_url": lab_url, "locale": "ja-JP"} | options
        kind = repr(sorted(wanted.items()))
        resting = _rested.setdefault(kind, [])
        context = resting.pop() if resting else await browser.new_context(**wanted)
        context.set_default_timeout(10_000)
        contexts.append((kind, context))
        context.on("console", listen)
        context.on("weberror", fault)
        page = await context.new_page()
        await page.goto(path)
        return page

    yield opened
    for kind, context in contexts:
        context.remove_listener("console", listen)
        context.remove_listener("weberror", fault)
        await _forget(context, lab_url)
        _rested[kind].append(context)
    assert faults == []


async def _forget(context: BrowserContext, origin: str) -> None:
    """A visitor leaves: no page, no route, no cookie, no storage is left of them."""
    await context.unroute_all(behavior="ignoreErrors")
    await context.set_offline(False)
    for page in context.pages:
        await page.close()
    await context.clear_cookies()
    await context.clear_permissions()
    cleaner = await context.new_page()
    devtools = await context.new_cdp_session(cleaner)
    await devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    await cleaner.close()


@pytest.fixture
def axe() -> Callable[[Page], Awaitable[list[str]]]:
    """``assert await axe(page) == []``: each violation of the accessibility rules, with where it is."""

    async def violations(page: Page) -> list[str]:
        results = await Axe().run(page)
        return [
            f"{violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes']]}"
            for violation in results.response["violations"]
        ]

    return violations
