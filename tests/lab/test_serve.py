"""``manage.py serve``: what it does before it serves, and what it says when it cannot."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_told_with_another_to_take(taken: int) -> None:
    with pytest.raises(CommandError, match=f"Port {taken} is taken .* --port {taken + 1}"):
        call_command("serve", port=taken)


def test_what_is_no_port_is_told() -> None:
    with pytest.raises(CommandError, match="ports go from 0 to 65535"):
        call_command("serve", port=65_536)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(CommandError, match=r"203\.0\.113\.9 is not an address of this machine"):
        call_command("serve", host="203.0.113.9", port=0)


def test_a_new_machine_is_served(tmp_path: Path) -> None:
    """Nothing there but the sources: key, database and static files are made, all below VAR_DIR."""
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path / "var"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "manage.py", "serve", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        try:
            with urllib.request.urlopen(line.split()[2] + "ja/") as response:
                assert b"lab-state" in response.read()
        finally:
            server.send_signal(signal.SIGINT)
            rest = server.communicate()
    assert line.startswith("NodePort Lab: http://127.0.0.1:")
    assert (server.returncode, rest) == (0, ("", ""))
    assert {"secret_key", "lab.sqlite3", "static"} <= {path.name for path in (tmp_path / "var").iterdir()}


def test_a_variable_that_is_not_understood_is_told_in_one_line() -> None:
    environment = {"PATH": os.environ["PATH"], "DEBUG": "maybe"}
    command = [sys.executable, "manage.py", "serve", "--port", "0"]
    told = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "DEBUG='maybe' is neither yes nor no: use 1 or 0.\n"
