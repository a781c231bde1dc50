"""Pods, and the pod templates of workloads (describePod, DescribePodTemplate)."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.ages import rfc1123z, since
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.kubectl.tables.kinds import format_labels
from nodeport_lab.cluster.objects import Obj

from . import meta, volumes
from .containers import containers
from .writer import Writer


def describe(obj: Obj, shell: Shell) -> Writer:
    """A Pod with its containers, conditions, volumes and events."""
    writer, metadata, spec, status = Writer(), obj["metadata"], obj["spec"], obj.get("status") or {}
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata["namespace"])
    if spec.get("priority") is not None:
        writer.line(0, "Priority:", spec["priority"])
    if spec.get("priorityClassName"):
        writer.line(0, "Priority Class Name:", spec["priorityClassName"])
    if spec.get("serviceAccountName"):
        writer.line(0, "Service Account:", spec["serviceAccountName"])
    node = spec.get("nodeName")
    writer.line(0, "Node:", f"{node}/{status.get('hostIP', '')}" if node else "<none>")
    if status.get("startTime"):
        writer.line(0, "Start Time:", rfc1123z(status["startTime"]))
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    _phase(writer, obj, shell)
    writer.line(0, "IP:", status.get("podIP", ""))
    addresses = [entry["ip"] for entry in status.get("podIPs") or []]
    if addresses:
        writer.line(0, "IPs:")
        for address in addresses:
            writer.line(1, "IP:", address)
    else:
        writer.line(0, "IPs:", "<none>")
    meta.controlled_by(writer, obj)
    if spec.get("initContainers"):
        containers(
            writer, "Init Containers", spec["initContainers"], status.get("initContainerStatuses"), obj
        )
    containers(writer, "Containers", spec.get("containers") or [], status.get("containerStatuses"), obj)
    _conditions(writer, spec, status)
    volumes.volumes(writer, spec.get("volumes") or [], 0)
    writer.line(0, "QoS Class:", status.get("qosClass") or _quality(spec))
    meta.label_lines(writer, "Node-Selectors", spec.get("nodeSelector"))
    tolerations(writer, spec.get("tolerations") or [], 0)
    spread(writer, spec.get("topologySpreadConstraints") or [], 0)
    return writer


def _quality(spec: dict[str, Any]) -> str:
    """The quality of service class, for a pod whose status does not tell it yet."""
    resources = [container.get("resources") or {} for container in spec.get("containers") or []]
    if not any(entry.get("requests") or entry.get("limits") for entry in resources):
        return "BestEffort"
    whole = all(
        {"cpu", "memory"} <= set(entry.get("limits") or {})
        and (entry.get("requests") or entry["limits"]) == entry["limits"]
        for entry in resources
    )
    return "Guaranteed" if whole else "Burstable"


def _phase(writer: Writer, obj: Obj, shell: Shell) -> None:
    metadata, status = obj["metadata"], obj.get("status") or {}
    if metadata.get("deletionTimestamp") and status.get("phase") not in ("Failed", "Succeeded"):
        writer.line(0, "Status:", f"Terminating (lasts {since(metadata['deletionTimestamp'], shell.now())})")
        writer.line(0, "Termination Grace Period:", f"{metadata.get('deletionGracePeriodSeconds', 0)}s")
    else:
        writer.line(0, "Status:", status.get("phase", ""))
    if status.get("reason"):
        writer.line(0, "Reason:", status["reason"])
    if status.get("message"):
        writer.line(0, "Message:", status["message"])


def _conditions(writer: Writer, spec: dict[str, Any], status: dict[str, Any]) -> None:
    conditions = status.get("conditions") or []
    gates = spec.get("readinessGates") or []
    if gates:
        writer.line(0, "Readiness Gates:")
        writer.line(1, "Type", "Status")
        states = {condition["type"]: condition["status"] for condition in conditions}
        for gate in gates:
            writer.line(1, gate["conditionType"], states.get(gate["conditionType"], "<none>") + " ")
    if conditions:
        writer.line(0, "Conditions:")
        writer.line(1, "Type", "Status")
        for condition in conditions:
            writer.line(1, condition["type"] + " ", condition["status"] + " ")


def template(writer: Writer, pod: dict[str, Any]) -> None:
    """The pod template of a workload, below its title."""
    metadata, spec = pod.get("metadata") or {}, pod.get("spec") or {}
    writer.line(0, "Pod Template:")
    meta.label_lines(writer, "Labels", metadata.get("labels"), 1)
    if metadata.get("annotations"):
        meta.annotation_lines(writer, metadata["annotations"], 1)
    if spec.get("serviceAccountName"):
        writer.line(1, "Service Account:", spec["serviceAccountName"])
    if spec.get("initContainers"):
        containers(writer, "Init Containers", spec["initContainers"], None, pod, level=1)
    containers(writer, "Containers", spec.get("containers") or [], None, pod, level=1)
    volumes.volumes(writer, spec.get("volumes") or [], 1)
    spread(writer, spec.get("topologySpreadConstraints") or [], 1)
    if spec.get("priorityClassName"):
        writer.line(1, "Priority Class Name:", spec["priorityClassName"])
    meta.label_lines(writer, "Node-Selectors", spec.get("nodeSelector"), 1)
    tolerations(writer, spec.get("tolerations") or [], 1)


def tolerations(writer: Writer, found: list[dict[str, Any]], level: int) -> None:
    """Tolerations by key, one a line (printTolerationsMultiline)."""
    if not found:
        writer.line(level, "Tolerations:", "<none>")
    for index, item in enumerate(sorted(found, key=lambda toleration: toleration.get("key", ""))):
        text = item.get("key", "")
        if item.get("value"):
            text += f"={item['value']}"
        if item.get("effect"):
            text += f":{item['effect']}"
        if item.get("operator") == "Exists" and not item.get("value"):
            text += " op=Exists" if item.get("key") or item.get("effect") else "op=Exists"
        if item.get("tolerationSeconds") is not None:
            text += f" for {item['tolerationSeconds']}s"
        writer.line(level, "Tolerations:" if index == 0 else "", text)


def spread(writer: Writer, found: list[dict[str, Any]], level: int) -> None:
    """Topology spread constraints, one a line."""
    for index, item in enumerate(sorted(found, key=lambda constraint: constraint["topologyKey"])):
        text = (
            f"{item['topologyKey']}:{item['whenUnsatisfiable']} when max skew {item['maxSkew']} is exceeded"
        )
        if item.get("labelSelector"):
            text += f" for selector {format_labels(item['labelSelector'].get('matchLabels'))}"
        writer.line(level, "Topology Spread Constraints:" if index == 0 else "", text)
