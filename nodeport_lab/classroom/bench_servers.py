"""Servers for ``bench``: the lab's own, and a PostgreSQL and a Redis beside them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings


@contextmanager
def scaled() -> Iterator[dict[str, str] | None]:
    """A PostgreSQL and a Redis for this run alone, as environment variables; None where the Debian packages are missing."""
    redis = shutil.which("redis-server")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if redis is None or not found:
        yield None
        return
    as_nobody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(subprocess.check_output([*as_nobody, "mktemp", "-d"], text=True, cwd="/").strip())  # noqa: S603
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    ports = [_free_port(), _free_port()]

    def postgres(program: str, *words: str) -> None:
        subprocess.run([*as_nobody, str(found[-1] / program), *words], check=True, **quiet)  # noqa: S603

    server = subprocess.Popen(  # noqa: S603
        [redis, "--port", str(ports[0]), "--save", "", "--bind", "127.0.0.1"], **quiet
    )
    try:
        postgres("initdb", "-D", f"{folder}/data", "-U", "lab", "-A", "trust", "-E", "UTF8")
        listening = f"-h 127.0.0.1 -p {ports[1]} -k {folder}"
        postgres("pg_ctl", "-D", f"{folder}/data", "-w", "-o", listening, "-l", f"{folder}/log", "start")
        try:
            yield {
                "DATABASE_URL": f"postgres://lab@127.0.0.1:{ports[1]}/postgres",
                "REDIS_URL": f"redis://127.0.0.1:{ports[0]}",
            }
        finally:
            postgres("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    finally:
        server.terminate()
        server.wait(10)
        subprocess.run([*as_nobody, "rm", "-rf", str(folder)], check=True, cwd="/")  # noqa: S603


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server process with this environment: where it listens, and its id."""
    command = [sys.executable, "manage.py", "serve", "--port", "0"]
    with subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            found = re.search(r"http://(\S+)/", process.stdout.readline() if process.stdout else "")
            if not found:
                raise RuntimeError("the server did not start")
            yield found[1], process.pid
        finally:
            process.kill()


def memory(served: list[tuple[str, int]]) -> int:
    """Bytes that these servers hold together."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for _, pid in served)
    return pages * os.sysconf("SC_PAGE_SIZE")
