"""Whom a change in the store concerns: who is woken to look at it. Real controllers say so by their informers' handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from nodeport_lab.cluster.controllers import claims, garbage, ingress, node
from nodeport_lab.cluster.controllers.meta import controller_of, is_terminating
from nodeport_lab.cluster.objects import Key, Obj

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.engine import Engine


def tell(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    """Wake everybody whom this change concerns."""
    concern = _CONCERNS.get(key.resource)
    if concern is not None:
        concern(engine, key, old, new)
    if new is None:
        _collect_garbage(engine, old)
        _wake_terminating_namespace(engine, key)


def _deployment(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if new is not None and engine.acting != "deployment":
        engine.wake("deployment", key)


def _replicaset(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if new is not None and engine.acting != "replicaset":
        engine.wake("replicaset", key)
    _wake_claimants(engine, "deployment", "deployments", old, new, key.namespace)


def _pod(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    _wake_claimants(engine, "replicaset", "replicasets", old, new, key.namespace)
    if new is None:
        engine.wake("kubelet", key)
        _wake_recreate(engine, old, key.namespace)
        _wake_pending(engine)
    elif not new["spec"].get("nodeName"):
        if is_terminating(new):
            engine.wake("kubelet", key)
        elif old is None or old["spec"] is not new["spec"]:
            engine.wake("scheduler", key)
    elif old is None or old["spec"] is not new["spec"] or is_terminating(old) != is_terminating(new):
        engine.wake("kubelet", key)
        if engine.is_silent(new["spec"]["nodeName"]):
            engine.wake("eviction", Key("nodes", "", new["spec"]["nodeName"]))
    for service in engine.view.services_for(key.namespace, old, new):
        engine.wake("endpoints", service)


def _service(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if old is None or new is None or old["spec"] != new["spec"] or old["metadata"] != new["metadata"]:
        engine.wake("endpoints", key)
    if engine.provider_running and new is not None:
        engine.wake("provider", key)
    if (key.namespace, key.name) == (ingress.NAMESPACE, ingress.NAME):
        for obj in engine.view.every("ingresses"):
            meta = obj["metadata"]
            engine.wake("ingress", Key("ingresses", meta["namespace"], meta["name"]))
    engine.wake_proxies()


def _endpoints(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if engine.acting != "endpoints":
        engine.wake("endpoints", Key("services", key.namespace, key.name))


def _ingress(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if new is not None:
        engine.wake("ingress", key)


def _slice(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    piece = new if new is not None else old
    owner = controller_of(piece) if piece is not None else None
    if owner is not None and engine.acting != "endpoints":
        engine.wake("endpoints", Key("services", key.namespace, owner["name"]))
    engine.wake_proxies()


def _node(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    _wake_pending(engine)
    if old is None or new is None:
        return
    if node.is_ready(old) != node.is_ready(new):
        engine.wake("disruption", Key("nodes", "", ""))
    if node.zones([old]) != node.zones([new]):
        for service in engine.view.every("services"):
            meta = service["metadata"]
            engine.wake("endpoints", Key("services", meta["namespace"], meta["name"]))
        engine.wake_proxies()


def _reference(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    """A ConfigMap or a Secret: pods may be waiting for it."""
    for pod in engine.view.within("pods", key.namespace):
        waiting = Key("pods", key.namespace, pod["metadata"]["name"])
        if engine.kubelets.lacks(waiting):
            engine.wake("kubelet", waiting)


def _namespace(engine: Engine, key: Key, old: Obj | None, new: Obj | None) -> None:
    if new is not None and is_terminating(new):
        engine.wake("namespace", key)


def _wake_owner(engine: Engine, controller: str, resource: str, obj: Obj | None, namespace: str) -> None:
    owner = controller_of(obj) if obj is not None else None
    if owner is not None and garbage.RESOURCES.get(owner["kind"]) == resource:
        engine.wake(controller, Key(resource, namespace, owner["name"]))


def _wake_claimants(
    engine: Engine, controller: str, resource: str, old: Obj | None, new: Obj | None, namespace: str
) -> None:
    """Whoever controls it or did so before; and of what nobody controls, whoever may take it (replica_set.go updatePod)."""
    owner = controller_of(new) if new is not None else None
    if owner is not None:
        _wake_owner(engine, controller, resource, new, namespace)
    if old is not None and controller_of(old) != owner:
        _wake_owner(engine, controller, resource, old, namespace)
    if new is not None and owner is None:
        for claimant in engine.view.within(resource, namespace):
            if claims.is_news(claimant, old, new):
                engine.wake(controller, Key(resource, namespace, claimant["metadata"]["name"]))


def _wake_recreate(engine: Engine, pod: Obj | None, namespace: str) -> None:
    """A Deployment that recreates waits for the last of its old pods to be gone."""
    owner = controller_of(pod) if pod is not None else None
    rs = engine.view.get(Key("replicasets", namespace, owner["name"])) if owner is not None else None
    _wake_owner(engine, "deployment", "deployments", rs, namespace)


def _wake_pending(engine: Engine) -> None:
    for pod in engine.view.pods_on(""):
        meta = pod["metadata"]
        engine.wake("scheduler", Key("pods", meta["namespace"], meta["name"]))


def _wake_terminating_namespace(engine: Engine, key: Key) -> None:
    if key.namespace:
        holder = Key("namespaces", "", key.namespace)
        namespace = engine.view.get(holder)
        if namespace is not None and is_terminating(namespace):
            engine.wake("namespace", holder)


def _collect_garbage(engine: Engine, owner: Obj | None) -> None:
    uid = owner["metadata"].get("uid") if owner is not None else None
    dependents = engine.view.dependents(uid) if uid else []
    if dependents:
        engine.carry_out(garbage.orphaned(dependents, engine.view.get))


_CONCERNS: Mapping[str, Callable[[Engine, Key, Obj | None, Obj | None], None]] = {
    "deployments": _deployment,
    "replicasets": _replicaset,
    "pods": _pod,
    "services": _service,
    "endpoints": _endpoints,
    "endpointslices": _slice,
    "ingresses": _ingress,
    "nodes": _node,
    "namespaces": _namespace,
    "configmaps": _reference,
    "secrets": _reference,
}
