"""``kubectl describe``: what each kind has to say of itself.

Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go. ``writer`` collects lines and aligns their columns, ``meta``
prints labels, annotations and events, ``pods`` pods and pod templates; the other modules have one family of kinds each.
"""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.cluster.kubectl.resources import Resource
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj

from . import config, discovery, generic, meta, networking, node, pods, service, workloads
from .writer import Writer

Describer = Callable[[Obj, Shell], Writer]

DESCRIBERS: dict[str, Describer] = {
    "services": service.describe,
    "pods": pods.describe,
    "deployments": workloads.deployment,
    "replicasets": workloads.replica_set,
    "nodes": node.describe,
    "namespaces": config.namespace,
    "configmaps": config.config_map,
    "endpoints": discovery.endpoints,
    "endpointslices": discovery.endpoint_slice,
    "ingresses": networking.ingress,
    "ingressclasses": networking.ingress_class,
}


def describe(resource: Resource, obj: Obj, shell: Shell, *, events: bool = True) -> str:
    """The text of ``kubectl describe`` for one object, with what happened to it where its kind is told of events."""
    writer = DESCRIBERS.get(resource.name, generic.describe)(obj, shell)
    if events and resource.name != "namespaces":
        meta.events(writer, obj, shell)
    return writer.text()
