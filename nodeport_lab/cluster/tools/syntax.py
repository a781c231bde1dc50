"""What a line of the shell is made of, once it is parsed: scripts of pipelines of commands, and the loops over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from nodeport_lab.cluster.tools.lexer import Word


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
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """``for ((first; condition; step)); do body; done``, whose three parts are sums."""

    first: str
    condition: str
    step: str
    body: Script
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class While:
    """``while condition; do body; done``; ``until``: as long as the condition does not hold."""

    condition: Script
    body: Script
    until: bool = False
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class If:
    """``if condition; then body; elif …; else …; fi``."""

    branches: tuple[tuple[Script, Script], ...]
    otherwise: Script
    redirects: tuple[Redirect, ...] = ()


Compound = Loop | Count | While | If
Command = Simple | Compound


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, each reading what the one before it writes. ``joined``: ``|&`` joins both streams. ``negated``: after ``!``."""

    commands: tuple[Command, ...]
    joined: frozenset[int] = frozenset()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """Pipelines in order; ``&&`` and ``||`` say whether the next is run at all."""

    items: tuple[tuple[Literal[";", "&&", "||"], Pipeline], ...] = field(default=())
