"""Revisions of a Deployment: its ReplicaSets, their numbers and annotations (pkg/controller/deployment/util)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster.controllers.deployment import rolling
from nodeport_lab.cluster.controllers.meta import controller_ref
from nodeport_lab.cluster.controllers.podhash import template_hash
from nodeport_lab.cluster.objects import Obj

HASH = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MAXIMUM = "deployment.kubernetes.io/max-replicas"
_NOT_COPIED = frozenset(
    (
        "kubectl.kubernetes.io/last-applied-configuration",
        REVISION,
        HISTORY,
        DESIRED,
        MAXIMUM,
        "deprecated.deployment.rollback.to",
    )
)


def age(rs: Obj) -> tuple[str, int]:
    """Sorts ReplicaSets from the oldest to the youngest; of the same second, the lower revision is older."""
    return rs["metadata"].get("creationTimestamp", "9"), revision(rs)


def revision(obj: Obj) -> int:
    """The revision number in an object's annotations; 0 where there is none."""
    text = (obj["metadata"].get("annotations") or {}).get(REVISION, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def find_new(deployment: Obj, sets: Iterable[Obj]) -> Obj | None:
    """The (oldest) ReplicaSet whose template is the Deployment's, the hash label apart."""
    wanted = deployment["spec"]["template"]
    for rs in sorted(sets, key=age):
        template = rs["spec"]["template"]
        if template["spec"] == wanted["spec"] and _without_hash(template) == _without_hash(wanted):
            return rs
    return None


def _without_hash(template: dict[str, Any]) -> dict[str, Any]:
    meta = template.get("metadata") or {}
    labels = {key: value for key, value in (meta.get("labels") or {}).items() if key != HASH}
    return {**meta, "labels": labels, "creationTimestamp": None}


def make(deployment: Obj, number: int, replicas: int, taken: Iterable[str]) -> tuple[Obj, int | None]:
    """A ReplicaSet for the present template, and the collision count that its name needed."""
    meta, spec = deployment["metadata"], deployment["spec"]
    collisions: int | None = deployment.get("status", {}).get("collisionCount")
    template = spec["template"]
    digest = template_hash(template, collisions)
    taken = set(taken)
    while f"{meta['name']}-{digest}" in taken:
        collisions = (collisions or 0) + 1
        digest = template_hash(template, collisions)
    template_meta = template.get("metadata") or {}
    labels = {**(template_meta.get("labels") or {}), HASH: digest}
    selector = spec["selector"]
    rs_spec = {
        "replicas": replicas,
        "selector": {**selector, "matchLabels": {**(selector.get("matchLabels") or {}), HASH: digest}},
        "template": {**template, "metadata": {**template_meta, "labels": labels}},
    }
    if spec.get("minReadySeconds"):
        rs_spec["minReadySeconds"] = spec["minReadySeconds"]
    rs: Obj = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": f"{meta['name']}-{digest}",
            "namespace": meta["namespace"],
            "labels": labels,
            "annotations": annotate(deployment, {}, number),
            "ownerReferences": [controller_ref(deployment)],
            "generation": 1,
        },
        "spec": rs_spec,
        "status": {"replicas": 0},
    }
    return rs, collisions


def annotate(deployment: Obj, present: dict[str, str], number: int) -> dict[str, str]:
    """The annotations of the ReplicaSet of revision ``number``: the Deployment's own, the number, the wanted sizes."""
    own = deployment["metadata"].get("annotations") or {}
    out = {**present, **{key: value for key, value in own.items() if key not in _NOT_COPIED}}
    former = present.get(REVISION, "")
    if not former.isdigit() or int(former) < number:
        if former:
            history = out.get(HISTORY)
            out[HISTORY] = f"{history},{former}" if history else former
        out[REVISION] = str(number)
    return out | sizes(deployment)


def sizes(deployment: Obj) -> dict[str, str]:
    """The annotations that say how large the Deployment wanted to be when the ReplicaSet was last scaled."""
    replicas = deployment["spec"].get("replicas", 1)
    return {DESIRED: str(replicas), MAXIMUM: str(replicas + rolling.max_surge(deployment))}
