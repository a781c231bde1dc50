"""Limits: a bucket that fills again with time, and bodies that nobody could mean."""

from typing import Any

import pytest

from nodeport_lab.lab.limits import BodyLimit, Rate


def test_a_bucket_empties_and_fills_again() -> None:
    now = 0.0
    rate = Rate(per_second=2, burst=3, clock=lambda: now)
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]
    assert rate.take("b")
    now = 0.5
    assert [rate.take("a") for _ in range(2)] == [True, False]
    now = 100
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]


def test_only_so_many_keys_are_remembered() -> None:
    rate = Rate(per_second=0, burst=1, keys=2, clock=lambda: 0)
    assert rate.take("a")
    assert not rate.take("a")
    rate.take("b")
    rate.take("c")
    assert rate.take("a")


async def served(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> tuple[list[Any], list[Any]]:
    """What the application behind the limit received, and what was sent."""
    received: list[Any] = []
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]

    async def application(scope: Any, receive: Any, send: Any) -> None:
        for _ in chunks:
            received.append(await receive())

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await BodyLimit(application, limit=10)({"type": "http", "headers": headers}, receive, send)
    return received, sent


async def test_a_body_that_says_it_is_too_long_is_not_received() -> None:
    received, sent = await served([b"x"], [(b"content-length", b"11")])
    assert received == []
    assert sent[0]["status"] == 413


@pytest.mark.parametrize("length", [b"10", b"nonsense"])
async def test_a_body_within_the_limit_passes(length: bytes) -> None:
    received, sent = await served([b"12345", b"67890"], [(b"content-length", length)])
    assert [message["body"] for message in received] == [b"12345", b"67890"]
    assert sent == []


async def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_limit() -> None:
    received, _ = await served([b"12345", b"67890", b"x"], [])
    assert received[-1] == {"type": "http.disconnect"}
