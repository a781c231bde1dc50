"""The manifest on its way to the server: with itself in an annotation, to be compared with the next time.

Mirrors staging/src/k8s.io/kubectl/pkg/util/apply.go and kubectl/pkg/cmd/apply/apply.go; cli-runtime/pkg/resource/helper.go.
"""

from __future__ import annotations

import json
from typing import Any

from nodeport_lab.cluster.gotext import encode
from nodeport_lab.cluster.objects import Obj

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def annotated(obj: Obj) -> Obj:
    """The object with itself in an annotation, as it will be compared with next time (GetModifiedConfiguration)."""
    metadata = obj.get("metadata") or {}
    annotations = {k: v for k, v in (metadata.get("annotations") or {}).items() if k != LAST_APPLIED}
    bare = {**obj, "metadata": {**metadata, "annotations": annotations}}
    return {
        **obj,
        "metadata": {**metadata, "annotations": {**annotations, LAST_APPLIED: encode(bare) + "\n"}},
    }


def loaded(original: str | None) -> Obj:
    """The manifest that was applied last; an empty one where the annotation has none."""
    try:
        loaded = json.loads(original) if original else {}
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


def to_create(obj: Obj) -> Obj:
    """The object as it is sent to be created: without nulls, and without the version of an object that there is not."""
    wanted: Obj = _without_nulls(obj)
    version = wanted["metadata"].get("resourceVersion")
    if isinstance(version, str) and version:
        metadata = {key: value for key, value in wanted["metadata"].items() if key != "resourceVersion"}
        wanted = {**wanted, "metadata": metadata}
    return wanted


def _without_nulls(value: Any) -> Any:
    """pruneNullsFromMap: kubectl leaves nulls out when it creates."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value
