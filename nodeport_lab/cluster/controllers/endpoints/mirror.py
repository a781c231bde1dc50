"""The Endpoints object that stands beside the slices, for ``kubectl get endpoints`` (pkg/controller/endpoint).

Deprecated since 1.33, yet still kept by its controller: addresses that are ready, those that are not, per set of ports.
A terminating pod is in neither, unless the Service publishes addresses that are not ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster.controllers.endpoints.members import counts, is_ready
from nodeport_lab.cluster.controllers.endpoints.ports import endpoint_ports, port_key
from nodeport_lab.cluster.controllers.endpoints.slices import HEADLESS, TRIGGER_TIME
from nodeport_lab.cluster.controllers.writes import Put, Write
from nodeport_lab.cluster.objects import Obj

ENDPOINTS_MANAGED_BY = "endpoints.kubernetes.io/managed-by"
MAX_CAPACITY = 1000


def is_managed(endpoints: Obj) -> bool:
    """True for an object of the controller's own."""
    labels = endpoints["metadata"].get("labels") or {}
    return bool(labels.get(ENDPOINTS_MANAGED_BY) == "endpoint-controller")


def reconcile(service: Obj, pods: Iterable[Obj], current: Obj | None, trigger_time: str = "") -> list[Write]:
    """What to store so that the Endpoints object of ``service`` lists ``pods`` (those that it selects)."""
    meta = service["metadata"]
    publish = bool(service["spec"].get("publishNotReadyAddresses"))
    groups: dict[Any, dict[str, Any]] = {}
    for pod in pods:
        if not counts(pod) or ("deletionTimestamp" in pod["metadata"] and not publish):
            continue
        ports = endpoint_ports(service, pod)
        if not ports and service["spec"].get("ports"):
            continue
        group = groups.setdefault(port_key(ports), {"ports": ports, "ready": [], "waiting": []})
        group["ready" if publish or is_ready(pod) else "waiting"].append(_address(pod))
    subsets = [_subset(groups[key]) for key in sorted(groups, key=str)]
    labels = {**(meta.get("labels") or {}), ENDPOINTS_MANAGED_BY: "endpoint-controller"}
    if service["spec"].get("clusterIP") in ("None", "", None):
        labels[HEADLESS] = ""
    if (
        current is not None
        and (current.get("subsets") or []) == subsets
        and current["metadata"].get("labels") == labels
    ):
        return []
    base = (
        current["metadata"] if current is not None else {"name": meta["name"], "namespace": meta["namespace"]}
    )
    notes = {k: v for k, v in (base.get("annotations") or {}).items() if k != TRIGGER_TIME}
    if trigger_time:
        notes[TRIGGER_TIME] = trigger_time
    meta = {**base, "labels": labels} | ({"annotations": notes} if notes else {})
    out: Obj = {"apiVersion": "v1", "kind": "Endpoints", "metadata": meta}
    if subsets:
        out["subsets"] = subsets
    return [Put(out)]


def _subset(group: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if group["ready"]:
        out["addresses"] = sorted(group["ready"], key=_order)[:MAX_CAPACITY]
    if group["waiting"]:
        out["notReadyAddresses"] = sorted(group["waiting"], key=_order)[:MAX_CAPACITY]
    if group["ports"]:
        out["ports"] = sorted(group["ports"], key=lambda port: (port["port"], port["protocol"], port["name"]))
        out["ports"] = [{k: v for k, v in port.items() if v != ""} for port in out["ports"]]
    return out


def _address(pod: Obj) -> dict[str, Any]:
    meta = pod["metadata"]
    out: dict[str, Any] = {"ip": pod["status"]["podIP"]}
    if pod["spec"].get("nodeName"):
        out["nodeName"] = pod["spec"]["nodeName"]
    out["targetRef"] = {
        "kind": "Pod",
        "name": meta["name"],
        "namespace": meta["namespace"],
        "uid": meta.get("uid", ""),
    }
    return out


def _order(address: dict[str, Any]) -> tuple[str, str]:
    return address["ip"], address["targetRef"]["uid"]
