"""Who an object is, and what of its metadata is the server's own.

Mirrors k8s.io/apiserver/pkg/registry/rest/{meta,update}.go and the comparison of storage/etcd3/store.go (GuaranteedUpdate).
"""

from __future__ import annotations

from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.objects import Key, Obj


def key_of(resource: Resource, obj: Obj) -> Key:
    """Who an object is."""
    metadata = obj["metadata"]
    return Key(
        resource.name,
        metadata.get("namespace", "") if resource.namespaced else "",
        metadata.get("name", ""),
    )


def with_old_system_fields(new: Obj, old: Obj) -> Obj:
    """What a client cannot change (rest.BeforeUpdate, ValidateObjectMetaUpdate): taken over where it is left out."""
    kept = (
        "uid",
        "creationTimestamp",
        "resourceVersion",
        "generation",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
    )
    metadata = dict(new["metadata"])
    for field in kept:
        if field in old["metadata"]:
            metadata.setdefault(field, old["metadata"][field])
        elif field in ("deletionTimestamp", "deletionGracePeriodSeconds"):
            metadata.pop(field, None)
    metadata.pop("selfLink", None)
    metadata.pop("managedFields", None)
    return {**new, "metadata": metadata}


def same(new: Obj, old: Obj) -> bool:
    """True where nothing but the resourceVersion differs: such a write is none (etcd3 store, GuaranteedUpdate)."""
    if {k: v for k, v in new.items() if k != "metadata"} != {k: v for k, v in old.items() if k != "metadata"}:
        return False
    left = {k: v for k, v in new["metadata"].items() if k != "resourceVersion"}
    return left == {k: v for k, v in old["metadata"].items() if k != "resourceVersion"}
