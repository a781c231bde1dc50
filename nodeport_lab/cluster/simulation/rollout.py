"""A rolling update: the patch that gives a Deployment's pods a new revision, and with it what decides whether requests get lost.

startup: how long the program takes until it listens. probe: whether a readinessProbe asks where it listens. drain: how many
seconds a preStop hook lets it go on while the word spreads that it goes. What is not said stays as it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nodeport_lab.cluster.controllers.kubelet.life import STARTUP
from nodeport_lab.cluster.controllers.kubelet.sockets import container_sockets
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.simulation.actions import Action

_RESTARTED = "kubectl.kubernetes.io/restartedAt"  # what `kubectl rollout restart` writes


def patch(deployment: Obj, action: Action, now: datetime) -> Obj:
    """The strategic merge patch; the pods are new ones even where nothing else changes."""
    template = deployment["spec"]["template"]
    annotations = {_RESTARTED: now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if "startup" in action:
        annotations[STARTUP] = f"{action['startup']:g}"
    changed = [_container(container, action) for container in template["spec"].get("containers") or ()]
    return {
        "spec": {
            "template": {
                "metadata": {"annotations": annotations},
                "spec": {"containers": changed},
            }
        }
    }


def _container(container: dict[str, Any], action: Action) -> dict[str, Any]:
    out: dict[str, Any] = {"name": container["name"]}
    if "probe" in action:
        out["readinessProbe"] = _probe(container) if action["probe"] else None
    if "drain" in action:
        seconds = action["drain"]
        out["lifecycle"] = {"preStop": {"sleep": {"seconds": seconds}} if seconds else None}
    return out


def _probe(container: dict[str, Any]) -> dict[str, Any] | None:
    """A knock every second at the first TCP port; none for a container that listens nowhere."""
    port = next((socket.port for socket in container_sockets(container) if socket.protocol == "TCP"), None)
    return None if port is None else {"tcpSocket": {"port": port}, "periodSeconds": 1}
