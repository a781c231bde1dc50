"""Judges admission cases: manifests applied one after another, and what the API server holds afterwards.

Only the API server takes part, as when the cases were recorded: no controller acts on what is stored.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.conformance.difference import first_difference
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.objects import Key, Obj

_DROPPED_METADATA = ("uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
# What the recorder listed, in its order.
_LISTED = ("services", "deployments", "ingresses", "pods", "configmaps", "endpointslices")


def recorded_cluster() -> ApiServer:
    """The API server as the recorder found it: an empty ``default`` namespace, and one left over elsewhere.

    The namespace ``shop`` had been deleted before and, no controller being there to finish its
    deletion, was terminating for as long as the recording went on.
    """
    api = ApiServer(ClusterConfig())
    apply([File("manifest.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n")], api)
    api.delete(Key("namespaces", "", "shop"))
    return api


def _own_objects(api: ApiServer) -> list[Obj]:
    found = [obj for resource in _LISTED for obj in api.list(resource, "default")]
    return [_stripped(obj) for obj in found if obj["metadata"]["name"] != "kubernetes"]


def _stripped(obj: Obj) -> Obj:
    metadata = {k: v for k, v in obj["metadata"].items() if k not in _DROPPED_METADATA}
    annotations = {k: v for k, v in metadata.get("annotations", {}).items() if k != _LAST_APPLIED}
    metadata.pop("annotations", None)
    if annotations:
        metadata["annotations"] = annotations
    return {**obj, "metadata": metadata}


def _illegal_pick(obj: Obj, recorded: Obj) -> str | None:
    """What is wrong with an address or port that the server picked, if anything; what the manifest chose is not judged."""
    config = ClusterConfig()
    spec: dict[str, Any] = obj.get("spec", {})
    chosen: dict[str, Any] = recorded.get("spec", {})
    low, high = config.nodeport_range
    ports = (
        zip(spec.get("ports", []), chosen.get("ports", []), strict=False) if obj["kind"] == "Service" else ()
    )
    for port, theirs in ports:
        if theirs.get("nodePort") == "<auto>" and not low <= port["nodePort"] <= high:
            return f"spec.ports: nodePort {port['nodePort']} is out of range"
    address = spec.get("clusterIP")
    network = ipaddress.ip_network(config.service_cidr)
    if chosen.get("clusterIP") == "<auto>" and ipaddress.ip_address(address or "0.0.0.0") not in network:  # noqa: S104
        return f"spec.clusterIP: {address} is out of range"
    return None


def judge(case: dict[str, Any], folder: Path) -> str | None:
    """The first difference between what the API server does and what was recorded, None where there is none."""
    api = recorded_cluster()
    for number, step in enumerate(case["steps"], start=1):
        printed = apply([File("manifest.yaml", step["manifest"])], api)
        ours = {"exit": printed.exit, "stdout": printed.stdout, "stderr": printed.stderr}
        recorded = {key: step[key] for key in ours}
        if difference := first_difference(ours, recorded, f"step {number}"):
            return difference
    ours_objects, recorded_objects = _own_objects(api), case["objects"]
    by_name = {(o["kind"], o["metadata"]["name"]): o for o in ours_objects}
    for obj in recorded_objects:
        key = (obj["kind"], obj["metadata"]["name"])
        if key not in by_name:
            return f"{key[0]} {key[1]}: not stored"
        mine = by_name.pop(key)
        if difference := first_difference(mine, obj, f"{key[0]} {key[1]}") or _illegal_pick(mine, obj):
            return difference
    return f"stored but not recorded: {sorted(by_name)}" if by_name else None
