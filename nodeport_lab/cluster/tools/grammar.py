"""From tokens to what is to be run: lists of pipelines of commands, and the loops and conditions over them."""

from __future__ import annotations

import re
from typing import Literal

from nodeport_lab.cluster.tools.lexer import Here, Operator, ShellError, Token, Word, lex
from nodeport_lab.cluster.tools.syntax import (
    Command,
    Count,
    If,
    Loop,
    Pipeline,
    Redirect,
    Script,
    Simple,
    While,
)

MAX_PIPES = 5
_REDIRECTIONS = ("1", "2", ">", ">>", "&>", "&>>", ">&")
_CLOSING = ("do", "done", "then", "elif", "else", "fi")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


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
        negated = literal(self.peek()) == "!"
        self.at += negated
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
        return Pipeline(tuple(commands), frozenset(joined), negated)

    def command(self) -> Command:
        word = literal(self.peek())
        if word == "for":
            return self._for()
        if word in ("while", "until"):
            return self._while(until=word == "until")
        if word == "if":
            return self._if()
        if word in ("case", "function", "select", "{"):
            raise ShellError(
                f"{word}: this lab's shell has `for', `while', `until' and `if', and no `{word}'"
            )
        if word in _CLOSING:
            raise _unexpected(self.peek())
        return self._simple()

    def _for(self) -> Loop | Count:
        self.at += 1
        ahead = self.peek()
        if isinstance(ahead, tuple) and ahead and ahead[0].kind == "sum":
            self.at += 1
            parts = ahead[0].text.split(";")
            if len(parts) != 3:
                raise ShellError("syntax error: arithmetic expression required")
            self._separators()
            return Count(parts[0], parts[1], parts[2], self._body(), self._redirects())
        name = literal(ahead)
        if name is None or not name.isidentifier():
            raise _unexpected(ahead)
        self.at += 1
        self._keyword("in")
        words: list[Word] = []
        while isinstance(ahead := self.peek(), tuple):
            words.append(ahead)
            self.at += 1
        if self.peek() != ";":
            raise _unexpected(self.peek())
        self._separators()
        return Loop(name, tuple(words), self._body(), self._redirects())

    def _while(self, *, until: bool) -> While:
        self.at += 1
        condition = self._filled("do")
        return While(condition, self._body(), until, self._redirects())

    def _if(self) -> If:
        self.at += 1
        branches: list[tuple[Script, Script]] = []
        otherwise = Script()
        while True:
            condition = self._filled("then")
            self._keyword("then")
            branches.append((condition, self._filled("elif", "else", "fi")))
            word = literal(self.peek())
            self.at += 1
            if word == "else":
                otherwise = self._filled("fi")
                self.at += 1
            if word != "elif":
                return If(tuple(branches), otherwise, self._redirects())

    def _body(self) -> Script:
        """``do … done``."""
        self._keyword("do")
        body = self._filled("done")
        self.at += 1
        return body

    def _filled(self, *until: str) -> Script:
        """Commands up to one of the words, which must come; at least one command."""
        script = self.script(until)
        if literal(self.peek()) not in until:
            raise ShellError("syntax error: unexpected end of file")
        if not script.items:
            raise _unexpected(self.peek())
        return script

    def _keyword(self, word: str) -> None:
        if literal(self.peek()) != word:
            raise _unexpected(self.peek())
        self.at += 1

    def _separators(self) -> None:
        while self.peek() == ";":
            self.at += 1

    def _redirects(self) -> tuple[Redirect, ...]:
        """Where the streams of all that stands in a loop go."""
        found: list[Redirect] = []
        while isinstance(self.peek(), Operator) and self.peek() in _REDIRECTIONS:
            found.append(self._redirect())
        if isinstance(self.peek(), tuple):
            raise _unexpected(self.peek())
        return tuple(found)

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
                elif ahead in _REDIRECTIONS:
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
