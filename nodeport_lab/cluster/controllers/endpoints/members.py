"""Which pods are endpoints of a Service, and in what condition."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.objects import Obj

_NEAR = ("PreferClose", "PreferSameZone", "PreferSameNode")


def has_controller(service: Obj) -> bool:
    """True where the controllers keep this Service's endpoints: it selects pods and is not a mere alias."""
    spec = service["spec"]
    return bool(spec.get("selector")) and spec.get("type") != "ExternalName"


def is_ready(pod: Obj) -> bool:
    """True where the pod's Ready condition is."""
    for condition in pod.get("status", {}).get("conditions") or ():
        if condition["type"] == "Ready":
            return bool(condition["status"] == "True")
    return False


def is_terminal(pod: Obj) -> bool:
    """True where the pod has ended for good."""
    return pod.get("status", {}).get("phase") in ("Succeeded", "Failed")


def counts(pod: Obj) -> bool:
    """True where a slice lists the pod at all: it has an address and has not ended (endpointslice/util ShouldPodBeInEndpoints)."""
    return bool(pod.get("status", {}).get("podIP")) and not is_terminal(pod)


def endpoint(pod: Obj, service: Obj, zone: str = "") -> dict[str, Any]:
    """The pod as a slice lists it; ``zone`` is that of its node, where it has one.

    ``ready`` means: send traffic. A terminating pod never is, unless the Service publishes addresses that are not ready.
    """
    meta, spec = pod["metadata"], pod["spec"]
    serving = is_ready(pod)
    terminating = "deletionTimestamp" in meta
    publish = bool(service["spec"].get("publishNotReadyAddresses"))
    out: dict[str, Any] = {
        "addresses": [pod["status"]["podIP"]],
        "conditions": {
            "ready": publish or (serving and not terminating),
            "serving": serving,
            "terminating": terminating,
        },
    }
    if spec.get("hostname") and spec.get("subdomain") == service["metadata"]["name"]:
        out["hostname"] = spec["hostname"]
    if spec.get("nodeName"):
        out["nodeName"] = spec["nodeName"]
    out["targetRef"] = {
        "kind": "Pod",
        "name": meta["name"],
        "namespace": meta["namespace"],
        "uid": meta.get("uid", ""),
    }
    if zone:
        out["zone"] = zone
    hints = _hints(out, service["spec"].get("trafficDistribution"))
    if hints:
        out["hints"] = hints
    return out


def _hints(entry: dict[str, Any], distribution: str | None) -> dict[str, Any]:
    """For whom a ready endpoint is, where the Service prefers near ones (endpointslice/trafficdist/trafficdist.go)."""
    if distribution not in _NEAR or not entry["conditions"]["ready"]:
        return {}
    hints: dict[str, Any] = {}
    if "zone" in entry:
        hints["forZones"] = [{"name": entry["zone"]}]
    if "nodeName" in entry and distribution == "PreferSameNode":
        hints["forNodes"] = [{"name": entry["nodeName"]}]
    return hints
