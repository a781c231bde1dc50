"""An Ingress controller: what an administrator installs, which Ingresses are its own, and the address that it writes into them.

The controller is a program like any other: a Deployment behind a Service. Without it an Ingress does nothing. What its rules make
of a request is the network's business (``network.ingress``).
"""

from __future__ import annotations

from collections.abc import Iterable

from nodeport_lab.cluster.controllers.writes import Put, Write
from nodeport_lab.cluster.objects import Obj

CLASS = "nginx"
NAMESPACE = "ingress"
NAME = "ingress-controller"
_CLASS_ANNOTATION = "kubernetes.io/ingress.class"


def manifests(expose: str = "LoadBalancer") -> list[Obj]:
    """What an administrator installs: a class, and pods that are themselves exposed by a Service of type ``expose``."""
    labels = {"app.kubernetes.io/name": NAME}
    ports = [("http", 80), ("https", 443)]
    container = {
        "name": "controller",
        "image": "nginx/nginx-ingress:5.3.1",
        "ports": [{"name": port, "containerPort": number} for port, number in ports],
    }
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}},
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "IngressClass",
            "metadata": {
                "name": CLASS,
                "annotations": {"ingressclass.kubernetes.io/is-default-class": "true"},
            },
            "spec": {"controller": "nginx.org/ingress-controller"},
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": NAME, "namespace": NAMESPACE, "labels": labels},
            "spec": {
                "replicas": 1,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": NAME, "namespace": NAMESPACE, "labels": labels},
            "spec": {
                "type": expose,
                "selector": labels,
                "ports": [{"name": port, "port": number, "targetPort": port} for port, number in ports],
            },
        },
    ]


def is_mine(ingress: Obj) -> bool:
    """True for an Ingress of the controller's class, and for one without any class."""
    chosen = ingress["spec"].get("ingressClassName")
    if chosen is None:
        chosen = (ingress["metadata"].get("annotations") or {}).get(_CLASS_ANNOTATION, CLASS)
    return bool(chosen == CLASS)


def reconcile(ingress: Obj, addresses: Iterable[str]) -> list[Write]:
    """Write the addresses of the controller's Service into the status of an Ingress of its own."""
    if not is_mine(ingress):
        return []
    entries = [{"ip": address} for address in addresses]
    status = {"loadBalancer": {"ingress": entries} if entries else {}}
    return [] if ingress.get("status") == status else [Put({**ingress, "status": status})]
