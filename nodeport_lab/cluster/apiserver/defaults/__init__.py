"""Fills in what a manifest leaves out, as the API server does after decoding.

- ``canonical``: nulls and zeros that say nothing go.
- ``service``, ``pod``, ``apps``, ``other``: the defaults of each kind.

Mirrors pkg/apis/{core,apps,networking,discovery}/v1/defaults.go.
"""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.cluster.apiserver.defaults import apps, other, pod, service
from nodeport_lab.cluster.apiserver.defaults.canonical import canonical
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

    Applied to its own result it changes nothing. A kind without defaults is only put in canonical form.
    """
    out = canonical(obj)
    out.setdefault("metadata", {})
    fill = _DEFAULTS.get(obj["kind"])
    if fill is not None:
        fill(out)
    return out
