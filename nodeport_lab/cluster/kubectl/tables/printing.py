"""Rows of one or several kinds as the text of a terminal.

Mirrors staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go: namespace and label columns, kind prefixes,
cells cut at their first line break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nodeport_lab.cluster.kubectl.resources import Resource
from nodeport_lab.cluster.kubectl.tabs import table
from nodeport_lab.cluster.objects import Obj

from . import kind_of
from .kinds import format_labels


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is to look: what ``kubectl get``'s flags say."""

    wide: bool = False
    headers: bool = True
    namespaces: bool = False
    kinds: bool = False
    labels: bool = False
    label_columns: tuple[str, ...] = ()


def rows_of(resource: Resource, objects: Sequence[Obj], now: datetime, style: Style) -> list[list[str]]:
    """The rows of objects of one type, the headers first where they are wanted."""
    kind = kind_of(resource.name)
    namespaces = style.namespaces and resource.namespaced
    rows: list[list[str]] = []
    if style.headers:
        before = ["NAMESPACE"] if namespaces else []
        after = [label.split("/")[-1].upper() for label in style.label_columns]
        rows.append([*before, *kind.headers(wide=style.wide), *after, *(["LABELS"] if style.labels else [])])
    name_at = kind.headers(wide=style.wide).index("NAME") if "NAME" in kind.headers(wide=style.wide) else -1
    for obj in objects:
        cells = kind.cells(obj, now, wide=style.wide)
        if style.kinds and name_at >= 0:
            cells[name_at] = f"{resource.qualified_singular}/{cells[name_at]}"
        labels = obj["metadata"].get("labels") or {}
        before = [obj["metadata"].get("namespace", "")] if namespaces else []
        after = [labels.get(label, "") for label in style.label_columns]
        shown = [format_labels(labels)] if style.labels else []
        rows.append([_one_line(cell) for cell in [*before, *cells, *after, *shown]])
    return rows


def print_objects(groups: Sequence[tuple[Resource, Sequence[Obj]]], now: datetime, style: Style) -> str:
    """The tables of several types one below the other, a blank line between where they have headers."""
    texts = [table(rows_of(resource, objects, now, style)) for resource, objects in groups if objects]
    return ("\n" if style.headers else "").join(texts)


def _one_line(cell: str) -> str:
    match = re.search(r"[\f\n\r]", cell)
    return f"{cell[: match.start()]}..." if match else cell
