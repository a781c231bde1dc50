"""Clusters at hand: the most recently used stay in memory, any other is made again from its log.

A cluster is a pure function of (settings, seed, log), so this is a cache and nothing more: a process that never
saw a workspace gives the same answers as one that did.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab.models import Workspace

_CAPACITY = 256
_STRIPES = 64


def make(settings: dict[str, Any], seed: int, log: Iterable[dict[str, Any]]) -> Cluster:
    """The cluster that a log describes, from nothing."""
    return Cluster.replay(ClusterConfig.with_nodes(settings.get("nodes", 3)), seed, log)


class Shelf:
    """Keeps ``capacity`` clusters, each under its workspace and the revision that it is at."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, tuple[int, Cluster]] = OrderedDict()
        self._lock = threading.Lock()
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def alone(self, visitor_id: str) -> threading.Lock:
        """Held while a visitor's request is answered: a cluster is for one thread at a time."""
        return self._stripes[hash(visitor_id) % _STRIPES]

    def take(self, workspace: Workspace) -> Cluster:
        """The cluster at the workspace's revision, no longer on the shelf: who took it may change it."""
        with self._lock:
            revision, cluster = self._kept.pop(workspace.pk, (None, None))
        if cluster is not None and revision == workspace.revision:
            return cluster
        log = workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True)
        return make(workspace.settings, workspace.seed, log)

    def put(self, workspace: Workspace, cluster: Cluster) -> None:
        """Back on the shelf, at the workspace's present revision."""
        with self._lock:
            self._kept[workspace.pk] = (workspace.revision, cluster)
            self._kept.move_to_end(workspace.pk)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


shelf = Shelf()
