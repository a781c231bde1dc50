"""The API server: what happens to a request between the wire and the store, in kube-apiserver's order.

Create: decode strictly, default, NamespaceLifecycle and the mutating plugins, system fields of the metadata, allocation
(BeginCreate comes before validation, which is why a taken nodePort hides every other mistake), strategy's preparation,
validation, warnings, store. Update and patch likewise, with the old object at hand.
Mirrors k8s.io/apiserver/pkg/endpoints/handlers/{create,update,patch}.go and registry/generic/registry/store.go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nodeport_lab.cluster.apiserver import (
    admission,
    bootstrap,
    defaults,
    deletion,
    identity,
    incoming,
    patching,
    prepare,
    scheme,
    status,
    validation,
)
from nodeport_lab.cluster.apiserver import warnings as cautions
from nodeport_lab.cluster.apiserver.allocation import Allocations, Refused
from nodeport_lab.cluster.apiserver.decode import Decoded
from nodeport_lab.cluster.apiserver.epoch import stamp
from nodeport_lab.cluster.apiserver.metadata import key_of, same, with_old_system_fields
from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.apiserver.store import Changes, Objects, Store
from nodeport_lab.cluster.apiserver.zeros import written
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import FieldPath, Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says: the object as stored, or the Status of a refusal; warnings either way."""

    obj: Obj | None = None
    status: Status | None = None
    warnings: tuple[str, ...] = ()


