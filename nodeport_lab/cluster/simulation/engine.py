"""Runs the controllers: a change in the store wakes whom it concerns, who is woken looks, what they want is carried out.

The one place where time passes. Every controller looks at the whole of what it cares for and says what should be; so a wake-up
too many costs a little and changes nothing, and one too early asks for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from nodeport_lab.cluster.config import ClusterConfig, ProxyMode
from nodeport_lab.cluster.controllers import ingress, node
from nodeport_lab.cluster.controllers.events import Recorder
from nodeport_lab.cluster.controllers.kubelet import Kubelets
from nodeport_lab.cluster.controllers.kubelet.sockets import Socket
from nodeport_lab.cluster.controllers.loadbalancer import IPMode
from nodeport_lab.cluster.controllers.meta import Names
from nodeport_lab.cluster.controllers.timing import DEFAULT, Timing
from nodeport_lab.cluster.controllers.view import View
from nodeport_lab.cluster.controllers.writes import Again, Delete, Emit, Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj, namespace
from nodeport_lab.cluster.objects import name as name_of
from nodeport_lab.cluster.simulation.clock import Clock
from nodeport_lab.cluster.simulation.concerns import tell
from nodeport_lab.cluster.simulation.duties import DUTIES
from nodeport_lab.cluster.simulation.moments import Moment, told_by
from nodeport_lab.cluster.simulation.proxies import Facts, Proxies
from nodeport_lab.cluster.simulation.storing import Store

HORIZON = 3600.0  # settling gives up after so many simulated seconds
_STEPS = 200_000  # and after so many wake-ups: beyond, controllers wake one another in circles


class Sleeper(NamedTuple):
    """Who is woken: which controller, about which object."""

    controller: str
    key: Key


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
        dice: int | None = None,
    ) -> None:
        self.api = api
        self.dice = dice
        self.rules_written = rules_written
        self.config = config
        self.timing = timing
        self.clock = Clock()
        self.view = View()
        self.kubelets = Kubelets(config, timing, addresses, self.view.get)
        self.proxies = Proxies(config, timing)
        self.provider_running = False
        self.ip_mode: IPMode = "VIP"
        self.moments: list[Moment] = []
        # Who is told of every change while it happens, where somebody watches.
        self.heard: Callable[[Key, Obj | None, Obj | None], None] | None = None
        # Which controller is at work: what it just wrote is no news to it.
        self.acting = ""
        self.names = Names(seed)
        self._recorder = Recorder()
        self._version = 0
        self._settle_by = HORIZON
        self._facts: Facts | None = None
        self._facts_version = 0
        self.balancers: dict[Key, float] = {}
        # Where pods listened when their kubelets last looked: opening and closing is no change of any object.
        self.listening: dict[Key, tuple[Socket, ...]] = {}
        self.silent_since: dict[str, float] = {}
        self._proxies = {node_.name: Sleeper("proxy", Key("nodes", "", node_.name)) for node_ in config.nodes}
        self._delays = {name: float(getattr(timing, field)) for name, (_, field) in DUTIES.items()}
        for config_node in config.nodes:
            self.carry_out([Put(node.register(config_node, config, 0.0))])
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

    def step(self, end: float | None = None) -> bool:
        """Let time pass up to the next moment, and all happen that happens then; False where settling gives up, or where
        nothing happens until ``end``."""
        time = self.clock.next_time()
        if time is None or time > (self._settle_by if end is None else end):
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
        self.acting = sleeper.controller
        writes = DUTIES[sleeper.controller][0](self, sleeper.key)
        again = self.carry_out(writes)
        self.observe()
        self.acting = ""
        if again is not None:
            self.clock.wake(sleeper, again.at, settling=again.settling)

    def carry_out(self, writes: Iterable[Write]) -> Again | None:
        """Do what a controller wants; returns its wish to be asked again."""
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
                case Again(at, settling) if again is not None:
                    again = Again(min(at, again.at), settling or again.settling)
                case Again():
                    again = write
        return again

    # --- changes, and who is woken by them -------------------------------------------------------------------------

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
        if self.heard is not None:
            self.heard(key, old, new)
        if key.resource == "events":
            return
        self.moments += told_by(key, old, new, self.now)
        tell(self, key, old, new)

    def wake(self, controller: str, key: Key) -> None:
        """A controller is to look at an object, after the delay that it has."""
        self.clock.wake(Sleeper(controller, key), self.now + self._delays[controller])

    def wake_proxies(self) -> None:
        """Services or endpoints changed: every kube-proxy is to look."""
        self._facts = None
        for config_node in self.config.nodes:
            self.wake_proxy(config_node.name)

    def wake_proxy(self, name: str) -> None:
        """A node's kube-proxy is to look, after its own delay."""
        if self.proxies.is_running(name) and name not in self.kubelets.down:
            self.clock.wake(self._proxies[name], self.proxies.due(name, self.now))

    def facts(self) -> Facts:
        """The Services and slices as they are at this moment."""
        if self._facts is None:
            self._facts_version += 1
            self._facts = Facts(
                self._facts_version,
                tuple(self.view.every("services")),
                tuple(self.view.every("endpointslices")),
                node.zones(self.view.every("nodes")),
            )
        return self._facts

    # --- who is silent ---------------------------------------------------------------------------------------------

    def silent_for(self, name: str) -> float | None:
        """How long a node has been down; None for one that is up."""
        since = self.silent_since.get(name)
        return self.now - since if since is not None else None

    def is_silent(self, name: str) -> bool:
        """True for a node that is down."""
        return name in self.silent_since

    # --- what happens from outside ---------------------------------------------------------------------------------

    def set_node(self, name: str, *, up: bool) -> None:
        """A node drops off the network with all that runs on it, or is back."""
        key = Key("nodes", "", name)
        if up and name in self.kubelets.down:
            self.kubelets.down.discard(name)
            del self.silent_since[name]
            self.clock.wake(Sleeper("node", key), self.now + self.timing.node_back)
        elif not up and name not in self.kubelets.down:
            self.kubelets.down.add(name)
            self.silent_since[name] = self.now
            self.clock.wake(Sleeper("node", key), self.now + self.timing.node_grace, settling=False)
            self.clock.wake(Sleeper("balancer", key), self.now + self.timing.health_check, settling=False)

    def set_nodes(self, config: ClusterConfig) -> None:
        """Nodes join, ready at once, or leave for good. What stood on those is deleted: nobody else would ever do it
        (pkg/controller/podgc, gcOrphaned)."""
        before, after = ({node_.name: node_ for node_ in nodes.nodes} for nodes in (self.config, config))
        self.config = config
        for name in [name for name in before if name not in after]:
            stranded = [Key("pods", namespace(pod), name_of(pod)) for pod in self.view.pods_on(name)]
            self.silent_since.pop(name, None)
            self.kubelets.leave(name)
            self.carry_out([Remove(Key("nodes", "", name)), *map(Remove, stranded)])
        self.proxies.set_nodes(config)
        for name in [name for name in after if name not in before]:
            self.kubelets.join(after[name])
            self._proxies[name] = Sleeper("proxy", Key("nodes", "", name))
        self.carry_out(
            [Put(node.register(new, config, self.now)) for name, new in after.items() if name not in before]
        )
        self.wake_proxies()

    def set_node_address(self, name: str, config: ClusterConfig) -> None:
        """A node has another address from now on, as ``config`` says: its kubelet reports it, and its kube-proxy starts anew."""
        self.config = config
        address = next(node.address for node in config.nodes if node.name == name)
        self.proxies.set_config(config)
        self.kubelets.set_node_address(name, address)
        if name not in self.kubelets.down:
            self.clock.wake(Sleeper("node", Key("nodes", "", name)), self.now + self.timing.node_back)

    def set_kube_proxy(self, name: str, *, running: bool) -> None:
        """The kube-proxy of a node is stopped, or started again."""
        self.proxies.set_running(name, running=running)
        self.wake_proxy(name)

    def set_provider(self, *, running: bool, ip_mode: IPMode) -> None:
        """A provider of load balancers is there from now on, or is not; ``ip_mode`` is what it says of its addresses."""
        self.provider_running, self.ip_mode = running, ip_mode
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
