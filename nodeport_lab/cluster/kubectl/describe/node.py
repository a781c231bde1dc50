"""Nodes, with the pods on them and what those ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.kubectl.ages import rfc1123z, since
from nodeport_lab.cluster.kubectl.quantity import as_number
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.kubectl.tables.core import node_roles
from nodeport_lab.cluster.objects import Obj

from . import meta
from .writer import Writer

_INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
)


def describe(obj: Obj, shell: Shell) -> Writer:
    """A Node."""
    writer, metadata, spec, status = Writer(), obj["metadata"], obj["spec"], obj.get("status") or {}
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Roles:", ",".join(node_roles(obj)) or "<none>")
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "CreationTimestamp:", rfc1123z(metadata["creationTimestamp"]))
    taints = [
        _taint(taint)
        for taint in sorted(spec.get("taints") or [], key=lambda t: (t.get("effect", ""), t["key"]))
    ]
    for index, taint in enumerate(taints or ["<none>"]):
        writer.line(0, "Taints:" if index == 0 else "", taint)
    writer.line(0, "Unschedulable:", str(bool(spec.get("unschedulable"))).lower())
    _lease(writer, obj, shell)
    conditions = status.get("conditions") or []
    if conditions:
        titles = ("Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message")
        writer.line(0, "Conditions:")
        writer.line(1, *titles)
        writer.line(
            1,
            *(
                line
                for line in ("----", "------", "-----------------", "------------------", "------", "-------")
            ),
        )
        for condition in conditions:
            times = (rfc1123z(condition[key]) + " " for key in ("lastHeartbeatTime", "lastTransitionTime"))
            kind, state = condition["type"] + " ", condition["status"] + " "
            writer.line(
                1, kind, state, *times, condition.get("reason", "") + " ", condition.get("message", "")
            )
    writer.line(0, "Addresses:")
    for address in status.get("addresses") or []:
        writer.line(1, f"{address['type']}:", address["address"])
    for title in ("Capacity", "Allocatable"):
        amounts = status.get(title.lower())
        if amounts:
            writer.line(0, f"{title}:")
            for name in sorted(amounts):
                writer.line(1, f"{name}:", amounts[name])
    writer.line(0, "System Info:")
    for title, key in _INFO:
        writer.line(1, f"{title}:", (status.get("nodeInfo") or {}).get(key, ""))
    if spec.get("podCIDR"):
        writer.line(0, "PodCIDR:", spec["podCIDR"])
    if spec.get("podCIDRs"):
        writer.line(0, "PodCIDRs:", ",".join(spec["podCIDRs"]))
    if spec.get("providerID"):
        writer.line(0, "ProviderID:", spec["providerID"])
    _pods(writer, obj, shell)
    return writer


def _taint(taint: dict[str, Any]) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint['key']}{value}:{taint['effect']}"


def _lease(writer: Writer, obj: Obj, shell: Shell) -> None:
    name = obj["metadata"]["name"]
    lease = next(
        (found for found in shell.objects("leases", "kube-node-lease") if found["metadata"]["name"] == name),
        None,
    )
    if lease is None:
        writer.line(0, "Lease:", f'Failed to get lease: leases.coordination.k8s.io "{name}" not found')
        return
    spec = lease["spec"]
    writer.line(0, "Lease:")
    writer.line(1, "HolderIdentity:", spec.get("holderIdentity") or "<unset>")
    acquired, renewed = spec.get("acquireTime"), spec.get("renewTime")
    writer.line(1, "AcquireTime:", rfc1123z(acquired) if acquired else "<unset>")
    writer.line(1, "RenewTime:", rfc1123z(renewed) if renewed else "<unset>")


def _amounts(pod: Obj) -> dict[tuple[str, str], float]:
    """What a pod's containers ask for in all: (cpu or memory …, requests or limits) to amount."""
    total: dict[tuple[str, str], float] = {}
    for container in pod["spec"].get("containers") or []:
        for kind in ("requests", "limits"):
            for name, amount in ((container.get("resources") or {}).get(kind) or {}).items():
                total[name, kind] = total.get((name, kind), 0.0) + (as_number(str(amount)) or 0.0)
    return total


def _shown(amount: float, name: str) -> str:
    if name == "cpu":
        return str(int(amount)) if amount == int(amount) else f"{round(amount * 1000)}m"
    for power, unit in ((3, "Gi"), (2, "Mi"), (1, "Ki")):
        if amount and amount % 1024**power == 0:
            return f"{int(amount // 1024**power)}{unit}"
    return str(int(amount))


def _share(amount: float, name: str, allocatable: dict[str, Any]) -> str:
    whole = as_number(str(allocatable.get(name, "0"))) or 0.0
    percent = int(amount * 100 / whole) if whole else 0
    return f"{_shown(amount, name)} ({percent}%)"


def _pods(writer: Writer, obj: Obj, shell: Shell) -> None:
    status = obj.get("status") or {}
    allocatable = status.get("allocatable") or status.get("capacity") or {}
    mine: Sequence[Obj] = [
        pod
        for pod in shell.objects("pods")
        if pod["spec"].get("nodeName") == obj["metadata"]["name"]
        and (pod.get("status") or {}).get("phase") not in ("Succeeded", "Failed")
    ]
    writer.line(0, "Non-terminated Pods:", f"({len(mine)} in total)")
    writer.line(
        1, "Namespace", "Name\t", "CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age"
    )
    writer.line(
        1, "---------", "----\t", "------------", "----------", "---------------", "-------------", "---"
    )
    totals: dict[tuple[str, str], float] = {}
    for pod in mine:
        amounts = _amounts(pod)
        for key, amount in amounts.items():
            totals[key] = totals.get(key, 0.0) + amount
        cells = [
            _share(amounts.get((name, kind), 0.0), name, allocatable)
            for name in ("cpu", "memory")
            for kind in ("requests", "limits")
        ]
        metadata = pod["metadata"]
        writer.line(
            1,
            metadata["namespace"],
            metadata["name"] + "\t",
            *cells,
            since(metadata.get("creationTimestamp"), shell.now()),
        )
    writer.line(0, "Allocated resources:")
    writer.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)")
    writer.line(1, "Resource", "Requests", "Limits")
    writer.line(1, "--------", "--------", "------")
    names = ["cpu", "memory", "ephemeral-storage"]
    for name in names:
        shares = [_share(totals.get((name, kind), 0.0), name, allocatable) for kind in ("requests", "limits")]
        writer.line(1, name, *shares)
