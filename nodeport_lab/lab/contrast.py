"""Before and after: two points of a time line, or two workspaces, side by side, and what differs between them.

The matrices cell by cell, the objects field by field, and one request's journey hop by hop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation import export
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.matrix import matrix

Json = dict[str, Any]


def contrast(left: Cluster, right: Cluster, service: str | None = None) -> Json:
    """``{matrix, objects}``: what differs between two clusters."""
    return {
        "matrix": matrices(matrix(left, service), matrix(right, service)),
        "objects": objects(left, right),
    }


def matrices(left: Json, right: Json) -> Json:
    """Both matrices as one: a cell is ``{left, right, differs}``, and either is null where there is no such cell."""
    rows = _merged(left["rows"], right["rows"], _row_key)
    columns = _merged(left["columns"], right["columns"], _column_key)
    cells = []
    for row in rows:
        line = []
        for column in columns:
            one, other = _cell(left, row, column), _cell(right, row, column)
            line.append({"left": one, "right": other, "differs": one != other})
        cells.append(line)
    return {
        "rows": rows,
        "columns": columns,
        "cells": cells,
        "changed": sum(cell["differs"] for line in cells for cell in line),
        "services": sorted({*left["services"], *right["services"]}),
        "left": {key: max(left["left"][key], right["left"][key]) for key in left["left"]},
    }


def _row_key(row: Json) -> str:
    return str(row["name"])


def _column_key(column: Json) -> tuple[Any, ...]:
    return column["address"], column["port"], column["protocol"], column["host"]


def _merged(left: Sequence[Json], right: Sequence[Json], key: Callable[[Json], Any]) -> list[Json]:
    """All of the left, then what only the right has."""
    known = {key(entry) for entry in left}
    return [*left, *(entry for entry in right if key(entry) not in known)]


def _cell(of: Json, row: Json, column: Json) -> Json | None:
    at = next((n for n, known in enumerate(of["rows"]) if _row_key(known) == _row_key(row)), None)
    to = next((n for n, known in enumerate(of["columns"]) if _column_key(known) == _column_key(column)), None)
    return None if at is None or to is None else of["cells"][at][to]


# --- objects -----------------------------------------------------------------------------------------------------------


def objects(left: Cluster, right: Cluster) -> list[Json]:
    """``[{kind, name, change, fields: [{field, before, after}]}]``, of those alone that differ."""
    before, after = _things(left), _things(right)
    out = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        change = "added" if old is None else "removed" if new is None else "changed"
        fields = list(_fields(old, new)) if change == "changed" and old and new else []
        out.append({"kind": key[0], "name": key[1], "change": change, "fields": fields})
    return out


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Json]:
    for field in dict.fromkeys([*old, *new]):
        if old.get(field) != new.get(field):
            yield {"field": field, "before": old.get(field), "after": new.get(field)}


def _things(cluster: Cluster) -> dict[tuple[str, str], dict[str, str]]:
    """Everything that can differ, by kind and name, flat: manifests, then how pods and nodes are, then what is around."""
    things: dict[tuple[str, str], dict[str, str]] = {}
    for obj in export.manifests(cluster.api):
        kind, meta = scheme.of(obj), obj["metadata"]
        namespace = meta.get("namespace", "default") if kind.namespaced else ""
        name = f"{namespace}/{meta['name']}" if namespace else meta["name"]
        stored = cluster.api.get(Key(kind.name, namespace, meta["name"]))
        # With the defaults that the server filled in: what is not written down may differ as well.
        told = {key: value for key, value in obj.items() if key not in ("kind", "apiVersion")}
        told |= {"spec": stored["spec"]} if stored is not None and "spec" in stored else {}
        things[obj["kind"], name] = dict(_flat(told))
    snapshot = cluster.snapshot()
    for pod in snapshot["pods"]:
        told = {key: pod[key] for key in ("node", "address", "status", "ready", "listening")}
        things.setdefault(("Pod", f"{pod['namespace']}/{pod['name']}"), {}).update(_flat(told))
    for service in snapshot["services"]:
        ready = sorted(f"{e['address']}:{e['port']}" for e in service["endpoints"] if e["ready"])
        told = {
            "endpoints": ", ".join(ready) or "-",
            "addresses": ", ".join(service["loadBalancer"]["addresses"]) or "-",
        }
        known = things.get(("Service", f"{service['namespace']}/{service['name']}"))
        if known is not None:
            known.update(told)
    for node in snapshot["nodes"]:
        told = {"up": node["up"], "ready": node["ready"], "kube-proxy": node["kubeProxy"]}
        things["Node", node["name"]] = dict(_flat(told))
    around = {**snapshot["surroundings"], "proxyMode": snapshot["proxyMode"], **snapshot["settings"]}
    things["", ""] = dict(_flat(around))
    return things


def _flat(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{at}.{key}" if at else str(key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _flat(inner, f"{at}[{index}]")
    else:
        shown = (
            {True: "true", False: "false", None: "-"}.get(value)
            if value is None or isinstance(value, bool)
            else None
        )
        yield at, shown or (str(value) if value not in ({}, []) else "-")


# --- journeys ----------------------------------------------------------------------------------------------------------


def pair(left: Trace, right: Trace) -> tuple[int, int]:
    """Which branch of each to lay beside the other: those that end alike where there are such, else the likeliest."""
    ours = left.outcomes()[0]
    same = next(
        (one for one in right.outcomes() if (one["code"], one["pod"]) == (ours["code"], ours["pod"])), None
    )
    return ours["branches"][0], (same or right.outcomes()[0])["branches"][0]


def aligned(left: Sequence[Json], right: Sequence[Json]) -> list[Json]:
    """``[{left, right, differs}]``: hops that are the same step of both journeys side by side (indices, or null)."""
    ours, theirs = ([(hop["leg"], hop["place"], hop["event"]) for hop in hops] for hops in (left, right))
    out: list[Json] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            out += [_step(left, right, a + n, c + n) for n in range(b - a)]
        else:
            # What the one does instead of the other stands beside it, as far as both go.
            for n in range(max(b - a, d - c)):
                one, other = (a + n if a + n < b else None), (c + n if c + n < d else None)
                out.append({"left": one, "right": other, "differs": True})
    return out


def _step(left: Sequence[Json], right: Sequence[Json], one: int, other: int) -> Json:
    def ends(hop: Json) -> tuple[Any, ...]:
        return tuple((end["address"], end["port"]) for end in (hop["after"]["src"], hop["after"]["dst"]))

    return {"left": one, "right": other, "differs": ends(left[one]) != ends(right[other])}
