"""What ``manage.py bench`` measures. Nothing here is a test: numbers of different runs are not compared."""

from __future__ import annotations

import gc
import gzip
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.apply import File, check
from nodeport_lab.content import start
from nodeport_lab.lab.clusters import make

_REFERENCES = re.compile(
    r"""(?:\b(?:src|href)=|\bfrom\s*|\bimport\s*|@import\s*(?:url\()?|url\()\s*["']?([^"'()\s>]+)""",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_MANIFESTS: dict[str, Any] = {"type": "apply", "files": start.files("en")}


def _milliseconds(run: Callable[[], object], times: int) -> float:
    run()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def apply_in_simulation(times: int) -> float:
    """Milliseconds to apply the example to a new cluster; making the empty cluster is not counted."""
    clusters = [make({}, 0, []) for _ in range(times + 1)]
    return _milliseconds(lambda: clusters.pop().perform(_MANIFESTS), times)


def verdict(files: Sequence[File], times: int) -> float:
    """Milliseconds until it is known what would be wrong with applying the files; nothing is applied."""
    api = ApiServer()
    return _milliseconds(lambda: check(files, api), times)


def example() -> list[File]:
    """The two manifests of the start."""
    return [File(file["name"], file["text"]) for file in _MANIFESTS["files"]]


def many_documents(count: int) -> list[File]:
    """One file of ``count`` documents, every other one a Deployment, each with a Service of its own."""
    pairs = [
        "\n---\n".join(file.text for file in example())
        .replace("nginx", f"nginx-{number}")
        .replace("30080", str(30100 + number))
        for number in range(count // 2)
    ]
    return [File("many.yaml", "\n---\n".join(pairs))]


def memory_per_workspace(count: int) -> float:
    """Megabytes that one more cluster with the example in it takes."""
    kept = [make({}, seed, [_MANIFESTS]) for seed in range(10)]
    gc.collect()
    before = _resident()
    kept += [make({}, seed, [_MANIFESTS]) for seed in range(count)]
    gc.collect()
    return (_resident() - before) / count / 1024 / 1024


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def server() -> Iterator[str]:
    """A server as script/serve runs it, with a database of its own; its address."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"VAR_DIR": folder, "DATABASE_URL": ""}
        command = [sys.executable, "manage.py", "serve", "--port", "0"]
        with subprocess.Popen(  # noqa: S603 (our own command)
            command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                line = process.stdout.readline() if process.stdout else ""
                if not line:
                    raise RuntimeError("the server did not start")
                yield line.split()[2]
            finally:
                process.terminate()


class Browser:
    """One connection to the server, with cookies and the page's token."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._cookies: SimpleCookie = SimpleCookie()
        self._token = ""

    def get(self, path: str, method: str = "GET", body: Any = None) -> tuple[int, bytes, str]:
        """Length as sent, the body, its encoding."""
        headers = {"Accept-Encoding": "gzip", "X-CSRFToken": self._token, "Content-Type": "application/json"}
        headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = self._connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.load(value)
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:200]!r}")
        return (
            len(content),
            _text(content, response.getheader("Content-Encoding")),
            response.getheader("Content-Type", ""),
        )

    def open(self, path: str) -> bytes:
        """A page, whose token is kept."""
        _, page, _ = self.get(path)
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        self._token = found[1].decode() if found else ""
        return page

    def post(self, path: str, body: Any) -> None:
        """A request of the page."""
        self.get(path, "POST", body)


def _text(content: bytes, encoding: str | None) -> bytes:
    return gzip.decompress(content) if encoding == "gzip" else content


def latencies(url: str, times: int) -> tuple[float, float, float]:
    """Milliseconds of the empty view, of an apply and of a send, taken in turns so that all see the same machine."""
    browser = Browser(url)
    browser.open("/en/")
    changed = json.loads(json.dumps(_MANIFESTS["files"]).replace("30080", "30081"))
    packet = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    empty, applied, sent = [], [], []
    for _ in range(times):
        empty.append(_milliseconds(lambda: browser.get("/healthz"), 5))
        browser.post("/en/lab/apply", {"files": changed})
        browser.post("/en/lab/check", {"files": _MANIFESTS["files"]})  # as the page does while one types
        begin = time.perf_counter()
        browser.post("/en/lab/apply", {"files": _MANIFESTS["files"]})
        middle = time.perf_counter()
        browser.post("/en/lab/send", packet)
        applied.append((middle - begin) * 1000)
        sent.append((time.perf_counter() - middle) * 1000)
    return median(empty), median(applied), median(sent)


def page_weight(url: str) -> tuple[int, int]:
    """Bytes as sent, and how many requests: the page with everything that it loads, and what that loads."""
    browser = Browser(url)
    size, page, kind = browser.get("/en/")
    total, seen, waiting = size, {"/en/"}, _references("/en/", page, kind)
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith(settings.STATIC_URL):
            continue
        seen.add(path)
        size, content, kind = browser.get(path)
        total += size
        waiting += _references(path, content, kind)
    return total, len(seen)


def _references(path: str, content: bytes, kind: str) -> list[str]:
    if not re.match(r"text/(html|css|javascript)", kind):
        return []
    # Types are imported in comments, which no browser reads.
    found = _REFERENCES.findall(_COMMENTS.sub("", content.decode("utf-8", "replace")))
    return [
        urljoin(path, reference) for reference in found if reference.startswith(("/static/", "./", "../"))
    ]
