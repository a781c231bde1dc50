"""``kubectl get -w``: what there is, then a line for every state that an object goes through until the cluster rests.

A real watch goes on until Ctrl+C; this one says that nothing is to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.resources import Resource
from nodeport_lab.cluster.kubectl.selectors import choose, field_selector, label_selector
from nodeport_lab.cluster.kubectl.shell import Seen
from nodeport_lab.cluster.kubectl.tables.printing import Style, rows_of
from nodeport_lab.cluster.kubectl.tabs import Columns
from nodeport_lab.cluster.objects import Obj

_RESTS: Mapping[str, str] = {
    "en": "The cluster has come to rest: a real watch would go on until Ctrl+C.",
    "ja": "クラスターが落ち着きました。本物の watch は Ctrl+C を押すまで待ち続けます。",
}
_NOTHING: Mapping[str, str] = {
    "en": "Nothing changes any more: the cluster comes to rest after every line. To watch a change, put both on one line: "
    "kubectl scale … && kubectl get pods -w",
    "ja": "もう何も変化しません。このラボのクラスターは 1 行ごとに落ち着くまで進みます。変化を見るには、"
    "kubectl scale … && kubectl get pods -w のように 1 行にまとめてください。",
}


def watch(call: Call, style: Style) -> None:
    """The list, and what becomes of it."""
    found = select(call, call.args, everything=True)
    if found.errors:
        raise found.failure()
    if len({resource.qualified for resource, _ in found.groups}) != 1:
        raise error("you may only specify a single resource type")
    resource = found.groups[0][0]
    here = [] if call.on("watch-only") else [Seen("ADDED", info.obj, call.now) for info in found.infos]
    came = call.shell.watch(resource.name) if call.shell.watch else []
    names = {info.name for info in found.infos} if _by_name(call) else None
    wanted = [seen for seen in came if _belongs(call, resource, seen.obj, names)]
    if formats.of(call)[0] in ("", "wide"):
        _table(call, resource, here, wanted, style)
    else:
        _formatted(call, [*here, *wanted])
    call.note = (_RESTS if wanted else _NOTHING)[call.shell.language]


def _table(call: Call, resource: Resource, here: list[Seen], came: list[Seen], style: Style) -> None:
    """What is listed is aligned together; what comes later keeps those columns, or widens them."""
    columns, headers = Columns(), style.headers
    for states in filter(None, [here, *([seen] for seen in came)]):
        rows: list[list[str]] = []
        for seen in states:
            *title, row = rows_of(resource, [seen.obj], seen.moment, replace(style, headers=headers))
            before = call.on("output-watch-events")
            rows += [["EVENT", *cells] if before else cells for cells in title]
            rows.append([seen.event, *row] if before else row)
            headers = False
        call.out(columns.align(rows), end="")


def _formatted(call: Call, states: list[Seen]) -> None:
    formats.check(call, formats.GET)
    for number, seen in enumerate(states):
        obj = {"type": seen.event, "object": seen.obj} if call.on("output-watch-events") else seen.obj
        if number and formats.of(call)[0] == "yaml":
            call.out("---")
        call.out(formats.printed(call, obj), end="")


def _by_name(call: Call) -> bool:
    return len(call.args) > 1 or (bool(call.args) and "/" in call.args[0])


def _belongs(call: Call, resource: Resource, obj: Obj, names: set[str] | None) -> bool:
    meta = obj["metadata"]
    if resource.namespaced and not call.on("all-namespaces") and meta.get("namespace") != call.namespace:
        return False
    if names is not None and meta["name"] not in names:
        return False
    labels = meta.get("labels") or {}
    if not choose(label_selector(call.flag("selector")), labels):
        return False
    return field_selector(call.flag("field-selector"), resource.name)(obj)
