"""HTTP to learning platforms: to the origins that are registered, and to nobody else; with a time limit, and of limited size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

MAX_ANSWER = 2 * 1024 * 1024
_HERE = {"localhost", "127.0.0.1", "::1"}


class NotRegistered(requests.exceptions.InvalidURL):
    """An address that no platform has registered. What a platform says does not lead the server anywhere else."""


def origin(address: str) -> str:
    """``https://moodle.example.org`` of an address; nothing where it is no https address (of this machine also http will do)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    if (
        not host
        or parts.username is not None
        or not (parts.scheme == "https" or (parts.scheme == "http" and host in _HERE))
    ):
        return ""
    host = f"[{host}]" if ":" in host else host
    standard = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, standard) else "")


class Wire(requests.Session):
    """A session that reaches these origins alone. It follows no redirect: where that would lead, nobody registered."""

    def __init__(self, origins: Iterable[str]) -> None:
        super().__init__()
        self.origins = frozenset(origins)
        self.headers["User-Agent"] = "NodePort-Lab"
        # Otherwise a password in the operator's ~/.netrc would go out in place of the token.
        self.auth = _as_it_is

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Ask, or raise one of ``requests``' own exceptions."""
        if origin(url) not in self.origins or not origin(url):
            raise NotRegistered(f"{origin(url) or url[:100]} is not an origin of this platform")
        kwargs |= {"timeout": settings.LTI_TIMEOUT, "allow_redirects": False, "stream": True}
        response = super().request(method, url, *args, **kwargs)
        try:
            content = b""
            for chunk in response.iter_content(65536):
                content += chunk
                if len(content) > MAX_ANSWER:
                    raise requests.exceptions.ContentDecodingError("the platform's answer is too long")
        finally:
            response.close()
        response._content = content
        if 300 <= response.status_code < 400:
            raise requests.exceptions.TooManyRedirects("the platform sent us elsewhere")
        return response


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
