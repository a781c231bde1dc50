"""What platforms publish to prove by that it is they who speak."""

from __future__ import annotations

import threading
import time
from typing import Any

from pylti1p3.exception import LtiException

from nodeport_lab.lti import platforms


class Keysets:
    """Platforms' public keys, for ten minutes; asked anew at most every half minute, whatever comes."""

    LIFE, PAUSE = 600, 30

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, list[dict[str, Any]]]] = {}
        self._lock = threading.Lock()

    def get(self, launch: Any, address: str) -> list[dict[str, Any]]:
        """The keys that are published there."""
        with self._lock:
            then, keys = self._known.get(address, (0.0, []))
            if keys and time.monotonic() - then < self.LIFE:
                return keys
        launch._requests_session = platforms.wire(launch.registration)
        found = launch.fetch_public_key(address)
        keys = found.get("keys") if isinstance(found, dict) else None  # type: ignore[assignment]
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise LtiException("The platform publishes no set of keys")
        with self._lock:
            self._known[address] = (time.monotonic(), keys)
        return keys

    def forget(self, address: str) -> None:
        """Ask again, unless that was done just now."""
        with self._lock:
            then, _there = self._known.get(address, (0.0, []))
            if time.monotonic() - then > self.PAUSE:
                self._known.pop(address, None)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._known.clear()


published = Keysets()
