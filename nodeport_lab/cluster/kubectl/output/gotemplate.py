"""``-o go-template``: the part of Go's text/template that fits on a command line.

Fields, ``range``/``if``/``with``/``else``/``end``, variables, pipes, and the functions len, index, print(f|ln), eq, ne, lt,
le, gt, ge, and, or, not, plus kubectl's exists and base64decode.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.kubectl.failure import error

from .gosyntax import plain

_ACTION = re.compile(r"\{\{(-\s)?\s*(.*?)\s*(\s-)?\}\}", re.S)
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|\(|\)|\||:=|,|[^\s()|,:]+(?::(?!=)[^\s()|,]*)*')


class _Error(Exception):
    pass


@dataclass(slots=True)
class _Block:
    """``range``, ``if`` or ``with`` with its two bodies."""

    keyword: str
    words: str
    body: list[Any] = field(default_factory=list)
    otherwise: list[Any] = field(default_factory=list)


def render(text: str, data: Any) -> str:
    """The text that the template makes of ``data``; raises Failure with a word about the mistake."""
    try:
        nodes = _parse(text)
    except _Error as problem:
        raise error(f"error parsing template {text}, template: output:1: {problem}\n") from None
    try:
        return "".join(_run(nodes, data, {"$": data}))
    except _Error as problem:
        raise error(f'error executing template "{text}": template: output:1: {problem}\n') from None


def _parse(text: str) -> list[Any]:
    root: list[Any] = []
    stack: list[tuple[_Block | None, list[Any]]] = [(None, root)]
    place = 0
    for match in _ACTION.finditer(text):
        before = text[place : match.start()]
        before = before.rstrip() if match[1] else before
        _add_text(stack[-1][1], before)
        place = match.end()
        if match[3]:
            place += len(text[place:]) - len(text[place:].lstrip())
        words = match[2]
        keyword = words.split(" ", 1)[0]
        if keyword in ("range", "if", "with"):
            block = _Block(keyword, words[len(keyword) :].strip())
            stack[-1][1].append(block)
            stack.append((block, block.body))
        elif keyword == "else":
            _else(stack, words[4:].strip())
        elif keyword == "end":
            if len(stack) == 1:
                raise _Error("unexpected {{end}}")
            while stack[-1][0] is not None and stack[-1][0].keyword == "elif":
                stack.pop()
            stack.pop()
        elif not words.startswith("/*"):
            stack[-1][1].append(("action", words))
    if len(stack) > 1:
        raise _Error("unexpected EOF")
    _add_text(root, text[place:])
    if "{{" in text[place:]:
        raise _Error("unclosed action")
    return root


def _add_text(body: list[Any], text: str) -> None:
    if text:
        body.append(text)


def _else(stack: list[tuple[_Block | None, list[Any]]], rest: str) -> None:
    block = stack[-1][0]
    if block is None:
        raise _Error("unexpected {{else}}")
    if rest.startswith("if"):
        inner = _Block("if", rest[2:].strip())
        block.otherwise.append(inner)
        stack[-1] = (block, block.otherwise)
        inner.keyword = "elif"
        stack.append((inner, inner.body))
    else:
        stack[-1] = (block, block.otherwise)


def _run(nodes: list[Any], dot: Any, variables: dict[str, Any]) -> list[str]:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, _Block):
            out += _block(node, dot, variables)
        else:
            name, value = _assigned(node[1], dot, variables)
            if name:
                variables[name[-1]] = value
            else:
                out.append("<no value>" if value is None else plain(value))
    return out


def _block(block: _Block, dot: Any, variables: dict[str, Any]) -> list[str]:
    names, value = _assigned(block.words, dot, variables)
    if block.keyword != "range":
        scope = {**variables, **({names[-1]: value} if names else {})}
        if _true(value):
            return _run(block.body, value if block.keyword == "with" else dot, scope)
        return _run(block.otherwise, dot, variables)
    pairs = (
        list(enumerate(value))
        if isinstance(value, list)
        else sorted((value or {}).items())
        if isinstance(value, dict | None)
        else None
    )
    if pairs is None:
        raise _Error(f'executing "output" at <{block.words}>: range can\'t iterate over {plain(value)}')
    if not pairs:
        return _run(block.otherwise, dot, variables)
    out: list[str] = []
    for key, item in pairs:
        scope = {**variables, **dict(zip(names[::-1], (item, key), strict=False))}
        out += _run(block.body, item, scope)
    return out


def _assigned(words: str, dot: Any, variables: dict[str, Any]) -> tuple[list[str], Any]:
    match = re.match(r"((?:\$\w+\s*,\s*)?\$\w+)\s*:?=\s*(.*)", words, re.S)
    if match:
        return [name.strip() for name in match[1].split(",")], _pipeline(
            _TOKEN.findall(match[2]), dot, variables
        )
    return [], _pipeline(_TOKEN.findall(words), dot, variables)


def _pipeline(words: list[str], dot: Any, variables: dict[str, Any]) -> Any:
    stages: list[list[str]] = [[]]
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and word == "|":
            stages.append([])
        else:
            stages[-1].append(word)
    value: list[Any] = []
    for stage in stages:
        value = [_command(stage, dot, variables, value)]
    return value[0]


def _command(words: list[str], dot: Any, variables: dict[str, Any], piped: list[Any]) -> Any:
    if not words:
        raise _Error("missing value for command")
    arguments: list[Any] = []
    function = words[0] if words[0] in _FUNCTIONS else ""
    index = 1 if function else 0
    while index < len(words):
        if words[index] == "(":
            depth, end = 1, index + 1
            while end < len(words) and depth:
                depth += {"(": 1, ")": -1}.get(words[end], 0)
                end += 1
            arguments.append(_pipeline(words[index + 1 : end - 1], dot, variables))
            index = end
        else:
            arguments.append(_operand(words[index], dot, variables))
            index += 1
    arguments += piped
    if function:
        try:
            return _FUNCTIONS[function](*arguments)
        except (TypeError, IndexError, KeyError, ValueError) as problem:
            raise _Error(
                f'executing "output" at <{" ".join(words)}>: error calling {function}: {problem}'
            ) from None
    if len(arguments) > 1:
        raise _Error(f"can't give argument to non-function {words[0]}")
    return arguments[0]


def _operand(word: str, dot: Any, variables: dict[str, Any]) -> Any:
    if word[0] == '"':
        return (
            word[1:-1].encode().decode("unicode_escape").encode("latin-1", "ignore").decode()
            if "\\" in word
            else word[1:-1]
        )
    if word[0] == "`":
        return word[1:-1]
    if re.fullmatch(r"-?\d+", word):
        return int(word)
    if word in ("true", "false", "nil"):
        return {"true": True, "false": False, "nil": None}[word]
    if word[0] == "$":
        name, _, path = word.partition(".")
        if name not in variables:
            raise _Error(f'undefined variable "{name}"')
        return _fields(variables[name], path, word)
    if word[0] == ".":
        return _fields(dot, word[1:], word)
    raise _Error(f'function "{word}" not defined')


def _fields(value: Any, path: str, word: str) -> Any:
    for name in filter(None, path.split(".")):
        if value is None:
            return None
        if not isinstance(value, dict):
            kind = {str: "string", list: "[]interface {}", bool: "bool"}.get(type(value), "float64")
            raise _Error(f'executing "output" at <{word}>: can\'t evaluate field {name} in type {kind}')
        value = value.get(name)
    return value


def _true(value: Any) -> bool:
    return bool(value)


def _printf(form: str, *arguments: Any) -> str:
    values = list(arguments)

    def one(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        value = values.pop(0) if values else ""
        if match[2] == "q":
            return f'"{value}"'
        if match[2] in "vs":
            return ("%" + match[1] + "s") % plain(value)
        return ("%" + match[1] + match[2]) % value

    return re.sub(r"%([-+0-9.]*)([vsdqfx%])", one, form)


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else value[key]
    return value


_FUNCTIONS: dict[str, Any] = {
    "len": len,
    "index": _index,
    "print": lambda *a: "".join(plain(x) for x in a),
    "println": lambda *a: " ".join(plain(x) for x in a) + "\n",
    "printf": _printf,
    "eq": lambda a, *b: any(a == x for x in b),
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "and": lambda *a: next((x for x in a if not x), a[-1]),
    "or": lambda *a: next((x for x in a if x), a[-1]),
    "not": lambda a: not a,
    "exists": lambda value, *keys: _exists(value, keys),
    "base64decode": lambda text: base64.b64decode(text).decode(),
}


def _exists(value: Any, keys: tuple[Any, ...]) -> bool:
    for key in keys:
        if isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False
    return True
