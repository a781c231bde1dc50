"""The objects of a recorded packets case, as they stood in the API server when the packets were sent and the rules read."""

from __future__ import annotations

from typing import Any, NamedTuple

from nodeport_lab.cluster.apiserver import defaults
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers.endpoints.slices import reconcile
from nodeport_lab.cluster.controllers.kubelet.probes import succeeds
from nodeport_lab.cluster.controllers.kubelet.sockets import listening
from nodeport_lab.cluster.controllers.writes import Put
from nodeport_lab.cluster.objects import Obj, selects

NAMESPACE = "default"


class RecordedObjects(NamedTuple):
    """Pods with their status, Services with what the server and the provider added, EndpointSlices."""

    pods: list[Obj]
    services: list[Obj]
    slices: list[Obj]


def recorded_objects(case: dict[str, Any], config: ClusterConfig) -> RecordedObjects:
    """What the case says, and what the control plane makes of it; the Service ``kubernetes`` among it."""
    pods = [_running(obj, case["podIPs"]) for obj in case["objects"] if obj["kind"] == "Pod"]
    services = [_stored(obj, case, config) for obj in case["objects"] if obj["kind"] == "Service"]
    slices = [_named(obj) for obj in case["objects"] if obj["kind"] == "EndpointSlice"]
    for service in services:
        slices += _slices(service, pods)
    service, slice = _kubernetes(config)
    return RecordedObjects(pods, [service, *services], [slice, *slices])


def _kubernetes(config: ClusterConfig) -> tuple[Obj, Obj]:
    first = config.service_cidr.partition("/")[0].rpartition(".")[0] + ".1"
    port = {"name": "https", "protocol": "TCP"}
    metadata = {"namespace": NAMESPACE, "name": "kubernetes"}
    service = {
        "kind": "Service",
        "metadata": metadata,
        "spec": {
            "type": "ClusterIP",
            "clusterIP": first,
            "ports": [{**port, "port": 443, "targetPort": config.control_plane_port}],
        },
    }
    slice = {
        "kind": "EndpointSlice",
        "metadata": {**metadata, "labels": {"kubernetes.io/service-name": "kubernetes"}},
        "addressType": "IPv4",
        "ports": [{**port, "port": config.control_plane_port}],
        "endpoints": [{"addresses": [config.control_plane], "conditions": {"ready": True}}],
    }
    return service, slice


def _named(obj: Obj) -> Obj:
    """The object with everything that a manifest may leave out."""
    return defaults.apply({**obj, "metadata": {"namespace": NAMESPACE, **obj["metadata"]}})


def _running(obj: Obj, addresses: dict[str, str]) -> Obj:
    """The pod as the kubelet would report it."""
    ready = all(_ready(container, obj) for container in obj["spec"]["containers"])
    status = {
        "phase": "Running",
        "podIP": addresses[obj["metadata"]["name"]],
        "conditions": [{"type": "Ready", "status": str(ready)}],
    }
    return {**_named(obj), "status": status}


def _ready(container: dict[str, Any], pod: Obj) -> bool:
    probe = container.get("readinessProbe")
    return not probe or succeeds(probe, container, listening(pod))


def _stored(obj: Obj, case: dict[str, Any], config: ClusterConfig) -> Obj:
    """The Service as the API server would hold it, with what the provider wrote into its status."""
    service = _named(obj)
    spec = service["spec"]
    if spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local":
        # The server picks it, so the case does not name it.
        spec.setdefault("healthCheckNodePort", config.nodeport_range[1])
    ingress = case["loadBalancers"].get(obj["metadata"]["name"])
    if ingress:
        service["status"] = {"loadBalancer": {"ingress": [ingress]}}
    return service


def _slices(service: Obj, pods: list[Obj]) -> list[Obj]:
    selector = service["spec"].get("selector")
    if not selector:
        return []
    members = [pod for pod in pods if selects(selector, pod["metadata"].get("labels") or {})]
    writes = reconcile(service, members, [], lambda prefix: f"{prefix}{len(prefix)}")
    return [write.obj for write in writes if isinstance(write, Put)]
