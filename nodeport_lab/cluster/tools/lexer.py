"""From the text of a line to words and operators, as a POSIX shell cuts it. Nothing is looked up here, nothing run.

A word keeps its parts apart: text, ``$NAME``, ``$(command)``; what stands in quotes is not split again after expansion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class ShellError(Exception):
    """The line is not one that a shell could run; ``message`` is what bash says."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Part(NamedTuple):
    """A piece of a word: plain text, the name of a variable, the text of a command whose output is meant, or a sum (``$((i + 1))``)."""

    kind: Literal["text", "variable", "command", "sum"]
    text: str
    quoted: bool = False


Word = tuple[Part, ...]


class Operator(str):
    """``|``, ``&&``, ``;``, ``>`` and their kind."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Here:
    """The lines after ``<<END``, up to END."""

    body: Word


Token = Word | Operator | Here

_OPERATORS = ("&>>", "&&", "||", "&>", ">>", ">&", "|&", ";;", "|", "&", ";", ">", "<", "(", ")")
_BREAK = " \t\n|&;<>()"


def literal_of(tokens: list[Token]) -> str:
    """The text of the only token, where it is a plain word."""
    if len(tokens) == 1 and isinstance(tokens[0], tuple):
        return "".join(part.text for part in tokens[0] if part.kind == "text" and not part.quoted)
    return ""


def lex(text: str) -> list[Token]:
    """The tokens of a line, or of several lines with what ``<<`` takes from them."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.tokens: list[Token] = []
        self.waiting: list[tuple[int, str, bool, bool]] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\n":
                self.at += 1
                self._bodies()
                self.tokens.append(Operator(";"))
            elif char in " \t":
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif char == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                self._token()
        self._bodies()
        return self.tokens

    def _token(self) -> None:
        rest = self.text[self.at :]
        if rest.startswith("<<") and not rest.startswith("<<<"):
            return self._here()
        for digit in "12":
            if rest.startswith(f"{digit}>"):
                self.tokens.append(Operator(digit))
                self.at += 1
                return None
        if rest.startswith("((") and self._begins():
            self.tokens.append((Part("sum", self._parenthesis()[1:-1]),))
            return None
        for operator in _OPERATORS:
            if rest.startswith(operator):
                self.tokens.append(Operator(operator))
                self.at += len(operator)
                return None
        self.tokens.append(self._word())
        return None

    def _begins(self) -> bool:
        """True where a command begins, or after ``for``: there ``((`` begins a sum."""
        last = self.tokens[-1:]
        if not last or isinstance(last[0], Operator):
            return True
        return literal_of(last) in ("for", "while", "until", "if", "elif", "do", "then", "else", "!")

    def _here(self) -> None:
        self.at += 2
        tabs = self.text.startswith("-", self.at)
        self.at += tabs
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1
        delimiter = self._word()
        if not delimiter:
            raise ShellError("syntax error near unexpected token `newline'")
        quoted = any(part.quoted for part in delimiter)
        self.waiting.append((len(self.tokens), "".join(part.text for part in delimiter), tabs, quoted))
        self.tokens.append(Here(()))

    def _bodies(self) -> None:
        """At the end of a line the bodies of its here-documents follow."""
        for index, delimiter, tabs, quoted in self.waiting:
            lines: list[str] = []
            while self.at < len(self.text):
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
                line = self.text[self.at : end]
                self.at = min(end + 1, len(self.text))
                line = line.lstrip("\t") if tabs else line
                if line == delimiter:
                    break
                lines.append(line + "\n")
            body = "".join(lines)
            self.tokens[index] = Here((Part("text", body, True),) if quoted else _expandable(body))
        self.waiting = []

    def _word(self) -> Word:
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in _BREAK:
            char = self.text[self.at]
            if char == "\\":
                if self.text.startswith("\\\n", self.at):
                    self.at += 2
                    continue
                parts.append(Part("text", self.text[self.at + 1 : self.at + 2], True))
                self.at += 2
            elif char == "'":
                end = self.text.find("'", self.at + 1)
                if end < 0:
                    raise ShellError("unexpected EOF while looking for matching `''")
                parts.append(Part("text", self.text[self.at + 1 : end], True))
                self.at = end + 1
            elif char == '"':
                self.at += 1
                parts += self._double()
            elif char in "$`":
                parts.append(self._dollar(False))
            else:
                start = self.at
                while self.at < len(self.text) and self.text[self.at] not in _BREAK + "\\'\"$`":
                    self.at += 1
                parts.append(Part("text", self.text[start : self.at]))
        return tuple(parts)

    def _double(self) -> list[Part]:
        parts, text = [Part("text", "", True)], ""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == '"':
                self.at += 1
                return [*parts, Part("text", text, True)]
            if char == "\\" and self.text[self.at + 1 : self.at + 2] in ('"', "\\", "$", "`", "\n"):
                text += self.text[self.at + 1].strip("\n")
                self.at += 2
            elif char in "$`":
                parts += [Part("text", text, True), self._dollar(True)]
                text = ""
            else:
                text += char
                self.at += 1
        raise ShellError("unexpected EOF while looking for matching `\"'")

    def _dollar(self, quoted: bool) -> Part:
        if self.text[self.at] == "`":
            end = self.text.find("`", self.at + 1)
            if end < 0:
                raise ShellError("unexpected EOF while looking for matching ``'")
            command = self.text[self.at + 1 : end]
            self.at = end + 1
            return Part("command", command, quoted)
        self.at += 1
        following = self.text[self.at : self.at + 1]
        if self.text.startswith("((", self.at):
            text = self._parenthesis()
            if text.startswith("(") and text.endswith(")"):
                return Part("sum", text[1:-1], quoted)
            return Part("command", text, quoted)
        if following == "(":
            return Part("command", self._parenthesis(), quoted)
        if following == "{":
            end = self.text.find("}", self.at)
            if end < 0:
                raise ShellError("unexpected EOF while looking for matching `}'")
            name = self.text[self.at + 1 : end]
            self.at = end + 1
            if not (name.isidentifier() or name == "?"):
                raise ShellError(f"${{{name}}}: bad substitution")
            return Part("variable", name, quoted)
        if following in ("?", "#", "$", "!"):
            self.at += 1
            return Part("variable", following, quoted)
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] == "_"):
            self.at += 1
        if start == self.at:
            return Part("text", "$", True)
        return Part("variable", self.text[start : self.at], quoted)

    def _parenthesis(self) -> str:
        depth, quote, start = 0, "", self.at + 1
        while self.at < len(self.text):
            char = self.text[self.at]
            if quote:
                quote = "" if char == quote else quote
            elif char in "'\"":
                quote = char
            elif char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
                if depth == 0:
                    self.at += 1
                    return self.text[start : self.at - 1]
            self.at += 1
        raise ShellError("unexpected EOF while looking for matching `)'")


def _expandable(body: str) -> Word:
    """A here-document's body: as within double quotes, but quotes are only characters."""
    return tuple(_Lexer(body.replace("\\", "\\\\").replace('"', '\\"') + '"')._double()) if body else ()
