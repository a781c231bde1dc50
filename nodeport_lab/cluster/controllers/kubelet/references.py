"""The ConfigMaps and Secrets that a pod is made with, and what the kubelet says where one is not there.

What the environment wants is missed when a container is created, what a volume wants before anything of the pod starts.
Mirrors pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and pkg/volume/{configmap,secret} (SetUpAt).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from nodeport_lab.cluster.objects import Key, Obj

Find = Callable[[Key], Obj | None]


class _Kind(NamedTuple):
    resource: str
    title: str
    word: str  # in a volume's complaint
    bags: tuple[str, ...]

    @property
    def singular(self) -> str:
        return self.title.lower()


_CONFIG_MAP = _Kind("configmaps", "ConfigMap", "config", ("data", "binaryData"))
_SECRET = _Kind("secrets", "Secret", "secret", ("data",))


def missing_from_environment(pod: Obj, container: dict[str, Any], find: Find) -> str:
    """Why the container cannot be created; empty where nothing that its environment names is missing."""
    namespace = pod["metadata"]["namespace"]
    for kind, reference in _of_environment(container):
        name, key = reference.get("name", ""), reference.get("key")
        obj = find(Key(kind.resource, namespace, name))
        if reference.get("optional"):
            continue
        if obj is None:
            return f'{kind.singular} "{name}" not found'
        if key is not None and not _has(obj, kind, key):
            return f"couldn't find key {key} in {kind.title} {namespace}/{name}"
    return ""


def missing_from_volumes(pod: Obj, find: Find) -> str:
    """Why a volume cannot be set up; empty where all can."""
    namespace = pod["metadata"]["namespace"]
    for volume in pod["spec"].get("volumes") or ():
        for field, called, kind in (("configMap", "name", _CONFIG_MAP), ("secret", "secretName", _SECRET)):
            source = volume.get(field)
            if source is None or source.get("optional"):
                continue
            name = source.get(called, "")
            obj = find(Key(kind.resource, namespace, name))
            why = f'{kind.singular} "{name}" not found' if obj is None else ""
            for item in source.get("items") or ():
                if obj is not None and not why and not _has(obj, kind, item["key"]):
                    why = f"references non-existent {kind.word} key: {item['key']}"
            if why:
                return f'MountVolume.SetUp failed for volume "{volume["name"]}" : {why}'
    return ""


def _of_environment(container: dict[str, Any]) -> Iterator[tuple[_Kind, dict[str, Any]]]:
    for source in container.get("envFrom") or ():
        if source.get("configMapRef"):
            yield _CONFIG_MAP, source["configMapRef"]
        if source.get("secretRef"):
            yield _SECRET, source["secretRef"]
    for variable in container.get("env") or ():
        source = variable.get("valueFrom") or {}
        if source.get("configMapKeyRef"):
            yield _CONFIG_MAP, source["configMapKeyRef"]
        if source.get("secretKeyRef"):
            yield _SECRET, source["secretKeyRef"]


def _has(obj: Obj, kind: _Kind, key: str) -> bool:
    return any(key in (obj.get(bag) or {}) for bag in kind.bags)
