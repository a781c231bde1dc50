"""The garbage collector and the namespace controller: what goes when its owner or its namespace went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.controllers.meta import is_terminating
from nodeport_lab.cluster.controllers.writes import Delete, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj

# Kinds that own others here, and those that are owned, with the resource that each is stored as.
RESOURCES = {
    "Deployment": "deployments",
    "ReplicaSet": "replicasets",
    "Service": "services",
    "Pod": "pods",
    "EndpointSlice": "endpointslices",
}


def orphaned(dependents: Iterable[tuple[Key, Obj]], find: Callable[[Key], Obj | None]) -> list[Write]:
    """An owner of these is gone. Those with another owner that is there only forget those that are not; the rest goes.

    ``find`` gives what exists now. Mirrors pkg/controller/garbagecollector/garbagecollector.go (classifyReferences:
    solid and dangling; attemptToDeleteItem).
    """
    writes: list[Write] = []
    for key, obj in dependents:
        if is_terminating(obj):
            continue
        owners = obj["metadata"].get("ownerReferences") or ()
        solid = [owner for owner in owners if _exists(owner, key.namespace, find)]
        if not solid:
            writes.append(Delete(key))
        elif len(solid) < len(owners):
            writes.append(Put({**obj, "metadata": {**obj["metadata"], "ownerReferences": solid}}))
    return writes


def _exists(owner: Mapping[str, str], namespace: str, find: Callable[[Key], Obj | None]) -> bool:
    """Whether the owner is there: of this name, in the same namespace, and the very same object."""
    resource = scheme.kind(owner["apiVersion"], owner["kind"])
    if resource is None:
        # Of a kind that no server knows nobody can say that it is gone.
        return True
    found = find(Key(resource.name, namespace if resource.namespaced else "", owner["name"]))
    return found is not None and found["metadata"].get("uid") == owner["uid"]


def empty_namespace(namespace: Obj, contents: Iterable[tuple[Key, Obj]]) -> list[Write]:
    """A namespace that is terminating: everything in it goes, and when nothing is left, it goes itself."""
    if not is_terminating(namespace):
        return []
    left = list(contents)
    if not left:
        return [Remove(Key("namespaces", "", namespace["metadata"]["name"]))]
    return [Delete(key) for key, obj in left if not is_terminating(obj)]
