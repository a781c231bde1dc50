"""Cookies that work in a frame on another site's page: ``SameSite=None; Secure; Partitioned`` (CHIPS).

The browser keeps them apart for each site that frames us, so that they follow nobody from one site to another. Browsers take
``Secure`` from https and from this machine alone.
"""

from __future__ import annotations

from collections.abc import Container
from http.cookies import Morsel

from django.http import HttpResponseBase


class _Partitioned(Morsel):  # type: ignore[type-arg]
    """Python knows the attribute since 3.14 only."""

    def OutputString(self, attrs: Container[str] | None = None) -> str:
        """As it stands in the header."""
        return f"{super().OutputString(attrs)}; Partitioned"


def partition(response: HttpResponseBase, name: str) -> None:
    """Make a cookie that is being set one that works in frames."""
    known = response.cookies[name]
    made = _Partitioned()
    made.set(name, known.value, known.coded_value)
    made.update({**known, "samesite": "None", "secure": True})
    response.cookies[name] = made


def give(response: HttpResponseBase, name: str, value: str, seconds: int | None = None) -> None:
    """Set a cookie that scripts cannot read; without ``seconds`` it ends with the browser."""
    response.set_cookie(name, value, max_age=seconds, httponly=True)
    partition(response, name)


def take(response: HttpResponseBase, name: str) -> None:
    """Have such a cookie thrown away."""
    response.set_cookie(name, "", max_age=0, expires="Thu, 01 Jan 1970 00:00:00 GMT", httponly=True)
    partition(response, name)
