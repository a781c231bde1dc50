"""Why a Service's port has nobody to offer: the rules only say that it is so, the EndpointSlices tell the reason apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from nodeport_lab.cluster import objects
from nodeport_lab.cluster.objects import Obj

_SHOWN = 3


class Vacancy(NamedTuple):
    """The ending that it comes to, and the pods that could have answered, for its words."""

    code: str
    pods: str = ""


def vacancy(slices: Iterable[Obj], service: str, port_name: str) -> Vacancy:
    """Why ``namespace/name`` has no endpoint for the port of that name.

    Nothing is selected; or no pod has the port by the name that targetPort says; or nobody is ready; or somebody is by
    now, and the rules do not know it yet.
    """
    pieces = [
        piece
        for piece in slices
        if objects.labels(piece).get("kubernetes.io/service-name") == service.partition("/")[2]
        and objects.namespace(piece) == service.partition("/")[0]
    ]
    everybody = [entry for piece in pieces for entry in piece.get("endpoints") or ()]
    if not everybody:
        return Vacancy("no-endpoints")
    reached = [entry for piece in pieces if _has(piece, port_name) for entry in piece.get("endpoints") or ()]
    if not reached:
        return Vacancy("no-such-target-port", _names(everybody))
    if any(_takes_traffic(entry.get("conditions") or {}) for entry in reached):
        return Vacancy("rules-behind")
    return Vacancy("no-ready-endpoints", _names(reached))


def _has(piece: Obj, port_name: str) -> bool:
    return any(
        (port.get("name") or "") == port_name and port.get("port") for port in piece.get("ports") or ()
    )


def _takes_traffic(conditions: dict[str, Any]) -> bool:
    """Ready; or, where nobody is, still serving while it terminates (pkg/proxy/topology.go)."""
    ready = conditions.get("ready") is not False
    return ready or bool(conditions.get("serving") and conditions.get("terminating"))


def _names(entries: list[dict[str, Any]]) -> str:
    names = dict.fromkeys(
        (entry.get("targetRef") or {}).get("name") or entry["addresses"][0] for entry in entries
    )
    return ", ".join(list(names)[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
