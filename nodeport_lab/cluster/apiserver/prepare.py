"""What a resource's strategy does to an object between allocation and validation.

Status and generation are the server's own; fields that a change of Service type makes meaningless go.
Mirrors PrepareForCreate and PrepareForUpdate of pkg/registry/*/*/strategy.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.qos import quality
from nodeport_lab.cluster.apiserver.validation.service import needs_health_check
from nodeport_lab.cluster.objects import Obj

# Kinds whose spec changes are counted in metadata.generation.
_COUNTED = frozenset({"Deployment", "ReplicaSet", "Pod", "Ingress", "IngressClass", "EndpointSlice"})
_FRESH_STATUS: dict[str, dict[str, Any]] = {
    "Deployment": {},
    "ReplicaSet": {"replicas": 0},
    "Service": {"loadBalancer": {}},
    "Ingress": {"loadBalancer": {}},
    "Namespace": {"phase": "Active"},
}
_NAMESPACE_FINALIZER = "kubernetes"


def for_create(obj: Obj) -> Obj:
    """The object as the strategy hands it to validation; ``obj`` stays as it was."""
    kind = obj["kind"]
    out = dict(obj)
    if kind in _FRESH_STATUS:
        out["status"] = dict(_FRESH_STATUS[kind])
    if kind in _COUNTED:
        out["metadata"] = obj["metadata"] | {"generation": 1}
    if kind == "Pod":
        out["status"] = {"phase": "Pending", "qosClass": quality(obj.get("spec") or {})}
    if kind == "Namespace":
        spec = obj.get("spec") or {}
        finalizers = spec.get("finalizers") or []
        if _NAMESPACE_FINALIZER not in finalizers:
            out["spec"] = spec | {"finalizers": [*finalizers, _NAMESPACE_FINALIZER]}
    return out


def for_update(new: Obj, old: Obj) -> Obj:
    """The changed object as the strategy hands it to validation; both arguments stay as they were."""
    kind = new["kind"]
    out = dict(new)
    if "status" in old:
        out["status"] = old["status"]
    else:
        out.pop("status", None)
    if kind == "Namespace":
        out["spec"] = (new.get("spec") or {}) | {
            "finalizers": (old.get("spec") or {}).get("finalizers") or []
        }
    if kind == "Service":
        spec = drop_type_dependent_fields(new["spec"], old["spec"])
        out["spec"] = spec
        if spec.get("type") != "LoadBalancer":
            out["status"] = (out.get("status") or {}) | {"loadBalancer": {}}
    if kind in _COUNTED:
        generation = old["metadata"].get("generation", 0) + (1 if _counts(kind, out, old) else 0)
        out["metadata"] = new["metadata"] | {"generation": generation}
    return out


def _counts(kind: str, new: Obj, old: Obj) -> bool:
    """True where the change is one that generation counts."""
    if kind == "EndpointSlice":
        body = ("addressType", "endpoints", "ports")
        labels = (new["metadata"].get("labels") or {}) != (old["metadata"].get("labels") or {})
        return labels or any(new.get(name) != old.get(name) for name in body)
    if kind == "Deployment" and (new["metadata"].get("annotations") or {}) != (
        old["metadata"].get("annotations") or {}
    ):
        return True
    return bool(new.get("spec") != old.get("spec"))


def drop_type_dependent_fields(spec: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """dropTypeDependentFields: what the new type has no use for goes, unless the same change also altered it."""
    spec = dict(spec)
    kind, was = spec.get("type"), before.get("type")
    if was != "ExternalName" and kind == "ExternalName":
        if _same(spec, before, "clusterIP") and _same(spec, before, "clusterIPs"):
            _drop(spec, "clusterIP", "clusterIPs")
        for name in ("ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"):
            if _same(spec, before, name):
                _drop(spec, name)
    outside = ("NodePort", "LoadBalancer")
    if was in outside and kind not in outside and _numbers(spec) <= _numbers(before):
        spec["ports"] = [
            {name: value for name, value in port.items() if name != "nodePort"}
            for port in spec.get("ports") or []
        ]
    if (
        needs_health_check(before)
        and not needs_health_check(spec)
        and _same(spec, before, "healthCheckNodePort")
    ):
        _drop(spec, "healthCheckNodePort")
    if was == "LoadBalancer" and kind != "LoadBalancer":
        for name in ("allocateLoadBalancerNodePorts", "loadBalancerClass"):
            if _same(spec, before, name):
                _drop(spec, name)
    if was in outside and kind not in outside and _same(spec, before, "externalTrafficPolicy"):
        _drop(spec, "externalTrafficPolicy")
    return spec


def _numbers(spec: dict[str, Any]) -> set[int]:
    return {port["nodePort"] for port in spec.get("ports") or [] if port.get("nodePort")}


def _same(spec: dict[str, Any], before: dict[str, Any], name: str) -> bool:
    return bool(spec.get(name) == before.get(name))


def _drop(spec: dict[str, Any], *names: str) -> None:
    for name in names:
        spec.pop(name, None)
