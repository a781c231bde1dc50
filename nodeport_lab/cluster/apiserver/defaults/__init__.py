"""Fills in what a manifest leaves out, as the API server does after decoding.

- ``service``, ``pod``, ``apps``, ``other``: the defaults of each kind.

Mirrors pkg/apis/{core,apps,networking,discovery}/v1/defaults.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.apiserver.defaults import apps, other, pod, service
from nodeport_lab.cluster.objects import Obj

_DEFAULTS: dict[str, Callable[[Obj], None]] = {
    "Deployment": apps.deployment,
    "Endpoints": other.endpoints,
    "EndpointSlice": other.endpoint_slice,
    "Ingress": other.ingress,
    "IngressClass": other.ingress_class,
    "Namespace": other.namespace,
    "Node": other.node,
    "Pod": pod.pod,
    "ReplicaSet": apps.replica_set,
    "Secret": other.secret,
    "Service": service.service,
}


def apply(obj: Obj) -> Obj:
    """A new object with every default filled in; ``obj`` and everything in it stay as they were.

    ``obj`` is as decoding leaves it: nulls and zeros that say nothing are gone. Applied to its own result it changes
    nothing.
    """
    out: Obj = _copy(obj)
    out.setdefault("metadata", {})
    fill = _DEFAULTS.get(obj["kind"])
    if fill is not None:
        fill(out)
    return out


def _copy(value: Any) -> Any:
    """A tree of its own, for the defaults to be written into."""
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value
