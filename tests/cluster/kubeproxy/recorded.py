"""Recorded cases, and what kube-proxy is told about each: Services, and EndpointSlices derived from the pods.

The derivation here is the tests' own, so that these tests stand without the controllers.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data" / "conformance"
LISTENS = {"nginx": [80], "echoserver": [8080], "coredns": [53], "multi": [80, 8080]}
KUBERNETES = {
    "metadata": {"name": "kubernetes", "namespace": "default"},
    "spec": {
        "type": "ClusterIP",
        "clusterIP": "10.96.0.1",
        "ports": [{"name": "https", "protocol": "TCP", "port": 443}],
    },
}
KUBERNETES_SLICE = {
    "metadata": {
        "name": "kubernetes",
        "namespace": "default",
        "labels": {"kubernetes.io/service-name": "kubernetes"},
    },
    "addressType": "IPv4",
    "ports": [{"name": "https", "port": 6443, "protocol": "TCP"}],
    "endpoints": [{"addresses": ["192.168.1.100"], "conditions": {"ready": True}}],
}


def names() -> list[str]:
    return sorted(path.stem for path in (DATA / "rules").glob("*.json"))


@cache
def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "packets" / f"{name}.json").read_text())
    return found


@cache
def rules(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "rules" / f"{name}.json").read_text())
    return found


def objects(case: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Services and EndpointSlices of a recorded case, as the API server would hold them."""
    services, slices = [KUBERNETES], [KUBERNETES_SLICE]
    pods = [item for item in case["objects"] if item["kind"] == "Pod"]
    for item in case["objects"]:
        if item["kind"] == "Service":
            service = _stored(item, case["loadBalancers"])
            services.append(service)
            if service["spec"].get("selector"):
                slices += _slices(service, pods, case["podIPs"])
        elif item["kind"] == "EndpointSlice":
            slices.append({**item, "metadata": {"namespace": "default", **item["metadata"]}})
    return services, slices


def _stored(service: dict[str, Any], balancers: dict[str, Any]) -> dict[str, Any]:
    metadata = {"namespace": "default", **service["metadata"]}
    spec = dict(service["spec"])
    if spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local":
        spec.setdefault("healthCheckNodePort", 32000)
    stored = {**service, "metadata": metadata, "spec": spec}
    if metadata["name"] in balancers:
        stored["status"] = {"loadBalancer": {"ingress": [balancers[metadata["name"]]]}}
    return stored


def _slices(service: dict[str, Any], pods: list[dict[str, Any]], ips: dict[str, str]) -> list[dict[str, Any]]:
    """One slice for each set of resolved ports (staging/src/k8s.io/endpointslice)."""
    groups: dict[str, dict[str, Any]] = {}
    for pod in pods:
        labels = pod["metadata"].get("labels", {})
        if any(labels.get(key) != value for key, value in service["spec"]["selector"].items()):
            continue
        ports = []
        for port in service["spec"]["ports"]:
            number = _resolve(port, pod)
            if number:
                protocol = port.get("protocol", "TCP")
                ports.append({"name": port.get("name", ""), "port": number, "protocol": protocol})
        ready = _ready(pod) or service["spec"].get("publishNotReadyAddresses", False)
        group = groups.setdefault(
            json.dumps(ports),
            {
                "metadata": {
                    "name": f"{service['metadata']['name']}-{len(groups)}",
                    "namespace": "default",
                    "labels": {"kubernetes.io/service-name": service["metadata"]["name"]},
                },
                "addressType": "IPv4",
                "ports": ports,
                "endpoints": [],
            },
        )
        group["endpoints"].append(
            {
                "addresses": [ips[pod["metadata"]["name"]]],
                "nodeName": pod["spec"]["nodeName"],
                "conditions": {"ready": ready, "serving": ready, "terminating": False},
            }
        )
    return list(groups.values())


def _resolve(port: dict[str, Any], pod: dict[str, Any]) -> int | None:
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target
    for container in pod["spec"]["containers"]:
        for declared in container.get("ports", []):
            if declared.get("name") == target and declared.get("protocol", "TCP") == port.get(
                "protocol", "TCP"
            ):
                return int(declared["containerPort"])
    return None


def _ready(pod: dict[str, Any]) -> bool:
    for container in pod["spec"]["containers"]:
        probe = container.get("readinessProbe")
        if probe and probe["tcpSocket"]["port"] not in LISTENS[container["image"].split(":")[0]]:
            return False
    return True
