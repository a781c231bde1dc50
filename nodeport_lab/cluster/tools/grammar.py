"""From tokens to what is to be run: lists of pipelines of commands, and ``for`` loops over them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from nodeport_lab.cluster.tools.lexer import Here, Operator, ShellError, Token, Word, lex

MAX_PIPES = 5
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True, slots=True)
class Redirect:
    """``2> file``: where a stream goes. ``target`` None: to the other stream (``2>&1``)."""

    stream: Literal["out", "err", "both"]
    target: Word | None
    append: bool = False


@dataclass(frozen=True, slots=True)
class Simple:
    """A command: assignments before it, its words, where its streams go and where its input comes from."""

    words: tuple[Word, ...]
    assignments: tuple[tuple[str, Word], ...] = ()
    redirects: tuple[Redirect, ...] = ()
    document: Word | None = None
    source: Word | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """``for name in words; do body; done``."""

    name: str
    words: tuple[Word, ...]
    body: Script


Command = Simple | Loop


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, each reading what the one before it writes. ``joined``: ``|&`` joins both streams."""

    commands: tuple[Command, ...]
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Script:
    """Pipelines in order; ``&&`` and ``||`` say whether the next is run at all."""

    items: tuple[tuple[Literal[";", "&&", "||"], Pipeline], ...] = field(default=())


def parse(text: str) -> Script:
    """What a line asks for; ShellError where bash would not take it."""
    parser = _Parser(lex(text))
    script = parser.script(())
    if parser.at < len(parser.tokens):
        raise _unexpected(parser.tokens[parser.at])
    return script


def literal(ahead: Token | None) -> str | None:
    """The text of a word that is plain, as keywords must be."""
    if isinstance(ahead, tuple) and all(part.kind == "text" and not part.quoted for part in ahead):
        return "".join(part.text for part in ahead)
    return None


def _unexpected(ahead: Token | None) -> ShellError:
    shown = "newline" if ahead is None else str(ahead) if isinstance(ahead, Operator) else literal(ahead)
    return ShellError(f"syntax error near unexpected token `{shown or 'word'}'")


class _Parser:
    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.at = 0

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def script(self, until: tuple[str, ...]) -> Script:
        items: list[tuple[Literal[";", "&&", "||"], Pipeline]] = []
        connector: Literal[";", "&&", "||"] = ";"
        while True:
            ahead = self.peek()
            if ahead == ";" and isinstance(ahead, Operator):
                if connector != ";":
                    raise _unexpected(ahead)
                self.at += 1
                continue
            if ahead is None or (literal(ahead) in until and until):
                break
            items.append((connector, self.pipeline()))
            connector = ";"
            ahead = self.peek()
            if isinstance(ahead, Operator):
                if ahead in ("&&", "||"):
                    connector = "&&" if ahead == "&&" else "||"
                elif ahead == "&":
                    raise ShellError("&: there are no background jobs in this lab")
                elif ahead != ";":
                    raise _unexpected(ahead)
                self.at += 1
                if connector != ";" and self.peek() is None:
                    raise ShellError("syntax error: unexpected end of file")
        return Script(tuple(items))

    def pipeline(self) -> Pipeline:
        commands, joined = [self.command()], set()
        while isinstance(self.peek(), Operator) and self.peek() in ("|", "|&"):
            if self.peek() == "|&":
                joined.add(len(commands) - 1)
            self.at += 1
            if len(commands) > MAX_PIPES:
                raise ShellError(f"more than {MAX_PIPES} pipes in a row")
            if self.peek() is None:
                raise ShellError("syntax error: unexpected end of file")
            commands.append(self.command())
        return Pipeline(tuple(commands), frozenset(joined))

    def command(self) -> Command:
        word = literal(self.peek())
        if word == "for":
            return self._loop()
        if word in ("while", "until", "if", "case", "function"):
            raise ShellError(f"{word}: this lab's shell has no `{word}'; `for' it has")
        return self._simple()

    def _loop(self) -> Loop:
        self.at += 1
        name = literal(self.peek())
        if name is None or not name.isidentifier():
            raise _unexpected(self.peek())
        self.at += 1
        if literal(self.peek()) != "in":
            raise _unexpected(self.peek())
        self.at += 1
        words: list[Word] = []
        while isinstance(ahead := self.peek(), tuple):
            words.append(ahead)
            self.at += 1
        if self.peek() != ";":
            raise _unexpected(self.peek())
        while self.peek() == ";":
            self.at += 1
        if literal(self.peek()) != "do":
            raise _unexpected(self.peek())
        self.at += 1
        body = self.script(("done",))
        if literal(self.peek()) != "done":
            raise ShellError("syntax error: unexpected end of file")
        self.at += 1
        return Loop(name, tuple(words), body)

    def _simple(self) -> Simple:
        words: list[Word] = []
        assignments: list[tuple[str, Word]] = []
        redirects: list[Redirect] = []
        document: Word | None = None
        source: Word | None = None
        start = self.at
        while (ahead := self.peek()) is not None:
            if isinstance(ahead, Here):
                document = ahead.body
                self.at += 1
            elif isinstance(ahead, Operator):
                if ahead == "<":
                    self.at += 1
                    source = self._target()
                elif ahead in ("1", "2", ">", ">>", "&>", "&>>", ">&"):
                    redirects.append(self._redirect())
                else:
                    break
            else:
                head = ahead[0].text if ahead and ahead[0].kind == "text" and not ahead[0].quoted else ""
                if not words and (match := _ASSIGNMENT.match(head)):
                    value = (ahead[0]._replace(text=head[match.end() :]), *ahead[1:])
                    assignments.append((match[0][:-1], value))
                else:
                    words.append(ahead)
                self.at += 1
        if self.at == start:
            raise _unexpected(ahead)
        return Simple(tuple(words), tuple(assignments), tuple(redirects), document, source)

    def _redirect(self) -> Redirect:
        ahead = self.tokens[self.at]
        stream: Literal["out", "err", "both"] = "out"
        if ahead in ("1", "2"):
            stream = "out" if ahead == "1" else "err"
            self.at += 1
            ahead = self.tokens[self.at]
        self.at += 1
        if ahead == ">&":
            target = self._target()
            if literal(target) in ("1", "2"):
                return Redirect("err" if literal(target) == "1" else "out", None)
            return Redirect("both", target)
        if ahead in ("&>", "&>>"):
            return Redirect("both", self._target(), ahead == "&>>")
        return Redirect(stream, self._target(), ahead == ">>")

    def _target(self) -> Word:
        ahead = self.peek()
        if not isinstance(ahead, tuple):
            raise _unexpected(ahead)
        self.at += 1
        return ahead
