"""What stands in ``$((…))`` and in ``for ((…))``: whole numbers, variables, and the operators that people use."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping

from nodeport_lab.cluster.tools.lexer import ShellError

_TOKEN = re.compile(
    r"\s*(?:(\d+)|\$?\{?([A-Za-z_]\w*)\}?|(\+\+|--|[-+*/%]=|==|!=|<=|>=|&&|\|\||[-+*/%()<>=!]))"
)
_MOST = 1 << 62
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("==", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)
_OPERATE: dict[str, Callable[[int, int], int]] = {
    "||": lambda a, b: int(bool(a or b)), "&&": lambda a, b: int(bool(a and b)), "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b), "<": lambda a, b: int(a < b), "<=": lambda a, b: int(a <= b), ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b), "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: int(a / b) if abs(a) < 1 << 50 else a // b, "%": lambda a, b: a - b * int(a / b),
}  # fmt: skip


def evaluate(text: str, variables: MutableMapping[str, str]) -> int:
    """The value of an expression; ``i++`` and ``i+=2`` change a variable."""
    return _Evaluator(text, variables).run()


class _Evaluator:
    def __init__(self, text: str, variables: MutableMapping[str, str]) -> None:
        self.text, self.variables = text, variables
        self.tokens: list[str] = []
        at = 0
        while text[at:].strip():
            match = _TOKEN.match(text, at)
            if match is None:
                raise self._wrong()
            self.tokens.append(match[1] or match[2] or match[3])
            at = match.end()
        if len(self.tokens) > 100:
            raise self._wrong()

    def _wrong(self) -> ShellError:
        return ShellError(f"{self.text.strip()}: syntax error: operand expected")

    def run(self) -> int:
        if not self.tokens:
            return 0
        value = self._assigned()
        if self.tokens:
            raise self._wrong()
        return value

    def _assigned(self) -> int:
        name, operator = self.tokens[0], self.tokens[1] if len(self.tokens) > 1 else ""
        if not name.isidentifier() or operator not in ("=", "+=", "-=", "*=", "/=", "%="):
            return self._level(0)
        del self.tokens[:2]
        value = self._assigned() if self.tokens else 0
        if operator != "=":
            value = self._operate(operator[0], self._variable(name), value)
        self.variables[name] = str(value)
        return value

    def _level(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        value = self._level(level + 1)
        while self.tokens and self.tokens[0] in _LEVELS[level]:
            value = self._operate(self.tokens.pop(0), value, self._level(level + 1))
        return value

    def _operate(self, operator: str, one: int, other: int) -> int:
        if operator in "/%" and other == 0:
            raise ShellError(f"{self.text.strip()}: division by 0")
        value = _OPERATE[operator](one, other)
        return max(-_MOST, min(_MOST, value))

    def _unary(self) -> int:
        if not self.tokens:
            raise self._wrong()
        sign = self.tokens.pop(0)
        if sign in ("++", "--") and self.tokens and self.tokens[0].isidentifier():
            return self._step(self.tokens.pop(0), sign)
        if sign in ("-", "+", "!"):
            value = self._unary()
            return -value if sign == "-" else int(not value) if sign == "!" else value
        if sign == "(":
            value = self._level(0)
            if not self.tokens or self.tokens.pop(0) != ")":
                raise self._wrong()
            return value
        if sign.isdigit():
            return min(_MOST, int(sign[:20]))
        if not sign.isidentifier():
            raise self._wrong()
        value = self._variable(sign)
        if self.tokens and self.tokens[0] in ("++", "--"):
            self._step(sign, self.tokens.pop(0))
        return value

    def _step(self, name: str, operator: str) -> int:
        value = self._variable(name) + (1 if operator == "++" else -1)
        self.variables[name] = str(value)
        return value

    def _variable(self, name: str) -> int:
        value = self.variables.get(name, "") or "0"
        return int(value[:20]) if re.fullmatch(r"-?\d+", value) else 0
