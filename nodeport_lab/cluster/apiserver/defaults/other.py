"""The small ones: mirrors pkg/apis/{core,networking,discovery}/v1/defaults.go, and structs that always print."""

from __future__ import annotations

import base64
from typing import Any

from nodeport_lab.cluster.objects import Obj


def ingress(obj: Obj) -> None:
    """Fills in an Ingress in place: nothing is defaulted, but a backend and its port are structs."""
    spec = obj.setdefault("spec", {})
    _backend(spec.get("defaultBackend"))
    for rule in spec.get("rules") or []:
        for path in (rule.get("http") or {}).get("paths") or []:
            _backend(path.setdefault("backend", {}))
    obj.setdefault("status", {}).setdefault("loadBalancer", {})


def _backend(backend: dict[str, Any] | None) -> None:
    if backend is not None and backend.get("service") is not None:
        backend["service"].setdefault("port", {})


def ingress_class(obj: Obj) -> None:
    """Fills in an IngressClass in place."""
    parameters = obj.setdefault("spec", {}).get("parameters")
    if parameters is not None:
        parameters.setdefault("scope", "Cluster")


def endpoint_slice(obj: Obj) -> None:
    """Fills in an EndpointSlice in place: both its lists are there, as null where they are empty."""
    endpoints = obj["endpoints"] = obj.get("endpoints") or None
    ports = obj["ports"] = obj.get("ports") or None
    for endpoint in endpoints or ():
        endpoint.setdefault("conditions", {})
    for port in ports or ():
        port.setdefault("name", "")
        port.setdefault("protocol", "TCP")


def endpoints(obj: Obj) -> None:
    """Fills in an Endpoints in place."""
    for subset in obj.get("subsets") or []:
        for port in subset.get("ports") or []:
            port.setdefault("protocol", "TCP")


def namespace(obj: Obj) -> None:
    """Fills in a Namespace in place: its name is also a label."""
    name = obj.setdefault("metadata", {}).get("name")
    if name:
        obj["metadata"].setdefault("labels", {}).setdefault("kubernetes.io/metadata.name", name)
    obj.setdefault("spec", {})
    obj.setdefault("status", {}).setdefault("phase", "Active")


def node(obj: Obj) -> None:
    """Fills in a Node in place: without a word on what is allocatable, all of its capacity is."""
    obj.setdefault("spec", {})
    status = obj.setdefault("status", {})
    if status.get("capacity") and not status.get("allocatable"):
        status["allocatable"] = dict(status["capacity"])


def secret(obj: Obj) -> None:
    """Fills in a Secret in place: texts become data (Convert_v1_Secret_To_core_Secret)."""
    obj.setdefault("type", "Opaque")
    for key, text in (obj.pop("stringData", None) or {}).items():
        obj.setdefault("data", {})[key] = base64.b64encode(text.encode()).decode()
