"""From a word as it was typed to the words that a program gets: values put in, braces counted out, fields split."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodeport_lab.cluster.tools.lexer import Part, Word

_COUNTED = re.compile(r"\{(\d{1,4})\.\.(\d{1,4})\}")
_LISTED = re.compile(r"\{([^{},]*(?:,[^{},]*)+)\}")


def expand(word: Word, value: Callable[[Part], str], *, split: bool = True) -> list[str]:
    """A word's values: several where an unquoted expansion falls apart at its spaces, or braces count."""
    if split and any(part.kind == "text" and not part.quoted and "{" in part.text for part in word):
        several = _braces(word)
        if len(several) > 1:
            return [text for one in several for text in expand(one, value)]
    pieces, there = [""], False
    for part in word:
        text = value(part)
        if part.kind == "text" or part.quoted or not split:
            there = there or part.quoted or bool(text)
            pieces[-1] += text
            continue
        fields = text.split()
        if not fields:
            continue
        if text[:1].isspace() and pieces[-1]:
            pieces.append("")
        pieces[-1] += fields[0]
        pieces += fields[1:]
        there = True
    return pieces if there or not split else []


def _braces(word: Word) -> list[Word]:
    """``{1..3}`` and ``{a,b}``: the word once for each."""
    for at, part in enumerate(word):
        if part.kind != "text" or part.quoted:
            continue
        if match := _COUNTED.search(part.text):
            first, last = int(match[1]), int(match[2])
            values = [
                str(n) for n in range(first, last + (1 if first <= last else -1), 1 if first <= last else -1)
            ][:1000]
        elif match := _LISTED.search(part.text):
            values = match[1].split(",")
        else:
            continue
        before, after = part.text[: match.start()], part.text[match.end() :]
        return [(*word[:at], part._replace(text=before + one + after), *word[at + 1 :]) for one in values]
    return [word]
