"""What is there before the first user: namespaces, and the API server's own Service with its address.

Mirrors pkg/controlplane/controller (kubernetesservice, systemnamespaces) and pkg/controlplane/reconcilers.
"""

from __future__ import annotations

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Obj

NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")


def objects(config: ClusterConfig) -> list[Obj]:
    """The objects to create, in order."""
    namespaces: list[Obj] = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in NAMESPACES
    ]
    labels = {"component": "apiserver", "provider": "kubernetes"}
    network = config.service_cidr.partition("/")[0].rpartition(".")[0]
    port = config.control_plane_port
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "kubernetes", "namespace": "default", "labels": labels},
        "spec": {
            "clusterIP": f"{network}.1",
            "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": port}],
        },
    }
    endpoints = {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"},
        },
        "subsets": [
            {
                "addresses": [{"ip": config.control_plane}],
                "ports": [{"name": "https", "port": port, "protocol": "TCP"}],
            }
        ],
    }
    slice_ = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": "kubernetes"},
        },
        "addressType": "IPv4",
        "endpoints": [{"addresses": [config.control_plane], "conditions": {"ready": True}}],
        "ports": [{"name": "https", "port": port, "protocol": "TCP"}],
    }
    return [*namespaces, service, endpoints, slice_]
