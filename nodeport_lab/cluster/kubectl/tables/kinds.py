"""What a table is made of: columns with a priority, and a row for an object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nodeport_lab.cluster.kubectl.ages import since
from nodeport_lab.cluster.objects import Obj

Row = Callable[[Obj, datetime], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A table: ``columns`` in order; a column whose name ends with ``+`` is seen with ``-o wide`` alone."""

    columns: tuple[str, ...]
    row: Row

    def headers(self, *, wide: bool) -> list[str]:
        return [name.rstrip("+") for name in self.columns if wide or not name.endswith("+")]

    def cells(self, obj: Obj, now: datetime, *, wide: bool) -> list[str]:
        """The row of ``obj``, without the columns that are not shown."""
        cells = self.row(obj, now)
        return [
            cell for name, cell in zip(self.columns, cells, strict=True) if wide or not name.endswith("+")
        ]


def age(obj: Obj, now: datetime) -> str:
    """How long ago the object was made."""
    return since(obj["metadata"].get("creationTimestamp"), now)


def or_none(text: str) -> str:
    """``<none>`` for nothing."""
    return text or "<none>"


def format_labels(labels: dict[str, str] | None) -> str:
    """labels.FormatLabels: ``a=b,c=d`` by key, ``<none>`` for none."""
    return or_none(",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())))


def format_selector(selector: dict[str, Any] | None) -> str:
    """metav1.FormatLabelSelector: ``a=b,c in (d,e),!f``."""
    if selector is None:
        return "<none>"
    terms: list[tuple[str, str]] = [(k, f"{k}={v}") for k, v in (selector.get("matchLabels") or {}).items()]
    for expression in selector.get("matchExpressions") or []:
        key, operator = expression["key"], expression["operator"]
        values = ",".join(sorted(expression.get("values") or []))
        shown = {
            "In": f"{key} in ({values})",
            "NotIn": f"{key} notin ({values})",
            "Exists": key,
            "DoesNotExist": f"!{key}",
        }[operator]
        terms.append((key, shown))
    return or_none(",".join(text for _, text in sorted(terms, key=lambda term: term[0])))


def containers(template: Obj) -> tuple[str, str]:
    """Names and images of a pod template's containers, joined by commas."""
    all_containers = (template.get("spec") or {}).get("containers") or []
    names = ",".join(container.get("name", "") for container in all_containers)
    return names, ",".join(container.get("image", "") for container in all_containers)


plain = Kind(("NAME", "AGE"), lambda obj, now: [obj["metadata"]["name"], age(obj, now)])
