"""A few threads with connections to the database that stay open, for what sockets ask many times a second.

Elsewhere each request opens a connection of its own and closes it (environment.database says why). Five hundred sockets that hear of
the same question cannot: they take turns. A few at a time, because whoever waits for a disk lets others go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, connection

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4

_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="class")


def kept(work: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """``work``, to be awaited. It is done once more where the database had hung up, so it has to bear that."""

    @wraps(work)
    async def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        in_thread = sync_to_async(_tended, thread_sensitive=False, executor=_threads)
        return await in_thread(partial(work, *args, **kwargs))

    return asked


def _tended(work: Callable[[], T]) -> T:
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.connection is not None and connection.is_usable():
            raise
        connection.close()
        return work()
