"""The quality of service class of a pod, from the requests and limits of its containers.

Mirrors ComputePodQOS in pkg/apis/core/v1/helper/qos/qos.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import quantity

_COUNTED = ("cpu", "memory")


def quality(spec: dict[str, Any]) -> str:
    """``BestEffort``, ``Guaranteed`` or ``Burstable``."""
    containers = [*(spec.get("containers") or []), *(spec.get("initContainers") or [])]
    guaranteed, anything = True, False
    for container in containers:
        resources = container.get("resources") or {}
        requests, limits = _amounts(resources.get("requests")), _amounts(resources.get("limits"))
        anything = anything or bool(requests) or bool(limits)
        if set(limits) != set(_COUNTED) or any(
            requests.get(name, amount) != amount for name, amount in limits.items()
        ):
            guaranteed = False
    if not anything:
        return "BestEffort"
    return "Guaranteed" if guaranteed else "Burstable"


def _amounts(resources: dict[str, Any] | None) -> dict[str, Any]:
    """cpu and memory, where they are more than nothing."""
    out = {}
    for name in _COUNTED:
        amount = quantity.parse(str((resources or {}).get(name, "0")))
        if amount is not None and amount.value > 0:
            out[name] = amount.value
    return out
