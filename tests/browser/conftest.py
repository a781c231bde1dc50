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
from axe_playwright_python.async_playwright import Axe as AxeSource
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, async_playwright

_NAMES = (
    os.environ.get("CHROMIUM", ""),
    # The same engine without the window around it: a page costs half as much.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM = next((path for name in _NAMES if name and (path := shutil.which(name))), None)

OpenPage = Callable[..., Awaitable[Page]]
Axe = Callable[..., Awaitable[list[str]]]

# What the page is told of the person's wishes; the contexts, each with a cache of its own, are the same for all of them.
_MEDIA = ("color_scheme", "reduced_motion")

# A colour on its way to another is none to judge by: while axe looks, every change is there at once.
_STILL = """() => {
    window.still = new CSSStyleSheet();
    window.still.replaceSync("*, *::before, *::after { transition-property: none !important; }");
    document.adoptedStyleSheets.push(window.still);
}"""
_FRAME = "() => new Promise((done) => requestAnimationFrame(done))"
_MOVING = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== window.still); }"
_AXE = """([within, rules]) => axe.run(within ?? document, {
    resultTypes: ["violations"],
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {}),
}).then(({violations}) => violations.map(({id, help, nodes}) => `${id}: ${help} at ${nodes.map((node) => node.target)}`))"""


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
        viewport = options.pop("viewport", {"width": 1280, "height": 720})
        media = {name: options.pop(name) for name in _MEDIA if name in options}
        wanted = {"base_url": lab_url, "locale": "ja-JP"} | options
        kind = repr(sorted(wanted.items()))
        resting = _rested.setdefault(kind, [])
        context = resting.pop() if resting else await browser.new_context(**wanted)
        context.set_default_timeout(10_000)
        contexts.append((kind, context))
        context.on("console", listen)
        context.on("weberror", fault)
        page = await context.new_page()
        await page.set_viewport_size(viewport)
        if media:
            await page.emulate_media(**media)
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
    last, *others = context.pages or [await context.new_page()]
    for page in others:
        await page.close()
    # What a page writes as it is left is written before all is wiped.
    await last.goto("about:blank")
    await context.clear_cookies()
    await context.clear_permissions()
    devtools = await context.new_cdp_session(last)
    await devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    await last.close()


@pytest.fixture
def axe() -> Axe:
    """``assert await axe(page) == []``: each violation of the accessibility rules, with where it is.

    ``within``: in this part alone, where the rest was looked at before. ``dark``: then again in the dark, where
    nothing but the colours differs; the page is light afterwards.
    """

    async def violations(page: Page, within: str | None = None, dark: bool = False) -> list[str]:
        if not await page.evaluate("() => Boolean(window.axe)"):
            await page.evaluate(AxeSource().axe_script)
        await page.evaluate(_STILL)
        found: list[str] = await page.evaluate(_AXE, [within, None])
        if dark:
            await page.emulate_media(color_scheme="dark")
            await page.evaluate(_FRAME)
            found += [f"dark: {one}" for one in await page.evaluate(_AXE, [within, ["color-contrast"]])]
            await page.emulate_media(color_scheme="light")
            await page.evaluate(_FRAME)
        await page.evaluate(_MOVING)
        return found

    return violations
