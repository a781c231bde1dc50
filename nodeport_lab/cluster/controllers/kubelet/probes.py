"""Probes: whether one would succeed, when the kubelet would notice, and what it says of a failure.

Nothing is polled. A probe's answer changes only when something happens to the pod (it starts, its process listens elsewhere,
somebody breaks it), so the moment at which the threshold is reached can be told in advance (pkg/kubelet/prober).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster.controllers.kubelet.sockets import Socket

FIRST_PROBE = 0.1  # after the container's start and initialDelaySeconds


def port_of(probe: dict[str, Any], container: dict[str, Any]) -> int | None:
    """The port that a probe knocks at: a number, or the container's port of that name. None for exec probes."""
    for kind in ("httpGet", "tcpSocket", "grpc"):
        action = probe.get(kind)
        if action is not None:
            port = action["port"]
            if isinstance(port, int):
                return port
            named = (p for p in container.get("ports") or () if p.get("name") == port)
            return next((int(p["containerPort"]) for p in named), 0)
    return None


def succeeds(probe: dict[str, Any], container: dict[str, Any], sockets: Iterable[Socket]) -> bool:
    """True where the pod listens on the probed port, where the kubelet can reach it. A command is taken to succeed."""
    port = port_of(probe, container)
    if port is None:
        return True
    return any(s.port == port and s.protocol == "TCP" and s.address != "127.0.0.1" for s in sockets)


def first_tick(probe: dict[str, Any], started: float, since: float) -> float:
    """The first probe at or after ``since``, in a container that started at ``started``."""
    base = started + (probe.get("initialDelaySeconds") or 0) + FIRST_PROBE
    period = probe.get("periodSeconds") or 10
    return base + max(0, math.ceil((since - base) / period - 1e-9)) * period


def noticed(probe: dict[str, Any], started: float, since: float, *, success: bool) -> float:
    """The moment at which the kubelet believes an answer that the probe gives from ``since`` on."""
    threshold = (probe.get("successThreshold") or 1) if success else (probe.get("failureThreshold") or 3)
    return first_tick(probe, started, since) + (threshold - 1) * (probe.get("periodSeconds") or 10)


def failure(kind: str, probe: dict[str, Any], container: dict[str, Any], address: str) -> str:
    """The event's words: ``kind`` is Readiness, Liveness or Startup."""
    port = port_of(probe, container)
    refused = f"dial tcp {address}:{port}: connect: connection refused"
    if "httpGet" in probe:
        action = probe["httpGet"]
        scheme = (action.get("scheme") or "HTTP").lower()
        path = action.get("path") or "/"
        return f'{kind} probe failed: Get "{scheme}://{address}:{port}{path}": {refused}'
    if "grpc" in probe:
        return (
            f'{kind} probe failed: timeout: failed to connect service "{address}:{port}" within '
            f"{probe.get('timeoutSeconds') or 1}s: context deadline exceeded"
        )
    return f"{kind} probe failed: {refused}"
