"""The garbage collector and the namespace controller: what goes when its owner or its namespace went."""

from __future__ import annotations

from collections.abc import Iterable

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


def orphaned(dependents: Iterable[tuple[Key, Obj]], uid: str, alive: frozenset[str]) -> list[Write]:
    """The owner ``uid`` is gone: its dependents go too, unless another owner (of the uids ``alive``) still holds them."""
    writes: list[Write] = []
    for key, obj in dependents:
        owners = obj["metadata"].get("ownerReferences") or ()
        rest = [owner for owner in owners if owner["uid"] != uid]
        if any(owner["uid"] in alive for owner in rest):
            writes.append(Put({**obj, "metadata": {**obj["metadata"], "ownerReferences": rest}}))
        elif not is_terminating(obj):
            writes.append(Delete(key))
    return writes


def empty_namespace(namespace: Obj, contents: Iterable[tuple[Key, Obj]]) -> list[Write]:
    """A namespace that is terminating: everything in it goes, and when nothing is left, it goes itself."""
    if not is_terminating(namespace):
        return []
    left = list(contents)
    if not left:
        return [Remove(Key("namespaces", "", namespace["metadata"]["name"]))]
    return [Delete(key) for key, obj in left if not is_terminating(obj)]
