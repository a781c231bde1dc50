"""Objects as a client sends them."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.objects import Key

WEB = Key("services", "default", "web")


def service(name: str = "web", namespace: str = "default", **spec: Any) -> dict[str, Any]:
    ports = [{"port": 80, "nodePort": 30080}]
    metadata = {"name": name, "namespace": namespace}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {"type": "NodePort", "ports": ports, **spec},
    }


def pod(name: str = "a", **spec: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "default"}
    spec = {"containers": [{"name": "c", "image": "nginx"}], **spec}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def namespace(name: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
