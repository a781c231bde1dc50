"""Timestamps and ages as Kubernetes writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def parse(stamp: str) -> datetime:
    """An RFC 3339 timestamp of an object (seconds or microseconds, UTC)."""
    return datetime.fromisoformat(stamp.replace("Z", "+00:00"))


def human(seconds: float) -> str:
    """duration.HumanDuration (staging/src/k8s.io/apimachinery/pkg/util/duration): two units while they matter."""
    whole = int(seconds)
    if whole < -1:
        return "<invalid>"
    if whole < 0:
        return "0s"
    if whole < 120:
        return f"{whole}s"
    minutes, hours = whole // 60, whole // 3600
    if minutes < 10:
        return f"{minutes}m" + (f"{whole % 60}s" if whole % 60 else "")
    if minutes < 180:
        return f"{minutes}m"
    if hours < 8:
        return f"{hours}h" + (f"{minutes % 60}m" if minutes % 60 else "")
    if hours < 48:
        return f"{hours}h"
    days = hours // 24
    if hours < 192:
        return f"{days}d" + (f"{hours % 24}h" if hours % 24 else "")
    if days < 730:
        return f"{days}d"
    years = days // 365
    if years < 8:
        return f"{years}y" + (f"{days % 365}d" if days % 365 else "")
    return f"{years}y"


def since(stamp: str | None, now: datetime) -> str:
    """The age of something, ``<unknown>`` where it has no time."""
    return human((now - parse(stamp)).total_seconds()) if stamp else "<unknown>"


def rfc1123z(stamp: str) -> str:
    """Go's time.RFC1123Z, as ``describe`` prints times: ``Mon, 23 Nov 2026 14:11:20 +0000``."""
    moment = parse(stamp).astimezone(UTC)
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{days[moment.weekday()]}, {moment:%d} {months[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"
