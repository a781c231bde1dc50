"""grep: the lines that a pattern is in. A pattern that could take for ever is refused."""

from __future__ import annotations

import math
import re

from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.options import OptionError, options
from nodeport_lab.cluster.tools.text import complain, lines_of, read

_MOST = 10_000
_PATIENCE = 2e8
_GREP = {
    "-i": "ignore", "--ignore-case": "ignore", "-v": "invert", "--invert-match": "invert", "-c": "count", "--count": "count",
    "-E": "extended", "-n": "numbers", "--line-number": "numbers", "-A": "after=", "-B": "before=", "-C": "around=",
    "-o": "only", "-w": "word", "-q": "quiet", "-e": "pattern=", "-F": "fixed", "-P": "extended", "--color": "color",
    "-h": "color", "-s": "color", "--color=auto": "color", "-m": "most=",
}  # fmt: skip


def grep(desk: Desk, io: Io, words: list[str]) -> int:
    """``grep [-ivcEnowqF] [-A N] [-B N] PATTERN [FILE...]``."""
    on: dict[str, str] = {}
    operands: list[str] = []
    try:
        for name, value in options(words, _GREP):
            if name == "":
                operands.append(value)
            else:
                on[name] = value
    except OptionError as wrong:
        return complain(io, "grep", wrong)
    pattern = on.get("pattern")
    if pattern is None:
        if not operands:
            io.err("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.")
            return 2
        pattern = operands.pop(0)
    numbers = [on.get(name) or on.get("around") or "0" for name in ("before", "after")]
    for number in (*numbers, on.get("most", "1")):
        if not number.isdigit():
            io.err(f"grep: {number}: invalid context length argument")
            return 2
    try:
        search = _pattern(pattern, on)
    except re.error:
        io.err("grep: Unmatched ( or \\(" if "(" in pattern else "grep: Invalid regular expression")
        return 2
    texts, code = read(desk, io, "grep", operands)
    hits = 0
    for name, text in texts:
        lines = lines_of(text)[:_MOST]
        if _effort(search.pattern, lines) > _PATIENCE:
            io.err("grep: this pattern could take too long on this text: make it plainer")
            return 2
        found = [n for n, line in enumerate(lines) if bool(search.search(line[:2000])) != ("invert" in on)]
        found = found[: int(on["most"])] if "most" in on else found
        hits += len(found)
        prefix = f"{name}:" if len(texts) > 1 else ""
        if "quiet" in on:
            continue
        if "count" in on:
            io.out(f"{prefix}{len(found)}")
            continue
        _show(io, lines, found, search, on, prefix, int(numbers[0]), int(numbers[1]))
    return 2 if code and not hits else 0 if hits else 1


def _effort(pattern: str, lines: list[str]) -> float:
    """How many steps a backtracking search could take at worst: each repetition may begin and end anywhere."""
    repeats = len(re.findall(r"(?<!\\)[*+?{]", pattern)) + 1
    return sum(float(len(line)) ** min(repeats, 20) for line in lines) / math.factorial(min(repeats, 20))


def _pattern(pattern: str, on: dict[str, str]) -> re.Pattern[str]:
    """The pattern as Python has it. Nested repetitions, which could take for ever, are no pattern here."""
    if "fixed" in on:
        pattern = re.escape(pattern)
    elif "extended" not in on:
        # In a basic pattern the signs + ? | ( ) { } are plain unless a backslash stands before them.
        pattern = re.sub(r"(\\?)([+?|(){}])", lambda m: m[2] if m[1] else "\\" + m[2], pattern)
    pattern = re.sub(r"\[\[:(\w+):\]\]", lambda m: _CLASSES.get(m[1], m[0]), pattern)
    if len(pattern) > 200 or re.search(r"[+*}]\)?[+*{]|\)[+*{]", pattern):
        raise re.error("too much")
    if "word" in on:
        pattern = rf"\b(?:{pattern})\b"
    return re.compile(pattern, re.IGNORECASE if "ignore" in on else 0)


_CLASSES = {
    "digit": "[0-9]",
    "alpha": "[A-Za-z]",
    "alnum": "[A-Za-z0-9]",
    "space": r"\s",
    "upper": "[A-Z]",
    "lower": "[a-z]",
}


def _show(
    io: Io,
    lines: list[str],
    found: list[int],
    search: re.Pattern[str],
    on: dict[str, str],
    prefix: str,
    before: int,
    after: int,
) -> None:
    if "only" in on:
        for n in found:
            for match in search.finditer(lines[n]):
                if match[0]:
                    io.out(f"{prefix}{f'{n + 1}:' if 'numbers' in on else ''}{match[0]}")
        return
    chosen, shown, last = set(found), set[int](), -1
    for n in found:
        shown.update(range(max(0, n - before), min(len(lines), n + after + 1)))
    for n in sorted(shown):
        if (before or after) and last >= 0 and n > last + 1:
            io.out("--")
        mark = ":" if n in chosen else "-"
        io.out(f"{prefix}{f'{n + 1}{mark}' if 'numbers' in on else ''}{lines[n]}")
        last = n
