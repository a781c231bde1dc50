"""Tables for spreadsheets: UTF-8 that Excel opens rightly in any language, numbers as numbers, and no cell that becomes a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def written(rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV with a byte order mark (without it Excel takes it for the machine's old encoding) and CRLF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(
            ["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in row]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(text: str) -> str:
    """A text that a spreadsheet shows as it is: what begins like a formula gets an apostrophe before it, also where the sign is
    full-width (which a Japanese Excel takes for the sign) or hidden behind spaces.
    """
    bare = unicodedata.normalize("NFKC", text).lstrip(" \u200b\ufeff")
    return f"'{text}" if bare.startswith(_FORMULA) else text


def answer(rows: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """The table as a file to be kept."""
    return HttpResponse(
        written(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
