"""Runs a line: expands words, joins programs by pipes, sends streams where they are to go. Only our own programs are run.

Limits: a line of 4 KiB, 200 commands and 50 requests a line, 1 MiB through a pipe, 2,000 lines on the screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nodeport_lab.cluster.kubectl.printed import Edit
from nodeport_lab.cluster.tools.commands import find
from nodeport_lab.cluster.tools.desk import Desk, Io, Language, Stream
from nodeport_lab.cluster.tools.grammar import Command, Loop, Pipeline, Script, Simple, parse
from nodeport_lab.cluster.tools.lexer import ShellError, Word

MAX_LINE = 4096
MAX_OUTPUT = 2000
MAX_COMMANDS = 200
MAX_REQUESTS = 50
MAX_TEXT = 1 << 20
_DEEPEST = 4
_BRACES = re.compile(r"\{(\d{1,4})\.\.(\d{1,4})\}")
_SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")

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
    shell = _Shell(desk)
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
    if words and words[0] in _SHELLS:
        if words[1:2] == ["-c"] and len(words) > 2:
            shell = _Shell(desk)
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
    return name in _SHELLS or find(desk, name) is not None


def is_shell(words: list[str]) -> bool:
    """Whether a command is a shell to type into."""
    return len(words) == 1 and words[0] in _SHELLS


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


class _Shell:
    def __init__(self, desk: Desk, depth: int = 0):
        self.desk, self.depth, self.code = desk, depth, 0

    def script(self, script: Script, io: Io) -> None:
        for connector, pipeline in script.items:
            if (connector == "&&" and self.code) or (connector == "||" and not self.code):
                continue
            self.pipeline(pipeline, io)

    def pipeline(self, pipeline: Pipeline, io: Io) -> None:
        stdin = io.stdin
        for number, command in enumerate(pipeline.commands):
            mine = Io(stdin)
            place = self.desk.place
            self.command(command, mine)
            if number == len(pipeline.commands) - 1:
                io.chunks.extend(mine.chunks)
                return
            # What runs before a pipe runs in a shell of its own: it takes nobody anywhere.
            self.desk.place = place
            if number in pipeline.joined:
                stdin = "".join(text for _, text in mine.chunks)
            else:
                stdin = mine.text()
                io.chunks.extend(chunk for chunk in mine.chunks if chunk[0] == "err")
            stdin = stdin[:MAX_TEXT]

    def command(self, command: Command, io: Io) -> None:
        if isinstance(command, Loop):
            for value in self.words(command.words, io):
                self.desk.variables[command.name] = value
                self.script(command.body, io)
            return
        self.simple(command, io)

    def simple(self, command: Simple, io: Io) -> None:
        desk = self.desk
        desk.commands += 1
        if desk.commands > MAX_COMMANDS or desk.requests >= MAX_REQUESTS:
            raise ShellError("too much for one line: stopped")
        if desk.commands > 1:
            desk.reach.rest()
        words = self.words(command.words, io)
        for name, value in command.assignments:
            desk.variables[name] = " ".join(self.expand(value, io, split=False))[:4000]
        own = Io(io.stdin)
        if command.document is not None:
            own.stdin = "".join(self.expand(command.document, io, split=False))
        elif command.source is not None:
            name = "".join(self.expand(command.source, io, split=False))
            if name not in desk.files and name != "/dev/null":
                io.err(f"bash: {name}: No such file or directory")
                self.code = 1
                return
            own.stdin = desk.files.get(name, "")
        if words:
            self.code = self.program(words, own)
        elif command.words or command.assignments:
            self.code = 0
        self.redirect(command, own, io)

    def program(self, words: list[str], io: Io) -> int:
        desk, name = self.desk, words[0]
        if name == "export":
            for word in words[1:]:
                key, _, value = word.partition("=")
                if key.isidentifier() and "=" in word:
                    desk.variables[key] = value[:4000]
            return 0
        if name == "ssh" and desk.kind != "pod":
            return self.ssh(words[1:], io)
        if name in _SHELLS and words[1:2] == ["-c"]:
            return execute(desk, io, words)
        program = find(desk, name)
        if program is None:
            io.err(f"sh: {name}: not found" if desk.kind == "pod" else f"bash: {name}: command not found")
            return 127
        return program(desk, io, words[1:])

    def ssh(self, words: list[str], io: Io) -> int:
        """``ssh NODE`` goes there; ``ssh NODE COMMAND`` runs it there and comes back."""
        desk, before = self.desk, self.desk.place
        target = next((n for n, word in enumerate(words) if not word.startswith("-")), len(words))
        program = find(desk, "ssh")
        if program is None:
            return 127
        code = program(desk, io, words[: target + 1])
        if code or target + 1 >= len(words):
            return code
        inner = _Shell(desk, self.depth + 1)
        try:
            inner.script(parse(" ".join(words[target + 1 :])), io)
        finally:
            desk.place = before
        return inner.code

    def redirect(self, command: Simple, own: Io, io: Io) -> None:
        goes: dict[Stream, str | None] = {"out": None, "err": None}
        joined: dict[Stream, Stream] = {"out": "out", "err": "err"}
        append: set[str] = set()
        for redirect in command.redirects:
            if redirect.target is None:
                # ``2>&1``: this stream goes where the other one goes by now.
                here: Stream = "err" if redirect.stream == "err" else "out"
                other: Stream = "out" if here == "err" else "err"
                goes[here], joined[here] = goes[other], joined[other]
                continue
            name = "".join(self.expand(redirect.target, io, split=False))
            if redirect.append:
                append.add(name)
            if redirect.stream in ("out", "both"):
                goes["out"] = name
            if redirect.stream in ("err", "both"):
                goes["err"] = name
        written: dict[str, str] = {name: "" for name in goes.values() if name}
        for stream, text in own.chunks:
            name = goes[stream] or ""
            if name:
                written[name] += text
            else:
                io.chunks.append((joined[stream], text))
        for name, text in written.items():
            if name == "/dev/null":
                continue
            if "/" in name.removeprefix("./") or not name.isprintable() or len(name) > 100:
                io.err(f"bash: {name}: Permission denied")
                self.code = 1
                continue
            name = name.removeprefix("./")
            self.desk.files[name] = ((self.desk.files.get(name, "") if name in append else "") + text)[
                : MAX_TEXT // 16
            ]

    def words(self, words: tuple[Word, ...], io: Io) -> list[str]:
        out: list[str] = []
        for word in words:
            out += self.expand(word, io)
            if len(out) > 2000:
                raise ShellError("argument list too long")
        return out

    def expand(self, word: Word, io: Io, *, split: bool = True) -> list[str]:
        """A word's values: several where an unquoted expansion falls apart at its spaces, or braces count."""
        if split and len(word) == 1 and word[0].kind == "text" and not word[0].quoted:
            match = _BRACES.search(word[0].text)
            if match is not None:
                first, last = int(match[1]), int(match[2])
                step = 1 if first <= last else -1
                numbers = list(range(first, last + step, step))[:1000]
                text = word[0].text
                return [f"{text[: match.start()]}{number}{text[match.end() :]}" for number in numbers]
        pieces, there = [""], False
        for part in word:
            if part.kind == "text":
                text = part.text
            elif part.kind == "variable":
                text = str(self.code) if part.text == "?" else self.desk.variables.get(part.text, "")
            else:
                text = self.output(part.text, io)
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

    def output(self, text: str, io: Io) -> str:
        """What ``$(text)`` stands for: the command's output without its last newlines."""
        if self.depth >= _DEEPEST:
            raise ShellError("command substitution: nested too deeply")
        inner, place = _Shell(self.desk, self.depth + 1), self.desk.place
        own = Io(io.stdin)
        inner.script(parse(text), own)
        self.desk.place, self.code = place, inner.code
        io.chunks.extend(chunk for chunk in own.chunks if chunk[0] == "err")
        return own.text()[:MAX_TEXT].rstrip("\n")
