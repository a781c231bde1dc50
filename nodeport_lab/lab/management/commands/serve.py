"""``manage.py serve``: prepares database and static files, then serves HTTP and WebSockets."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from nodeport_lab.lab import statics

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_MAX_MESSAGE = 64 * 1024


class _Server(uvicorn.Server):
    """Uvicorn that says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"NodePort Lab: {self._url}  (stop with Ctrl+C)", flush=True)


class Command(BaseCommand):
    """Serve the lab."""

    help = "Serve the lab over HTTP and WebSocket."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--host, --port."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Listen first, so that a taken port is told before any work is done."""
        listening = _listen(host, port)
        port = listening.getsockname()[1]
        if host not in _LOOPBACK and not (settings.BASE_URL or os.environ.get("ALLOWED_HOSTS")):
            settings.ALLOWED_HOSTS = ["*"]
            self.stderr.write(
                "Reachable from other machines, under any name. Set ALLOWED_HOSTS to narrow that."
            )
        _prepare_database()
        if not settings.DEBUG:
            statics.collect()
        shown = f"[{host}]" if ":" in host else {"0.0.0.0": socket.gethostname()}.get(host, host)  # noqa: S104
        server = _Server(
            uvicorn.Config(
                "nodeport_lab.asgi:application",
                ws="websockets-sansio",
                ws_max_size=_MAX_MESSAGE,
                # Messages are short; compressing one for five hundred pages is not.
                ws_per_message_deflate=False,
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            ),
            settings.BASE_URL or f"http://{shown}:{port}/",
        )
        # Uvicorn ends well at Ctrl+C and then raises it once more.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise CommandError(f"{port} is not a port: ports go from 0 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's delay off only then: 40 ms an answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} is taken by another program. Choose another one: --port {port + 1}"
        elif error.errno == errno.EACCES:
            reason = (
                f"Port {port} is not ours to use: ports below 1024 need root. Choose another one: --port 8000"
            )
        else:
            reason = f"{host} is not an address of this machine ({error})."
        raise CommandError(reason) from error
    return listening


def _prepare_database() -> None:
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    for command in ("tidy", "tidy_rooms"):
        call_command(command, verbosity=0)
    connection.close()
