"""Two server processes share a room through PostgreSQL and Redis; one of them is killed in the middle, and nothing is lost or doubled.

The servers are Debian's packages redis-server and postgresql, started here for the test alone. Without them it is skipped, loudly.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent.parent
REDIS = shutil.which("redis-server")
POSTGRES = max(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), default=None
)
AS_NOBODY_SPECIAL = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

pytestmark = pytest.mark.skipif(
    REDIS is None or POSTGRES is None,
    reason="TWO PROCESSES ARE NOT TESTED: install Debian's packages redis-server and postgresql",
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a server process needs to know of the two."""
    assert REDIS
    assert POSTGRES
    # Short: the path of a socket has room for a hundred letters.
    folder = Path(subprocess.check_output([*AS_NOBODY_SPECIAL, "mktemp", "-d"], text=True, cwd="/").strip())
    data, redis_port, postgres_port = folder / "data", free_port(), free_port()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    redis = subprocess.Popen([REDIS, "--port", str(redis_port), "--save", "", "--bind", "127.0.0.1"], **quiet)

    def postgres(program: str, *words: str) -> None:
        subprocess.run([*AS_NOBODY_SPECIAL, str(POSTGRES / program), *words], check=True, timeout=60, **quiet)

    try:
        postgres("initdb", "-D", str(data), "-U", "lab", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-h 127.0.0.1 -p {postgres_port} -k {folder} -c fsync=off"
        postgres("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield os.environ | {
                "DJANGO_SETTINGS_MODULE": "nodeport_lab.settings",
                "DATABASE_URL": f"postgres://lab@127.0.0.1:{postgres_port}/postgres",
                "REDIS_URL": f"redis://127.0.0.1:{redis_port}",
                "VAR_DIR": str(settings.VAR_DIR),
                "SECRET_KEY": "the same for both",
            }
        finally:
            postgres("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        redis.terminate()
        redis.wait(10)
        subprocess.run([*AS_NOBODY_SPECIAL, "rm", "-rf", str(folder)], check=True, cwd="/")


class Served:
    """A server process."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        said = self.process.stdout.readline()
        found = re.search(r"http://(\S+)/", said)
        if not found:
            self.process.kill()
            raise AssertionError(self.process.communicate()[1])
        self.host = found[1]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=10)


class Browser:
    """Somebody with cookies, who comes to one of the processes; cookies know hosts, not ports."""

    def __init__(self, served: Served, lines: ExitStack) -> None:
        self.host, self.lines = served.host, lines
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(f"http://{self.host}{path}", timeout=20) as answer:
            self.at = answer.url
            return str(answer.read().decode())

    def post(self, path: str, page: str, fields: dict[str, str] | None = None, body: Any = None) -> str:
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(page))
        assert found
        data = urllib.parse.urlencode(fields or {}).encode() if body is None else json.dumps(body).encode()
        kind = "application/x-www-form-urlencoded" if body is None else "application/json"
        headers = {"X-CSRFToken": found[1], "Content-Type": kind, "Accept-Language": "en"}
        wanted = urllib.request.Request(f"http://{self.host}{path}", data, headers)
        with self.opener.open(wanted, timeout=20) as answer:
            self.at = answer.url
            return str(answer.read().decode())

    def line(self, code: str, what: str) -> ClientConnection:
        """An open line to the room; closed at the end of the test."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        line = connect(
            f"ws://{self.host}/ws/class/?room={code}&as={what}",
            origin=Origin(f"http://{self.host}"),
            additional_headers={"Cookie": cookies},
            close_timeout=1,
        )
        return self.lines.enter_context(line)


def hears(line: ClientConnection, kind: str, fits: Any = lambda heard: True) -> dict[str, Any]:
    """The next message of a kind that fits; what comes before is passed over."""
    while True:
        heard: dict[str, Any] = json.loads(line.recv(timeout=10))
        if heard["type"] == kind and fits(heard):
            return heard


def hands(heard: dict[str, Any]) -> set[str]:
    return {row["name"] for row in heard["rows"] if row["hand"] is not None}


def test_two_processes_share_a_room_and_one_may_die(environment: dict[str, str]) -> None:
    one = Served(environment)
    two = Served(environment)
    try:
        with ExitStack() as lines:
            _lesson(one, two, lines)
    finally:
        for served in (one, two):
            if served.process.poll() is None:
                served.kill()


def _lesson(one: Served, two: Served, open_lines: ExitStack) -> None:
    teacher = Browser(one, open_lines)
    teacher.post("/en/class/open", "/en/class/", {"title": ""})
    code = teacher.at.split("/")[-3]
    board = teacher.line(code, "board")
    learners = {f"Learner {number}": Browser(one if number % 2 else two, open_lines) for number in range(6)}
    for name, learner in learners.items():
        learner.post(f"/en/class/{code}/join", f"/en/class/{code}/", {"name": name})
    lines = {name: learner.line(code, "seat") for name, learner in learners.items()}
    for name, line in lines.items():
        hears(line, "me")
        line.send('{"say": "hand", "on": true}')
        hears(board, "rows", lambda heard, name=name: name in hands(heard))

    # What is done to a lab in the other process is on the board.
    page = learners["Learner 0"].get(f"/en/class/{code}/")
    workspace = re.search(r'data-workspace="([^"]+)"', page)
    assert workspace
    act = {"type": "set-node", "node": "node1", "up": False}
    learners["Learner 0"].post(f"/en/lab/act?workspace={workspace[1]}", f"/en/class/{code}/", body=act)
    hears(board, "rows", lambda heard: any(row["did"] == "Stop node1" for row in heard["rows"]))

    # A question, answered by some, in both processes, twice and at once; then one process dies.
    asks = f"/en/class/{code}/ask/"

    def asks_for(name: str, **fields: str) -> str:
        found = re.findall(r'name="version" value="(\d+)"', teacher.get(asks))
        return teacher.post(f"{asks}{name}", asks, {"version": found[0] if found else "", **fields})

    asks_for("add", item="w:who-rewrites-the-destination")
    asks_for("start")
    asked = {name: hears(line, "question", lambda heard: heard.get("html")) for name, line in lines.items()}
    assert len({heard["key"] for heard in asked.values()}) == 1
    asking, round_, _state = next(iter(asked.values()))["key"].split(" ")
    says = {"say": "answer", "asking": asking, "round": int(round_), "form": "choice=0"}
    early = list(learners)[:3]
    for name in early:
        for _ in range(2):
            lines[name].send(json.dumps(says))
        answer = f"/en/class/{code}/question/{asking}/{round_}"
        learners[name].post(answer, f"/en/class/{code}/", {"choice": "0"})
        assert "error" not in hears(lines[name], "answered")

    two.kill()
    for name, learner in learners.items():
        if learner.host == two.host:
            learner.host = one.host
            lines[name] = learner.line(code, "seat")
            me = hears(lines[name], "me")
            assert (me["hand"], me["done"]) == (True, False)
            again = hears(lines[name], "question")
            assert again["html"]
            assert bool(again["filled"]) == (name in early), "who has answered is told so"
    for line in lines.values():
        line.send(json.dumps(says))
        assert "error" not in hears(line, "answered")
    assert "6 of 6 answered" in re.sub(r"\s+", " ", teacher.get(f"/en/class/{code}/wall/"))
    asks_for("reveal")
    for line in lines.values():
        assert "result-title" in hears(line, "question", lambda heard: "data-told" in heard["html"])["mine"]
        line.send(json.dumps(says))
        assert hears(line, "answered", lambda heard: "error" in heard)["error"] == "late"
    told = re.sub(r"<[^>]+>|\s+", " ", teacher.get(asks))
    assert re.search(r"[06] of 6 right", re.sub(r" +", " ", told)), "nothing lost, nothing doubled"
    asks_for("end")
    board.send('{"say": "rows"}')
    rows = hears(board, "rows", lambda heard: heard["all"])["rows"]
    assert [row["name"] for row in rows] == list(learners)
    assert all(row["here"] for row in rows)
    assert hands({"rows": rows}) == set(learners)
    state = json.loads(learners["Learner 0"].get(f"/en/lab/state?workspace={workspace[1]}"))
    assert state["revision"] == 2

    order = {"learners": None, "task": "Go on"}
    teacher.post(f"/en/class/{code}/order/give", f"/en/class/{code}/board/", body=order)
    for line in lines.values():
        hears(line, "given")
    teacher.post(f"/en/class/{code}/order/delete", f"/en/class/{code}/board/", body={})
    for line in [*lines.values(), board]:
        hears(line, "out")
