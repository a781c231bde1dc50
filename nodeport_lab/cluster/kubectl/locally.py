"""A patch applied by kubectl itself, as a dry run of the client does: nobody checks what comes of it."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import patching, schema, scheme
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.objects import Obj


def patched(obj: Obj, patch: Any, kind: str = "strategic") -> Obj | Status:
    """The object with the patch applied, or what is wrong with the patch."""
    resource = scheme.of(obj)
    root = schema.root(resource.api_version, resource.kind)
    if root is None:
        raise ValueError(f"{resource.kind} is not simulated")
    found = patching.apply(obj, patch, kind, root, resource, [])
    return found if isinstance(found, Status) else found.obj
