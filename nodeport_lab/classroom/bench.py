"""What ``manage.py bench_classroom`` measures: a room full of learners, a question to all of them, all of their answers, and their board."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.conf import settings
from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect

from nodeport_lab.classroom import bench_servers
from nodeport_lab.content.questions import written
from nodeport_lab.content.questions.model import Repair

SPREAD = 4.0  # seconds over which the answers come
_QUESTION = "who-rewrites-the-destination"
_REPAIR = "repair-the-selector"  # graded by a simulated cluster: the dearest kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to all: seconds until 95 of 100 have it, and the last; from the first answer until all are acknowledged, and until the
    teacher's page shows them all; how many the database counts."""

    reach: float
    slowest: float
    acknowledged: float
    shown: float
    counted: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A choice and a repair, asked of all; seconds until a raised hand is on the board, 95 of 100 and the last; MB a learner."""

    learners: int
    processes: int
    choice: Asked
    repair: Asked
    board: float
    board_slowest: float
    memory: float


def measure(learners: int, processes: int, environment: dict[str, str]) -> Measured:
    """Servers of their own, a room, everybody in it."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        env = (
            os.environ
            | {"REDIS_URL": "", "DATABASE_URL": ""}
            | environment
            | {"VAR_DIR": folder, "SECRET_KEY": "of the bench"}
        )
        served = [stack.enter_context(bench_servers.serving(env)) for _ in range(processes)]
        command = [sys.executable, "manage.py", "bench_classroom", "--prepare", str(learners)]
        said = subprocess.check_output(command, cwd=settings.BASE_DIR, env=env, text=True)  # noqa: S603
        return asyncio.run(_lesson(json.loads(said.splitlines()[-1]), served))


async def _line(host: str, code: str, part: str, cookie: str) -> ClientConnection:
    return await connect(
        f"ws://{host}/ws/class/?room={code}&as={part}&language=en",
        origin=Origin(f"http://{host}"),
        additional_headers={"Cookie": f"visitor={cookie}"},
        ping_interval=None,
        open_timeout=60,
        max_queue=None,
    )


async def _hears(line: ClientConnection, kind: str, *wanted: str) -> dict[str, Any]:
    while True:
        heard: dict[str, Any] = json.loads(await line.recv())
        if heard["type"] == kind and all(heard.get(name) for name in wanted):
            return heard


async def _lesson(room: dict[str, Any], served: list[tuple[str, int]]) -> Measured:
    code, hosts = room["code"], [host for host, _ in served]
    teacher = _Teacher(hosts[0], code, room["teacher"])
    for question in (_QUESTION, _REPAIR):
        await asyncio.to_thread(teacher.order, "add", item=f"w:{question}")
    before = bench_servers.memory(served)
    lines: list[ClientConnection] = []
    for first in range(0, len(room["learners"]), 25):
        some = enumerate(room["learners"][first : first + 25], first)
        lines += await asyncio.gather(
            *(_line(hosts[n % len(hosts)], code, "seat", cookie) for n, cookie in some)
        )
        await asyncio.gather(*(_hears(line, "me") for line in lines[first:]))
    await asyncio.sleep(2)
    memory = (bench_servers.memory(served) - before) / len(lines) / 1024 / 1024
    board = await _line(hosts[-1], code, "board", room["teacher"])
    asks = await _line(hosts[-1], code, "ask", room["teacher"])
    await _hears(board, "rows")
    choice = await _asked(teacher, lines, asks, lambda: f"choice={random.randrange(3)}")  # noqa: S311
    repairs = map(_repaired, count())
    repair = await _asked(teacher, lines, asks, lambda: next(repairs))
    delays = await _hands(lines, board)
    for line in [*lines, board, asks]:
        line.transport.abort()
    return Measured(len(lines), len(hosts), choice, repair, _p95(delays), delays[-1], memory)


def _repaired(number: int) -> str:
    """A form that solves the repair, like no other: each is graded by a cluster of its own."""
    body = written()[_REPAIR].body
    if not isinstance(body, Repair):
        raise TypeError(f"{_REPAIR} is no repair")
    files = {f"file-{place}": f"{file['text']}# {number}\n" for place, file in enumerate(body.solution)}
    return urllib.parse.urlencode(files)


def _p95(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.95) - 1]


