"""From objects to what a node's rules are about; what did not change since the last time is not derived again.

Objects are never changed once stored, so the same dict means the same content (objects.py): that is the whole test.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import is_, itemgetter
from typing import TypeVar, cast

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig
from nodeport_lab.cluster.kubeproxy.endpoint import Endpoint, endpoints, owner
from nodeport_lab.cluster.kubeproxy.serviceport import PortInfo, port_infos
from nodeport_lab.cluster.kubeproxy.topology import NOTHING, Usable, categorize, same_everywhere
from nodeport_lab.cluster.kubeproxy.traffic import Traffic, decide
from nodeport_lab.cluster.objects import Obj, name, namespace

T = TypeVar("T")
_Name = tuple[str, str]


class ServicePort:
    """A port of a Service as one node sees it (or as all do, where they all see the same). Never changed.

    info: what the Service says; usable: the endpoints; traffic: what follows from both; known: how many endpoints
    there are, usable or not. ready_here: addresses of the node's own ready endpoints, where somebody asks for them.
    """

    __slots__ = ("_derived", "info", "known", "ready_here", "traffic", "usable")

    def __init__(
        self, info: PortInfo, usable: Usable, known: int, ready_here: frozenset[str] = frozenset()
    ) -> None:
        self.info = info
        self.usable = usable
        self.known = known
        self.ready_here = ready_here
        self.traffic: Traffic = decide(info, usable)
        self._derived: dict[Hashable, object] = {}

    def derived(self, key: Hashable, build: Callable[[], T]) -> T:
        """What ``build`` makes of this port, made once for each key: how a writer keeps its rules."""
        if key not in self._derived:
            self._derived[key] = build()
        return cast(T, self._derived[key])


class _Exposed:
    """A Service with its slices: its ports for any node."""

    __slots__ = ("_ports", "service", "slices")

    def __init__(self, service: Obj, slices: Sequence[Obj]) -> None:
        self.service = service
        self.slices = slices
        found = endpoints(slices)
        self._ports: list[
            tuple[PortInfo, tuple[Endpoint, ...], dict[tuple[str, str], ServicePort] | ServicePort]
        ] = []
        for info in port_infos(service):
            of_port = found.get((info.name.port, info.name.protocol), ())
            if not of_port:
                self._ports.append((info, of_port, ServicePort(info, NOTHING, 0)))
            elif same_everywhere(of_port, info):
                self._ports.append(
                    (info, of_port, ServicePort(info, categorize(of_port, info, "", ""), len(of_port)))
                )
            else:
                self._ports.append((info, of_port, {}))

    def ports(self, node: str, zone: str) -> Iterable[ServicePort]:
        for info, of_port, made in self._ports:
            if isinstance(made, ServicePort):
                yield made
                continue
            port = made.get((node, zone))
            if port is None:
                usable = categorize(of_port, info, node, zone)
                here = frozenset(e.address for e in of_port if e.node == node and e.ready)
                port = ServicePort(info, usable, len(of_port), here)
                made[node, zone] = port
            yield port


class Tracker:
    """What kube-proxy knows of the Services of one cluster (pkg/proxy/servicechangetracker.go, endpointschangetracker.go)."""

    def __init__(self) -> None:
        self._exposed: dict[_Name, _Exposed] = {}
        self._owners: dict[int, tuple[Obj, _Name | None]] = {}

    def update(self, services: Iterable[Obj], slices: Iterable[Obj]) -> None:
        """Take in the Services and EndpointSlices that there are now: all of them, not just what changed."""
        by_owner = self._by_owner(slices)
        named = [((namespace(service), name(service)), service) for service in services]
        named.sort(key=itemgetter(0))
        old, self._exposed = self._exposed, {}
        for key, service in named:
            mine = by_owner.get(key, ())
            known = old.get(key)
            if known is None or known.service is not service or not _same_objects(known.slices, mine):
                known = _Exposed(service, mine)
            self._exposed[key] = known

    def _by_owner(self, slices: Iterable[Obj]) -> dict[_Name, list[Obj]]:
        old, self._owners = self._owners, {}
        found: dict[_Name, list[Obj]] = {}
        for slice in slices:
            known = old.get(id(slice))
            if known is None or known[0] is not slice:
                known = (slice, owner(slice))
            self._owners[id(slice)] = known
            if known[1] is not None:
                found.setdefault(known[1], []).append(slice)
        return found

    def ports(self, node: str, zone: str = "") -> list[ServicePort]:
        """Every port of every Service as ``node`` sees it, by namespace and name, then in the Service's own order."""
        return [port for exposed in self._exposed.values() for port in exposed.ports(node, zone)]


def _same_objects(left: Sequence[Obj], right: Sequence[Obj]) -> bool:
    if len(left) != len(right):
        return False
    return all(map(is_, left, right))


def service_ports(
    services: Iterable[Obj], slices: Iterable[Obj], node: NodeConfig, config: ClusterConfig, zone: str = ""
) -> list[ServicePort]:
    """What ``node``'s rules are about, from nothing but objects. ``zone`` is its label topology.kubernetes.io/zone."""
    tracker = Tracker()
    tracker.update(services, slices)
    return tracker.ports(node.name, zone)
