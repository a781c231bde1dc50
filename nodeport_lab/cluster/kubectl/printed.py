"""What a command leaves behind: its text, its exit status, and what the page may act on."""

from __future__ import annotations

from dataclasses import dataclass, field

from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import Problem


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem with the file (and which document of it, from 0) that it stands in."""

    file: str
    document: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Edit:
    """``kubectl edit``: what the page opens in its editor, and applies when the learner saves."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The outcome of one command, as a terminal shows it.

    files: virtual files that the command wrote (``> web.yaml``), name to text.
    objects: what ``apply`` had in hand of each object in the end.
    note: a word of ours beside Kubernetes' own, empty where there is none.
    """

    exit: int = 0
    stdout: str = ""
    stderr: str = ""
    problems: tuple[Placed, ...] = ()
    edit: Edit | None = None
    files: dict[str, str] = field(default_factory=dict)
    note: str = ""
    clear: bool = False
    objects: tuple[Obj, ...] = ()
