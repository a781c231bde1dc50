"""Runs a line and keeps what it left. Nothing but our own programs is ever run.

Limits: a line of 4 KiB, 200 commands and 50 requests a line, 1 MiB through a pipe, 2,000 lines on the screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nodeport_lab.cluster.kubectl.printed import Edit
from nodeport_lab.cluster.tools.commands import find
from nodeport_lab.cluster.tools.desk import Desk, Io, Language, Stream
from nodeport_lab.cluster.tools.grammar import parse
from nodeport_lab.cluster.tools.interpreter import SHELLS, Interpreter
from nodeport_lab.cluster.tools.lexer import ShellError

MAX_LINE = 4096
MAX_OUTPUT = 2000
_SLEEPS = re.compile(r"\bsleep\b")

_CUT: dict[Language, str] = {
    "en": "The output has {count} lines; the first {shown} are shown. A pipe into grep or tail finds the rest.",
    "ja": "出力は {count} 行あります。最初の {shown} 行だけを表示しています。残りは grep や tail へのパイプで確認できます。",
}


@dataclass(slots=True)
class Ran:
    """What a line left: its streams in order, where one is now, words of ours, a file to be opened."""

    exit: int = 0
    chunks: list[tuple[Stream, str]] = field(default_factory=list)
    place: str = "client"
    note: str = ""
    opened: Edit | None = None
    cleared: bool = False

    def text(self, stream: Stream) -> str:
        """All that was written to a stream."""
        return "".join(text for kind, text in self.chunks if kind == stream)


def run(line: str, desk: Desk) -> Ran:
    """Runs one line, or several with what ``<<`` takes from them. Never raises for any text."""
    io = Io()
    # Who sleeps wants to see what happens meanwhile: then nothing is waited for between the commands.
    desk.timed = bool(_SLEEPS.search(line))
    shell = Interpreter(desk)
    if len(line.encode(errors="replace")) > MAX_LINE:
        io.err(f"bash: line too long: {MAX_LINE} bytes are the limit of this lab")
        shell.code = 2
    else:
        try:
            shell.script(parse(line), io)
        except ShellError as wrong:
            io.err(f"bash: {wrong.message}")
            shell.code = 2
        except RecursionError:
            io.err("bash: nested too deeply")
            shell.code = 2
    chunks = _cut(io.chunks, desk)
    return Ran(shell.code, chunks, desk.place, "\n".join(desk.notes), desk.opened, desk.cleared)


def execute(desk: Desk, io: Io, words: list[str]) -> int:
    """What ``kubectl exec POD -- WORDS`` runs: a program there, or a shell with ``-c``."""
    if words and words[0] in SHELLS:
        if words[1:2] == ["-c"] and len(words) > 2:
            shell = Interpreter(desk)
            try:
                shell.script(parse(words[2]), io)
            except ShellError as wrong:
                io.err(f"sh: {wrong.message}")
                return 2
            return shell.code
        return 0
    program = find(desk, words[0])
    if program is None:
        return 126
    return program(desk, io, words[1:])


def knows(desk: Desk, name: str) -> bool:
    """Whether there is such a program, or shell, at this place."""
    return name in SHELLS or find(desk, name) is not None


def is_shell(words: list[str]) -> bool:
    """Whether a command is a shell to type into."""
    return len(words) == 1 and words[0] in SHELLS


def _cut(chunks: list[tuple[Stream, str]], desk: Desk) -> list[tuple[Stream, str]]:
    count = sum(text.count("\n") for _, text in chunks)
    if count <= MAX_OUTPUT:
        return chunks
    left, kept = MAX_OUTPUT, list[tuple[Stream, str]]()
    for stream, text in chunks:
        lines = text.splitlines(keepends=True)
        kept.append((stream, "".join(lines[:left])))
        left = max(0, left - len(lines))
    desk.note({language: words.format(count=count, shown=MAX_OUTPUT) for language, words in _CUT.items()})
    return [chunk for chunk in kept if chunk[1]]
