"""A Deployment's ReplicaSets and their revisions (staging/src/k8s.io/kubectl/pkg/util/deployment)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.objects import Obj, label_selector_selects

REVISION = "deployment.kubernetes.io/revision"
CHANGE_CAUSE = "kubernetes.io/change-cause"
HASH = "pod-template-hash"


def revision(obj: Obj) -> int:
    """The revision that an object carries, 0 for none."""
    text = (obj["metadata"].get("annotations") or {}).get(REVISION, "")
    return int(text) if text.isdigit() else 0


def owned(deployment: Obj, replica_sets: Sequence[Obj]) -> list[Obj]:
    """The ReplicaSets that the Deployment controls."""
    uid = deployment["metadata"].get("uid")
    return [
        rs
        for rs in replica_sets
        if any(
            o.get("uid") == uid and o.get("controller") for o in rs["metadata"].get("ownerReferences") or []
        )
        and label_selector_selects(
            deployment["spec"].get("selector") or {}, rs["metadata"].get("labels") or {}
        )
    ]


def without_hash(template: dict[str, Any]) -> dict[str, Any]:
    """The pod template as the Deployment has it: without the label that the controller adds."""
    metadata = template.get("metadata") or {}
    labels = {key: value for key, value in (metadata.get("labels") or {}).items() if key != HASH}
    rest = {key: value for key, value in metadata.items() if key not in ("labels", "creationTimestamp")}
    return {**template, "metadata": {**rest, "labels": labels}}


def new_and_old(deployment: Obj, replica_sets: Sequence[Obj]) -> tuple[Obj | None, list[Obj]]:
    """The ReplicaSet that has the Deployment's template, the oldest if several have, and all others."""
    mine = owned(deployment, replica_sets)
    wanted = without_hash(deployment["spec"]["template"])
    by_age = sorted(
        mine, key=lambda rs: (rs["metadata"].get("creationTimestamp") or "", rs["metadata"]["name"])
    )
    new = next((rs for rs in by_age if without_hash(rs["spec"]["template"]) == wanted), None)
    return new, [rs for rs in mine if rs is not new]
