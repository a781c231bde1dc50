"""A pod's status as its kubelet writes it (pkg/kubelet/kubelet_pods.go generateAPIPodStatus)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.controllers.kubelet.life import Container, Life, runs_to_its_end
from nodeport_lab.cluster.controllers.meta import stamp
from nodeport_lab.cluster.objects import Obj

_ORDER = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")


def write(pod: Obj, life: Life, node_address: str, now: float) -> dict[str, Any]:
    """The status of ``pod`` at this moment of its life."""
    spec, before = pod["spec"], pod.get("status", {})
    running = life.step == "running"
    statuses = [_container(c, life, now) for c in spec.get("containers") or ()]
    unready = [s["name"] for s in statuses if not s["ready"]]
    sidecars_ready = all(
        life.containers[c["name"]].ready
        for c in spec.get("initContainers") or ()
        if c.get("restartPolicy") == "Always"
    )
    ready = running and not unready and sidecars_ready
    blame = {
        "reason": "ContainersNotReady",
        "message": f"containers with unready status: [{' '.join(unready)}]",
    }
    conditions = {
        "PodReadyToStartContainers": (bool(life.address), {}),
        "Initialized": (life.position >= len(spec.get("initContainers") or ()), {}),
        "Ready": (ready, {} if ready else blame),
        "ContainersReady": (ready, {} if ready else blame),
        "PodScheduled": (True, {}),
    }
    status: dict[str, Any] = {
        "phase": "Running" if running else "Pending",
        "conditions": _conditions(before.get("conditions") or (), conditions, pod, now),
        "hostIP": node_address,
        "hostIPs": [{"ip": node_address}],
        "startTime": before.get("startTime") or stamp(now),
        "containerStatuses": statuses,
        "qosClass": before.get("qosClass", "BestEffort"),
        "observedGeneration": pod["metadata"].get("generation", 1),
    }
    if spec.get("initContainers"):
        status["initContainerStatuses"] = [
            _ended(c, life, now)
            if runs_to_its_end(pod, c) and life.position > i
            else _container(c, life, now)
            for i, c in enumerate(spec["initContainers"])
        ]
    if life.address:
        status["podIP"] = life.address
        status["podIPs"] = [{"ip": life.address}]
    return status


def _conditions(
    before: Sequence[dict[str, Any]],
    wanted: dict[str, tuple[bool, dict[str, str]]],
    pod: Obj,
    now: float,
) -> list[dict[str, Any]]:
    present = {entry["type"]: entry for entry in before}
    generation = pod["metadata"].get("generation", 1)
    out = []
    for kind in _ORDER:
        holds, why = wanted[kind]
        value = "True" if holds else "False"
        former = present.get(kind)
        same = former is not None and former["status"] == value
        out.append(
            {
                "type": kind,
                "observedGeneration": generation,
                "status": value,
                "lastProbeTime": None,
                "lastTransitionTime": former["lastTransitionTime"] if former and same else stamp(now),
                **why,
            }
        )
    return out


def _container(spec: dict[str, Any], life: Life, now: float) -> dict[str, Any]:
    state = life.containers.get(spec["name"]) or Container(spec["name"])
    runs = state.started is not None and state.started <= now and life.step == "running"
    out: dict[str, Any] = {"name": spec["name"]}
    if runs and state.started is not None:
        out["state"] = {"running": {"startedAt": stamp(state.started)}}
    else:
        reason, message = state.waiting
        out["state"] = {"waiting": {"reason": reason, **({"message": message} if message else {})}}
    out["lastState"] = {}
    if state.restarts:
        end = {"exitCode": 137, "reason": "Error", "startedAt": None, "finishedAt": stamp(state.ended)}
        out["lastState"] = {
            "terminated": {**end, "containerID": _identity(life, spec["name"], state.restarts - 1)}
        }
    out["ready"] = runs and state.ready and life.forced is not False
    out["restartCount"] = state.restarts
    out["image"] = state.image or spec.get("image", "")
    out["imageID"] = state.image_id
    if runs:
        out["containerID"] = _identity(life, spec["name"], state.restarts)
    out["started"] = runs and state.passed_startup
    return out


def _ended(spec: dict[str, Any], life: Life, now: float) -> dict[str, Any]:
    state = life.containers[spec["name"]]
    end = {
        "exitCode": 0,
        "reason": "Completed",
        "startedAt": stamp(state.started or now),
        "finishedAt": stamp(now),
    }
    identity = _identity(life, spec["name"], 0)
    return {
        "name": spec["name"],
        "state": {"terminated": {**end, "containerID": identity}},
        "lastState": {},
        "ready": True,
        "restartCount": 0,
        "image": state.image,
        "imageID": state.image_id,
        "containerID": identity,
        "started": False,
    }


def _identity(life: Life, name: str, restarts: int) -> str:
    digest = hashlib.sha256(f"{life.uid}/{name}/{restarts}".encode()).hexdigest()
    return f"containerd://{digest}"
