"""``test`` and ``[``: whether words are equal, numbers greater, files there."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodeport_lab.cluster.tools.desk import Desk, Io

_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b, "-ne": lambda a, b: a != b, "-lt": lambda a, b: a < b, "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b, "-ge": lambda a, b: a >= b,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?\d{1,18}")


class _Wrong(Exception):
    pass


def bracket(desk: Desk, io: Io, words: list[str]) -> int:
    """``[ … ]`` and ``[[ … ]]``."""
    if not words or words[-1] not in ("]", "]]"):
        io.err("bash: [: missing `]'")
        return 2
    return _judged(desk, io, words[:-1], "[")


def plain(desk: Desk, io: Io, words: list[str]) -> int:
    """``test EXPRESSION``."""
    return _judged(desk, io, words, "test")


def _judged(desk: Desk, io: Io, words: list[str], name: str) -> int:
    """0 where it is so, 1 where it is not, 2 where nobody can tell."""
    try:
        return 0 if _any(desk, words) else 1
    except _Wrong as wrong:
        io.err(f"bash: {name}: {wrong}")
        return 2


def _any(desk: Desk, words: list[str]) -> bool:
    for joint, join in (("-o", any), ("||", any), ("-a", all), ("&&", all)):
        if joint in words[1:-1]:
            at = words.index(joint, 1)
            return join((_any(desk, words[:at]), _any(desk, words[at + 1 :])))
    return _one(desk, words)


def _one(desk: Desk, words: list[str]) -> bool:
    if not words:
        return False
    if words[0] == "!" and len(words) > 1:
        return not _one(desk, words[1:])
    if len(words) == 1:
        return words[0] != ""
    if len(words) == 2:
        return _unary(desk, *words)
    if len(words) == 3:
        return _binary(*words)
    raise _Wrong("too many arguments")


def _unary(desk: Desk, operator: str, word: str) -> bool:
    match operator:
        case "-n":
            return word != ""
        case "-z":
            return word == ""
        case "-e" | "-f" | "-r" | "-s":
            return word.removeprefix("./") in desk.files
        case "-d" | "-x":
            return False
    raise _Wrong(f"{operator}: unary operator expected")


def _binary(one: str, operator: str, other: str) -> bool:
    if operator in ("=", "=="):
        return one == other
    if operator == "!=":
        return one != other
    compare = _NUMBERS.get(operator)
    if compare is None:
        raise _Wrong(f"{operator}: binary operator expected")
    for word in (one, other):
        if not _INTEGER.fullmatch(word.strip()):
            raise _Wrong(f"{word}: integer expression expected")
    return compare(int(one), int(other))
