"""The question that Tab asks, and what an answer is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nodeport_lab.cluster.kubectl.flags import Values
from nodeport_lab.cluster.kubectl.manual import Entry
from nodeport_lab.cluster.kubectl.shell import Shell


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the word may become. ``more``: the word goes on after it (``svc/``, ``--output=``)."""

    text: str
    description: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """Where the word begins in the line, and what it may become."""

    start: int
    candidates: tuple[Candidate, ...]


Names = Callable[["Asked"], Iterable[Candidate]]


@dataclass(slots=True)
class Asked:
    """The question: the command, what stands before the word, and the word."""

    shell: Shell
    entry: Entry
    values: Values
    word: str

    @property
    def args(self) -> list[str]:
        return self.values.args

    @property
    def namespace(self) -> str:
        return self.values.given.get("namespace", [self.shell.namespace])[-1]

    def flag(self, name: str) -> str:
        return self.values.given.get(name, [""])[-1]
