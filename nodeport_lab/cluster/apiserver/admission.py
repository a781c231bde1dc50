"""What admission plugins do to an object before it is allocated, prepared and validated.

Mirrors the plugins that a kube-apiserver has on by default and that can be seen from outside:
NamespaceLifecycle, DefaultIngressClass, DefaultTolerationSeconds, Priority (plugin/pkg/admission and
k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle).
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import status
from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.apiserver.store import Store
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, forbidden

# Namespaces that may not be deleted (lifecycle/admission.go: immortalNamespaces).
IMMORTAL = ("default", "kube-system", "kube-public")

_DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class"
_CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_NOT_READY, _UNREACHABLE = "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"


def namespace(resource: Resource, obj: Obj, store: Store) -> Status | None:
    """NamespaceLifecycle: a namespaced object needs a namespace that is there to stay."""
    if not resource.namespaced:
        return None
    name = obj["metadata"].get("namespace", "")
    found = store.get(Key("namespaces", "", name))
    if found is None:
        message = f'namespaces "{name}" not found'
        path = FieldPath.of("metadata", "namespace")
        problem = Problem(
            "namespace-not-found", message, path, params={"namespace": name, "field": str(path)}
        )
        return Status(404, "NotFound", message, (problem,), "namespaces", name)
    if "deletionTimestamp" in found["metadata"]:
        why = f"unable to create new content in namespace {name} because it is being terminated"
        path = FieldPath.of("metadata", "namespace")
        problem = forbidden(path, why, kind="namespace-terminating", namespace=name)
        return status.forbidden(resource, obj["metadata"].get("name", ""), why, problem)
    return None


def on_create(obj: Obj, store: Store) -> Obj:
    """The object with what the mutating plugins add; ``obj`` stays as it was."""
    if obj["kind"] == "Ingress":
        return _default_ingress_class(obj, store)
    if obj["kind"] == "Pod":
        return _pod(obj)
    return obj


def _default_ingress_class(ingress: Obj, store: Store) -> Obj:
    spec = ingress.get("spec", {})
    if "ingressClassName" in spec or _CLASS_ANNOTATION in ingress["metadata"].get("annotations", {}):
        return ingress
    defaults = [
        c
        for c in store.list("ingressclasses")
        if c["metadata"].get("annotations", {}).get(_DEFAULT_CLASS) == "true"
    ]
    if not defaults:
        return ingress
    # The newest wins, among equals the first by name.
    newest = max(c["metadata"]["creationTimestamp"] for c in defaults)
    chosen = min(c["metadata"]["name"] for c in defaults if c["metadata"]["creationTimestamp"] == newest)
    return {**ingress, "spec": {**spec, "ingressClassName": chosen}}


def _pod(pod: Obj) -> Obj:
    spec: dict[str, Any] = pod["spec"]
    tolerations = list(spec.get("tolerations", []))
    for key in (_NOT_READY, _UNREACHABLE):
        if not any(_tolerates(t, key) for t in spec.get("tolerations", [])):
            tolerations.append(
                {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
            )
    added: dict[str, Any] = {"tolerations": tolerations}
    added["priority"] = spec.get("priority", 0)
    added["preemptionPolicy"] = spec.get("preemptionPolicy", "PreemptLowerPriority")
    return {**pod, "spec": {**spec, **added}}


def _tolerates(toleration: dict[str, Any], key: str) -> bool:
    """A toleration that already speaks for ``key`` with effect NoExecute."""
    return toleration.get("key", "") in (key, "") and toleration.get("effect", "") in ("NoExecute", "")
