"""What the controllers see: the objects of the store, with the few indexes that keep a look cheap.

The informers of real controllers, in one. It is fed every change and nothing else; it never asks the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nodeport_lab.cluster.controllers.endpoints.members import is_ready
from nodeport_lab.cluster.controllers.endpoints.slices import SERVICE_NAME
from nodeport_lab.cluster.controllers.meta import controller_of
from nodeport_lab.cluster.objects import Key, Obj, selects

_NONE: dict[str, Obj] = {}


class View:
    """Objects by resource, namespace and name; pods and ReplicaSets by owner, or that have none; pods by node; slices by Service."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, dict[str, Obj]]] = {}
        self.by_owner: dict[str, dict[Key, Obj]] = {}
        self._dependents: dict[str, dict[Key, Obj]] = {}
        self._orphans: dict[tuple[str, str], dict[str, Obj]] = {}
        self.by_node: dict[str, dict[Key, Obj]] = {}
        self.by_service: dict[tuple[str, str], dict[str, Obj]] = {}
        self._labelled: dict[tuple[str, str, str], dict[str, Obj]] = {}
        self._selecting: dict[tuple[str, str, str], dict[str, Obj]] = {}

    def see(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        """Take notice of a change: ``new`` is None where the object is gone."""
        held = self.objects.setdefault(key.resource, {}).setdefault(key.namespace, {})
        if new is None:
            held.pop(key.name, None)
        else:
            held[key.name] = new
        if key.resource == "endpointslices":
            self._index(self.by_service, key.name, self._service(old), self._service(new), new)
        if key.resource == "services":
            self._index(self._selecting, key.name, self._pair(old), self._pair(new), new)
        if key.resource == "pods":
            self._index(self.by_node, key, self._node(old), self._node(new), new)
            self._index_labels(key, old, new)
        self._index_owners(key, old, new)
        if key.resource in ("pods", "replicasets", "endpointslices"):
            before, after = self._owner(old), self._owner(new)
            self._index(self.by_owner, key, before, after, new)
            place = (key.resource, key.namespace)
            if new is not None and after is None:
                self._orphans.setdefault(place, {})[key.name] = new
            elif old is not None and before is None:
                self._orphans[place].pop(key.name, None)

    def get(self, key: Key) -> Obj | None:
        """The object of that name, or None."""
        return self.objects.get(key.resource, {}).get(key.namespace, _NONE).get(key.name)

    def within(self, resource: str, namespace: str) -> Iterable[Obj]:
        """The objects of a resource in one namespace."""
        return self.objects.get(resource, {}).get(namespace, _NONE).values()

    def every(self, resource: str) -> Iterator[Obj]:
        """The objects of a resource in all namespaces."""
        for held in self.objects.get(resource, {}).values():
            yield from held.values()

    def owned(self, owner: Obj) -> list[Obj]:
        """The objects that ``owner`` controls."""
        return list(self.by_owner.get(owner["metadata"].get("uid", ""), {}).values())

    def orphans(self, resource: str, namespace: str) -> list[Obj]:
        """The pods or ReplicaSets of a namespace that nobody controls."""
        return list(self._orphans.get((resource, namespace), _NONE).values())

    def pods_on(self, node: str) -> list[Obj]:
        """The pods that are bound to a node; with an empty name, those that wait for one."""
        return list(self.by_node.get(node, {}).values())

    def services_for(self, namespace: str, old: Obj | None, new: Obj | None) -> list[Key]:
        """The Services that a change of a pod concerns: those that select it, or selected it, where it matters to them."""
        if old is not None and new is not None and _seen_by_services(old) == _seen_by_services(new):
            return []
        found: dict[str, None] = {}
        for pod in (old, new):
            labels = (pod["metadata"].get("labels") or {}) if pod is not None else {}
            for pair in labels.items():
                for name, service in self._selecting.get((namespace, *pair), _NONE).items():
                    if selects(service["spec"]["selector"], labels):
                        found[name] = None
        return [Key("services", namespace, name) for name in found]

    def selected(self, service: Obj) -> list[Obj]:
        """The pods that a Service selects."""
        pair = self._pair(service)
        candidates = self._labelled.get(pair, _NONE).values() if pair is not None else ()
        selector = service["spec"].get("selector") or {}
        return [pod for pod in candidates if selects(selector, pod["metadata"].get("labels") or {})]

    def dependents(self, uid: str) -> list[tuple[Key, Obj]]:
        """The objects that name ``uid`` among their owners."""
        return list(self._dependents.get(uid, {}).items())

    def contents(self, namespace: str) -> Iterator[tuple[Key, Obj]]:
        """Everything in a namespace."""
        for resource, held in self.objects.items():
            for name, obj in held.get(namespace, _NONE).items():
                yield Key(resource, namespace, name), obj

    def slices_of(self, namespace: str, service: str) -> list[Obj]:
        """The slices that name a Service, whoever wrote them."""
        return list(self.by_service.get((namespace, service), _NONE).values())

    @staticmethod
    def _index(index: dict[Any, dict[Any, Obj]], name: Any, old: Any, new: Any, obj: Obj | None) -> None:
        if old is not None and old != new and old in index:
            index[old].pop(name, None)
            if not index[old]:
                del index[old]
        if new is not None and obj is not None:
            index.setdefault(new, {})[name] = obj

    def _index_owners(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        """Among its owners there may be others beside the one that controls it."""
        for obj in (old, new):
            for owner in (obj["metadata"].get("ownerReferences") or ()) if obj is not None else ():
                held = self._dependents.setdefault(owner["uid"], {})
                if new is not None and obj is new:
                    held[key] = new
                else:
                    held.pop(key, None)

    def _index_labels(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        before = (old["metadata"].get("labels") or {}) if old is not None else {}
        after = (new["metadata"].get("labels") or {}) if new is not None else {}
        for pair in before.items() - after.items():
            self._labelled[key.namespace, *pair].pop(key.name, None)
        if new is not None:
            for pair in after.items():
                self._labelled.setdefault((key.namespace, *pair), {})[key.name] = new

    @staticmethod
    def _service(piece: Obj | None) -> tuple[str, str] | None:
        if piece is None:
            return None
        meta = piece["metadata"]
        name = (meta.get("labels") or {}).get(SERVICE_NAME)
        return (meta["namespace"], name) if name else None

    @staticmethod
    def _pair(service: Obj | None) -> tuple[str, str, str] | None:
        """One pair of the selector stands for all: what has not that one is not selected."""
        selector = service["spec"].get("selector") if service is not None else None
        if service is None or not selector:
            return None
        return (service["metadata"]["namespace"], *min(selector.items()))

    @staticmethod
    def _node(pod: Obj | None) -> str | None:
        """The node of a pod; empty for one that waits to be scheduled."""
        return (pod["spec"].get("nodeName") or "") if pod is not None else None

    @staticmethod
    def _owner(obj: Obj | None) -> str | None:
        owner = controller_of(obj) if obj is not None else None
        return owner["uid"] if owner is not None else None


def _seen_by_services(pod: Obj) -> tuple[Any, ...]:
    """What the endpoint controllers look at."""
    meta, status = pod["metadata"], pod.get("status", {})
    return (
        meta.get("labels"),
        "deletionTimestamp" in meta,
        status.get("podIP"),
        status.get("phase"),
        is_ready(pod),
        pod["spec"].get("nodeName"),
    )
