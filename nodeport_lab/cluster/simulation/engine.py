"""Runs the controllers: a change in the store wakes whom it concerns, who is woken looks, what they want is carried out.

The one place where time passes. Every controller looks at the whole of what it cares for and says what should be; so a wake-up
too many costs a little and changes nothing, and one too early asks for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from nodeport_lab.cluster.config import ClusterConfig, ProxyMode
from nodeport_lab.cluster.controllers import (
    deployment,
    garbage,
    ingress,
    loadbalancer,
    node,
    replicaset,
    scheduler,
)
from nodeport_lab.cluster.controllers.endpoints import mirror, slices
from nodeport_lab.cluster.controllers.endpoints.members import has_controller
from nodeport_lab.cluster.controllers.events import Recorder
from nodeport_lab.cluster.controllers.kubelet import Kubelets
from nodeport_lab.cluster.controllers.meta import Names, controller_of, is_terminating, stamp
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.controllers.view import View
from nodeport_lab.cluster.controllers.writes import Again, Delete, Emit, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.simulation.clock import Clock
from nodeport_lab.cluster.simulation.moments import Moment, told_by
from nodeport_lab.cluster.simulation.proxies import Facts, Proxies

HORIZON = 3600.0  # settling gives up after so many simulated seconds
_STEPS = 200_000  # and after so many wake-ups: beyond, controllers wake one another in circles


class Sleeper(NamedTuple):
    """Who is woken: which controller, about which object."""

    controller: str
    key: Key


class Store(Protocol):
    """What the engine needs of the API server."""

    now: float

    @property
    def version(self) -> int: ...
    def put(self, obj: Obj) -> Obj: ...
    def remove(self, key: Key) -> None: ...
    def delete(self, key: Key) -> object: ...
    def changes_since(self, version: int) -> Sequence[Change]: ...
    def forget_changes(self, version: int) -> None: ...


class Change(Protocol):
    """A change of the store."""

    @property
    def key(self) -> Key: ...
    @property
    def old(self) -> Obj | None: ...
    @property
    def new(self) -> Obj | None: ...


class Engine:
    """The controllers of one cluster, its clock, and what they remember between two looks."""

    def __init__(
        self,
        api: Store,
        config: ClusterConfig,
        seed: int = 0,
        timing: Timing = DEFAULT,
        addresses: Mapping[str, str] | None = None,
        rules_written: Callable[[str], None] = lambda node: None,
    ) -> None:
        self.api = api
        self._rules_written = rules_written
        self.config = config
        self.timing = timing
        self.clock = Clock()
        self.view = View()
        self.kubelets = Kubelets(config, timing, addresses)
        self.proxies = Proxies(config, timing)
        self.provider_running = False
        self.moments: list[Moment] = []
        self._names = Names(seed)
        self._recorder = Recorder()
        self._version = 0
        self._settle_by = HORIZON
        self._facts: Facts | None = None
        self._facts_version = 0
        self._balancers: dict[Key, float] = {}
        self._silent_since: dict[str, float] = {}
        self._handlers: dict[str, tuple[Callable[[Key], list[Write]], float]] = {
            "deployment": (self._deployment, timing.controller),
            "replicaset": (self._replicaset, timing.controller),
            "scheduler": (self._scheduler, timing.scheduling),
            "kubelet": (self._kubelet, timing.kubelet),
            "endpoints": (self._endpoints, timing.endpoints),
            "provider": (self._provider, timing.controller),
            "ingress": (self._ingress, timing.controller),
            "namespace": (self._namespace, timing.namespace),
            "node": (self._node, timing.controller),
            "eviction": (self._eviction, timing.controller),
            "proxy": (self._proxy, 0.0),
        }
        for config_node in config.nodes:
            self._carry_out([Put(node.register(config_node, config, 0.0))])
        self.observe()
        # The cluster was there long before the learner: nothing is under way.
        self.clock = Clock()
        self.moments.clear()
        for config_node in config.nodes:
            self.proxies.sync(config_node.name, self.facts(), float("-inf"))

    # --- time ------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """The simulated moment, in seconds since the cluster was made."""
        return self.clock.now

    @property
    def settled(self) -> bool:
        """True where nothing is under way that does not need long patience."""
        return not self.clock.settling

    def settle(self) -> None:
        """Let time pass until nothing is under way any more; long patience (a grace period, a back-off) is not waited for."""
        for _ in range(_STEPS):
            time = self.clock.next_time()
            if not self.clock.settling or time is None or time > self._settle_by:
                return
            self._ring()
        raise RuntimeError("the controllers wake one another without end")

    def touched(self) -> None:
        """Somebody did something from outside: settling has its full patience again."""
        self._settle_by = self.now + HORIZON

    def step(self) -> bool:
        """Let time pass up to the next moment, and all happen that happens then; False where settling gives up."""
        time = self.clock.next_time()
        if time is None or time > self._settle_by:
            return False
        while self.clock.next_time() == time:
            self._ring()
        return True

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        end = self.now + seconds
        while (time := self.clock.next_time()) is not None and time <= end:
            self._ring()
        self.clock.now = self.api.now = end

    def _ring(self) -> None:
        sleeper = self.clock.ring()
        assert isinstance(sleeper, Sleeper)  # noqa: S101  (nobody else sleeps here)
        self.api.now = self.now
        writes = self._handlers[sleeper.controller][0](sleeper.key)
        again = self._carry_out(writes)
        self.observe()
        if again is not None:
            self.clock.wake(sleeper, again.at, settling=again.settling)

    def _carry_out(self, writes: Iterable[Write]) -> Again | None:
        again = None
        for write in writes:
            match write:
                case Put(obj):
                    self.api.put(obj)
                case Remove(key):
                    self.api.remove(key)
                case Delete(key):
                    self.api.delete(key)
                case Emit():
                    event, forgotten = self._recorder.record(write, self.now)
                    self.api.put(event)
                    if forgotten is not None:
                        self.api.remove(forgotten)
                case Again():
                    again = write
        return again

    # --- who is woken by a change ----------------------------------------------------------------------------------

    def observe(self) -> None:
        """Take notice of what changed in the store since the last time, and wake whom it concerns."""
        while self._version < self.api.version:
            changes = self.api.changes_since(self._version)
            self._version = self.api.version
            self.api.forget_changes(self._version)
            for change in changes:
                self._notice(change.key, change.old, change.new)

    def _notice(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        self.view.see(key, old, new)
        if key.resource == "events":
            return
        self.moments += told_by(key, old, new, self.now)
        concern = self._concerns.get(key.resource)
        if concern is not None:
            concern(self, key, old, new)
        if new is None:
            self._collect_garbage(old)
            self._wake_terminating_namespace(key)

    def wake(self, controller: str, key: Key) -> None:
        """A controller is to look at an object, after the delay that it has."""
        self.clock.wake(Sleeper(controller, key), self.now + self._handlers[controller][1])

    def _concern_deployment(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        if new is not None:
            self.wake("deployment", key)

    def _concern_replicaset(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        if new is not None:
            self.wake("replicaset", key)
        self._wake_owner("deployment", "deployments", new if new is not None else old, key.namespace)

    def _concern_pod(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        self._wake_owner("replicaset", "replicasets", new if new is not None else old, key.namespace)
        if new is None:
            self.wake("kubelet", key)
            self._wake_recreate(old, key.namespace)
            self._wake_pending()
        elif not new["spec"].get("nodeName"):
            if is_terminating(new):
                self.wake("kubelet", key)
            elif old is None or old["spec"] is not new["spec"]:
                self.wake("scheduler", key)
        elif old is None or old["spec"] is not new["spec"] or is_terminating(old) != is_terminating(new):
            self.wake("kubelet", key)
            if self._silent_node(new["spec"]["nodeName"]):
                self.wake("eviction", Key("nodes", "", new["spec"]["nodeName"]))
        for service in self.view.services_for(key.namespace, old, new):
            self.wake("endpoints", service)

    def _concern_service(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        if old is None or new is None or old["spec"] != new["spec"] or old["metadata"] != new["metadata"]:
            self.wake("endpoints", key)
        if self.provider_running and new is not None:
            self.wake("provider", key)
        if (key.namespace, key.name) == (ingress.NAMESPACE, ingress.NAME):
            for obj in self.view.every("ingresses"):
                meta = obj["metadata"]
                self.wake("ingress", Key("ingresses", meta["namespace"], meta["name"]))
        self._wake_proxies()

    def _concern_ingress(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        if new is not None:
            self.wake("ingress", key)

    def _concern_slice(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        piece = new if new is not None else old
        owner = controller_of(piece) if piece is not None else None
        if owner is not None:
            self.wake("endpoints", Key("services", key.namespace, owner["name"]))
        self._wake_proxies()

    def _concern_node(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        self._wake_pending()

    def _concern_namespace(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        if new is not None and is_terminating(new):
            self.wake("namespace", key)

    _concerns: Mapping[str, Callable[[Engine, Key, Obj | None, Obj | None], None]] = {
        "deployments": _concern_deployment,
        "replicasets": _concern_replicaset,
        "pods": _concern_pod,
        "services": _concern_service,
        "endpointslices": _concern_slice,
        "ingresses": _concern_ingress,
        "nodes": _concern_node,
        "namespaces": _concern_namespace,
    }

    def _wake_owner(self, controller: str, resource: str, obj: Obj | None, namespace: str) -> None:
        owner = controller_of(obj) if obj is not None else None
        if owner is not None and garbage.RESOURCES.get(owner["kind"]) == resource:
            self.wake(controller, Key(resource, namespace, owner["name"]))

    def _wake_recreate(self, pod: Obj | None, namespace: str) -> None:
        """A Deployment that recreates waits for the last of its old pods to be gone."""
        owner = controller_of(pod) if pod is not None else None
        rs = self.view.get(Key("replicasets", namespace, owner["name"])) if owner is not None else None
        self._wake_owner("deployment", "deployments", rs, namespace)

    def _wake_pending(self) -> None:
        for pod in self.view.pods_on(""):
            meta = pod["metadata"]
            self.wake("scheduler", Key("pods", meta["namespace"], meta["name"]))

    def _wake_proxies(self) -> None:
        self._facts = None
        for config_node in self.config.nodes:
            self.wake_proxy(config_node.name)

    def wake_proxy(self, name: str) -> None:
        """A node's kube-proxy is to look, after its own delay."""
        if self.proxies.is_running(name) and name not in self.kubelets.down:
            self.clock.wake(Sleeper("proxy", Key("nodes", "", name)), self.proxies.due(name, self.now))

    def _wake_terminating_namespace(self, key: Key) -> None:
        if key.namespace:
            holder = Key("namespaces", "", key.namespace)
            namespace = self.view.get(holder)
            if namespace is not None and is_terminating(namespace):
                self.wake("namespace", holder)

    def _collect_garbage(self, owner: Obj | None) -> None:
        uid = owner["metadata"].get("uid") if owner is not None else None
        dependents = self.view.dependents(uid) if uid else []
        if dependents:
            self._carry_out(garbage.orphaned(dependents, str(uid), frozenset()))

    # --- what a controller does when it is woken -------------------------------------------------------------------

    def _deployment(self, key: Key) -> list[Write]:
        obj = self.view.get(key)
        if obj is None:
            return []
        return deployment.reconcile(obj, self.view.owned(obj), self.view.owned, self.now)

    def _replicaset(self, key: Key) -> list[Write]:
        rs = self.view.get(key)
        if rs is None:
            return []
        pods = self.view.owned(rs)
        related = pods
        owner = controller_of(rs)
        if owner is not None and len(pods) > rs["spec"].get("replicas", 1):
            kin = self.view.by_owner.get(owner["uid"], {})
            related = [pod for other in kin.values() for pod in self.view.owned(other)]
        room = max(0, replicaset.QUOTA - sum(1 for _ in self.view.every("pods")))
        return replicaset.reconcile(rs, pods, related, self.now, self._names, room)

    def _scheduler(self, key: Key) -> list[Write]:
        pod = self.view.get(key)
        if pod is None or pod["spec"].get("nodeName") or is_terminating(pod):
            return []
        return scheduler.schedule(pod, self.view.every("nodes"), self.view.pods_on, self.now)

    def _kubelet(self, key: Key) -> list[Write]:
        return self.kubelets.sync(key, self.view.get(key), self.now)

    def _endpoints(self, key: Key) -> list[Write]:
        service = self.view.get(key)
        current = Key("endpoints", key.namespace, key.name)
        if service is None:
            known = self.view.get(current)
            written = known is not None and mirror.is_managed(known)
            return [Remove(current)] if written else []
        if not has_controller(service):
            return []
        pods = self.view.selected(service)
        pieces = self.view.slices_of(key.namespace, key.name)
        writes = slices.reconcile(service, pods, pieces, self._names, stamp(self.now))
        return writes + mirror.reconcile(service, pods, self.view.get(current))

    def _provider(self, key: Key) -> list[Write]:
        service = self.view.get(key)
        if service is None or not self.provider_running:
            self._balancers.pop(key, None)
            return []
        if loadbalancer.wants(service):
            ready_at = self._balancers.setdefault(key, self.now + self.timing.provider)
        else:
            self._balancers.pop(key, None)
            ready_at = self.now
        return loadbalancer.reconcile(service, self.view.every("services"), self.config, ready_at, self.now)

    def _ingress(self, key: Key) -> list[Write]:
        """The Ingress controller, where one is installed: it publishes its own address."""
        obj = self.view.get(key)
        service = self.view.get(Key("services", ingress.NAMESPACE, ingress.NAME))
        if obj is None or service is None:
            return []
        return ingress.reconcile(obj, loadbalancer.addresses(service))

    def _namespace(self, key: Key) -> list[Write]:
        namespace = self.view.get(key)
        return (
            garbage.empty_namespace(namespace, self.view.contents(key.name)) if namespace is not None else []
        )

    def _node(self, key: Key) -> list[Write]:
        """A node fell silent or spoke again: has it been long enough?"""
        obj = self.view.get(key)
        if obj is None:
            return []
        since = self._silent_since.get(key.name)
        if since is None:
            writes = node.back(obj, self.now) if not node.is_ready(obj) else []
            for pod in self.view.pods_on(key.name):
                meta = pod["metadata"]
                self.wake("kubelet", Key("pods", meta["namespace"], meta["name"]))
            self.wake_proxy(key.name)
            return writes
        if not node.is_ready(obj):
            return []
        if self.now < since + self.timing.node_grace:
            return [Again(since + self.timing.node_grace, settling=False)]
        self.wake("eviction", key)
        return node.lost(obj, self.view.pods_on(key.name), self.now)

    def _eviction(self, key: Key) -> list[Write]:
        obj = self.view.get(key)
        return node.evict(obj, self.view.pods_on(key.name), self.now) if obj is not None else []

    def _proxy(self, key: Key) -> list[Write]:
        name = key.name
        if not self.proxies.is_running(name) or name in self.kubelets.down:
            return []
        if self.proxies.sync(name, self.facts(), self.now):
            self._rules_written(name)
            self.moments.append(Moment(self.now, "rules-written", "Node", "", name, {}))
        return []

    def facts(self) -> Facts:
        """The Services and slices as they are at this moment."""
        if self._facts is None:
            self._facts_version += 1
            self._facts = Facts(
                self._facts_version,
                tuple(self.view.every("services")),
                tuple(self.view.every("endpointslices")),
            )
        return self._facts

    # --- what a balancer's health check sees -----------------------------------------------------------------------

    def has_local_endpoint(self, name: str, service: Obj) -> bool:
        """True where a node has a ready endpoint of a Service, as its own kube-proxy knows it."""
        facts = self.proxies.facts(name)
        meta = service["metadata"]
        return facts is not None and any(
            entry.get("nodeName") == name and (entry.get("conditions") or {}).get("ready") is not False
            for piece in facts.slices
            if piece["metadata"]["namespace"] == meta["namespace"]
            and (piece["metadata"].get("labels") or {}).get(slices.SERVICE_NAME) == meta["name"]
            for entry in piece.get("endpoints") or ()
        )

    def healthy(self, name: str, service: Obj) -> bool:
        """What a provider's health check thinks of a node: it is alive, its kube-proxy answers, and has what Local asks for.

        A node that just fell silent counts as healthy until enough checks failed.
        """
        since = self._silent_since.get(name)
        if since is not None:
            return self.now < since + self.timing.health_check
        if not self.proxies.is_running(name):
            return False
        return service["spec"].get("externalTrafficPolicy") != "Local" or self.has_local_endpoint(
            name, service
        )

    # --- what happens from outside ---------------------------------------------------------------------------------

    def set_node(self, name: str, *, up: bool) -> None:
        """A node loses power and network, or gets them back."""
        key = Key("nodes", "", name)
        if up and name in self.kubelets.down:
            self.kubelets.down.discard(name)
            del self._silent_since[name]
            self.clock.wake(Sleeper("node", key), self.now + self.timing.node_back)
        elif not up and name not in self.kubelets.down:
            self.kubelets.down.add(name)
            self._silent_since[name] = self.now
            self.clock.wake(Sleeper("node", key), self.now + self.timing.node_grace, settling=False)

    def set_kube_proxy(self, name: str, *, running: bool) -> None:
        """The kube-proxy of a node is stopped, or started again."""
        self.proxies.set_running(name, running=running)
        self.wake_proxy(name)

    def set_provider(self, *, running: bool) -> None:
        """A provider of load balancers is there from now on, or is not."""
        self.provider_running = running
        if running:
            for service in self.view.every("services"):
                meta = service["metadata"]
                self.wake("provider", Key("services", meta["namespace"], meta["name"]))

    def set_proxy_mode(self, mode: ProxyMode) -> None:
        """Every kube-proxy is restarted in the other mode; one that is stopped keeps its old rules."""
        for config_node in self.config.nodes:
            self.proxies.set_mode(config_node.name, mode)
            self.wake_proxy(config_node.name)

    def has_ingress_controller(self) -> bool:
        """True where an Ingress controller is installed."""
        return self.view.get(Key("services", ingress.NAMESPACE, ingress.NAME)) is not None

    def _silent_node(self, name: str) -> bool:
        return name in self._silent_since
