"""What each controller does when it is woken: gathers what it looks at, and asks the pure function that decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from nodeport_lab.cluster.controllers import (
    claims,
    deployment,
    garbage,
    ingress,
    loadbalancer,
    node,
    replicaset,
    scheduler,
)
from nodeport_lab.cluster.controllers.endpoints import mirror, mirroring, slices
from nodeport_lab.cluster.controllers.endpoints.members import has_controller
from nodeport_lab.cluster.controllers.meta import controller_of, is_terminating, stamp
from nodeport_lab.cluster.controllers.writes import Again, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, name
from nodeport_lab.cluster.simulation.moments import Moment

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.engine import Engine

Duty = Callable[["Engine", Key], list[Write]]


def _deployment(engine: Engine, key: Key) -> list[Write]:
    obj = engine.view.get(key)
    if obj is None:
        return []
    view = engine.view
    sets, writes = claims.claim(obj, view.owned(obj), view.orphans("replicasets", key.namespace))
    taken = [name(rs) for rs in view.within("replicasets", key.namespace)]
    return writes + deployment.reconcile(obj, sets, view.owned, engine.now, taken)


def _replicaset(engine: Engine, key: Key) -> list[Write]:
    rs = engine.view.get(key)
    if rs is None:
        return []
    pods, claimed = claims.claim(
        rs, engine.view.owned(rs), engine.view.orphans("pods", key.namespace), replicaset.is_active
    )
    related = pods
    owner = controller_of(rs)
    if owner is not None and len(pods) > rs["spec"].get("replicas", 1):
        kin = engine.view.by_owner.get(owner["uid"], {})
        others = (other for other in kin.values() if name(other) != key.name)
        related = pods + [pod for other in others for pod in engine.view.owned(other)]
    room = max(0, replicaset.QUOTA - sum(1 for _ in engine.view.every("pods")))
    return claimed + replicaset.reconcile(rs, pods, related, engine.now, engine.names, room)


def _scheduler(engine: Engine, key: Key) -> list[Write]:
    pod = engine.view.get(key)
    if pod is None or pod["spec"].get("nodeName") or is_terminating(pod):
        return []
    return scheduler.schedule(pod, engine.view.every("nodes"), engine.view.pods_on, engine.now, engine.dice)


def _kubelet(engine: Engine, key: Key) -> list[Write]:
    pod = engine.view.get(key)
    before = engine.listening.get(key, ())
    writes = engine.kubelets.sync(key, pod, engine.now)
    now = engine.kubelets.sockets(key, pod, engine.now) if pod is not None else ()
    engine.listening[key] = now
    if pod is None:
        del engine.listening[key]
    elif before and not now:
        # The API server is not told of this: a process that was asked to stop hears nobody from here on.
        engine.moments.append(Moment(engine.now, "pod-deaf", "Pod", key.namespace, key.name, {}))
    elif now and not before and engine.kubelets.lives[key].boot:
        ports = [str(socket.port) for socket in now]
        engine.moments.append(
            Moment(engine.now, "pod-listening", "Pod", key.namespace, key.name, {"ports": ports})
        )
    return writes


def _endpoints(engine: Engine, key: Key) -> list[Write]:
    service = engine.view.get(key)
    current = Key("endpoints", key.namespace, key.name)
    if service is None:
        known = engine.view.get(current)
        written = known is not None and mirror.is_managed(known)
        return [Remove(current)] if written else []
    if not has_controller(service):
        pieces = engine.view.slices_of(key.namespace, key.name)
        return mirroring.reconcile(service, engine.view.get(current), pieces, engine.names)
    pods = engine.view.selected(service)
    pieces = engine.view.slices_of(key.namespace, key.name)
    moment, zones = stamp(engine.now), node.zones(engine.view.every("nodes"))
    writes = slices.reconcile(service, pods, pieces, engine.names, moment, zones)
    return writes + mirror.reconcile(service, pods, engine.view.get(current), moment)


def _provider(engine: Engine, key: Key) -> list[Write]:
    service = engine.view.get(key)
    if service is None or not engine.provider_running:
        engine.balancers.pop(key, None)
        return []
    if loadbalancer.wants(service):
        ready_at = engine.balancers.setdefault(key, engine.now + engine.timing.provider)
    else:
        engine.balancers.pop(key, None)
        ready_at = engine.now
    return loadbalancer.reconcile(
        service, engine.view.every("services"), engine.config, ready_at, engine.now, engine.ip_mode
    )


def _ingress(engine: Engine, key: Key) -> list[Write]:
    """The Ingress controller, where one is installed: it publishes its own address."""
    obj = engine.view.get(key)
    service = engine.view.get(Key("services", ingress.NAMESPACE, ingress.NAME))
    if obj is None or service is None:
        return []
    return ingress.reconcile(obj, loadbalancer.addresses(service))


def _namespace(engine: Engine, key: Key) -> list[Write]:
    namespace = engine.view.get(key)
    return garbage.empty_namespace(namespace, engine.view.contents(key.name)) if namespace is not None else []


def _node(engine: Engine, key: Key) -> list[Write]:
    """A node fell silent or spoke again: has it been long enough?"""
    obj = engine.view.get(key)
    if obj is None:
        return []
    since = engine.silent_since.get(key.name)
    if since is None:
        found = node.addressed(obj, engine.proxies.node(key.name).address)
        changed: list[Write] = [Put(found)] if found is not obj else []
        writes = node.back(found, engine.now) if not node.is_ready(obj) else changed
        for pod in engine.view.pods_on(key.name):
            meta = pod["metadata"]
            engine.wake("kubelet", Key("pods", meta["namespace"], meta["name"]))
        engine.wake_proxy(key.name)
        return writes
    if not node.is_ready(obj):
        return []
    if engine.now < since + engine.timing.node_grace:
        return [Again(since + engine.timing.node_grace, settling=False)]
    return node.lost(obj, engine.view.pods_on(key.name), engine.now)


def _balancer(engine: Engine, key: Key) -> list[Write]:
    """The health checks of whatever stands before the nodes have missed a dead node often enough (``world``)."""
    since = engine.silent_since.get(key.name)
    if since is None:
        return []
    # The sum itself, not a difference: what is waited for must have come when the alarm rings, to the last bit.
    if engine.now < since + engine.timing.health_check:
        return [Again(since + engine.timing.health_check, settling=False)]
    if any(loadbalancer.addresses(service) for service in engine.view.every("services")):
        engine.moments.append(Moment(engine.now, "node-given-up", "Node", "", key.name, {}))
    return []


def _disruption(engine: Engine, key: Key) -> list[Write]:
    """Nodes fell silent or came back: which of them are given up?"""
    writes = node.give_up(list(engine.view.every("nodes")), engine.now)
    for obj in engine.view.every("nodes"):
        if not node.is_ready(obj):
            engine.wake("eviction", Key("nodes", "", obj["metadata"]["name"]))
    return writes


def _eviction(engine: Engine, key: Key) -> list[Write]:
    obj = engine.view.get(key)
    return node.evict(obj, engine.view.pods_on(key.name), engine.now) if obj is not None else []


def _proxy(engine: Engine, key: Key) -> list[Write]:
    name = key.name
    if not engine.proxies.is_running(name) or name in engine.kubelets.down:
        return []
    if engine.proxies.sync(name, engine.facts(), engine.now):
        engine.rules_written(name)
        engine.moments.append(Moment(engine.now, "rules-written", "Node", "", name, {}))
    return []


# controller -> (what it does, the field of Timing that says how long it takes to notice).
DUTIES: Mapping[str, tuple[Duty, str]] = {
    "deployment": (_deployment, "controller"),
    "replicaset": (_replicaset, "controller"),
    "scheduler": (_scheduler, "scheduling"),
    "kubelet": (_kubelet, "kubelet"),
    "endpoints": (_endpoints, "endpoints"),
    "provider": (_provider, "controller"),
    "ingress": (_ingress, "controller"),
    "namespace": (_namespace, "namespace"),
    "node": (_node, "controller"),
    "disruption": (_disruption, "controller"),
    "eviction": (_eviction, "controller"),
    "proxy": (_proxy, "proxy_first"),
    "balancer": (_balancer, "health_check"),
}
