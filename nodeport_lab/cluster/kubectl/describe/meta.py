"""What every kind prints: labels, annotations, owners and events."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.ages import since
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj

from .writer import Writer

_LONGEST = 140
_SKIPPED = "kubectl.kubernetes.io/last-applied-configuration"


def label_lines(writer: Writer, title: str, pairs: dict[str, str] | None, level: int = 0) -> None:
    """One label a line, below one another."""
    if not pairs:
        writer.line(level, f"{title}:", "<none>")
    for index, key in enumerate(sorted(pairs or {})):
        writer.line(
            level if index == 0 else 0, f"{title}:" if index == 0 else "", f"{key}={(pairs or {})[key]}"
        )


def annotation_lines(writer: Writer, pairs: dict[str, str] | None, level: int = 0) -> None:
    """One annotation a line; long ones and those of several lines below their key."""
    shown = {key: value for key, value in (pairs or {}).items() if key != _SKIPPED}
    if not shown:
        writer.line(level, "Annotations:", "<none>")
    for index, key in enumerate(sorted(shown)):
        title = "Annotations:" if index == 0 else ""
        level = level if index == 0 else 0
        value = shown[key].removesuffix("\n")
        if len(value) + len(key) + 2 <= _LONGEST and "\n" not in value:
            writer.line(level, title, f"{key}: {value}")
            continue
        writer.line(level, title, f"{key}:")
        for part in value.split("\n"):
            writer.line(
                level, "", "  " + (part[: _LONGEST - 2] + "..." if len(part) > _LONGEST - 2 else part)
            )


def controlled_by(writer: Writer, obj: Obj) -> None:
    """The controlling owner, where there is one."""
    for owner in obj["metadata"].get("ownerReferences") or []:
        if owner.get("controller"):
            writer.line(0, "Controlled By:", f"{owner['kind']}/{owner['name']}")


def events_of(obj: Obj, shell: Shell) -> list[Obj]:
    """The events that speak of the object."""
    metadata = obj["metadata"]
    found = []
    for event in shell.objects("events", metadata.get("namespace") or None):
        involved = event["involvedObject"]
        same = involved.get("kind") == obj["kind"] and involved.get("name") == metadata["name"]
        if same and involved.get("namespace", "") in ("", metadata.get("namespace", "")):
            found.append(event)
    return found


def events(writer: Writer, obj: Obj, shell: Shell) -> None:
    """The table of events, oldest first (DescribeEvents)."""
    found = sorted(events_of(obj, shell), key=lambda event: event.get("lastTimestamp") or "")
    if not found:
        writer.line(0, "Events:", "<none>")
        return
    writer.flush()
    now = shell.now()
    writer.line(0, "Events:")
    writer.line(1, "Type", "Reason", "Age", "From", "Message")
    writer.line(1, "----", "------", "----", "----", "-------")
    for event in found:
        age = since(event.get("eventTime") or event.get("firstTimestamp"), now)
        series = event.get("series")
        if series:
            age = f"{since(series['lastObservedTime'], now)} (x{series['count']} over {age})"
        elif event.get("count", 0) > 1:
            age = f"{since(event.get('lastTimestamp'), now)} (x{event['count']} over {age})"
        source = (event.get("source") or {}).get("component") or event.get("reportingComponent") or ""
        message = event.get("message", "").strip()
        if event["involvedObject"].get("fieldPath"):
            message = f"{event['involvedObject']['fieldPath']}: {message}"
        writer.line(1, event.get("type", ""), event.get("reason", ""), age, source, message)
