"""The kubelets of all nodes: one look at one pod, whatever the reason for looking (pkg/kubelet/pod_workers.go SyncPod)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers.kubelet import images, probes, status
from nodeport_lab.cluster.controllers.kubelet.addresses import Addresses
from nodeport_lab.cluster.controllers.kubelet.life import (
    Container,
    Life,
    boot_time,
    in_order,
    runs_to_its_end,
)
from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, running_containers
from nodeport_lab.cluster.controllers.meta import is_terminating
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.controllers.writes import Again, Emit, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj

COMPONENT = "kubelet"
_INIT_TIME = 0.5  # how long an init container runs
_RESTARTING = "restarting"
_SECOND_LOOK = 1.0  # from a failed pull to the word that there will be another


class Kubelets:
    """What every node's kubelet and container runtime remember. ``down`` names the nodes that do nothing at the moment."""

    def __init__(
        self, config: ClusterConfig, timing: Timing = DEFAULT, addresses: Mapping[str, str] | None = None
    ) -> None:
        self.config = config
        self.timing = timing
        self.lives: dict[Key, Life] = {}
        self.down: set[str] = set()
        self._addresses = Addresses(config, addresses)
        self._images: dict[str, set[str]] = {}
        self._nodes = {node.name: node.address for node in config.nodes}

    def sockets(self, key: Key, pod: Obj, now: float) -> tuple[Socket, ...]:
        """Where a pod listens at this moment; nowhere before its containers run."""
        life = self.lives.get(key)
        return life.sockets(pod, now) if life is not None else ()

    def runs(self, key: Key) -> bool:
        """True while the pod's network exists on its node."""
        life = self.lives.get(key)
        return life is not None and bool(life.address)

    def force_readiness(self, key: Key, *, ready: bool) -> bool:
        """Somebody breaks (or mends) the pod's readiness from outside; False where the pod is not running."""
        life = self.lives.get(key)
        if life is None or life.step != "running":
            return False
        life.forced = ready
        return True

    def rearrange(self, key: Key, pod: Obj, port: int, address: str, now: float) -> bool:
        """The pod's process listens on ``address:port`` from now on; False where the pod is not running.

        Where it listens on that port already only the address changes, otherwise its first TCP socket moves there.
        """
        life = self.lives.get(key)
        if life is None or life.step != "running":
            return False
        sockets = list(life.sockets(pod, now))
        index = next((i for i, s in enumerate(sockets) if s.port == port), None)
        if index is None:
            index = next((i for i, s in enumerate(sockets) if s.protocol == "TCP"), None)
        if index is None:
            sockets.append(Socket(port, "TCP", address))
        else:
            sockets[index] = Socket(port, sockets[index].protocol, address)
        life.moved = tuple(sockets)
        life.since = now
        return True

    def sync(self, key: Key, pod: Obj | None, now: float) -> list[Write]:
        """What the pod's kubelet does at this moment, and when it will look again."""
        life = self.lives.get(key)
        if life is not None and (pod is None or life.uid != pod["metadata"].get("uid", "")):
            self._forget(key, life)
            life = None
        if pod is None:
            return []
        node = pod["spec"].get("nodeName", "")
        if node not in self._nodes or node in self.down:
            return []
        if is_terminating(pod):
            return self._terminate(key, pod, life, now)
        if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
            return []
        if life is None:
            return self._accept(key, pod, node, now)
        writes: list[Write] = []
        while now >= life.due and life.step != "running":
            writes += self._advance(key, pod, life)
        if life.step == "running":
            writes += self._watch(pod, life, now)
        elif life.due > now:
            writes.append(Again(life.due, settling=life.step != "backoff"))
        return writes

    def _accept(self, key: Key, pod: Obj, node: str, now: float) -> list[Write]:
        life = Life(pod["metadata"].get("uid", ""), node, "sandbox", now + self.timing.sandbox, accepted=now)
        life.boot = boot_time(pod)
        life.containers = {c["name"]: Container(c["name"]) for c in in_order(pod)}
        inits = bool(pod["spec"].get("initContainers"))
        for container in pod["spec"].get("containers") or ():
            life.containers[container["name"]].waiting = (
                "PodInitializing" if inits else "ContainerCreating",
                "",
            )
        if pod["spec"].get("hostNetwork"):
            life.address = self._nodes[node]
        self.lives[key] = life
        return [self._put(pod, life, now), Again(life.due)]

    def _advance(self, key: Key, pod: Obj, life: Life) -> list[Write]:
        """The step that is under way is done; begin the next."""
        now = life.due
        containers = list(in_order(pod))
        if life.step == "sandbox":
            if not life.address:
                life.address = self._addresses.take(life.node, f"{key.namespace}/{key.name}")
            if not life.address:
                life.due = now + self.timing.backoff_max
                text = "Failed to create pod sandbox: no IP addresses available in range set"
                return [self._event(pod, life, "Warning", "FailedCreatePodSandBox", text)]
            life.step = "image"
        spec = containers[life.position]
        if life.step in ("image", "backoff"):
            return self._fetch(pod, life, spec, now)
        if life.step == "pull":
            return self._pulled(pod, life, spec, now)
        if life.step == "refused":
            return self._back_off_pull(pod, life, spec, now)
        container = life.containers[spec["name"]]
        if life.step == "start":
            if container.started is None:
                container.started = now
                container.told.clear()
                field = _field(pod, spec)
                writes: list[Write] = [
                    self._event(pod, life, "Normal", "Started", "Container started", field)
                ]
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

    def _fetch(self, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
        """Look for the image, and begin to pull it where that is needed (pkg/kubelet/images/image_manager.go)."""
        container = life.containers[spec["name"]]
        name = spec.get("image", "")
        field = _field(pod, spec)
        found = images.parse(name)
        if isinstance(found, images.Trouble):
            text = f'Failed to apply default image tag "{name}": {found.message.split(": ", 1)[1]}'
            writes: list[Write] = [
                self._event(pod, life, "Warning", "InspectFailed", text, field),
                self._event(pod, life, "Warning", "Failed", "Error: InvalidImageName", field),
            ]
            return writes + self._hold(pod, life, container, found.reason, found.message, now)
        present = found.full in self._images.get(life.node, ())
        policy = spec.get("imagePullPolicy") or "IfNotPresent"
        if policy == "Never" and not present:
            text = f'Container image "{name}" is not present with pull policy of Never'
            writes = [self._event(pod, life, "Warning", "ErrImageNeverPull", text, field)]
            return writes + self._hold(pod, life, container, "ErrImageNeverPull", text, now)
        if present and policy != "Always":
            self._settle_image(container, found)
            text = f'Container image "{name}" already present on machine and can be accessed by the pod'
            return [
                self._event(pod, life, "Normal", "Pulled", text, field),
                *self._create(pod, life, spec, now),
            ]
        life.step, life.pull_began = "pull", now
        life.due = now + (self.timing.pull_check if present else self.timing.pull)
        return [self._event(pod, life, "Normal", "Pulling", f'Pulling image "{name}"', field)]

    def _pulled(self, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
        container, name, field = life.containers[spec["name"]], spec.get("image", ""), _field(pod, spec)
        found = images.parse(name)
        assert isinstance(found, images.Image)  # noqa: S101  (parsed before it was pulled)
        trouble = images.pull_trouble(found)
        if trouble is not None:
            writes: list[Write] = [
                self._event(
                    pod, life, "Warning", "Failed", f'Failed to pull image "{name}": {trouble.message}', field
                ),
                self._event(pod, life, "Warning", "Failed", "Error: ErrImagePull", field),
            ]
            container.waiting = (trouble.reason, trouble.message)
            life.step, life.due = "refused", now + _SECOND_LOOK
            return [*writes, self._put(pod, life, now)]
        self._images.setdefault(life.node, set()).add(found.full)
        self._settle_image(container, found)
        took = f"{now - life.pull_began:.3g}s"
        text = (
            f'Successfully pulled image "{name}" in {took} ({took} including waiting). '
            f"Image size: {images.size(found)} bytes."
        )
        return [self._event(pod, life, "Normal", "Pulled", text, field), *self._create(pod, life, spec, now)]

    def _hold(
        self, pod: Obj, life: Life, container: Container, reason: str, message: str, now: float
    ) -> list[Write]:
        """The container cannot start: say so, and try again after a back-off."""
        container.waiting = (reason, message)
        container.failures += 1
        container.backoff = min(self.timing.backoff_max, container.backoff * 2 or self.timing.image_backoff)
        life.step, life.due = "backoff", now + container.backoff
        return [self._put(pod, life, now)]

    def _back_off_pull(self, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
        container = life.containers[spec["name"]]
        text = f'Back-off pulling image "{spec.get("image", "")}"'
        event = self._event(pod, life, "Normal", "BackOff", text, _field(pod, spec))
        why = f"{text}: ErrImagePull: {container.waiting[1]}"
        return [event, *self._hold(pod, life, container, "ImagePullBackOff", why, now)]

    @staticmethod
    def _settle_image(container: Container, found: images.Image) -> None:
        container.image = found.full
        container.image_id = f"{found.repository}@{images.digest(found)}"

    def _create(self, pod: Obj, life: Life, spec: dict[str, Any], now: float) -> list[Write]:
        life.step, life.due = "start", now + self.timing.start
        return [self._event(pod, life, "Normal", "Created", "Container created", _field(pod, spec))]

    def _watch(self, pod: Obj, life: Life, now: float) -> list[Write]:
        """A running pod: let the probes speak, restart what fails its liveness probe, write the status where it differs."""
        writes: list[Write] = []
        next_look: float | None = None
        settling = False
        sockets = life.sockets(pod, now)
        for spec in running_containers(pod):
            container = life.containers[spec["name"]]
            for look, patient in self._probe(pod, life, spec, container, sockets, writes, now):
                settling = settling or not patient
                next_look = look if next_look is None else min(next_look, look)
        after = status.write(pod, life, self._nodes[life.node], now)
        if after != pod.get("status"):
            writes.append(Put({**pod, "status": after}))
        if next_look is not None:
            writes.append(Again(next_look, settling))
        return writes

    def _probe(
        self,
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
            field = _field(pod, spec)
            writes.append(self._event(pod, life, "Normal", "Created", "Container created", field))
            writes.append(self._event(pod, life, "Normal", "Started", "Container started", field))
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
                    writes.append(self._event(pod, life, "Warning", "Unhealthy", text, _field(pod, spec)))
            at = probes.noticed(probe, started, since, success=success)
            if now < at:
                looks.append((at, patient))
            return now >= at

        startup, liveness, readiness = (
            spec.get(f"{kind}Probe") for kind in ("startup", "liveness", "readiness")
        )
        if startup and not container.passed_startup:
            success = probes.succeeds(startup, spec, sockets)
            if not due("Startup", startup, success=success, patient=not success):
                return looks
            if not success:
                return self._restart(pod, life, spec, container, "startup", writes, now)
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
                return self._restart(pod, life, spec, container, "liveness", writes, now)
        return looks

    def _restart(
        self,
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
        writes.append(self._event(pod, life, "Normal", "Killing", text, _field(pod, spec)))
        life.moved = None
        wait = self.timing.stop
        if container.restarts:
            container.backoff = min(
                self.timing.backoff_max, container.backoff * 2 or self.timing.crash_backoff
            )
            wait += container.backoff
            container.waiting = (
                "CrashLoopBackOff",
                f"back-off {container.backoff:.0f}s restarting failed container={spec['name']} "
                f"pod={pod['metadata']['name']}_{pod['metadata']['namespace']}({life.uid})",
            )
        container.restarts += 1
        container.started = life.since = now + wait
        container.ready = container.passed_startup = False
        container.told = {_RESTARTING}
        return [(container.started, True)]

    def _terminate(self, key: Key, pod: Obj, life: Life | None, now: float) -> list[Write]:
        """Stop the containers within the grace period, then take the pod out of the store (killPod)."""
        if life is None:
            return [Remove(key)]
        writes: list[Write] = []
        if life.step != "stopping":
            for spec in running_containers(pod):
                if life.containers[spec["name"]].started is not None:
                    text = f"Stopping container {spec['name']}"
                    writes.append(self._event(pod, life, "Normal", "Killing", text, _field(pod, spec)))
            grace = pod["metadata"].get("deletionGracePeriodSeconds")
            if grace is None:
                grace = pod["spec"].get("terminationGracePeriodSeconds", 30)
            drain = min(float(grace), max((_pre_stop(c) for c in running_containers(pod)), default=0.0))
            life.step, life.deaf_at = "stopping", now + drain
            life.due = now + min(float(grace), drain + self.timing.stop)
        if now >= life.due:
            self._forget(key, life)
            return [*writes, Remove(key)]
        return [*writes, Again(life.due)]

    def _forget(self, key: Key, life: Life) -> None:
        if life.address and life.address != self._nodes.get(life.node):
            self._addresses.give_back(life.node, life.address)
        del self.lives[key]

    def _put(self, pod: Obj, life: Life, now: float) -> Put:
        return Put({**pod, "status": status.write(pod, life, self._nodes[life.node], now)})

    @staticmethod
    def _event(pod: Obj, life: Life, kind: str, reason: str, text: str, field: str = "") -> Emit:
        return Emit(pod, kind, reason, text, COMPONENT, life.node, field)


def _field(pod: Obj, spec: dict[str, Any]) -> str:
    where = "initContainers" if spec in (pod["spec"].get("initContainers") or ()) else "containers"
    return f"spec.{where}{{{spec['name']}}}"


def _pre_stop(container: dict[str, Any]) -> float:
    """How long a preStop hook holds the container back: its sleep, or the argument of a ``sleep`` command."""
    hook = (container.get("lifecycle") or {}).get("preStop") or {}
    if "sleep" in hook:
        return float(hook["sleep"].get("seconds", 0))
    words = " ".join((hook.get("exec") or {}).get("command") or ()).split()
    for command, argument in pairwise(words):
        if command.rsplit("/", 1)[-1] == "sleep" and argument.rstrip(";").isdigit():
            return float(argument.rstrip(";"))
    return 0.0
