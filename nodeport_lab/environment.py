"""Reads environment variables for the settings, and says loudly what is wrong with them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's value, less the white space around it; the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A switch. Anything that is not plainly yes or no stops the start."""
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def origin(name: str) -> str:
    """``https://lab.example.org``: where the public reaches this server, or nothing."""
    value = text(name).rstrip("/")
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not an origin: write it like https://lab.example.org, without a path."
        )
    return value


def secret_key(name: str, file: Path) -> str:
    """The variable, or a key made once and kept in ``file``, readable by its owner alone."""
    value = text(name)
    if value:
        return value
    try:
        return file.read_text().strip() or _make_key(file)
    except FileNotFoundError:
        return _make_key(file)


def _make_key(file: Path) -> str:
    key = secrets.token_urlsafe(50)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = file.read_text().strip()
        if not found:
            raise ImproperlyConfigured(
                f"{file} is empty: delete it, a new key is made at the next start."
            ) from None
        return found
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key + "\n")
    return key


def database(name: str, default: Path) -> dict[str, Any]:
    """``sqlite:///path`` or ``postgres://user:password@host:port/name?sslmode=require`` as Django's settings.

    SQLite: WAL lets readers pass a writer; IMMEDIATE takes the write lock when a transaction begins, so that
    two of them wait for each other instead of failing half-way. Connections are not kept between requests:
    under ASGI each request has a thread of its own.
    """
    url = text(name)
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        path = unquote(parts.path)[1:] if url else str(default)
        if not path:
            raise ImproperlyConfigured(
                f"{name}={url!r} names no file: write sqlite:////absolute/path.sqlite3."
            )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        if not parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name} names no database: write postgres://user:password@host/name.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(f"{name} begins with {parts.scheme!r}: sqlite and postgres are understood.")


def channel_layer(name: str) -> dict[str, Any]:
    """``redis://…``: what several processes announce changes through; one process needs nothing."""
    url = text(name)
    if not url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name}={url!r} is not a redis:// address.")
    return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [url]}}
