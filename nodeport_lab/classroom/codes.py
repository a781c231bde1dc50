"""A room's code: six letters to be read from a wall, spoken across a room, typed on a phone."""

from __future__ import annotations

import secrets
import unicodedata

# No I, L, O, Q, U, V, which are taken for one another and for digits; no A and E, so that no words come about.
ALPHABET = "BCDFGHJKMNPRSTWXYZ"
LENGTH = 6


def new_code() -> str:
    """One of 34 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str | None:
    """The code that somebody typed: small letters, spaces, hyphens and full-width letters are welcome. None where it is none."""
    code = unicodedata.normalize("NFKC", typed[:50]).upper()
    code = "".join(code.split()).replace("-", "")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
