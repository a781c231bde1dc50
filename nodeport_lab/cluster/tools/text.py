"""Programs for a pipe: they read text, and write less of it."""

from __future__ import annotations

import math
import re

from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.machine import files
from nodeport_lab.cluster.tools.options import OptionError, options

_MOST = 10_000
_PATIENCE = 2e8


def _read(desk: Desk, io: Io, program: str, names: list[str]) -> tuple[list[tuple[str, str]], int]:
    """The texts to work on, by name; standard input where none is named."""
    if not names:
        return [("", io.stdin)], 0
    known, found, code = files(desk), [], 0
    for name in names:
        if name == "-":
            found.append(("", io.stdin))
        elif name.removeprefix("./") in known:
            found.append((name, known[name.removeprefix("./")]))
        else:
            io.err(f"{program}: {name}: No such file or directory")
            code = 1
    return found, code


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _wrong(io: Io, program: str, wrong: OptionError) -> int:
    flag = wrong.flag
    if wrong.kind == "missing":
        io.err(f"{program}: option requires an argument -- '{flag.lstrip('-')}'")
    elif flag.startswith("--"):
        io.err(f"{program}: unrecognized option '{flag}'")
    else:
        io.err(f"{program}: invalid option -- '{flag.lstrip('-')}'")
    io.err(f"Try '{program} --help' for more information.")
    return 2 if program == "grep" else 1


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
        return _wrong(io, "grep", wrong)
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
    texts, code = _read(desk, io, "grep", operands)
    hits = 0
    for name, text in texts:
        lines = _lines(text)[:_MOST]
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


def _some(desk: Desk, io: Io, words: list[str], program: str) -> int:
    count, operands = "10", list[str]()
    words = [f"-n{word[1:]}" if re.fullmatch(r"-\d+", word) else word for word in words]
    try:
        for name, value in options(
            words, {"-n": "lines=", "--lines": "lines=", "-q": "quiet", "-f": "quiet"}
        ):
            if name == "lines":
                count = value
            elif name == "":
                operands.append(value)
    except OptionError as wrong:
        return _wrong(io, program, wrong)
    if not re.fullmatch(r"[-+]?\d{1,9}", count):
        io.err(f"{program}: invalid number of lines: '{count}'")
        return 1
    texts, code = _read(desk, io, program, operands)
    number = int(count.lstrip("+"))
    for _, text in texts:
        lines = _lines(text)
        if program == "head":
            chosen = lines[:number]
        elif count.startswith("+"):
            chosen = lines[max(0, number - 1) :]
        else:
            chosen = lines[len(lines) - min(abs(number), len(lines)) :]
        for line in chosen:
            io.out(line)
    return code


def head(desk: Desk, io: Io, words: list[str]) -> int:
    """``head [-n N]``."""
    return _some(desk, io, words, "head")


def tail(desk: Desk, io: Io, words: list[str]) -> int:
    """``tail [-n N]``."""
    return _some(desk, io, words, "tail")


def wc(desk: Desk, io: Io, words: list[str]) -> int:
    """``wc [-lwc]``."""
    on, operands = set[str](), list[str]()
    try:
        for name, value in options(
            words, {"-l": "lines", "-w": "words", "-c": "bytes", "-m": "chars", "--lines": "lines"}
        ):
            if name:
                on.add(name)
            else:
                operands.append(value)
    except OptionError as wrong:
        return _wrong(io, "wc", wrong)
    texts, code = _read(desk, io, "wc", operands)
    for name, text in texts:
        counts = {
            "lines": text.count("\n"),
            "words": len(text.split()),
            "bytes": len(text.encode()),
            "chars": len(text),
        }
        wanted = [key for key in ("lines", "words", "chars", "bytes") if key in on] or [
            "lines",
            "words",
            "bytes",
        ]
        numbers = [str(counts[key]) for key in wanted]
        line = numbers[0] if len(numbers) == 1 else " ".join(number.rjust(7) for number in numbers)
        io.out(f"{line} {name}".rstrip())
    return code


def sort(desk: Desk, io: Io, words: list[str]) -> int:
    """``sort [-rnu] [-k N]``."""
    on, operands, key = set[str](), list[str](), 0
    try:
        for name, value in options(
            words,
            {
                "-r": "reverse",
                "-n": "numeric",
                "-u": "unique",
                "-k": "key=",
                "-V": "numeric",
                "-h": "numeric",
            },
        ):
            if name == "key":
                match = re.match(r"\d+", value)
                if match is None or not int(match[0]):
                    io.err(f"sort: invalid number at field start: invalid count at start of '{value}'")
                    return 2
                key = int(match[0])
            elif name:
                on.add(name)
            else:
                operands.append(value)
    except OptionError as wrong:
        return _wrong(io, "sort", wrong)
    texts, code = _read(desk, io, "sort", operands)
    lines = [line for _, text in texts for line in _lines(text)]

    def by(line: str) -> tuple[float, str]:
        field = " ".join(line.split()[key - 1 :]) if key else line
        match = re.match(r"\s*(-?\d+(?:\.\d+)?)", field) if "numeric" in on else None
        return (float(match[1]) if match else 0.0, field)

    lines = list(dict.fromkeys(lines)) if "unique" in on else lines
    for line in sorted(lines, key=by, reverse="reverse" in on):
        io.out(line)
    return code


