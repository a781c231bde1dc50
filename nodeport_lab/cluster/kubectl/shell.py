"""What a terminal has in its hands: the API server, the editor's files, the clock, and hooks into the simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Protocol

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.objects import Obj

from .printed import Printed

Language = Literal["en", "ja"]


class Execute(Protocol):
    """Runs a command inside a pod: its words, and what the pod is."""

    def __call__(self, shell: Shell, pod: Obj, words: Sequence[str], stdin: str) -> Printed: ...


class Seen(NamedTuple):
    """A state that an object went through: what made it (``ADDED``, ``MODIFIED``, ``DELETED``), and when."""

    event: str
    obj: Obj
    moment: datetime


class LogLine(NamedTuple):
    """A line that a container wrote, and when."""

    moment: datetime
    text: str


@dataclass(slots=True)
class Shell:
    """One terminal.

    files: the editor's files, name to text. namespace: what ``config set-context --current --namespace`` chose.
    clock: the simulated moment. settle: lets the controllers work until nothing changes any more.
    execute: runs a command in a pod; None where the surroundings offer no network tools.
    logs: what a pod's container has written. watch: lets the controllers work until the cluster rests and gives the states that
    objects of a type went through, in order.
    """

    api: ApiServer
    files: dict[str, str] = field(default_factory=dict)
    namespace: str = "default"
    language: Language = "en"
    clock: Callable[[], datetime] = lambda: datetime(2026, 1, 1, tzinfo=UTC)
    settle: Callable[[], None] = lambda: None
    execute: Execute | None = None
    logs: Callable[[Obj, str], list[LogLine]] | None = None
    watch: Callable[[str], list[Seen]] | None = None

    def now(self) -> datetime:
        """The simulated moment."""
        return self.clock()

    def objects(self, resource: str, namespace: str | None = None) -> list[Obj]:
        """All objects of a type in the order in which the API server lists them: by namespace, then name."""
        try:
            found = self.api.list(resource, namespace)
        except KeyError:  # a type that real clusters have and this one keeps no objects of
            return []
        return sorted(found, key=lambda obj: (obj["metadata"].get("namespace", ""), obj["metadata"]["name"]))
