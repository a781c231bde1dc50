"""Tables of the workloads: Deployments, ReplicaSets, DaemonSets, StatefulSets, Jobs."""

from __future__ import annotations

from datetime import datetime

from nodeport_lab.cluster.objects import Obj

from .kinds import Kind, age, containers, format_labels, format_selector


def _deployment(obj: Obj, now: datetime) -> list[str]:
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        obj["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}",
        str(status.get("updatedReplicas", 0)),
        str(status.get("availableReplicas", 0)),
        age(obj, now),
        *containers(spec["template"]),
        format_selector(spec.get("selector")),
    ]


def _replica_set(obj: Obj, now: datetime) -> list[str]:
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        obj["metadata"]["name"],
        str(spec.get("replicas", 0)),
        str(status.get("replicas", 0)),
        str(status.get("readyReplicas", 0)),
        age(obj, now),
        *containers(spec.get("template") or {}),
        format_selector(spec.get("selector")),
    ]


def _daemon_set(obj: Obj, now: datetime) -> list[str]:
    spec, status = obj["spec"], obj.get("status") or {}
    counts = (
        "desiredNumberScheduled",
        "currentNumberScheduled",
        "numberReady",
        "updatedNumberScheduled",
        "numberAvailable",
    )
    return [
        obj["metadata"]["name"],
        *(str(status.get(count, 0)) for count in counts),
        format_labels(spec["template"]["spec"].get("nodeSelector")),
        age(obj, now),
        *containers(spec["template"]),
        format_selector(spec.get("selector")),
    ]  # fmt: skip


def _stateful_set(obj: Obj, now: datetime) -> list[str]:
    spec, status = obj["spec"], obj.get("status") or {}
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    return [obj["metadata"]["name"], ready, age(obj, now), *containers(spec["template"])]


_MORE = ("CONTAINERS+", "IMAGES+", "SELECTOR+")

APPS = {
    "deployments": Kind(("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", *_MORE), _deployment),
    "replicasets": Kind(("NAME", "DESIRED", "CURRENT", "READY", "AGE", *_MORE), _replica_set),
    "daemonsets": Kind(
        ("NAME", "DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE", "NODE SELECTOR", "AGE", *_MORE),
        _daemon_set,
    ),
    "statefulsets": Kind(("NAME", "READY", "AGE", "CONTAINERS+", "IMAGES+"), _stateful_set),
}
