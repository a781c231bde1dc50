"""Where base64 goes wrong, as Go tells it. Mirrors encoding/base64 (decodeQuantum)."""

from __future__ import annotations

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def illegal_byte(text: str) -> int:
    """The offset that base64.CorruptInputError names: the first byte that cannot stand there."""
    count = 0
    data = text.encode()
    for offset, byte in enumerate(data):
        char = chr(byte)
        if char in "\r\n":
            continue
        if char == "=":
            rest = bytes(b for b in data[offset:] if b not in b"\r\n")
            if count % 4 < 2:
                return offset
            padding = 4 - count % 4
            if rest[:padding] != b"=" * padding:
                return len(data) if len(rest) < padding else offset + 1
            return offset + padding
        if char not in _ALPHABET:
            return offset
        count += 1
    return len(data) - count % 4 if count % 4 else len(data)
