"""Servers that answer with who they are, whom they saw and on what address; clients that note how each attempt ended."""

import errno
import selectors
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field

_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EPERM, errno.ETIMEDOUT, errno.EINVAL}
_AT_ONCE = 300
REFUSED, NO_ANSWER = "refused", "no-answer"


class Servers:
    """Sockets that listen, in their namespaces, all served by one loop: the clients' (``Clients.send``)."""

    def __init__(self, layout):
        self._layout = layout
        self.selector = selectors.DefaultSelector()
        self._open = []

    def listen(self, place, name, protocol, address, port):
        with self._layout.within(place):
            server = _socket(protocol)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((address, port))
        if protocol == "TCP":
            server.listen(1024)
            self.selector.register(server, selectors.EVENT_READ, lambda: self._accept(server, name))
        else:
            self.selector.register(server, selectors.EVENT_READ, lambda: self._answer(server, name, port))
        self._open.append(server)

    def close(self):
        for server in self._open:
            server.close()
        self.selector.close()

    def _accept(self, server, name):
        with suppress(BlockingIOError):
            connection, peer = server.accept()
            with connection, suppress(OSError):
                local = connection.getsockname()
                connection.send(f"{name} from {peer[0]} at {local[0]}:{local[1]}".encode())

    def _answer(self, server, name, port):
        with suppress(OSError):
            _, peer = server.recvfrom(100)
            server.sendto(f"{name} from {peer[0]} at udp:{port}".encode(), peer)


@dataclass
class Probe:
    """Somebody asks something, ``times`` over; ``seen`` are the outcomes. ``patience``: seconds until it is no answer."""

    place: str
    address: str
    port: int
    protocol: str
    times: int
    patience: float
    seen: set[str] = field(default_factory=set)


class Clients:
    """Sends probes, many at once, and serves the servers while it waits."""

    def __init__(self, layout, servers):
        self._layout = layout
        self._selector = servers.selector
        self._waiting = {}

    def send(self, probes):
        """Every attempt of every probe; ``seen`` is filled when this returns."""
        todo = [probe for probe in probes for _ in range(probe.times)]
        while todo or self._waiting:
            while todo and len(self._waiting) < _AT_ONCE:
                self._start(todo.pop())
            for key, _ in self._selector.select(0.05):
                key.data()
            now = time.monotonic()
            for client, (probe, started) in list(self._waiting.items()):
                if now - started > probe.patience:
                    self._end(client, NO_ANSWER)

    def ask(self, place, address, port, source_port, times=1):
        """The answers to UDP questions from one and the same socket, which keeps its port and so its connection."""
        answers = []
        with self._layout.within(place), _socket("UDP") as client:
            client.bind(("0.0.0.0", source_port))
            client.connect((address, port))
            for _ in range(times):
                client.send(b"?")
                deadline = time.monotonic() + 5
                answer = NO_ANSWER
                while answer == NO_ANSWER and time.monotonic() < deadline:
                    for key, _ in self._selector.select(0.01):
                        key.data()
                    with suppress(BlockingIOError):
                        answer = client.recv(200).decode()
                answers.append(answer)
        return answers

    def _start(self, probe):
        with self._layout.within(probe.place):
            client = _socket(probe.protocol)
            error = client.connect_ex((probe.address, probe.port))
        self._waiting[client] = (probe, time.monotonic())
        if error not in (0, errno.EINPROGRESS):
            self._failed(client, error)
        elif probe.protocol == "TCP":
            self._selector.register(client, selectors.EVENT_WRITE, lambda: self._connected(client))
        else:
            self._selector.register(client, selectors.EVENT_READ, lambda: self._read(client))
            try:
                client.send(b"?")
            except PermissionError:
                pass  # the node's own rules threw it away; if they rejected it, that is still to be read
            except OSError as failure:
                self._failed(client, failure.errno)

    def _connected(self, client):
        error = client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self._failed(client, error)
        else:
            self._selector.modify(client, selectors.EVENT_READ, lambda: self._read(client))

    def _read(self, client):
        try:
            self._end(client, client.recv(200).decode())
        except BlockingIOError:
            return
        except OSError as failure:
            self._failed(client, failure.errno)

    def _failed(self, client, error):
        if error == errno.ECONNREFUSED:
            self._end(client, REFUSED)
        elif error in _UNREACHABLE:
            self._end(client, NO_ANSWER)
        else:
            raise OSError(error, f"{errno.errorcode[error]} for {self._waiting[client][0]}")

    def _end(self, client, outcome):
        probe, _ = self._waiting.pop(client)
        probe.seen.add(outcome)
        with suppress(KeyError):
            self._selector.unregister(client)
        client.close()


def _socket(protocol):
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "TCP" else socket.SOCK_DGRAM)
    made.setblocking(False)
    return made
