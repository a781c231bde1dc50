"""How a running pod fares: its probes speak, what fails its liveness probe is restarted, and the status follows."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.controllers.kubelet import probes, status
from nodeport_lab.cluster.controllers.kubelet.equipment import Equipment, event, field_of
from nodeport_lab.cluster.controllers.kubelet.life import Container, Life
from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, running_containers
from nodeport_lab.cluster.controllers.writes import Again, Put, Write
from nodeport_lab.cluster.objects import Obj

_RESTARTING = "restarting"


def watch(tools: Equipment, pod: Obj, life: Life, now: float) -> list[Write]:
    """A running pod: let the probes speak, restart what fails its liveness probe, write the status where it differs."""
    writes: list[Write] = []
    next_look: float | None = None
    settling = False
    sockets = life.sockets(pod, now)
    for spec in running_containers(pod):
        container = life.containers[spec["name"]]
        for look, patient in _probe(tools, pod, life, spec, container, sockets, writes, now):
            settling = settling or not patient
            next_look = look if next_look is None else min(next_look, look)
    after = status.write(pod, life, tools.nodes[life.node], now)
    if after != pod.get("status"):
        writes.append(Put({**pod, "status": after}))
    if next_look is not None:
        writes.append(Again(next_look, settling))
    return writes


def _probe(
    tools: Equipment,
    pod: Obj,
    life: Life,
    spec: dict[str, Any],
    container: Container,
    sockets: tuple[Socket, ...],
    writes: list[Write],
    now: float,
) -> list[tuple[float, bool]]:
    """Bring one container's probe results up to date; returns (next moment, whether that is long patience)."""
    looks: list[tuple[float, bool]] = []
    started = container.started if container.started is not None else now
    if started > now:
        return [(started, True)]
    if _RESTARTING in container.told:
        container.told.clear()
        field = field_of(pod, spec)
        writes.append(event(pod, life, "Normal", "Created", "Container created", field))
        writes.append(event(pod, life, "Normal", "Started", "Container started", field))
    listens = started + life.boot
    since = max(life.since, listens if now >= listens else started)
    if now < listens:
        looks.append((listens, False))

    def due(kind: str, probe: dict[str, Any], *, success: bool, patient: bool = False) -> bool:
        """True once the probe's answer counts; tells of a failure at its first knock."""
        if not success and kind not in container.told:
            knock = probes.first_tick(probe, started, since)
            if now < knock:
                looks.append((knock, patient))
            else:
                container.told.add(kind)
                text = probes.failure(kind, probe, spec, life.address)
                writes.append(event(pod, life, "Warning", "Unhealthy", text, field_of(pod, spec)))
        at = probes.noticed(probe, started, since, success=success)
        if now < at:
            looks.append((at, patient))
        return now >= at

    startup, liveness, readiness = (spec.get(f"{kind}Probe") for kind in ("startup", "liveness", "readiness"))
    if startup and not container.passed_startup:
        success = probes.succeeds(startup, spec, sockets)
        if not due("Startup", startup, success=success, patient=not success):
            return looks
        if not success:
            return _restart(tools, pod, life, spec, container, "startup", writes, now)
        since = now
    container.passed_startup = True
    if not readiness:
        container.ready = True
    else:
        success = probes.succeeds(readiness, spec, sockets)
        if success:
            container.told.discard("Readiness")
        if (success != container.ready or not success) and due("Readiness", readiness, success=success):
            container.ready = success
    if liveness:
        if probes.succeeds(liveness, spec, sockets):
            container.told.discard("Liveness")
        elif due("Liveness", liveness, success=False, patient=True):
            return _restart(tools, pod, life, spec, container, "liveness", writes, now)
    return looks


def _restart(
    tools: Equipment,
    pod: Obj,
    life: Life,
    spec: dict[str, Any],
    container: Container,
    kind: str,
    writes: list[Write],
    now: float,
) -> list[tuple[float, bool]]:
    """Kill and start a container anew; its process is as the image has it, whatever was done to the old one."""
    text = f"Container {spec['name']} failed {kind} probe, will be restarted"
    writes.append(event(pod, life, "Normal", "Killing", text, field_of(pod, spec)))
    life.moved = None
    wait = tools.timing.stop
    if container.restarts:
        container.backoff = min(tools.timing.backoff_max, container.backoff * 2 or tools.timing.crash_backoff)
        wait += container.backoff
        container.waiting = (
            "CrashLoopBackOff",
            f"back-off {container.backoff:.0f}s restarting failed container={spec['name']} "
            f"pod={pod['metadata']['name']}_{pod['metadata']['namespace']}({life.uid})",
        )
    container.restarts += 1
    container.ended = now
    container.started = life.since = now + wait
    container.ready = container.passed_startup = False
    container.told = {_RESTARTING}
    return [(container.started, True)]
