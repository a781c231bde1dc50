"""Deployments and ReplicaSets."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.ages import rfc1123z
from nodeport_lab.cluster.kubectl.history import new_and_old
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.kubectl.tables.kinds import format_selector
from nodeport_lab.cluster.objects import Obj, label_selector_selects

from . import meta
from .pods import template
from .writer import Writer


def deployment(obj: Obj, shell: Shell) -> Writer:
    """A Deployment with its template, conditions and ReplicaSets."""
    writer, metadata, spec, status = Writer(), obj["metadata"], obj["spec"], obj.get("status") or {}
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    if metadata.get("creationTimestamp"):
        writer.line(0, "CreationTimestamp:", rfc1123z(metadata["creationTimestamp"]))
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "Selector:", format_selector(spec.get("selector")))
    counts = (
        f"{spec.get('replicas', 0)} desired | {status.get('updatedReplicas', 0)} updated | {status.get('replicas', 0)} total | "
        f"{status.get('availableReplicas', 0)} available | {status.get('unavailableReplicas', 0)} unavailable"
    )
    writer.line(0, "Replicas:", counts)
    strategy = spec.get("strategy") or {}
    writer.line(0, "StrategyType:", strategy.get("type", ""))
    writer.line(0, "MinReadySeconds:", spec.get("minReadySeconds", 0))
    rolling = strategy.get("rollingUpdate")
    if rolling:
        writer.line(
            0,
            "RollingUpdateStrategy:",
            f"{rolling['maxUnavailable']} max unavailable, {rolling['maxSurge']} max surge",
        )
    template(writer, spec["template"])
    conditions = status.get("conditions") or []
    if conditions:
        writer.line(0, "Conditions:")
        writer.line(1, "Type", "Status", "Reason")
        writer.line(1, "----", "------", "------")
        for condition in conditions:
            writer.line(1, condition["type"] + " ", condition["status"], condition.get("reason", ""))
    new, old = new_and_old(obj, shell.objects("replicasets", metadata["namespace"]))
    if new is not None or old:
        writer.line(0, "OldReplicaSets:", _replica_sets(old))
        writer.line(0, "NewReplicaSet:", _replica_sets([new] if new is not None else []))
    return writer


def _replica_sets(found: list[Obj]) -> str:
    return (
        ", ".join(
            f"{rs['metadata']['name']} ({(rs.get('status') or {}).get('replicas', 0)}/{rs['spec'].get('replicas', 0)} replicas created)"
            for rs in found
        )
        or "<none>"
    )


def replica_set(obj: Obj, shell: Shell) -> Writer:
    """A ReplicaSet with how its pods fare."""
    writer, metadata, spec, status = Writer(), obj["metadata"], obj["spec"], obj.get("status") or {}
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    writer.line(0, "Selector:", format_selector(spec.get("selector")))
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    meta.controlled_by(writer, obj)
    writer.line(0, "Replicas:", f"{status.get('replicas', 0)} current / {spec.get('replicas', 0)} desired")
    counts = _phases(obj, shell)
    shown = " / ".join(f"{counts[key]} {title}" for key, title in _TITLES.items())
    writer.line(0, "Pods Status:", shown)
    template(writer, spec["template"])
    conditions = status.get("conditions") or []
    if conditions:
        writer.line(0, "Conditions:")
        writer.line(1, "Type", "Status", "Reason")
        writer.line(1, "----", "------", "------")
        for condition in conditions:
            writer.line(1, condition["type"] + " ", condition["status"], condition.get("reason", ""))
    return writer


_TITLES = {"Running": "Running", "Pending": "Waiting", "Succeeded": "Succeeded", "Failed": "Failed"}


def _phases(obj: Obj, shell: Shell) -> dict[str, int]:
    """How many of the ReplicaSet's own pods are in each phase."""
    selector: dict[str, Any] = obj["spec"].get("selector") or {}
    counts = dict.fromkeys(_TITLES, 0)
    for pod in shell.objects("pods", obj["metadata"]["namespace"]):
        owners = pod["metadata"].get("ownerReferences") or []
        owned = any(owner.get("uid") == obj["metadata"].get("uid") for owner in owners)
        phase = (pod.get("status") or {}).get("phase", "")
        if (
            owned
            and label_selector_selects(selector, pod["metadata"].get("labels") or {})
            and phase in counts
        ):
            counts[phase] += 1
    return counts
