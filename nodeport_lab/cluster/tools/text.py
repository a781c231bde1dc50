"""Programs for a pipe: they read text, and write less of it."""

from __future__ import annotations

import re

from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.machine import files
from nodeport_lab.cluster.tools.options import OptionError, options


def read(desk: Desk, io: Io, program: str, names: list[str]) -> tuple[list[tuple[str, str]], int]:
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


def lines_of(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def complain(io: Io, program: str, wrong: OptionError) -> int:
    flag = wrong.flag
    if wrong.kind == "missing":
        io.err(f"{program}: option requires an argument -- '{flag.lstrip('-')}'")
    elif flag.startswith("--"):
        io.err(f"{program}: unrecognized option '{flag}'")
    else:
        io.err(f"{program}: invalid option -- '{flag.lstrip('-')}'")
    io.err(f"Try '{program} --help' for more information.")
    return 2 if program == "grep" else 1


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
        return complain(io, program, wrong)
    if not re.fullmatch(r"[-+]?\d{1,9}", count):
        io.err(f"{program}: invalid number of lines: '{count}'")
        return 1
    texts, code = read(desk, io, program, operands)
    number = int(count.lstrip("+"))
    for _, text in texts:
        lines = lines_of(text)
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
        return complain(io, "wc", wrong)
    texts, code = read(desk, io, "wc", operands)
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
        return complain(io, "sort", wrong)
    texts, code = read(desk, io, "sort", operands)
    lines = [line for _, text in texts for line in lines_of(text)]

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
    texts, code = read(desk, io, "uniq", [word for word in words if not word.startswith("-")])
    runs: list[list[str | int]] = []
    for line in (line for _, text in texts for line in lines_of(text)):
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
    texts, code = read(desk, io, "cat", [word for word in words if word == "-" or not word.startswith("-")])
    for _, text in texts:
        io.write(
            "".join(f"{n:>6}\t{line}\n" for n, line in enumerate(lines_of(text), 1)) if numbered else text
        )
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
    texts, code = read(desk, io, "awk", words[1:])
    for line in (line for _, text in texts for line in lines_of(text)):
        columns = line.split()
        picked = []
        for field in fields:
            number = len(columns) if field == "$NF" else int(field[1:])
            picked.append(line if number == 0 else columns[number - 1] if number <= len(columns) else "")
        io.out(" ".join(picked))
    return code
