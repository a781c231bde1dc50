"""YAML as sigs.k8s.io/yaml writes it: keys sorted, lists not indented, quotes only where they are needed.

Mirrors its goyaml.v2 (encode.go, emitterc.go, sorter.go, resolve.go).
"""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import Any

_WIDTH = 80
_INT = re.compile(r"[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BASE60 = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
_STAMP = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?(Z|[-+]\d\d:\d\d)?|[ ]+\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?)?"
)
_WORDS = {
    *("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"),
    *("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"),
    *("", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN"),
    *(sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")),
}
_FIRST = set("#,[]{}&*!|>'\"%@`")
_LATER_FLOW = set(",?[]{}")


def dump(value: Any) -> str:
    """``value`` as a YAML document, ending with a newline."""
    lines: list[str] = []
    _node(value, 0, "", lines)
    return "\n".join(lines) + "\n"


def _node(value: Any, indent: int, lead: str, lines: list[str]) -> None:
    """Appends the lines of ``value``; ``lead`` stands before its first line (``- `` or ``key: `` with its indentation)."""
    if isinstance(value, dict) and value:
        _mapping(value, indent, lead, lines)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            _node(item, indent + 2, (lead if index == 0 else " " * indent) + "- ", lines)
    else:
        lines.extend((lead + _scalar(value, indent, len(lead))).split("\n"))


def _mapping(value: dict[str, Any], indent: int, lead: str, lines: list[str]) -> None:
    for index, key in enumerate(sorted(value, key=_ORDER)):
        item = value[key]
        start = (lead if index == 0 else " " * indent) + _text(str(key), 0, 0, key=True) + ":"
        if isinstance(item, dict) and item:
            lines.append(start)
            _mapping(item, indent + 2, " " * (indent + 2), lines)
        elif isinstance(item, list) and item:
            lines.append(start)
            _node(item, indent, " " * indent, lines)
        else:
            lines.extend(f"{start} {_scalar(item, indent + 2, len(start) + 1)}".split("\n"))


def _scalar(value: Any, indent: int, column: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, int | float):
        return go_float(value) if isinstance(value, float) else str(value)
    return _text(str(value), indent, column)


def go_float(value: float) -> str:
    """strconv.FormatFloat(value, 'g', -1, 64): the shortest text that reads back."""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return re.sub(r"e([-+])(\d)$", r"e\g<1>0\2", repr(value))


def resolves(text: str) -> bool:
    """True where a plain ``text``, which is not empty, would be read as something other than a string."""
    if text in _WORDS:
        return True
    if not (text[0] in "+-." or text[0].isdigit()):
        return False
    plain = text.replace("_", "")
    return bool(_INT.fullmatch(plain) or _FLOAT.fullmatch(plain) or _BASE60.fullmatch(text) or _is_time(text))


def _is_time(text: str) -> bool:
    """A date or timestamp that exists: ``2026-02-30`` is a string."""
    if not _STAMP.fullmatch(text):
        return False
    year, month, day = (int(part) for part in re.split(r"[-Tt ]", text)[:3])
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _text(text: str, indent: int, column: int, *, key: bool = False) -> str:
    """The scalar; ``column`` is where it starts, for the folding of long lines, which keys are spared."""
    block_plain, single, block = _allowed(text)
    if "\n" in text and not key and block:
        return _literal(text, indent)
    if "\n" not in text and not resolves(text) and (block_plain or single):
        shown = text if block_plain else "'" + text.replace("'", "''") + "'"
        return shown if key else _fold(shown, indent, column, quoted=not block_plain)
    shown = _double(text)
    return shown if key else _fold(shown, indent, column, quoted=True, escape=True)


def _fold(shown: str, indent: int, column: int, *, quoted: bool, escape: bool = False) -> str:
    """Breaks a long line at the first single space past column 80, as the emitter does while it writes."""
    out: list[str] = []
    spaces = False
    first, last = (1, len(shown) - 2) if quoted else (-1, len(shown))
    for index, char in enumerate(shown):
        following = shown[index + 1] if index + 1 < len(shown) else ""
        if char != " ":
            out.append(char)
            column += 1
            spaces = False
        elif not spaces and column > _WIDTH and first < index < last and (escape or following != " "):
            again = escape and following == " "
            out.append("\n" + " " * indent + ("\\" if again else ""))
            column = indent + again
            spaces = True
        else:
            out.append(char)
            column += 1
            spaces = True
    return "".join(out)


def _allowed(text: str) -> tuple[bool, bool, bool]:
    """Which styles can hold the text: plain, single-quoted, literal (yaml_emitter_analyze_scalar)."""
    plain = not text.startswith(("---", "..."))
    single = block = True
    before_space = True
    previous = ""
    for index, char in enumerate(text):
        following = text[index + 1] if index + 1 < len(text) else "\0"
        blank_after = following in " \t\n\r\0"
        if index == 0:
            if char in _FIRST or (char in "?:-" and blank_after):
                plain = False
        elif (char == ":" and blank_after) or (char == "#" and before_space):
            plain = False
        if not _printable(char):
            plain = single = block = False
        if char in "\x85\u2028\u2029":
            plain = False
        if char == "\n":
            plain = False
            if previous == " ":
                single = block = False
        if char == " " and previous == "\n":
            single = False
        before_space = char in " \t\n\r\0"
        previous = char
    if text and (text[0] in " \n" or text[-1] in " \n"):
        plain = False
    if text.endswith(" "):
        block = False
    return plain, single, block


def _printable(char: str) -> bool:
    code = ord(char)
    if char == "\n" or 0x20 <= code <= 0x7E:
        return True
    return (0xA0 <= code <= 0xD7FF) or (0xE000 <= code <= 0xFFFD and code != 0xFEFF)


def _literal(text: str, indent: int) -> str:
    body = text.rstrip("\n")
    trailing = len(text) - len(body)
    hint = "2" if text[0] in " \n" else ""
    chomp = "-" if trailing == 0 else ("+" if trailing > 1 or not body else "")
    lines = text.split("\n")
    if trailing:
        lines = lines[:-1]
    return "\n".join([f"|{hint}{chomp}", *((" " * indent + line) if line else "" for line in lines)])


def _double(text: str) -> str:
    named = {
        "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r", "\x1b": "\\e",
        '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P",
    }  # fmt: skip
    out: list[str] = []
    for char in text:
        code = ord(char)
        if char in named and (char in '"\\' or not _printable(char) or char == "\n"):
            out.append(named[char])
        elif _printable(char):
            out.append(char)
        elif code <= 0xFF:
            out.append(f"\\x{code:02X}")
        else:
            out.append(f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}")
    return '"' + "".join(out) + '"'


def _compare(one: str, other: str) -> int:
    """keyList.Less: runs of digits count as numbers, letters come after everything else."""
    for i in range(min(len(one), len(other))):
        a, b = one[i], other[i]
        if a == b:
            continue
        if a.isalpha() and b.isalpha():
            return -1 if a < b else 1
        if a.isalpha() or b.isalpha():
            return -1 if b.isalpha() else 1
        start = 0
        if "0" in (a, b):
            j = i - 1
            while j >= 0 and one[j].isdigit():
                if one[j] != "0":
                    start = 1
                    break
                j -= 1
        left, right = re.match(r"\d*", one[i:]), re.match(r"\d*", other[i:])
        mine, theirs = (left[0] if left else ""), (right[0] if right else "")
        x = int(f"{start}{mine}") if mine or start else 0
        y = int(f"{start}{theirs}") if theirs or start else 0
        if x != y:
            return -1 if x < y else 1
        if len(mine) != len(theirs):
            return -1 if len(mine) < len(theirs) else 1
        return -1 if a < b else 1
    return len(one) - len(other)


_ORDER = functools.cmp_to_key(_compare)
