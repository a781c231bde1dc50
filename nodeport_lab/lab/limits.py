"""What one visitor may ask of the server: how much in one body, how often in a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

# Far beyond what Django lets a view read (DATA_UPLOAD_MAX_MEMORY_SIZE, answered in the page's language):
# past this the body is not even received.
HARD_LIMIT = 16 * 1024 * 1024


class BodyLimit:
    """ASGI: refuses bodies that nobody could mean, before they are stored anywhere."""

    def __init__(self, application: Any, limit: int = HARD_LIMIT) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.limit:
            await _too_large(send)
            return
        received = 0

        async def counted() -> dict[str, Any]:
            nonlocal received
            message: dict[str, Any] = await receive()
            received += len(message.get("body", b""))
            # A disconnect makes Django drop the request; nothing of it has reached a view.
            return {"type": "http.disconnect"} if received > self.limit else message

        await self.application(scope, counted, send)


async def _too_large(send: Any) -> None:
    body = b'{"error": {"code": "too-large", "message": "The request is too large."}}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send(
        {"type": "http.response.start", "status": 413, "headers": [*headers, (b"connection", b"close")]}
    )
    await send({"type": "http.response.body", "body": body})


class Rate:
    """A bucket of tokens per key: ``burst`` at once, then ``per_second`` of them. Remembers the keys used last."""

    def __init__(
        self, per_second: float, burst: int, keys: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second, self._burst, self._keys, self._clock = per_second, burst, keys, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> bool:
        """True where ``key`` may go on; takes one token."""
        now = self._clock()
        with self._lock:
            tokens, then = self._buckets.pop(key, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - then) * self._per_second)
            allowed = tokens >= 1
            self._buckets[key] = (tokens - 1 if allowed else tokens, now)
            while len(self._buckets) > self._keys:
                self._buckets.popitem(last=False)
        return allowed

    def clear(self) -> None:
        """Forget who asked."""
        with self._lock:
            self._buckets.clear()
