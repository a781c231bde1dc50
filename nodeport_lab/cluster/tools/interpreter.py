"""Runs what a line was parsed into: expands words, joins programs by pipes, goes round loops. Only our own programs are run.

Whatever would go on for ever is stopped as Ctrl+C would stop it: what it printed until then stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nodeport_lab.cluster.tools.arithmetic import evaluate
from nodeport_lab.cluster.tools.commands import find, waits
from nodeport_lab.cluster.tools.desk import Desk, Io, Language
from nodeport_lab.cluster.tools.expansion import expand
from nodeport_lab.cluster.tools.grammar import parse
from nodeport_lab.cluster.tools.lexer import Part, ShellError, Word
from nodeport_lab.cluster.tools.streams import route
from nodeport_lab.cluster.tools.syntax import (
    Command,
    Compound,
    Count,
    If,
    Loop,
    Pipeline,
    Redirect,
    Script,
    Simple,
    While,
)

MAX_COMMANDS = 200
MAX_REQUESTS = 50
MAX_TEXT = 1 << 20
SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")
_DEEPEST = 4
_INTERRUPTED = 130  # 128 and the number of SIGINT

_STOPPED: dict[Language, str] = {
    "en": f"Stopped here, as Ctrl+C would do: one line may send {MAX_REQUESTS} requests and run {MAX_COMMANDS} commands.",
    "ja": f"ここで止めました（Ctrl+C と同じです）。1 行で送れるリクエストは {MAX_REQUESTS} 回、実行できるコマンドは {MAX_COMMANDS} 個までです。",
}


class _Leave(Exception):
    """``break`` and ``continue``: out of so many loops."""

    def __init__(self, loops: int, *, again: bool) -> None:
        super().__init__()
        self.loops, self.again = loops, again


class Interpreter:
    """One shell: where it runs is the desk's place; ``code`` is the exit status of what ran last."""

    def __init__(self, desk: Desk, depth: int = 0) -> None:
        self.desk, self.depth, self.code, self.loops = desk, depth, 0, 0

    def script(self, script: Script, io: Io) -> None:
        """Runs pipelines in order, as long as nothing stops them."""
        for connector, pipeline in script.items:
            if self._stopped():
                return
            if (connector == "&&" and self.code) or (connector == "||" and not self.code):
                continue
            self.pipeline(pipeline, io)

    def _stopped(self) -> bool:
        """True once the line has done as much as a line may."""
        if self.desk.commands < MAX_COMMANDS and self.desk.requests < MAX_REQUESTS:
            return False
        self.desk.note(_STOPPED)
        self.code = _INTERRUPTED
        return True

    def pipeline(self, pipeline: Pipeline, io: Io) -> None:
        """Runs commands one after the other, each on what the one before it wrote."""
        stdin = io.stdin
        for number, command in enumerate(pipeline.commands):
            if number == len(pipeline.commands) - 1:
                self.command(command, Io(stdin, io.chunks))
                break
            mine = Io(stdin)
            place = self.desk.place
            self.command(command, mine)
            # What runs before a pipe runs in a shell of its own: it takes nobody anywhere.
            self.desk.place = place
            if number in pipeline.joined:
                stdin = "".join(text for _, text in mine.chunks)
            else:
                stdin = mine.text()
                io.chunks.extend(chunk for chunk in mine.chunks if chunk[0] == "err")
            stdin = stdin[:MAX_TEXT]
        if pipeline.negated:
            self.code = int(not self.code)

    def command(self, command: Command, io: Io) -> None:
        """Runs a command, or goes round a loop."""
        if isinstance(command, Simple):
            self.simple(command, io)
        elif command.redirects:
            own = Io(io.stdin)
            self.compound(command, own)
            self.redirect(command.redirects, own, io)
        else:
            self.compound(command, io)

    def compound(self, command: Compound, io: Io) -> None:
        """Loops and conditions."""
        match command:
            case If():
                self._if(command, io)
            case Loop():
                for value in self.words(command.words, io):
                    self.desk.variables[command.name] = value
                    if not self._round(command.body, io):
                        break
            case Count():
                self.sum(command.first)
                while not command.condition.strip() or self.sum(command.condition):
                    if not self._round(command.body, io):
                        break
                    self.sum(command.step)
            case While():
                code = 0
                while self._holds(command.condition, io) is not command.until:
                    if not self._round(command.body, io):
                        break
                    code = self.code
                if not self._stopped():
                    self.code = code

    def _if(self, command: If, io: Io) -> None:
        for condition, body in command.branches:
            if self._holds(condition, io):
                self.script(body, io)
                return
        self.code = 0
        self.script(command.otherwise, io)

    def _holds(self, condition: Script, io: Io) -> bool:
        self.script(condition, io)
        return self.code == 0

    def _round(self, body: Script, io: Io) -> bool:
        """Once round a loop; False where it ends there."""
        if self._stopped():
            return False
        self.desk.commands += 1
        self.loops += 1
        try:
            self.script(body, io)
        except _Leave as leave:
            if leave.loops > 1 and self.loops > 1:
                raise _Leave(leave.loops - 1, again=leave.again) from None
            return leave.again
        finally:
            self.loops -= 1
        return not self._stopped()

    def sum(self, text: str) -> int:
        """The value of an arithmetic expression."""
        return evaluate(text, self.desk.variables)

    def simple(self, command: Simple, io: Io) -> None:
        """Runs one program, with its streams where they are to go."""
        desk = self.desk
        desk.commands += 1
        if len(command.words) == 1 and [part.kind for part in command.words[0]] == ["sum"]:
            self.code = int(self.sum(command.words[0][0].text) == 0)
            return
        words = self.words(command.words, io)
        if desk.commands > 1 and not desk.timed and not waits(words):
            desk.reach.rest()
        for name, value in command.assignments:
            desk.variables[name] = self.text(value, io)[:4000]
        own = Io(io.stdin)
        if command.document is not None:
            own.stdin = self.text(command.document, io)
        elif command.source is not None:
            name = self.text(command.source, io)
            if name not in desk.files and name != "/dev/null":
                io.err(f"bash: {name}: No such file or directory")
                self.code = 1
                return
            own.stdin = desk.files.get(name, "")
        if words:
            self.code = self.program(words, own)
        elif command.words or command.assignments:
            self.code = 0
        self.redirect(command.redirects, own, io)

    def program(self, words: list[str], io: Io) -> int:
        """Runs a program by its words, or does what only a shell can."""
        desk, name = self.desk, words[0]
        if name in ("break", "continue") and self.loops:
            loops = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
            raise _Leave(max(1, loops), again=name == "continue")
        if name == "export":
            for word in words[1:]:
                key, _, value = word.partition("=")
                if key.isidentifier() and "=" in word:
                    desk.variables[key] = value[:4000]
            return 0
        if name == "ssh" and desk.kind != "pod":
            return self.ssh(words[1:], io)
        if name in SHELLS and words[1:2] == ["-c"] and len(words) > 2:
            return self.inside(words[2], io)
        program = find(desk, name)
        if program is None:
            io.err(f"sh: {name}: not found" if desk.kind == "pod" else f"bash: {name}: command not found")
            return 127
        return program(desk, io, words[1:])

    def inside(self, text: str, io: Io) -> int:
        """Runs a text in a shell within this one."""
        if self.depth >= _DEEPEST:
            raise ShellError("nested too deeply")
        inner = Interpreter(self.desk, self.depth + 1)
        inner.script(parse(text), io)
        return inner.code

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
        try:
            return self.inside(" ".join(words[target + 1 :]), io)
        finally:
            desk.place = before

    def redirect(self, redirects: Sequence[Redirect], own: Io, io: Io) -> None:
        """Sends what was written where it is to go."""
        named = [
            (redirect, None if redirect.target is None else self.text(redirect.target, io))
            for redirect in redirects
        ]
        if not route(named, own, io, self.desk.files):
            self.code = 1

    def words(self, words: tuple[Word, ...], io: Io) -> list[str]:
        """The words of a command, expanded."""
        out: list[str] = []
        for word in words:
            out += expand(word, self._value(io))
            if len(out) > 2000:
                raise ShellError("argument list too long")
        return out

    def text(self, word: Word, io: Io) -> str:
        """A word that does not fall apart: a value, a file's name."""
        return " ".join(expand(word, self._value(io), split=False))

    def _value(self, io: Io) -> Callable[[Part], str]:
        def value(part: Part) -> str:
            match part.kind:
                case "variable":
                    known = {"?": str(self.code), "#": "0", "$": "1", "!": ""}
                    return known.get(part.text) or self.desk.variables.get(part.text, "")
                case "sum":
                    return str(self.sum(part.text))
                case "command":
                    return self.output(part.text, io)
            return part.text

        return value

    def output(self, text: str, io: Io) -> str:
        """What ``$(text)`` stands for: the command's output without its last newlines."""
        if self.depth >= _DEEPEST:
            raise ShellError("command substitution: nested too deeply")
        inner, place = Interpreter(self.desk, self.depth + 1), self.desk.place
        own = Io(io.stdin)
        inner.script(parse(text), own)
        self.desk.place, self.code = place, inner.code
        io.chunks.extend(chunk for chunk in own.chunks if chunk[0] == "err")
        return own.text()[:MAX_TEXT].rstrip("\n")
