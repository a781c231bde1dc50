"""The EndpointSlice controller: a Service and its pods in, slices to store and to remove out.

Mirrors staging/src/k8s.io/endpointslice/reconciler.go: endpoints are grouped by the ports that they resolve to, slices that
exist are corrected first, then filled, and only then new ones are made. Slices that belong to somebody else are not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from nodeport_lab.cluster.controllers.endpoints.members import counts, endpoint
from nodeport_lab.cluster.controllers.endpoints.ports import PortKey, endpoint_ports, port_key
from nodeport_lab.cluster.controllers.writes import Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj

MAX_ENDPOINTS = 100  # --max-endpoints-per-slice
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
CONTROLLER = "endpointslice-controller.k8s.io"
SERVICE_NAME = "kubernetes.io/service-name"
HEADLESS = "service.kubernetes.io/headless"
TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time"
RESERVED = (SERVICE_NAME, MANAGED_BY, HEADLESS)

Identity = tuple[tuple[str, ...], str, str, str]


def is_managed(piece: Obj) -> bool:
    """True for the controller's own slices; a hand-written one is somebody else's."""
    return (piece["metadata"].get("labels") or {}).get(MANAGED_BY) == CONTROLLER


def reconcile(
    service: Obj,
    pods: Iterable[Obj],
    slices: Sequence[Obj],
    name: Callable[[str], str],
    trigger_time: str = "",
    zones: Mapping[str, str] | None = None,
) -> list[Write]:
    """What to change so that ``slices`` (those of this Service) list ``pods`` (those it selects).

    name: makes a fresh name from a prefix, as the API server does for ``generateName``. zones: of the nodes that have one.
    """
    zones = zones or {}
    meta = service["metadata"]
    own: list[Obj] = []
    foreign: list[Obj] = []
    for piece in slices:
        if is_managed(piece):
            (own if _owned_by(piece, meta.get("uid")) else foreign).append(piece)

    desired: dict[PortKey, dict[Identity, dict[str, Any]]] = {}
    ports_of: dict[PortKey, list[dict[str, Any]]] = {}
    for pod in pods:
        if counts(pod):
            ports = endpoint_ports(service, pod)
            key = port_key(ports)
            ports_of.setdefault(key, ports)
            entry = endpoint(pod, service, zones.get(pod["spec"].get("nodeName", ""), ""))
            desired.setdefault(key, {})[_identity(entry)] = entry

    existing: dict[PortKey, list[Obj]] = {}
    for piece in own:
        existing.setdefault(port_key(piece.get("ports")), []).append(piece)

    labels = _labels(service)
    writes: list[Write] = []
    gone = list(foreign)
    kept = 0
    for key, endpoints in desired.items():
        plan = _fill(existing.pop(key, []), endpoints)
        for held, content in plan.slices:
            if held is None:
                fresh = _new(service, labels, ports_of[key], name)
                writes.append(Put(_with(fresh, content, labels, trigger_time)))
            elif (held.get("endpoints") or []) == content and held["metadata"].get("labels") == labels:
                kept += 1
            else:
                writes.append(Put(_with(held, content, labels, trigger_time)))
        gone += plan.gone
    for pieces in existing.values():
        gone += pieces
    if not writes and not kept:
        # A Service without endpoints still has one slice, so that its readers know that it was looked at.
        placeholder = next(
            (piece for piece in gone if not piece.get("endpoints") and not piece.get("ports")), None
        )
        if placeholder is not None and len(gone) == 1 and placeholder["metadata"].get("labels") == labels:
            gone = []
        else:
            writes.append(Put(_with(_new(service, labels, [], name), [], labels, trigger_time)))
    removals: list[Write] = [
        Remove(Key("endpointslices", meta["namespace"], piece["metadata"]["name"])) for piece in gone
    ]
    return writes + removals


class _Plan:
    """Slices with the endpoints they shall hold (None: a new slice), and the slices to remove."""

    def __init__(self) -> None:
        self.slices: list[tuple[Obj | None, list[dict[str, Any]]]] = []
        self.gone: list[Obj] = []


def _fill(existing: Sequence[Obj], desired: dict[Identity, dict[str, Any]]) -> _Plan:
    """reconcileByPortMapping: correct in place, fill what is changed anyway, then the fullest that still fits, then new ones."""
    plan = _Plan()
    missing = dict(desired)
    changed: list[tuple[Obj, list[dict[str, Any]]]] = []
    unchanged: list[tuple[Obj, list[dict[str, Any]]]] = []
    for piece in existing:
        before = piece.get("endpoints") or []
        after = [missing.pop(identity) for e in before if (identity := _identity(e)) in missing]
        if after == before and after:
            unchanged.append((piece, before))
        elif after:
            changed.append((piece, after))
        else:
            plan.gone.append(piece)
    rest = list(missing.values())
    changed.sort(key=lambda pair: -len(pair[1]))
    for _, content in changed:
        room = MAX_ENDPOINTS - len(content)
        content += rest[:room]
        rest = rest[room:]
    while rest:
        batch, rest = rest[:MAX_ENDPOINTS], rest[MAX_ENDPOINTS:]
        fits = [pair for pair in unchanged if len(pair[1]) + len(batch) <= MAX_ENDPOINTS]
        if fits:
            pair = max(fits, key=lambda fit: len(fit[1]))
            unchanged.remove(pair)
            changed.append((pair[0], [*pair[1], *batch]))
        else:
            plan.slices.append((None, batch))
    for piece, content in changed:
        if content:
            plan.slices.append((piece, content))
        else:
            plan.gone.append(piece)
    plan.slices += unchanged
    return plan


def _identity(entry: dict[str, Any]) -> Identity:
    target = entry.get("targetRef") or {}
    return (
        tuple(entry["addresses"]),
        entry.get("hostname", ""),
        target.get("namespace", ""),
        target.get("name", ""),
    )


def _owned_by(piece: Obj, uid: str | None) -> bool:
    return any(
        owner["uid"] == uid and owner["kind"] == "Service"
        for owner in piece["metadata"].get("ownerReferences") or ()
    )


def _labels(service: Obj) -> dict[str, str]:
    meta = service["metadata"]
    out = {key: value for key, value in (meta.get("labels") or {}).items() if key not in RESERVED}
    out[MANAGED_BY] = CONTROLLER
    out[SERVICE_NAME] = meta["name"]
    if service["spec"].get("clusterIP") in ("None", "", None):
        out[HEADLESS] = ""
    return out


def _new(
    service: Obj, labels: dict[str, str], ports: list[dict[str, Any]], name: Callable[[str], str]
) -> Obj:
    meta = service["metadata"]
    prefix = f"{meta['name']}-"
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": name(prefix),
            "generateName": prefix,
            "namespace": meta["namespace"],
            "labels": labels,
            "ownerReferences": [
                {
                    "apiVersion": "v1",
                    "blockOwnerDeletion": True,
                    "controller": True,
                    "kind": "Service",
                    "name": meta["name"],
                    "uid": meta.get("uid", ""),
                }
            ],
        },
        "addressType": "IPv4",
        "ports": ports or None,  # what has no omitempty and nothing in it is null
        "endpoints": None,
    }


def _with(piece: Obj, content: list[dict[str, Any]], labels: dict[str, str], trigger_time: str) -> Obj:
    meta = {**piece["metadata"], "labels": labels}
    if trigger_time:
        meta["annotations"] = {**(meta.get("annotations") or {}), TRIGGER_TIME: trigger_time}
    return {**piece, "metadata": meta, "endpoints": content or None}
