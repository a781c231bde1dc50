"""The cluster as manifests: what a learner takes home, and applies to an empty cluster to have the same objects.

What the server or a controller filled in is left out wherever they would fill it in again; what they chose freely
(``clusterIP``, ``nodePort``, a Pod's node) stays, so that addresses on a page or in a terminal remain true.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import defaults
from nodeport_lab.cluster.apiserver.bootstrap import NAMESPACES
from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.output import yaml
from nodeport_lab.cluster.objects import Obj

# What others need comes first.
_RESOURCES = (
    *("namespaces", "configmaps", "secrets", "ingressclasses", "services", "endpointslices"),
    *("deployments", "replicasets", "pods", "ingresses"),
)
_KEPT_METADATA = ("name", "namespace", "labels", "annotations", "finalizers")
_OTHERS_ANNOTATIONS = (
    "kubectl.kubernetes.io/last-applied-configuration",
    "deployment.kubernetes.io/revision",
)
_NAMESPACE_LABEL = "kubernetes.io/metadata.name"
_CHOSEN = frozenset({"clusterIP", "nodePort", "healthCheckNodePort", "nodeName"})
# The API server's own, in every cluster.
_OWN_NAME = ("default", "kubernetes")
_ROOT_CERTIFICATE = "kube-root-ca.crt"


def export(api: ApiServer) -> str:
    """The manifests of everything that a user made, as one YAML file; empty where there is nothing."""
    return "---\n".join(yaml.dump(obj) for obj in manifests(api))


def manifests(api: ApiServer) -> list[Obj]:
    """The objects that a user made, each as a manifest, in an order in which they can be applied."""
    return [_manifest(obj) for resource in _RESOURCES for obj in api.list(resource) if _is_users(obj)]


def _is_users(obj: Obj) -> bool:
    """True for what no controller and no bootstrapping made, and nobody is deleting."""
    metadata = obj["metadata"]
    if metadata.get("ownerReferences") or "deletionTimestamp" in metadata:
        return False
    if obj["kind"] == "Namespace":
        return metadata["name"] not in NAMESPACES
    return (metadata.get("namespace"), metadata["name"]) != _OWN_NAME and metadata[
        "name"
    ] != _ROOT_CERTIFICATE


def _manifest(obj: Obj) -> Obj:
    out = {key: value for key, value in obj.items() if key != "status"}
    out["metadata"] = _metadata(obj)
    if obj["kind"] == "Service":
        out["spec"] = _service_spec(obj["spec"])
    if obj["kind"] == "Namespace":
        del out["spec"]
    return _without_defaults(out)


def _metadata(obj: Obj) -> Obj:
    metadata = {key: value for key, value in obj["metadata"].items() if key in _KEPT_METADATA}
    if metadata.get("namespace") == "default":
        del metadata["namespace"]
    for name, dropped in (("annotations", _OTHERS_ANNOTATIONS), ("labels", (_NAMESPACE_LABEL,))):
        kept = {key: value for key, value in metadata.pop(name, {}).items() if key not in dropped}
        if kept:
            metadata[name] = kept
    return metadata


def _service_spec(spec: Obj) -> Obj:
    """Without what allocation derives from the address (registry/core/service/storage)."""
    spec = dict(spec)
    if spec.get("clusterIPs") == [spec.get("clusterIP")]:
        del spec["clusterIPs"]
    # A headless Service without selector would otherwise be given both families: there SingleStack has to be said.
    derived = spec.get("clusterIP") != "None" or spec.get("selector")
    if derived and spec.get("ipFamilies") == ["IPv4"] and spec.get("ipFamilyPolicy") == "SingleStack":
        del spec["ipFamilies"], spec["ipFamilyPolicy"]
    return spec


def _without_defaults(obj: Obj) -> Obj:
    """The object without the fields that defaulting puts back."""
    full = defaults.apply(obj)
    wanted: Obj = _copy(obj)

    def prune(inner: Any) -> None:
        if isinstance(inner, list):
            for item in inner:
                prune(item)
        if not isinstance(inner, dict):
            return
        for key in list(inner):
            if key in _CHOSEN:
                continue
            value = inner.pop(key)
            if defaults.apply(wanted) == full:
                continue
            inner[key] = value
            prune(value)

    for key, value in wanted.items():
        if key not in ("apiVersion", "kind", "metadata"):
            prune(value)
    return wanted


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