class ApiServer:
    """A simulated kube-apiserver with its store. Deterministic: uids and generated names follow from seed and order."""

    def __init__(self, config: ClusterConfig | None = None, seed: int = 0) -> None:
        self.config = config or ClusterConfig()
        # Simulated seconds since the cluster was made.
        self.now = 0.0
        self.seed = seed
        self._store = Store()
        self._allocations = Allocations.of(self.config, seed)
        self._made = 0
        self._bootstrap()

    # Reading

    @property
    def version(self) -> int:
        """The version of the last write, to ask ``changes_since`` with."""
        return self._store.version

    def get(self, key: Key) -> Obj | None:
        return self._store.get(key)

    def list(self, resource: str, namespace: str | None = None) -> Objects:
        """Objects of a resource, by namespace and name; ``KeyError`` for a resource that no cluster has."""
        scheme.plural(resource)
        return self._store.list(resource, namespace)

    def changes_since(self, version: int) -> Changes:
        """What changed after ``version``: for controllers and views."""
        return self._store.changes_since(version)

    def timestamp(self) -> str:
        """The simulated moment as objects carry it."""
        return stamp(int(self.now))

    def fork(self) -> ApiServer:
        """A server with the same state that goes its own way: to try something out."""
        fork = ApiServer.__new__(ApiServer)
        fork.config, fork.now, fork.seed, fork._made = self.config, self.now, self.seed, self._made
        fork._store, fork._allocations = self._store.fork(), self._allocations
        return fork

    # Writing

    def create(self, obj: Obj, *, dry_run: bool = False, strict: bool = True) -> Answer:
        """Stores a new object. Its kind may be written in lower case only by mistake: the mapper finds it, decoding refuses."""
        resource = scheme.kind(obj["apiVersion"], obj["kind"])
        if resource is None:
            raise ValueError(f"no such kind: {obj['apiVersion']} {obj['kind']}")
        decoded = incoming.read(obj, resource, strict)
        if isinstance(decoded, Status):
            return Answer(status=decoded)
        new = defaults.apply(decoded.obj)
        if refused := admission.namespace(resource, new, self._store):
            return Answer(status=refused)
        new = self._with_system_fields(admission.on_create(new, self._store))
        allocations = self._allocations
        if resource.name == "services":
            result = allocations.create(new)
            if isinstance(result, Refused):
                return Answer(status=self._refused(resource, new, result))
            new, allocations = result.obj, result.state
        new = prepare.for_create(new)
        name = new["metadata"].get("name", "")
        if problems := validation.create(new, validation.Context(self.config)):
            return Answer(status=status.invalid(resource, name, problems))
        told = tuple(cautions.create(new))
        key = key_of(resource, new)
        if "resourceVersion" in new["metadata"]:
            message = "resourceVersion should not be set on objects to be created"
            path = FieldPath.of("metadata", "resourceVersion")
            problem = Problem("resource-version-set", message, path, params={"field": str(path)})
            return Answer(status=status.plain(message, problem), warnings=told)
        if self._store.get(key) is not None:
            return Answer(status=status.already_exists(resource, name), warnings=told)
        if decoded.hollow:
            new = written(new, decoded.struct)
        if dry_run:
            return Answer(new, warnings=told)
        self._allocations = allocations
        return Answer(self._store.put(key, new), warnings=told)

    def update(self, obj: Obj, *, dry_run: bool = False) -> Answer:
        """Replaces an object by another of the same name (PUT)."""
        resource = scheme.kind(obj["apiVersion"], obj["kind"])
        if resource is None:
            raise ValueError(f"no such kind: {obj['apiVersion']} {obj['kind']}")
        decoded = incoming.read(obj, resource, strict=True)
        if isinstance(decoded, Status):
            return Answer(status=decoded)
        old = self._store.get(key_of(resource, decoded.obj))
        if old is None:
            return Answer(status=status.not_found(resource, decoded.obj["metadata"].get("name", "")))
        return self._replace(resource, decoded, old, dry_run)

    def patch(
        self,
        key: Key,
        patch: Any,
        patch_type: str = "strategic",
        *,
        dry_run: bool = False,
        strict: bool = True,
    ) -> Answer:
        """Applies a patch: ``strategic``, ``merge`` (RFC 7386) or ``json`` (RFC 6902, a list of operations).

        Fields that there are not are refused, or only warned of where it is not ``strict``.
        """
        resource = scheme.plural(key.resource)
        old = self._store.get(key)
        if old is None:
            return Answer(status=status.not_found(resource, key.name))
        unknown: list[str] | None = None if strict else []
        patched = patching.apply(old, patch, patch_type, incoming.root(resource), resource, unknown)
        if isinstance(patched, Status):
            return Answer(status=patched)
        # What is patched has its Go type already, whatever the patch calls it.
        patched = replace(patched, obj={**patched.obj, "apiVersion": old["apiVersion"], "kind": old["kind"]})
        answer = self._replace(resource, patched, old, dry_run)
        return replace(answer, warnings=(*unknown, *answer.warnings)) if unknown else answer

    def put(self, obj: Obj) -> Obj:
        """For controllers: stores an object of their own making as it is, new or changed, unvalidated."""
        key = key_of(scheme.of(obj), obj)
        old = self._store.get(key)
        if old is None:
            return self._store.put(key, self._with_system_fields(obj))
        return old if same(obj, old) else self._store.put(key, obj)

    def remove(self, key: Key) -> None:
        """For controllers: takes an object out for good, whatever grace or finalizers it has; nothing where there is none."""
        old = self._store.get(key)
        if old is not None:
            self._remove(key, old)

    def forget_changes(self, version: int) -> None:
        """Everybody has seen the changes up to ``version``: they need not be kept any longer."""
        self._store.forget_changes(version)

    def reconfigure(self, config: ClusterConfig) -> None:
        """The administrator restarts the server with other flags (``--service-node-port-range``); what is allocated stays."""
        self.config = config
        self._allocations = Allocations.holding(config, self._store.list("services"), self.seed)

    def delete(self, key: Key, *, grace: int | None = None, dry_run: bool = False) -> Answer:
        """Deletes an object, or marks it where somebody has to clean up first.

        A Namespace stays until ``finalize``; so does whatever has finalizers. A Pod that is on a node stays for its grace
        period (the kubelet then deletes it with ``grace=0``).
        """
        resource = scheme.plural(key.resource)
        old = self._store.get(key)
        if old is None:
            return Answer(status=status.not_found(resource, key.name))
        if key.resource == "namespaces" and key.name in admission.IMMORTAL:
            why = "this namespace may not be deleted"
            problem = Problem(
                "namespace-may-not-be-deleted", f"{key.name}: {why}", params={"namespace": key.name}
            )
            return Answer(status=status.forbidden(resource, key.name, why, problem))
        if dry_run:
            return Answer(old)
        wait = deletion.grace(old, grace)
        if not wait and not deletion.is_pending(old):
            return Answer(self._remove(key, old))
        if "deletionTimestamp" in old["metadata"]:
            return Answer(old)
        return Answer(self._store.put(key, deletion.marked(old, stamp(int(self.now) + wait), wait)))

    def finalize(self, key: Key) -> None:
        """Removes an object whose deletion has begun and whose finalizers are done; ``KeyError`` where there is none."""
        old = self._store.get(key)
        if old is None or "deletionTimestamp" not in old["metadata"]:
            raise KeyError(str(key))
        self._remove(key, old)

    # Within

    def _with_system_fields(self, obj: Obj) -> Obj:
        """rest.FillObjectMetaSystemFields, and the name that generateName asks for."""
        metadata = dict(obj["metadata"])
        self._made += 1
        metadata["uid"] = identity.uid(self.seed, self._made)
        metadata["creationTimestamp"] = self.timestamp()
        for field in ("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"):
            metadata.pop(field, None)
        if metadata.get("generateName") and not metadata.get("name"):
            metadata["name"] = identity.name(metadata["generateName"], self.seed, self._made)
        return {**obj, "metadata": metadata}

    def _replace(self, resource: Resource, decoded: Decoded, old: Obj, dry_run: bool) -> Answer:
        """Everything that an update goes through after decoding (registry Store.Update)."""
        name, new = old["metadata"]["name"], decoded.obj
        wanted = new["metadata"].get("resourceVersion") or old["metadata"]["resourceVersion"]
        if wanted != old["metadata"]["resourceVersion"]:
            why = (
                "the object has been modified; please apply your changes to the latest version and try again"
            )
            return Answer(status=status.conflict(resource, name, why))
        new = with_old_system_fields(defaults.apply(new), old)
        allocations = self._allocations
        if resource.name == "services":
            result = allocations.update(new, old)
            if isinstance(result, Refused):
                return Answer(status=self._refused(resource, new, result))
            new, allocations = result.obj, result.state
        new = prepare.for_update(new, old)
        if problems := validation.update(new, old, validation.Context(self.config)):
            return Answer(status=status.invalid(resource, name, problems))
        told = tuple(cautions.update(new, old))
        if decoded.hollow:
            new = written(new, decoded.struct)
        if dry_run:
            return Answer(new, warnings=told)
        self._allocations = allocations
        if same(new, old):
            return Answer(old, warnings=told)
        key = key_of(resource, new)
        leaving = "deletionTimestamp" in new["metadata"] and not new["metadata"].get("finalizers")
        if leaving and resource.name not in ("pods", "namespaces"):
            return Answer(self._remove(key, new), warnings=told)
        return Answer(self._store.put(key, new), warnings=told)

    def _refused(self, resource: Resource, obj: Obj, refused: Refused) -> Status:
        if refused.internal:
            return status.internal(refused.internal, refused.problems)
        if refused.unknown:
            return status.plain(refused.unknown, refused.problems[0])
        return status.invalid(resource, obj["metadata"].get("name", ""), refused.problems)

    def _remove(self, key: Key, old: Obj) -> Obj:
        if key.resource == "services":
            self._allocations = self._allocations.delete(old)
        self._store.remove(key)
        return old

    def _bootstrap(self) -> None:
        for obj in bootstrap.objects(self.config):
            self._must(self.create(obj))

    @staticmethod
    def _must(answer: Answer) -> None:
        if answer.status is not None:
            raise AssertionError(answer.status.message)
