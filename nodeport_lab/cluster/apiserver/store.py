"""The objects that the API server holds, by key, and the log of their changes: etcd and the watch cache in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.objects import Key, Obj

# ``list`` is a method below, and would be taken for it in annotations.
Objects = list[Obj]
Keys = list[Key]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one object; ``old`` is None for one added, ``new`` for one deleted."""

    kind: Literal["added", "modified", "deleted"]
    key: Key
    old: Obj | None
    new: Obj | None


Changes = list[Change]


class Store:
    """Keys and objects. Every write makes a new version; objects are never changed in place."""

    def __init__(self) -> None:
        self._objects: dict[str, dict[Key, Obj]] = {}
        self._changes: list[Change] = []
        # How many changes the store has seen before the first one that it still lists.
        self._forgotten = 0

    @property
    def version(self) -> int:
        """Counts the writes; the resourceVersion of the last object written."""
        return self._forgotten + len(self._changes)

    def get(self, key: Key) -> Obj | None:
        return self._objects.get(key.resource, {}).get(key)

    def list(self, resource: str, namespace: str | None = None) -> Objects:
        """Objects of a resource by namespace and name, as etcd lists them."""
        found = self._objects.get(resource, {})
        return [found[key] for key in sorted(found) if namespace is None or key.namespace == namespace]

    def keys(self) -> Keys:
        """Every key there is."""
        return [key for found in self._objects.values() for key in found]

    def put(self, key: Key, obj: Obj) -> Obj:
        """Stores ``obj`` with a new resourceVersion and returns it as stored."""
        old = self.get(key)
        obj = {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(self.version + 1)}}
        self._objects.setdefault(key.resource, {})[key] = obj
        self._changes.append(Change("modified" if old is not None else "added", key, old, obj))
        return obj

    def remove(self, key: Key) -> None:
        """Takes an object out; ``KeyError`` where there is none."""
        old = self._objects[key.resource].pop(key)
        self._changes.append(Change("deleted", key, old, None))

    def changes_since(self, version: int) -> Changes:
        """The changes after ``version``, oldest first; ``ValueError`` where they were dropped already."""
        if version < self._forgotten:
            raise ValueError(f"changes since {version} are gone, the oldest kept is {self._forgotten}")
        return self._changes[version - self._forgotten :]

    def forget_changes(self, version: int) -> None:
        """Drop the changes up to ``version``."""
        count = version - self._forgotten
        if count > 0:
            del self._changes[:count]
            self._forgotten = version

    def fork(self) -> Store:
        """A store with the same objects and version that goes its own way, without the old changes."""
        fork = Store()
        fork._objects = {resource: dict(found) for resource, found in self._objects.items()}
        fork._forgotten = self.version
        return fork
