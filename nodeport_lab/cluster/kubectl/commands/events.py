"""``kubectl events`` (pkg/cmd/events)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.ages import since
from nodeport_lab.cluster.kubectl.builder import mapping
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.tabs import align
from nodeport_lab.cluster.objects import Obj


def events(call: Call) -> None:
    """Lists events, the latest last."""
    name = call.flag("for")
    kind = wanted = ""
    if name:
        word, slash, wanted = name.partition("/")
        if not slash or "/" in wanted:
            raise error("--for must be in resource/name form")
        kind = mapping(call, word).kind
    types = [entry.lower() for entry in call.values.many("types")]
    for entry in types:
        if entry not in ("normal", "warning"):
            raise error(f"valid --types are Normal or Warning not {entry}")
    namespace = None if call.on("all-namespaces") else call.namespace
    found = [
        event
        for event in call.shell.objects("events", namespace)
        if (not types or event.get("type", "").lower() in types)
        and (
            not kind
            or (event["involvedObject"].get("kind"), event["involvedObject"].get("name")) == (kind, wanted)
        )
    ]
    found.sort(key=lambda event: ((_last(event) or "")[:19], event["metadata"]["name"]))
    if formats.of(call)[0]:
        formats.check(call)
        call.out(formats.printed(call, formats.as_list(found)), end="")
    elif not found:
        call.err(
            "No events found."
            if call.on("all-namespaces")
            else f"No events found in {call.namespace} namespace."
        )
    else:
        call.out(_table(call, found), end="")


def _last(event: Obj) -> str | None:
    series = event.get("series") or {}
    return series.get("lastObservedTime") or event.get("lastTimestamp") or event.get("eventTime")


def _table(call: Call, found: list[Obj]) -> str:
    everywhere = call.on("all-namespaces")
    titles = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    rows = [] if call.on("no-headers") else ["\t".join(["NAMESPACE", *titles] if everywhere else titles)]
    for event in found:
        first = since(event.get("firstTimestamp") or event.get("eventTime"), call.now)
        age, count = first, event.get("count", 0)
        if count > 1:
            age = f"{since(_last(event), call.now)} (x{count} over {first})"
        involved = event["involvedObject"]
        cells = [
            age,
            event.get("type", ""),
            event.get("reason", ""),
            f"{involved['kind']}/{involved['name']}",
        ]
        cells.append(event.get("message", "").strip())
        rows.append("\t".join([event["metadata"]["namespace"], *cells] if everywhere else cells))
    return align("".join(f"{row}\n" for row in rows))
