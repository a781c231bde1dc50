"""Watching: lets the controllers work, and keeps the states that objects of one type go through on the way.

The engine steps from moment to moment as it always does; a watcher only listens to its changes, as ``kubectl get -w`` listens to
those of an API server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nodeport_lab.cluster.apiserver.epoch import EPOCH
from nodeport_lab.cluster.kubectl.shell import Seen
from nodeport_lab.cluster.objects import Key, Obj

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.engine import Engine

# More than anybody reads, and less than a cluster that never rests would give.
_MOST = 500


def watch(engine: Engine, resource: str) -> list[Seen]:
    """What happens to objects of a type until the cluster rests, in order, each with its moment."""
    seen: list[Seen] = []

    def hear(key: Key, old: Obj | None, new: Obj | None) -> None:
        obj = new if new is not None else old
        if key.resource != resource or obj is None or len(seen) >= _MOST:
            return
        event = "ADDED" if old is None else "MODIFIED" if new is not None else "DELETED"
        seen.append(Seen(event, obj, EPOCH + timedelta(seconds=engine.now)))

    # What was done before this moment is what the watcher has already listed.
    engine.observe()
    engine.touched()
    engine.heard = hear
    try:
        engine.settle()
    finally:
        engine.heard = None
    return seen
