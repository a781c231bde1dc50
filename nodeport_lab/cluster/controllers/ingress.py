"""An Ingress controller: which Ingresses are its own, what their rules decide, and the address that it writes into their status.

The controller is a program like any other: a Deployment behind a Service. Without it an Ingress does nothing. Matching follows the
API's documentation (networking/v1 types.go; "Path types", "Hostname wildcards"): the exact host before the wildcard, the longest
path first, Exact before Prefix; Prefix compares whole elements of the path.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from nodeport_lab.cluster.controllers.writes import Put, Write
from nodeport_lab.cluster.objects import Obj, name, namespace

CLASS = "nginx"
NAMESPACE = "ingress"
NAME = "ingress-controller"
_CLASS_ANNOTATION = "kubernetes.io/ingress.class"


class Target(NamedTuple):
    """Where a request goes: a Service's port, by number or name; of which Ingress, and which of its paths (None: default)."""

    ingress: str
    namespace: str
    service: str
    port: int | str
    path: str | None = None


def manifests() -> list[Obj]:
    """What an administrator installs: a class, and pods that are themselves exposed by a Service."""
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
                "type": "LoadBalancer",
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


def route(ingresses: Iterable[Obj], host: str, path: str) -> Target | None:
    """The backend of a request, or None: then the controller answers 404 by itself."""
    best: tuple[tuple[int, int, int], Target] | None = None
    fallback: Target | None = None
    for ingress in sorted(
        ingresses, key=lambda obj: (obj["metadata"].get("creationTimestamp", ""), name(obj))
    ):
        spec = ingress["spec"]
        for rule in spec.get("rules") or ():
            host_rank = match_host(rule.get("host") or "", host)
            if host_rank is None:
                continue
            for entry in (rule.get("http") or {}).get("paths") or ():
                path_rank = match_path(entry.get("path") or "/", entry.get("pathType"), path)
                if path_rank is None:
                    continue
                rank = (host_rank, *path_rank)
                if best is None or rank > best[0]:
                    best = rank, _target(ingress, entry["backend"], entry.get("path") or "/")
        if spec.get("defaultBackend") and fallback is None:
            fallback = _target(ingress, spec["defaultBackend"], None)
    return best[1] if best is not None else fallback


def match_host(pattern: str, host: str) -> int | None:
    """How well a rule's host fits: 2 exactly, 1 by a wildcard (which stands for one label), 0 any host; None not at all."""
    host = host.partition(":")[0].rstrip(".").lower()
    if not pattern:
        return 0
    if pattern.startswith("*."):
        label, _, rest = host.partition(".")
        return 1 if label and rest == pattern[2:].lower() else None
    return 2 if pattern.lower() == host else None


def match_path(pattern: str, kind: str | None, path: str) -> tuple[int, int] | None:
    """How well a rule's path fits: its length, then Exact before the others; None not at all."""
    path = path.partition("?")[0] or "/"
    if kind == "Exact":
        return (len(pattern), 1) if pattern == path else None
    # ImplementationSpecific is this controller's own business: it treats it as Prefix.
    elements = [element for element in pattern.split("/") if element]
    asked = [element for element in path.split("/") if element]
    return (len(pattern.rstrip("/")), 0) if asked[: len(elements)] == elements else None


def _target(ingress: Obj, backend: dict[str, Any], path: str | None) -> Target:
    service = backend.get("service") or {}
    port = service.get("port") or {}
    number = port.get("number") or port.get("name") or 0
    return Target(
        f"{namespace(ingress)}/{name(ingress)}", namespace(ingress), service.get("name", ""), number, path
    )