def uniq(desk: Desk, io: Io, words: list[str]) -> int:
    """``uniq [-c] [-d]``."""
    on = {word for word in words if word.startswith("-")}
    texts, code = _read(desk, io, "uniq", [word for word in words if not word.startswith("-")])
    runs: list[list[str | int]] = []
    for line in (line for _, text in texts for line in _lines(text)):
        if runs and runs[-1][0] == line:
            runs[-1][1] = int(runs[-1][1]) + 1
        else:
            runs.append([line, 1])
    for text_, number in runs:
        if "-d" not in on or int(number) > 1:
            io.out(f"{number:>7} {text_}" if "-c" in on else str(text_))
    return code


def cat(desk: Desk, io: Io, words: list[str]) -> int:
    """``cat [-n] [FILE...]``; ``less`` and ``more`` are the same here: the page scrolls."""
    numbered = "-n" in words
    texts, code = _read(desk, io, "cat", [word for word in words if word == "-" or not word.startswith("-")])
    for _, text in texts:
        io.write("".join(f"{n:>6}\t{line}\n" for n, line in enumerate(_lines(text), 1)) if numbered else text)
    return code


def tee(desk: Desk, io: Io, words: list[str]) -> int:
    """``tee FILE``."""
    for name in words:
        if not name.startswith("-"):
            desk.files[name] = (desk.files.get(name, "") if "-a" in words else "") + io.stdin
    io.write(io.stdin)
    return 0


def ls(desk: Desk, io: Io, words: list[str]) -> int:
    """``ls [FILE...]``: the editor's files, at the client."""
    names = [word for word in words if not word.startswith("-")]
    known = files(desk)
    here = sorted(name for name in known if not name.startswith("/"))
    code = 0
    for name in names:
        if name not in known and name not in (".", "./"):
            io.err(f"ls: cannot access '{name}': No such file or directory")
            code = 2
    listed = here if not names or names[0] in (".", "./") else [name for name in names if name in known]
    for name in listed:
        io.out(
            f"-rw-r--r-- 1 user user {len(known[name].encode()):>6} {name}"
            if any("l" in w for w in words if w.startswith("-"))
            else name
        )
    return code


def echo(desk: Desk, io: Io, words: list[str]) -> int:
    """``echo [-n] [-e] WORD...``."""
    newline = True
    escapes = False
    while words and re.fullmatch(r"-[ne]+", words[0]):
        newline = newline and "n" not in words[0]
        escapes = escapes or "e" in words[0]
        words = words[1:]
    text = " ".join(words)
    if escapes:
        text = text.replace("\\n", "\n").replace("\\t", "\t")
    io.write(text + ("\n" if newline else ""))
    return 0


def seq(desk: Desk, io: Io, words: list[str]) -> int:
    """``seq [FIRST] LAST``."""
    if not 1 <= len(words) <= 2 or not all(re.fullmatch(r"-?\d{1,6}", word) for word in words):
        io.err(f"seq: invalid floating point argument: '{words[0]}'" if words else "seq: missing operand")
        return 1
    first, last = (1, int(words[0])) if len(words) == 1 else (int(words[0]), int(words[1]))
    for number in range(first, min(last, first + 999) + 1):
        io.out(str(number))
    return 0


def awk(desk: Desk, io: Io, words: list[str]) -> int:
    """``awk '{print $N, $M}'``: the columns of a table, and nothing else of awk."""
    match = re.fullmatch(r"\s*\{\s*print\s+(.*?)\s*;?\s*\}\s*", words[0]) if words else None
    fields = [field.strip() for field in match[1].split(",")] if match else []
    if not fields or not all(re.fullmatch(r"\$(\d{1,3}|NF)", field) for field in fields):
        io.err("awk: of awk this lab has only '{print $1, $2}'.")
        return 2
    texts, code = _read(desk, io, "awk", words[1:])
    for line in (line for _, text in texts for line in _lines(text)):
        columns = line.split()
        picked = []
        for field in fields:
            number = len(columns) if field == "$NF" else int(field[1:])
            picked.append(line if number == 0 else columns[number - 1] if number <= len(columns) else "")
        io.out(" ".join(picked))
    return code
