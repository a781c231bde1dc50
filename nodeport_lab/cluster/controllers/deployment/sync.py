"""One look at a Deployment (pkg/controller/deployment/deployment_controller.go syncDeployment)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nodeport_lab.cluster.controllers.deployment import revisions, rolling, status
from nodeport_lab.cluster.controllers.deployment.revisions import age, revision
from nodeport_lab.cluster.controllers.deployment.rolling import size
from nodeport_lab.cluster.controllers.meta import is_terminating
from nodeport_lab.cluster.controllers.writes import Again, Emit, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj

COMPONENT = "deployment-controller"


def reconcile(
    deployment: Obj,
    sets: Sequence[Obj],
    pods_of: Callable[[Obj], Sequence[Obj]],
    now: float,
    taken: Iterable[str] = (),
) -> list[Write]:
    """What to change for ``deployment`` that controls the ReplicaSets ``sets``; ``pods_of`` gives a ReplicaSet's pods.

    taken: names of ReplicaSets that are there already, whoever controls them.
    """
    return _Look(deployment, sets, pods_of, now, taken).reconcile()


class _Look:
    """One look: the ReplicaSets as they will be after the writes gathered so far."""

    def __init__(
        self,
        deployment: Obj,
        sets: Sequence[Obj],
        pods_of: Callable[[Obj], Sequence[Obj]],
        now: float,
        taken: Iterable[str],
    ) -> None:
        self.deployment = deployment
        self.sets = {rs["metadata"]["name"]: rs for rs in sorted(sets, key=age)}
        self.pods_of = pods_of
        self.taken = frozenset(taken)
        self.now = now
        self.writes: list[Write] = []
        self.conditions = status.Conditions(deployment, now)
        self.collisions: int | None = deployment.get("status", {}).get("collisionCount")
        found = revisions.find_new(deployment, sets)
        self.new_name = found["metadata"]["name"] if found is not None else None

    @property
    def new(self) -> Obj | None:
        return self.sets[self.new_name] if self.new_name is not None else None

    @property
    def old(self) -> list[Obj]:
        """The other ReplicaSets, oldest first."""
        return [rs for name, rs in self.sets.items() if name != self.new_name]

    @property
    def wanted(self) -> int:
        return int(self.deployment["spec"].get("replicas", 1))

    def reconcile(self) -> list[Write]:
        if not is_terminating(self.deployment):
            if self._check_paused() or self._is_scaling():
                self._number(create=False)
                self._scale_in_proportion()
            elif rolling.is_rolling(self.deployment):
                self._roll()
            else:
                self._recreate()
        self._write_status()
        return self.writes

    def _check_paused(self) -> bool:
        paused = bool(self.deployment["spec"].get("paused"))
        progress = self.conditions.get("Progressing")
        has_deadline = self.deployment["spec"].get("progressDeadlineSeconds") is not None
        if has_deadline and not (progress and progress["reason"] == "ProgressDeadlineExceeded"):
            said = progress is not None and progress["reason"] == "DeploymentPaused"
            if paused and not said:
                self.conditions.set("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused")
            elif not paused and said:
                self.conditions.set("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed")
        return paused

    def _is_scaling(self) -> bool:
        """True where a ReplicaSet was last sized for another number of replicas."""
        for rs in self.sets.values():
            desired = (rs["metadata"].get("annotations") or {}).get(revisions.DESIRED)
            if size(rs) and desired is not None and desired != str(self.wanted):
                return True
        return False

    def _number(self, *, create: bool) -> None:
        """Give the new ReplicaSet its revision, and make it where there is none (getAllReplicaSetsAndSyncRevision)."""
        number = max(map(revision, self.old), default=0) + 1
        if self.new is not None:
            rs = self.new
            present = rs["metadata"].get("annotations") or {}
            wanted = revisions.annotate(self.deployment, present, number)
            wanted[revisions.DESIRED] = present.get(revisions.DESIRED, wanted[revisions.DESIRED])
            wanted[revisions.MAXIMUM] = present.get(revisions.MAXIMUM, wanted[revisions.MAXIMUM])
            if wanted != present:
                self._store({**rs, "metadata": {**rs["metadata"], "annotations": wanted}})
            if self.conditions.get("Progressing") is None:
                text = f'Found new replica set "{rs["metadata"]["name"]}"'
                self.conditions.set("Progressing", "True", "FoundNewReplicaSet", text)
        elif create:
            replicas = rolling.new_size(self.deployment, self.old, 0)
            rs, self.collisions = revisions.make(
                self.deployment, number, replicas, self.taken.union(self.sets)
            )
            self.new_name = name = rs["metadata"]["name"]
            self._store(rs)
            if replicas:
                self._tell_scaled("up", name, 0, replicas)
            text = f'Created new replica set "{name}"'
            self.conditions.set("Progressing", "True", "NewReplicaSetCreated", text)

    def _roll(self) -> None:
        self._number(create=True)
        new = self.new
        assert new is not None  # noqa: S101  (made a line above)
        if size(new) != self.wanted:
            target = self.wanted
            if size(new) < self.wanted:
                target = rolling.new_size(self.deployment, list(self.sets.values()), size(new))
            if self._resize(new, target):
                return
        changed = False
        for name, target in rolling.shrink_old(self.deployment, new, self.old).items():
            changed = self._resize(self.sets[name], target) or changed
        if not changed:
            self._clean_up()

    def _recreate(self) -> None:
        self._number(create=False)
        old = self.old
        shrinking = [rs for rs in old if size(rs)]
        for rs in shrinking:
            self._resize(rs, 0)
        if shrinking:
            return
        alive = ("Succeeded", "Failed")
        if any(pod.get("status", {}).get("phase") not in alive for rs in old for pod in self.pods_of(rs)):
            return
        self._number(create=True)
        new = self.new
        if new is not None and not self._resize(new, self.wanted):
            self._clean_up()

    def _scale_in_proportion(self) -> None:
        """A change of ``replicas`` alone, or in the midst of a rollout (sync.go scale)."""
        sets = list(self.sets.values())
        active = [rs for rs in sets if size(rs)]
        single = active[0] if len(active) == 1 else None
        if not active:
            single = self.new or (max(self.old, key=revision) if self.old else None)
        if single is not None:
            self._resize(single, self.wanted)
            return
        new = self.new
        if new is not None and size(new) == self.wanted == rolling.available(new):
            desired = (new["metadata"].get("annotations") or {}).get(revisions.DESIRED)
            if desired == str(self.wanted):
                for rs in self.old:
                    self._resize(rs, 0)
                return
        if not rolling.is_rolling(self.deployment) or not active:
            return
        growing = self.wanted + rolling.max_surge(self.deployment) > sum(map(size, active))
        active.sort(key=age, reverse=growing)
        active.sort(key=size, reverse=True)
        before = {
            rs["metadata"]["name"]: int((rs["metadata"].get("annotations") or {}).get(revisions.MAXIMUM, 0))
            for rs in active
        }
        for name, target in rolling.share(self.deployment, active, before).items():
            self._resize(self.sets[name], target, renew=True)

    def _resize(self, rs: Obj, target: int, *, renew: bool = False) -> bool:
        """Ask a ReplicaSet for another number of pods; True where that is a change."""
        meta = rs["metadata"]
        present = size(rs)
        annotations = {**(meta.get("annotations") or {}), **revisions.sizes(self.deployment)}
        if target == present and not (renew or annotations != meta.get("annotations")):
            return False
        meta = {**meta, "annotations": annotations}
        if target != present:
            meta["generation"] = meta.get("generation", 1) + 1
            self._tell_scaled("up" if target > present else "down", meta["name"], present, target)
        self._store({**rs, "metadata": meta, "spec": {**rs["spec"], "replicas": target}})
        return target != present

    def _clean_up(self) -> None:
        """Forget revisions beyond revisionHistoryLimit, once the rollout is done."""
        limit = self.deployment["spec"].get("revisionHistoryLimit", 10)
        sets = list(self.sets.values())
        if not status.is_complete(self.deployment, status.counts(self.deployment, self.new, sets, None)):
            return
        idle = [
            rs
            for rs in sorted(self.old, key=revision)
            if not size(rs) and not rs.get("status", {}).get("replicas") and not is_terminating(rs)
        ]
        for rs in idle[: max(0, len(self.old) - limit)]:
            meta = rs["metadata"]
            del self.sets[meta["name"]]
            self.writes.append(Remove(Key("replicasets", meta["namespace"], meta["name"])))

    def _store(self, rs: Obj) -> None:
        self.sets[rs["metadata"]["name"]] = rs
        for index, write in enumerate(self.writes):
            if isinstance(write, Put) and write.obj["metadata"]["name"] == rs["metadata"]["name"]:
                self.writes[index] = Put(rs)
                return
        self.writes.append(Put(rs))

    def _tell_scaled(self, direction: str, name: str, before: int, after: int) -> None:
        text = f"Scaled {direction} replica set {name} from {before} to {after}"
        self.writes.append(Emit(self.deployment, "Normal", "ScalingReplicaSet", text, COMPONENT))

    def _write_status(self) -> None:
        """Counts, conditions and the revision; stored only where something differs."""
        deployment = self.deployment
        sets = list(self.sets.values())
        counted = status.counts(deployment, self.new, sets, self.collisions)
        due = status.judge(deployment, self.new, counted, self.conditions, self.now)
        if self.conditions.all:
            counted["conditions"] = self.conditions.all
        changed = deployment
        number = revision(self.new) if self.new is not None else 0
        if number and revision(deployment) != number:
            meta = deployment["metadata"]
            notes = {**(meta.get("annotations") or {}), revisions.REVISION: str(number)}
            changed = {**deployment, "metadata": {**meta, "annotations": notes}}
        if changed is not deployment or counted != deployment.get("status"):
            self.writes.append(Put({**changed, "status": counted}))
        if due is not None:
            self.writes.append(Again(due, settling=False))
