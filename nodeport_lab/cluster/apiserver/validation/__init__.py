"""The verdict on a defaulted object: every mistake, in the order and the words of the API server.

- ``names``, ``addresses``: texts and addresses; ``meta``: metadata; ``selector``: label selectors.
- ``service``, ``service_ips``, ``service_update``: Services.
- ``workload``: Deployments and ReplicaSets; ``pod``, ``pod_update``, ``pod_diff``: pods and templates, made of ``container``,
  ``env``, ``probe``, ``resources``, ``security``, ``scheduling``, ``volume``.
- ``ingress``, ``endpoints``, ``other``: the rest.

Mirrors pkg/apis/{core,apps,networking,discovery}/validation and k8s.io/apimachinery/pkg/api/validation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nodeport_lab.cluster.apiserver.validation import endpoints, ingress, other, pod, pod_update, workload
from nodeport_lab.cluster.apiserver.validation.service import service
from nodeport_lab.cluster.apiserver.validation.service_update import service_update
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import Problem


@dataclass(frozen=True, slots=True)
class Context:
    """What a verdict may depend on besides the object."""

    config: ClusterConfig = field(default_factory=ClusterConfig)


_CREATE: dict[str, Callable[[Obj, list[Problem]], None]] = {
    "ConfigMap": other.config_map,
    "Deployment": workload.deployment,
    "EndpointSlice": endpoints.endpoint_slice,
    "Endpoints": endpoints.endpoints,
    "Event": other.event,
    "Ingress": ingress.ingress,
    "IngressClass": ingress.ingress_class,
    "Namespace": other.namespace,
    "Node": other.node,
    "Pod": pod.pod,
    "ReplicaSet": workload.replica_set,
    "Secret": other.secret,
    "Service": service,
    "ServiceAccount": other.service_account,
}
_UPDATE: dict[str, Callable[[Obj, Obj, list[Problem]], None]] = {
    "ConfigMap": other.config_map_update,
    "Deployment": workload.deployment_update,
    "EndpointSlice": endpoints.endpoint_slice_update,
    "Endpoints": endpoints.endpoints_update,
    "Event": other.event_update,
    "Ingress": ingress.ingress_update,
    "IngressClass": ingress.ingress_class_update,
    "Namespace": other.namespace_update,
    "Node": other.node_update,
    "Pod": pod_update.pod_update,
    "ReplicaSet": workload.replica_set_update,
    "Secret": other.secret_update,
    "Service": service_update,
    "ServiceAccount": other.service_account_update,
}
KINDS = frozenset(_CREATE)


def create(obj: Obj, context: Context) -> list[Problem]:
    """Every mistake of a new object (defaulted, allocated and prepared), in Kubernetes' order."""
    found: list[Problem] = []
    _CREATE[obj["kind"]](obj, found)
    return _distinct(found)


def update(new: Obj, old: Obj, context: Context) -> list[Problem]:
    """Every mistake of a changed object, those of the change itself first, in Kubernetes' order."""
    found: list[Problem] = []
    _UPDATE[new["kind"]](new, old, found)
    return _distinct(found)


def _distinct(found: list[Problem]) -> list[Problem]:
    """field.ErrorList.ToAggregate: the same words are said once."""
    return list({problem.message: problem for problem in found}.values())
