"""The moment when every simulated cluster is made, and moments after it as objects carry them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def stamp(second: int) -> str:
    """So many seconds after the beginning."""
    return (EPOCH + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
