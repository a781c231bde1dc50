"""Events: what the controllers tell, as objects; the same thing said again only counts up (client-go/tools/record)."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.controllers.meta import stamp
from nodeport_lab.cluster.controllers.writes import Emit
from nodeport_lab.cluster.objects import Key, Obj

LIMIT = 1000  # of events kept in one cluster; a real one forgets them after an hour


class Recorder:
    """Turns an Emit into an Event object, new or counted up."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, ...], Obj] = {}
        self.number = 0

    def record(self, emit: Emit, now: float) -> tuple[Obj, Key | None]:
        """The Event to store, and an old one to forget where there are too many."""
        regarding = emit.regarding
        meta = regarding["metadata"]
        namespace = meta.get("namespace") or "default"
        same = (
            regarding["kind"],
            namespace,
            meta["name"],
            meta.get("uid", ""),
            emit.reason,
            emit.message,
            emit.host,
        )
        present = self.known.get(same)
        if present is not None:
            event = {**present, "count": present["count"] + 1, "lastTimestamp": stamp(now)}
            self.known[same] = event
            return event, None
        self.number += 1
        involved: dict[str, Any] = {
            "kind": regarding["kind"],
            "name": meta["name"],
            "uid": meta.get("uid", ""),
            "apiVersion": regarding["apiVersion"],
        }
        if meta.get("namespace"):
            involved["namespace"] = meta["namespace"]
        if emit.field:
            involved["fieldPath"] = emit.field
        source = {"component": emit.component}
        if emit.host:
            source["host"] = emit.host
        event = {
            "apiVersion": "v1",
            "kind": "Event",
            # Real names end in the time in nanoseconds, in hexadecimal.
            "metadata": {
                "name": f"{meta['name']}.{int(now * 1e9) + self.number:016x}",
                "namespace": namespace,
            },
            "involvedObject": involved,
            "reason": emit.reason,
            "message": emit.message,
            "source": source,
            "firstTimestamp": stamp(now),
            "lastTimestamp": stamp(now),
            "count": 1,
            "type": emit.type,
            "eventTime": None,
            "reportingComponent": emit.component,
            "reportingInstance": emit.host,
        }
        self.known[same] = event
        forgotten = None
        if len(self.known) > LIMIT:
            oldest = next(iter(self.known))
            gone = self.known.pop(oldest)["metadata"]
            forgotten = Key("events", gone["namespace"], gone["name"])
        return event, forgotten
