"""Command-line flags as spf13/pflag parses them: forms, values, and the words for every mistake.

Forms: ``--name value``, ``--name=value``, ``-n value``, ``-nvalue``, ``-n=value``, ``-Aw`` (booleans in a row), ``--`` ends flags.
A flag with a ``bare`` value (NoOptDefVal) may stand without one and never takes the next word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nodeport_lab.cluster.problem import go_quote

from .failure import Failure

Kind = Literal["string", "bool", "int", "duration", "list", "array"]

# What a flag means when it stands without a value, where that is not "true" of a boolean.
BARE = {"dry-run": "unchanged", "validate": "strict", "cascade": "background"}
# StringArray: every use is one value; the others that may be repeated (StringSlice) split at commas too.
ARRAYS = {"annotation", "annotations", "env", "for", "from-literal", "rule"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that a command knows. ``default`` is printed as kubectl's help prints it, without quotes."""

    name: str
    short: str
    kind: Kind
    default: str
    usage: str
    shown_default: str = ""

    @property
    def bare(self) -> str | None:
        """The value of the flag when it stands alone, None where a value must follow."""
        return "true" if self.kind == "bool" else BARE.get(self.name)

    @property
    def shown(self) -> str:
        """The flag as error messages name it."""
        return f"-{self.short}, --{self.name}" if self.short else f"--{self.name}"


def flag_of(name: str, short: str, default: str, usage: str) -> Flag:
    """A flag from the four columns of the help: its kind follows from the printed default."""
    kind: Kind
    if default in ("true", "false"):
        kind = "bool"
    elif default == "[]":
        kind = "array" if name in ARRAYS else "list"
    elif re.fullmatch(r"-?\d+", default):
        kind = "int"
    elif re.fullmatch(r"(\d+[hms])+", default):
        kind = "duration"
    else:
        kind = "string"
    return Flag(
        name, short, kind, default.strip("'") if kind != "list" and kind != "array" else "", usage, default
    )


@dataclass(slots=True)
class Values:
    """What the flags of one call say. Reading a flag that the command does not have is a programmer's mistake."""

    flags: Mapping[str, Flag]
    given: dict[str, list[str]] = field(default_factory=dict)
    args: list[str] = field(default_factory=list)
    dash: int = -1
    """How many arguments stood before ``--``; -1 where there was none."""

    def changed(self, name: str) -> bool:
        """True where the flag was given."""
        self.flags[name]
        return name in self.given

    def text(self, name: str) -> str:
        flag = self.flags[name]
        return self.given[name][-1] if name in self.given else flag.default

    def on(self, name: str) -> bool:
        return _bool(self.text(name)) is True

    def number(self, name: str) -> int:
        return int(self.text(name) or "0", 0)

    def many(self, name: str) -> list[str]:
        values = self.given.get(name, [])
        if self.flags[name].kind == "array":
            return list(values)
        return [part for value in values for part in value.split(",")]

    def seconds(self, name: str) -> float:
        """A duration flag in seconds."""
        value = go_duration(self.text(name))
        return 0.0 if value is None else value


def go_duration(text: str) -> float | None:
    """time.ParseDuration in seconds, None where it is not one."""
    if text == "0":
        return 0.0
    match = re.fullmatch(r"([+-]?)((?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)", text)
    if not match:
        return None
    units = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
    parts = re.findall(r"(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)", match[2])
    total = sum(float(number) * units[unit] for number, unit in parts)
    return -total if match[1] == "-" else total


def _bool(text: str) -> bool | None:
    """strconv.ParseBool, None where it is not one."""
    if text in ("1", "t", "T", "true", "TRUE", "True"):
        return True
    if text in ("0", "f", "F", "false", "FALSE", "False"):
        return False
    return None


def _complaint(flag: Flag, value: str) -> str:
    """Why the value does not do, in strconv's and time's words; empty where it does."""
    quoted = go_quote(value)
    if flag.kind == "bool" and _bool(value) is None:
        return f"strconv.ParseBool: parsing {quoted}: invalid syntax"
    if flag.kind == "int":
        try:
            number = int(value, 0)
        except ValueError:
            return f"strconv.ParseInt: parsing {quoted}: invalid syntax"
        if not -(2**31) <= number < 2**31:
            return f"strconv.ParseInt: parsing {quoted}: value out of range"
    if flag.kind == "duration" and go_duration(value) is None:
        if re.fullmatch(r"[+-]?\d+(\.\d*)?", value):
            return f"time: missing unit in duration {quoted}"
        unit = re.match(r"[+-]?\d+(?:\.\d*)?([^\d.]+)", value)
        if unit:
            return f"time: unknown unit {go_quote(unit[1])} in duration {quoted}"
        return f"time: invalid duration {quoted}"
    return ""


class Parser:
    """Parses the words of one call against the flags that its command knows."""

    def __init__(self, flags: Mapping[str, Flag], command: str) -> None:
        self.flags = flags
        self.command = command
        self.shorts = {flag.short: flag for flag in flags.values() if flag.short}

    def parse(self, words: Sequence[str]) -> Values:
        """The values and arguments; raises Failure with pflag's words."""
        values = Values(self.flags)
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if word == "--":
                values.dash = len(values.args)
                values.args += rest
                break
            if word.startswith("--"):
                self._long(word[2:], rest, values)
            elif word.startswith("-") and word != "-":
                self._short(word[1:], rest, values)
            else:
                values.args.append(word)
        return values

    def _fail(self, message: str) -> Failure:
        return Failure(f"error: {message}\nSee '{self.command} --help' for usage.")

    def _set(self, flag: Flag, value: str, values: Values) -> None:
        complaint = _complaint(flag, value)
        if complaint:
            raise self._fail(
                f"invalid argument {go_quote(value)} for {go_quote(flag.shown)} flag: {complaint}"
            )
        values.given.setdefault(flag.name, []).append(value)

    def _long(self, body: str, rest: list[str], values: Values) -> None:
        name, equals, value = body.partition("=")
        if not name or name.startswith("-"):
            raise self._fail(f"bad flag syntax: --{body}")
        if name == "help" and name not in self.flags:
            raise Help
        flag = self.flags.get(name)
        if flag is None:
            raise self._fail(f"unknown flag: --{name}")
        if not equals:
            if flag.bare is not None:
                value = flag.bare
            elif rest:
                value = rest.pop(0)
            else:
                raise self._fail(f"flag needs an argument: --{name}")
        self._set(flag, value, values)

    def _short(self, body: str, rest: list[str], values: Values) -> None:
        while body:
            letter, body = body[0], body[1:]
            flag = self.shorts.get(letter)
            if flag is None:
                if letter == "h":
                    raise Help
                raise self._fail(f"unknown shorthand flag: '{letter}' in -{letter}{body}")
            if body.startswith("="):
                self._set(flag, body[1:], values)
                return
            if flag.bare is not None:
                self._set(flag, flag.bare, values)
                continue
            if body:
                self._set(flag, body, values)
                return
            if not rest:
                raise self._fail(f"flag needs an argument: '{letter}' in -{letter}")
            self._set(flag, rest.pop(0), values)
            return


class Help(Exception):
    """``-h`` or ``--help`` was given."""
