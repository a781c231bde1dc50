"""What a terminal has in its hands: the API server, the editor's files, the clock, and hooks into the simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Key, Obj

from .failure import StatusLike
from .printed import Printed

Language = Literal["en", "ja"]


class Answer(Protocol):
    """What the API server says to a request: an object, or a Status that tells what is wrong with it."""

    @property
    def obj(self) -> Obj | None: ...
    @property
    def status(self) -> StatusLike | None: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...


class Api(Protocol):
    """The API server as kubectl uses it."""

    config: ClusterConfig

    def get(self, key: Key) -> Obj | None: ...
    def list(self, resource: str, namespace: str | None = None) -> list[Obj]: ...
    def create(self, obj: Obj, *, dry_run: bool = False) -> Answer: ...
    def update(self, obj: Obj, *, dry_run: bool = False) -> Answer: ...
    def patch(self, key: Key, patch: Any, patch_type: str, *, dry_run: bool = False) -> Answer: ...
    def delete(self, key: Key, *, dry_run: bool = False) -> Answer: ...


class Execute(Protocol):
    """Runs a command inside a pod: its words, and what the pod is."""

    def __call__(self, shell: Shell, pod: Obj, words: Sequence[str], stdin: str) -> Printed: ...


@dataclass(slots=True)
class Shell:
    """One terminal.

    files: the editor's files, name to text. namespace: what ``config set-context --current --namespace`` chose.
    clock: the simulated moment. settle: lets the controllers work until nothing changes any more.
    execute: runs a command in a pod; None where the surroundings offer no network tools.
    logs: the log lines of a pod's container. watch: lets the controllers work and gives the states that objects of a
    type went through, in order.
    """

    api: Any
    files: dict[str, str] = field(default_factory=dict)
    namespace: str = "default"
    language: Language = "en"
    clock: Callable[[], datetime] = lambda: datetime(2026, 1, 1, tzinfo=UTC)
    settle: Callable[[], None] = lambda: None
    execute: Execute | None = None
    logs: Callable[[Obj, str], str] | None = None
    watch: Callable[[str], list[Obj]] | None = None

    def now(self) -> datetime:
        """The simulated moment."""
        return self.clock()

    def objects(self, resource: str, namespace: str | None = None) -> list[Obj]:
        """All objects of a type in the order in which the API server lists them: by namespace, then name."""
        found = self.api.list(resource, namespace)
        return sorted(found, key=lambda obj: (obj["metadata"].get("namespace", ""), obj["metadata"]["name"]))