async def _asked(
    teacher: _Teacher, lines: list[ClientConnection], asks: ClientConnection, form: Callable[[], str]
) -> Asked:
    """The next question of the list is started, and everybody answers within ``SPREAD``, one in five with a double click."""

    async def reached(line: ClientConnection) -> tuple[float, dict[str, Any]]:
        heard = await _hears(line, "question", "html")
        return time.perf_counter(), heard

    waiting = [asyncio.create_task(reached(line)) for line in lines]
    # What the teacher's browser does before the click is not counted.
    click = await asyncio.to_thread(teacher.prepare, "start")
    begin = time.perf_counter()
    await asyncio.to_thread(click)
    found = await asyncio.gather(*waiting)
    times = sorted(moment - begin for moment, _ in found)
    asking, round_, _state = found[0][1]["key"].split(" ")

    async def answers(line: ClientConnection) -> float:
        await asyncio.sleep(random.uniform(0, SPREAD))  # noqa: S311
        words = {"say": "answer", "asking": asking, "round": int(round_), "form": form()}
        twice = random.random() < 0.2  # noqa: S311
        for _ in range(1 + twice):
            await line.send(json.dumps(words))
        for _ in range(1 + twice):
            heard = await _hears(line, "answered")
            if "error" in heard:
                raise RuntimeError(str(heard))
        return time.perf_counter()

    async def shows_all() -> float:
        while (await _hears(asks, "votes"))["count"] < len(lines):
            pass
        return time.perf_counter()

    all_shown = asyncio.create_task(shows_all())
    begin = time.perf_counter()
    last = max(await asyncio.gather(*(answers(line) for line in lines)))
    shown = await asyncio.wait_for(all_shown, 30)
    counted = await asyncio.to_thread(teacher.counted)
    return Asked(_p95(times), times[-1], last - begin, shown - begin, counted)


async def _hands(lines: list[ClientConnection], board: ClientConnection) -> list[float]:
    """Everybody raises a hand within ``SPREAD``: after how many seconds each is on the board, in order."""
    raised: dict[str, float] = {}
    shown: dict[str, float] = {}

    async def raises(number: int, line: ClientConnection) -> None:
        await asyncio.sleep(random.uniform(0, SPREAD))  # noqa: S311
        raised[f"Learner {number}"] = time.perf_counter()
        await line.send(json.dumps({"say": "hand", "on": True}))

    async def shows_all() -> None:
        while len(shown) < len(lines):
            heard = await _hears(board, "rows")
            for row in heard["rows"]:
                if row["hand"] is not None:
                    shown.setdefault(row["name"], time.perf_counter())

    watching = asyncio.create_task(shows_all())
    await asyncio.gather(*(raises(number, line) for number, line in enumerate(lines, 1)))
    await asyncio.wait_for(watching, 60)
    return sorted(shown[name] - moment for name, moment in raised.items())


class _Teacher:
    """The teacher's browser, with its forms."""

    def __init__(self, host: str, code: str, cookie: str) -> None:
        self._address = f"http://{host}/en/class/{code}"
        self._cookie = f"visitor={cookie}"

    def _get(self, path: str) -> tuple[str, str]:
        request = urllib.request.Request(f"{self._address}/{path}", headers={"Cookie": self._cookie})  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            kept = re.search(r"csrftoken=([^;]+)", str(answer.headers.get_all("Set-Cookie")))
            return str(answer.read().decode()), kept[1] if kept else ""

    def prepare(self, name: str, **fields: str) -> Any:
        """The click, ready to be made."""
        page, token = self._get("ask/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        version = re.search(r'name="version" value="(\d+)"', page)
        data = {
            "version": version[1] if version else "",
            **fields,
            "csrfmiddlewaretoken": found[1] if found else "",
        }
        headers = {"Cookie": f"{self._cookie}; csrftoken={token}"}
        body = urllib.parse.urlencode(data).encode()
        request = urllib.request.Request(f"{self._address}/ask/{name}", body, headers)  # noqa: S310

        def click() -> None:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                answer.read()

        return click

    def order(self, name: str, **fields: str) -> None:
        """An order, as its form sends it."""
        self.prepare(name, **fields)()

    def counted(self) -> int:
        """How many answers the server counts."""
        found = re.search(r'id="votes"[^>]*>(\d+) of', self._get("ask/")[0])
        return int(found[1]) if found else -1
