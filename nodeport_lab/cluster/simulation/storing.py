"""What the engine needs of the API server, whichever keeps its objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nodeport_lab.cluster.objects import Key, Obj


class Store(Protocol):
    """Objects, and what became of them."""

    now: float

    @property
    def version(self) -> int: ...
    def put(self, obj: Obj) -> Obj: ...
    def remove(self, key: Key) -> None: ...
    def delete(self, key: Key) -> object: ...
    def changes_since(self, version: int) -> Sequence[Change]: ...
    def forget_changes(self, version: int) -> None: ...


class Change(Protocol):
    """A change of the store."""

    @property
    def key(self) -> Key: ...
    @property
    def old(self) -> Obj | None: ...
    @property
    def new(self) -> Obj | None: ...
