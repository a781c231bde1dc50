"""How a pod gets going, step by step: its network, then for each container the image, its creation and its start."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.controllers.kubelet import images
from nodeport_lab.cluster.controllers.kubelet.equipment import Equipment, event, field_of
from nodeport_lab.cluster.controllers.kubelet.life import Container, Life, in_order, runs_to_its_end
from nodeport_lab.cluster.controllers.kubelet.references import missing_from_environment, missing_from_volumes
from nodeport_lab.cluster.controllers.writes import Write
from nodeport_lab.cluster.objects import Key, Obj

_INIT_TIME = 0.5  # how long an init container runs
_SECOND_LOOK = 1.0  # from a failed pull to the word that there will be another


def advance(tools: Equipment, key: Key, pod: Obj, life: Life) -> list[Write]:
    """The step that is under way is done; begin the next."""
    now = life.due
    containers = list(in_order(pod))
    if life.step in ("sandbox", "mount"):
        if why := missing_from_volumes(pod, tools.find):
            life.step, life.lacking, life.due = "mount", True, now + tools.timing.reference_retry
            return [event(pod, life, "Warning", "FailedMount", why)]
        life.lacking = False
        if not life.address:
            life.address = tools.addresses.take(life.node, f"{key.namespace}/{key.name}")
        if not life.address:
            life.due = now + tools.timing.backoff_max
            text = "Failed to create pod sandbox: no IP addresses available in range set"
            return [event(pod, life, "Warning", "FailedCreatePodSandBox", text)]
        life.step = "image"
    spec = containers[life.position]
    if life.step in ("image", "backoff"):
        return _fetch(tools, pod, life, spec, now)
    if life.step == "pull":
        return _pulled(tools, pod, life, spec, now)
    if life.step == "refused":
        return _back_off_pull(tools, pod, life, spec, now)
    container = life.containers[spec["name"]]
    if life.step == "start":
        if container.started is None:
            container.started = now
            container.told.clear()
            field = field_of(pod, spec)
            writes: list[Write] = [event(pod, life, "Normal", "Started", "Container started", field)]
            if runs_to_its_end(pod, spec):
                life.due = now + _INIT_TIME
                return writes
        else:
            writes = []
        life.position += 1
        life.step = "image" if life.position < len(containers) else "running"
        if life.step == "running":
            life.since = now
        return writes
    raise AssertionError(f"no such step: {life.step}")


def _fetch(tools: Equipment, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
    """Look for the image, and begin to pull it where that is needed (pkg/kubelet/images/image_manager.go)."""
    container = life.containers[spec["name"]]
    name = spec.get("image", "")
    field = field_of(pod, spec)
    found = images.parse(name)
    if isinstance(found, images.Trouble):
        text = f'Failed to apply default image tag "{name}": {found.message.split(": ", 1)[1]}'
        writes: list[Write] = [
            event(pod, life, "Warning", "InspectFailed", text, field),
            event(pod, life, "Warning", "Failed", "Error: InvalidImageName", field),
        ]
        return writes + _hold(tools, pod, life, container, found.reason, found.message, now)
    present = found.full in tools.images.get(life.node, ())
    policy = spec.get("imagePullPolicy") or "IfNotPresent"
    if policy == "Never" and not present:
        text = f'Container image "{name}" is not present with pull policy of Never'
        writes = [event(pod, life, "Warning", "ErrImageNeverPull", text, field)]
        return writes + _hold(tools, pod, life, container, "ErrImageNeverPull", text, now)
    if present and policy != "Always":
        _settle_image(container, found)
        text = f'Container image "{name}" already present on machine and can be accessed by the pod'
        return [
            event(pod, life, "Normal", "Pulled", text, field),
            *_create(tools, pod, life, spec, now),
        ]
    life.step, life.pull_began = "pull", now
    life.due = now + (tools.timing.pull_check if present else tools.timing.pull)
    return [event(pod, life, "Normal", "Pulling", f'Pulling image "{name}"', field)]


def _pulled(tools: Equipment, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
    container, name, field = life.containers[spec["name"]], spec.get("image", ""), field_of(pod, spec)
    found = images.parse(name)
    assert isinstance(found, images.Image)  # noqa: S101  (parsed before it was pulled)
    trouble = images.pull_trouble(found)
    if trouble is not None:
        writes: list[Write] = [
            event(pod, life, "Warning", "Failed", f'Failed to pull image "{name}": {trouble.message}', field),
            event(pod, life, "Warning", "Failed", "Error: ErrImagePull", field),
        ]
        container.waiting = (trouble.reason, trouble.message)
        life.step, life.due = "refused", now + _SECOND_LOOK
        return [*writes, tools.put(pod, life, now)]
    tools.images.setdefault(life.node, set()).add(found.full)
    _settle_image(container, found)
    took = f"{now - life.pull_began:.3g}s"
    text = (
        f'Successfully pulled image "{name}" in {took} ({took} including waiting). '
        f"Image size: {images.size(found)} bytes."
    )
    return [event(pod, life, "Normal", "Pulled", text, field), *_create(tools, pod, life, spec, now)]


def _hold(
    tools: Equipment, pod: Obj, life: Life, container: Container, reason: str, message: str, now: float
) -> list[Write]:
    """The container cannot start: say so, and try again after a back-off."""
    container.waiting = (reason, message)
    container.failures += 1
    container.backoff = min(tools.timing.backoff_max, container.backoff * 2 or tools.timing.image_backoff)
    life.step, life.due = "backoff", now + container.backoff
    return [tools.put(pod, life, now)]


def _back_off_pull(tools: Equipment, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
    container = life.containers[spec["name"]]
    text = f'Back-off pulling image "{spec.get("image", "")}"'
    told = event(pod, life, "Normal", "BackOff", text, field_of(pod, spec))
    why = f"{text}: ErrImagePull: {container.waiting[1]}"
    return [told, *_hold(tools, pod, life, container, "ImagePullBackOff", why, now)]


def _settle_image(container: Container, found: images.Image) -> None:
    container.image = found.full
    container.image_id = f"{found.repository}@{images.digest(found)}"


def _create(tools: Equipment, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
    field = field_of(pod, spec)
    if why := missing_from_environment(pod, spec, tools.find):
        life.containers[spec["name"]].waiting = ("CreateContainerConfigError", why)
        life.step, life.lacking, life.due = "backoff", True, now + tools.timing.reference_retry
        return [event(pod, life, "Warning", "Failed", f"Error: {why}", field), tools.put(pod, life, now)]
    life.step, life.lacking, life.due = "start", False, now + tools.timing.start
    return [event(pod, life, "Normal", "Created", "Container created", field)]
