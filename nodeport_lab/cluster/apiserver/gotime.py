"""Points in time as the API writes them (RFC 3339), and Go's words for what is none. Mirrors time/format.go."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from nodeport_lab.cluster.problem import go_quote

_LAYOUT = "2006-01-02T15:04:05Z07:00"
_MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00"
# Each element of the layout: what it reads, and the layout from there on that an error names.
_ELEMENTS = (
    (re.compile(r"\d{4}"), "2006"),
    (re.compile(r"-"), "-"),
    (re.compile(r"\d\d"), "01"),
    (re.compile(r"-"), "-"),
    (re.compile(r"\d\d"), "02"),
    (re.compile(r"T"), "T"),
    (re.compile(r"\d\d?"), "15"),
    (re.compile(r":"), ":"),
    (re.compile(r"\d\d"), "04"),
    (re.compile(r":"), ":"),
    (re.compile(r"\d\d(?:[.,]\d+)?"), "05"),
    (re.compile(r"Z|[+-]\d\d:\d\d"), "Z07:00"),
)
_RANGES = {"01": (1, 12, "month"), "02": (1, 31, "day"), "15": (0, 23, "hour"), "04": (0, 59, "minute")}
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class BadTime(ValueError):
    """Not a time; the message is Go's."""


def parse_time(text: str, *, micro: bool = False) -> str:
    """The time as the API server writes it, in UTC."""
    layout = _MICRO_LAYOUT if micro else _LAYOUT
    at, values = 0, {}
    for pattern, element in _ELEMENTS:
        match = pattern.match(text, at)
        if match is None:
            raise BadTime(
                f"parsing time {go_quote(text)} as {go_quote(layout)}: "
                f"cannot parse {go_quote(text[at:])} as {go_quote(element)}"
            )
        values[element] = match[0]
        if element in _RANGES:
            low, high, name = _RANGES[element]
            if not low <= int(match[0]) <= high:
                raise BadTime(f"parsing time {go_quote(text)}: {name} out of range")
        at = match.end()
    if at < len(text):
        raise BadTime(f"parsing time {go_quote(text)}: extra text: {go_quote(text[at:])}")
    year, month, day = int(values["2006"]), int(values["01"]), int(values["02"])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day > _DAYS[month - 1] + (1 if leap and month == 2 else 0):
        raise BadTime(f"parsing time {go_quote(text)}: day out of range")
    if int(values["05"][:2]) > 59:
        raise BadTime(f"parsing time {go_quote(text)}: second out of range")
    return _in_utc(year, month, day, values, micro)


def _in_utc(year: int, month: int, day: int, values: dict[str, str], micro: bool) -> str:
    seconds, _, fraction = values["05"].replace(",", ".").partition(".")
    zone = values["Z07:00"]
    offset = timedelta()
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
    clock = (int(values["15"]), int(values["04"]), int(seconds))
    try:
        moment = datetime(max(year, 1), month, day, *clock, tzinfo=UTC) - offset
    except OverflowError:
        moment = datetime(max(year, 1), month, day, *clock, tzinfo=UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{text}.{fraction[:6].ljust(6, '0')}Z" if micro else text + "Z"
