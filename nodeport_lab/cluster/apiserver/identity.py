"""Uids and generated names: they follow from the seed and from how many objects were made before, never from chance."""

from __future__ import annotations

import hashlib

# k8s.io/apimachinery/pkg/util/rand: no vowels, so that no words come about.
_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
# k8s.io/apiserver/pkg/storage/names: a generated name has 63 characters at most, five of them random.
_LONGEST_BASE = 58


def uid(seed: int, number: int) -> str:
    """A uid as version 4 has them."""
    digits = _digest(seed, number, "uid").hex()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def name(base: str, seed: int, number: int) -> str:
    """What ``generateName`` becomes."""
    suffix = "".join(_LETTERS[byte % len(_LETTERS)] for byte in _digest(seed, number, "name")[:5])
    return base[:_LONGEST_BASE] + suffix


def _digest(seed: int, number: int, purpose: str) -> bytes:
    return hashlib.sha256(f"{seed}/{number}/{purpose}".encode()).digest()
