"""What a learner feels, measured in a real Chromium: from Control and Enter to the frame that shows the changed drawing, and how
long frames take while everything moves. None of it where there is no browser or no playwright (both are for developers).
"""

from __future__ import annotations

import os
import shutil
from typing import Any, NamedTuple

from nodeport_lab.content import start

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Waits for the first key of an apply, then for the drawing to change, then for that frame to be on the screen: a message that is
# posted while a frame is made is heard after it.
_WATCH = """() => { window.felt = new Promise((done) => {
  let began = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) began = event.timeStamp;
  }, { capture: true, once: false });
  const observer = new MutationObserver(() => {
    if (!began) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - began);
      channel.port2.postMessage(0);
    });
  });
  observer.observe(document.querySelector(".drawing"), { subtree: true, childList: true, attributes: true });
}); }"""

_FRAMES = """(count) => new Promise((done) => {
  const taken = [];
  let last = performance.now();
  const tick = (now) => {
    taken.push(now - last);
    last = now;
    if (taken.length < count) requestAnimationFrame(tick);
    else done(taken.sort((a, b) => a - b));
  };
  requestAnimationFrame(tick);
})"""


_SERVICE = start.files("en")[1]["text"]


# A request of the page.
_POST = """async ([name, body]) => {
  const response = await fetch(`/en/lab/${name}?workspace=${document.getElementById("live").dataset.workspace}`, {
    method: "POST",
    headers: {"Content-Type": "application/json", "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value},
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}"""
_NAME = "deployment/nginx-deployment"


class Felt(NamedTuple):
    """Milliseconds at the 95th percentile: from the keys to the changed drawing; a frame of an empty page, then of the example with 50
    requests a second, and of 20 nodes with 60 pods while a packet plays, at 50 requests a second, and while these are replaced meanwhile."""

    redraw: float
    idle: float
    frame: float
    packet: float
    crowd: float
    rollout: float


def chromium() -> str | None:
    """The browser of this machine: ``CHROMIUM``, or one by its usual names."""
    names = (os.environ.get("CHROMIUM", ""), *_NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def felt(url: str, times: int) -> Felt | None:
    """Edit the Service and apply it, again and again; then look at the frames of a stream of 50 requests a second."""
    path = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if path is None:
        return None
    arguments = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
        idle = _frame(page)
        page.goto(f"{url.rstrip('/')}/en/")
        page.wait_for_selector(".drawing .socket")
        # Until its editor is there, nothing can be typed.
        page.wait_for_load_state("networkidle")
        redraws = [_redraw(page, number) for number in range(times + 2)][2:]
        _stream(page)
        frame = _frame(page)
        packet, crowd, rollout = _crowd(page, url.rstrip("/"))
        browser.close()
    return Felt(_p95(sorted(redraws)), idle, frame, packet, crowd, rollout)


def _stream(page: Any) -> None:
    """50 requests a second, well under way."""
    page.click("#stream")
    page.wait_for_selector(".strip")
    page.evaluate("document.querySelector('.rate').value = 50")
    page.wait_for_timeout(1000)
    page.click("#send")


def _frame(page: Any) -> float:
    frames: list[float] = page.evaluate(_FRAMES, 240)
    return _p95(frames)


def _crowd(page: Any, url: str) -> tuple[float, float, float]:
    """Frames of the largest cluster that a lab has."""
    made = page.evaluate(_POST, ["labs/new", {"nodes": 20}])
    page.goto(url + made["address"])
    page.wait_for_selector(".drawing .socket")
    page.wait_for_load_state("networkidle")
    _say(page, f"kubectl scale {_NAME} --replicas=60")
    page.wait_for_function("document.querySelectorAll('.drawing .pod').length >= 60")
    page.wait_for_timeout(2000)
    page.click("#send")
    packet = _frame(page)
    _stream(page)
    crowd = _frame(page)
    _say(page, f"kubectl rollout restart {_NAME}")
    return packet, crowd, _frame(page)


def _say(page: Any, line: str) -> None:
    page.evaluate(_POST, ["terminal", {"line": line, "place": ""}])


def _redraw(page: Any, number: int) -> float:
    """One edit as a person makes it: select, type, a moment's thought (in which the server checks), Control and Enter."""
    page.get_by_role("textbox", name="Manifest, YAML").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(_SERVICE.replace("30080", str(30081 + number % 2)))
    page.wait_for_timeout(700)
    page.evaluate(_WATCH)
    page.keyboard.press("Control+Enter")
    return float(page.evaluate("window.felt"))


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
