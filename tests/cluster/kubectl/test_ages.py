"""Ages and times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nodeport_lab.cluster.kubectl.ages import human, rfc1123z, since


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (121, "2m1s"), (599, "9m59s"), (600, "10m"),
        (10799, "179m"), (10800, "3h"), (10860, "3h1m"), (28800, "8h"), (172799, "47h"), (172800, "2d"), (176400, "2d1h"),
        (691200, "8d"), (63071999, "729d"), (63072000, "2y"), (63158400, "2y1d"), (252288000, "8y"),
    ],
)  # fmt: skip
def test_human(seconds, text):
    assert human(seconds) == text


def test_since_and_the_long_form():
    assert since("2026-01-01T00:00:00Z", datetime(2026, 1, 1, 0, 0, 5, tzinfo=UTC)) == "5s"
    assert since(None, datetime(2026, 1, 1, tzinfo=UTC)) == "<unknown>"
    assert rfc1123z("2026-11-03T04:05:06Z") == "Tue, 03 Nov 2026 04:05:06 +0000"
