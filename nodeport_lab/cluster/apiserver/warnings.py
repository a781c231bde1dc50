"""What the API server warns of though it accepts the object.

Mirrors pkg/api/{service,pod,node}/warnings.go and WarningsOnCreate and WarningsOnUpdate of the strategies.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.pod_warnings import pod_warnings
from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.apiserver.validation.ingress import CLASS_ANNOTATION
from nodeport_lab.cluster.apiserver.validation.meta import SPEC
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, go_quote

_TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints"
_TOPOLOGY_MODE = "service.kubernetes.io/topology-mode"
_TEMPLATE = SPEC.child("template")


def create(obj: Obj) -> list[str]:
    """The warnings for a new object, without the ``Warning: `` that kubectl puts before."""
    kind = obj["kind"]
    if kind == "Service":
        return _service(obj)
    if kind in ("Deployment", "ReplicaSet"):
        return _hostname(obj, "Pod names and hostnames") + _template(obj)
    if kind == "Pod":
        return _hostname(obj, "the Pod's hostname") + pod_warnings(
            FieldPath(), obj["metadata"], obj.get("spec") or {}
        )
    if kind == "Ingress":
        return _ingress(obj)
    if kind == "EndpointSlice" and obj.get("addressType") == "FQDN":
        return ["addressType: FQDN endpoints are deprecated"]
    return []


def update(new: Obj, old: Obj) -> list[str]:
    """The warnings for a changed object."""
    kind = new["kind"]
    if kind == "Service":
        return _service(new)
    if kind in ("Deployment", "ReplicaSet"):
        changed = new["metadata"].get("generation") != old["metadata"].get("generation")
        return _template(new) if changed else []
    return []


def _hostname(obj: Obj, use: str) -> list[str]:
    faults = names.dns_label(obj["metadata"].get("name", ""))
    if not faults:
        return []
    listed = " ".join(fault.message for fault in faults)
    words = "which can result in surprising behavior; a DNS label is recommended"
    return [f"metadata.name: this is used in {use}, {words}: [{listed}]"]


def _template(obj: Obj) -> list[str]:
    template = (obj.get("spec") or {}).get("template") or {}
    return pod_warnings(_TEMPLATE, template.get("metadata") or {}, template.get("spec") or {})


def _ingress(obj: Obj) -> list[str]:
    annotations = obj["metadata"].get("annotations") or {}
    if CLASS_ANNOTATION in annotations and (obj.get("spec") or {}).get("ingressClassName") is None:
        return [
            f"annotation {go_quote(CLASS_ANNOTATION)} is deprecated, please use 'spec.ingressClassName' instead"
        ]
    return []


def _service(obj: Obj) -> list[str]:
    """GetWarningsForService."""
    spec: dict[str, Any] = obj.get("spec") or {}
    kind, out = spec.get("type"), []
    external = spec.get("externalIPs") or []
    headless = kind == "ClusterIP" and spec.get("clusterIP") == "None"
    if _TOPOLOGY_HINTS in (obj["metadata"].get("annotations") or {}):
        out.append(f"annotation {_TOPOLOGY_HINTS} is deprecated, please use {_TOPOLOGY_MODE} instead")
    if spec.get("clusterIP") not in (None, "", "None"):
        out += _ips("clusterIPs", spec.get("clusterIPs") or [])
    if headless:
        if spec.get("loadBalancerIP"):
            out.append("spec.loadBalancerIP is ignored for headless services")
        if external:
            out.append("spec.externalIPs is ignored for headless services")
        if spec.get("sessionAffinity") != "None":
            out.append("spec.SessionAffinity is ignored for headless services")
    out += _ips("externalIPs", external)
    if external and not headless and kind != "ExternalName":
        out.append("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
    if spec.get("loadBalancerIP"):
        out += addresses.ip_warning(SPEC.child("loadBalancerIP"), spec["loadBalancerIP"])
    for position, text in enumerate(spec.get("loadBalancerSourceRanges") or []):
        out += addresses.cidr_warning(SPEC.child("loadBalancerSourceRanges").index(position), text)
    if kind == "ExternalName" and external:
        out.append('spec.externalIPs is ignored when spec.type is "ExternalName"')
    if kind != "ExternalName" and spec.get("externalName"):
        out.append('spec.externalName is ignored when spec.type is not "ExternalName"')
    if spec.get("trafficDistribution") == "PreferClose":
        out.append('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
    return out


def _ips(name: str, texts: list[str]) -> list[str]:
    path = SPEC.child(name)
    return [
        words
        for position, text in enumerate(texts)
        for words in addresses.ip_warning(path.index(position), text)
    ]
