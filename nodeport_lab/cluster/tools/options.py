"""A program's own flags: short ones that may stand together, long ones with or without ``=``, operands in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class OptionError(Exception):
    """A flag that the program does not have (``kind`` unknown), or one that lacks its value (missing)."""

    def __init__(self, flag: str, kind: str):
        super().__init__(flag)
        self.flag, self.kind = flag, kind


def options(
    words: Sequence[str], known: Mapping[str, str], *, clustered: bool = True
) -> Iterator[tuple[str, str]]:
    """``(name, value)`` for each flag and ``("", operand)`` for each operand, in order.

    known: flag as written (``-m``, ``--max-time``) -> its name; a name that ends in ``=`` takes a value.
    clustered: whether ``-sS`` is ``-s -S`` (and ``-m5`` is ``-m 5``).
    """
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            yield from (("", operand) for operand in rest)
            return
        if word.startswith("--") or (word in known and len(word) > 2):
            flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
            name = known.get(flag)
            if name is None:
                raise OptionError(flag, "unknown")
            if not name.endswith("="):
                yield name, ""
            elif equals:
                yield name[:-1], value
            elif rest:
                yield name[:-1], rest.pop(0)
            else:
                raise OptionError(flag, "missing")
        elif word.startswith("-") and len(word) > 1:
            yield from _short(word, rest, known, clustered)
        else:
            yield "", word


def _short(
    word: str, rest: list[str], known: Mapping[str, str], clustered: bool
) -> Iterator[tuple[str, str]]:
    if not clustered:
        raise OptionError(word, "unknown")
    letters = word[1:]
    while letters:
        flag, letters = f"-{letters[0]}", letters[1:]
        name = known.get(flag)
        if name is None:
            raise OptionError(flag, "unknown")
        if not name.endswith("="):
            yield name, ""
        elif letters:
            yield name[:-1], letters
            return
        elif rest:
            yield name[:-1], rest.pop(0)
        else:
            raise OptionError(flag, "missing")
