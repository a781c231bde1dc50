"""ClusterIPs, nodePorts and health check nodePorts: who has which, and who gets the next.

The state is a value: an allocation gives a new state, and the server keeps it only when everything after
(prepare, validation) went well. So dry-run is "forget the state", and a snapshot costs nothing.
Mirrors pkg/registry/core/service/storage/{storage,alloc}.go; the pools themselves are in ``pools``.

    state = Allocations.of(config, seed)
    match state.create(service):
        case Allocated(obj, state): ...
        case Refused(problems, internal): ...     # 422 Invalid with problems, or 500 InternalError with internal
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from nodeport_lab.cluster.apiserver import carry, families
from nodeport_lab.cluster.apiserver.carry import has_node_ports, node_ports
from nodeport_lab.cluster.apiserver.pools import AddressPool, PortPool, Taken
from nodeport_lab.cluster.apiserver.validation.meta import SPEC
from nodeport_lab.cluster.apiserver.validation.service import needs_health_check
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, invalid

_CLUSTER_IPS = SPEC.child("clusterIPs")
_PORTS = SPEC.child("ports")
_HEALTH_PORT = SPEC.child("healthCheckNodePort")


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be allocated: ``problems`` of an Invalid; or ``internal``, an InternalError's cause; or ``unknown``, an
    error without a reason (status 500 all the same).

    The latter two have a problem as well (kind and path, for the explanation beside it).
    """

    problems: tuple[Problem, ...]
    internal: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Allocations:
    """Which addresses and ports are taken."""

    addresses: AddressPool
    ports: PortPool

    @staticmethod
    def of(config: ClusterConfig, seed: int = 0) -> Allocations:
        """The state of a cluster without Services."""
        return Allocations(
            AddressPool.of(config.service_cidr, seed), PortPool.of(config.nodeport_range, seed)
        )

    @staticmethod
    def holding(config: ClusterConfig, services: Iterable[Obj], seed: int = 0) -> Allocations:
        """The state in which these Services have what they say they have (the repair loop after a restart)."""
        state = Allocations.of(config, seed)
        ips: set[str] = set()
        ports: set[int] = set()
        for service in services:
            ips |= {ip for ip in service["spec"].get("clusterIPs") or [] if ip != "None"}
            ports |= set(node_ports(service["spec"]))
            ports.add(service["spec"].get("healthCheckNodePort") or 0)
        return Allocations(state.addresses.holding(ips), state.ports.holding(ports - {0}))

    def create(self, service: Obj) -> Allocated | Refused:
        """A defaulted new Service (any type) with its addresses and ports filled in."""
        spec = _own(service["spec"])
        if spec.get("clusterIP") and not spec.get("clusterIPs"):
            spec["clusterIPs"] = [spec["clusterIP"]]
        problems = families.init(spec, None)
        if problems:
            return Refused(tuple(problems))
        work = _Work(spec, self.addresses, self.ports)
        refused = work.cluster_ip() or work.new_node_ports() or work.new_health_port()
        return refused or Allocated(service | {"spec": spec}, Allocations(work.addresses, work.ports))

    def update(self, new: Obj, old: Obj) -> Allocated | Refused:
        """A defaulted changed Service, with what it leaves out taken over from ``old``, allocated and released."""
        spec, before = _own(new["spec"]), old["spec"]
        carry.allocated_values(spec, before)
        carry.cluster_ips(spec, before)
        problems = families.init(spec, before)
        if problems:
            return Refused(tuple(problems))
        work = _Work(spec, self.addresses, self.ports)
        kind, was = spec.get("type"), before.get("type")
        refused = None
        if was == "ExternalName" and kind != "ExternalName":
            refused = work.cluster_ip()
        refused = refused or work.changed_node_ports(before) or work.changed_health_port(before)
        if refused:
            return refused
        if was != "ExternalName" and kind == "ExternalName":
            work.addresses = work.addresses.release(before.get("clusterIPs") or [])
        return Allocated(new | {"spec": spec}, Allocations(work.addresses, work.ports.release(work.released)))

    def delete(self, service: Obj) -> Allocations:
        """The state after the Service is gone."""
        spec = service["spec"]
        ports = node_ports(spec)
        if needs_health_check(spec):
            ports.append(spec.get("healthCheckNodePort") or 0)
        if spec.get("type") not in ("NodePort", "LoadBalancer"):
            ports = []
        released = [] if spec.get("type") == "ExternalName" else spec.get("clusterIPs") or []
        return replace(self, addresses=self.addresses.release(released), ports=self.ports.release(ports))


@dataclass(frozen=True, slots=True)
class Allocated:
    """The Service with its addresses and ports, and the state that knows of them."""

    obj: Obj
    state: Allocations


def _own(spec: dict[str, Any]) -> dict[str, Any]:
    """A copy deep enough that allocation can write into it."""
    spec = dict(spec)
    if spec.get("ports"):
        spec["ports"] = [dict(port) for port in spec["ports"]]
    return spec


@dataclass(slots=True)
class _Work:
    """One request's allocations: everything or nothing."""

    spec: dict[str, Any]
    addresses: AddressPool
    ports: PortPool
    released: tuple[int, ...] = ()

    def cluster_ip(self) -> Refused | None:
        """allocClusterIPs, for the one family of the cluster."""
        spec = self.spec
        if spec.get("type") == "ExternalName" or spec.get("clusterIPs") == ["None"]:
            return None
        asked = list(spec.get("clusterIPs") or [])
        if not asked or not asked[0]:
            ip, pool = self.addresses.take_next()
            if ip is None:
                words = "failed to allocate a serviceIP: range is full"
                return _internal(_CLUSTER_IPS, words, "cluster-ip-range-full", range=self.addresses.network)
            spec["clusterIP"], spec["clusterIPs"], self.addresses = ip, [ip], pool
            return None
        taken = self.addresses.take(asked[0])
        if isinstance(taken, str):
            kind = "cluster-ip-taken" if "already" in taken else "cluster-ip-out-of-range"
            words = f"failed to allocate IP {asked[0]}: {taken}"
            problem = invalid(
                _CLUSTER_IPS, asked, words, kind=kind, address=asked[0], range=self.addresses.network
            )
            return Refused((problem,))
        self.addresses = taken
        return None

    def new_node_ports(self) -> Refused | None:
        """initNodePorts: a port number that occurs with two protocols gets one nodePort for both."""
        spec = self.spec
        if not has_node_ports(spec):
            return None
        chosen: dict[int, int] = {}
        ports = spec.get("ports") or []
        for position, port in enumerate(ports):
            if not port.get("nodePort") and not self._picks():
                continue
            number = port.get("port", 0)
            shared = chosen.get(number)
            if shared is None:
                asked = next(
                    (
                        each["nodePort"]
                        for each in ports
                        if each.get("port", 0) == number and each.get("nodePort")
                    ),
                    0,
                )
                refused = self._take(position, asked) if asked else self._take_next(port)
                if refused:
                    return refused
                chosen[number] = port["nodePort"] = asked or port["nodePort"]
            elif not port.get("nodePort"):
                port["nodePort"] = shared
            elif port["nodePort"] != shared:
                refused = self._take(position, port["nodePort"])
                if refused:
                    return refused
        return None

    def changed_node_ports(self, before: dict[str, Any]) -> Refused | None:
        """txnUpdateNodePorts: what is new is taken now, what is gone is released at the very end."""
        had = node_ports(before) if has_node_ports(before) else []
        if not has_node_ports(self.spec):
            self.released += tuple(had)
            return None
        had = node_ports(before)
        fresh: set[int] = set()
        seen: set[tuple[str, int]] = set()
        for position, port in enumerate(self.spec.get("ports") or []):
            number = port.get("nodePort")
            if not number and not self._picks():
                continue
            if not number:
                refused = self._take_next(port)
            elif number not in had and number not in fresh:
                refused = self._take(position, number)
                fresh.add(number)
            else:
                refused = None
            if refused:
                return refused
            pair = port.get("protocol", ""), port["nodePort"]
            if pair in seen:
                return _twice(position, *pair)
            seen.add(pair)
        has = set(node_ports(self.spec))
        self.released += tuple(number for number in had if number not in has)
        return None

    def new_health_port(self) -> Refused | None:
        """allocHealthCheckNodePort: from the same pool as nodePorts."""
        if not needs_health_check(self.spec):
            return None
        asked = self.spec.get("healthCheckNodePort")
        if not asked:
            number, pool = self.ports.take_next()
            if number is None:
                words = "failed to allocate a HealthCheck NodePort 0: range is full"
                return _internal(_HEALTH_PORT, words, "nodeport-range-full", **self._range())
            self.spec["healthCheckNodePort"], self.ports = number, pool
            return None
        taken = self.ports.take(asked)
        if isinstance(taken, Taken):
            words = f"failed to allocate requested HealthCheck NodePort {asked}: {taken.words}"
            return _internal(_HEALTH_PORT, words, taken.kind, value=asked, **self._range())
        self.ports = taken
        return None

    def changed_health_port(self, before: dict[str, Any]) -> Refused | None:
        """updateHealthCheckNodePort."""
        needed, needs = needs_health_check(before), needs_health_check(self.spec)
        if needed and not needs:
            self.released += (before.get("healthCheckNodePort") or 0,)
        return self.new_health_port() if needs and not needed else None

    def _picks(self) -> bool:
        """shouldAllocateNodePorts."""
        return self.spec["type"] == "NodePort" or bool(self.spec.get("allocateLoadBalancerNodePorts", True))

    def _take(self, position: int, number: int) -> Refused | None:
        taken = self.ports.take(number)
        if isinstance(taken, Taken):
            path = _PORTS.index(position).child("nodePort")
            return Refused((invalid(path, number, taken.words, kind=taken.kind, **self._range()),))
        self.ports = taken
        return None

    def _take_next(self, port: dict[str, Any]) -> Refused | None:
        number, pool = self.ports.take_next()
        if number is None:
            words = "failed to allocate a nodePort: range is full"
            return _internal(_PORTS, words, "nodeport-range-full", **self._range())
        port["nodePort"], self.ports = number, pool
        return None

    def _range(self) -> dict[str, int]:
        return {"first": self.ports.first, "last": self.ports.last}


def _twice(position: int, protocol: str, number: int) -> Refused:
    """Only an update meets this before validation does; the API server gives it no reason."""
    words, path = f"duplicate nodePort: {{{protocol} {number}}}", _PORTS.index(position).child("nodePort")
    params = {"field": str(path), "value": number, "protocol": protocol}
    return Refused((Problem("nodeport-duplicate", words, path, params=params),), unknown=words)


def _internal(path: FieldPath, words: str, kind: str, **params: Any) -> Refused:
    message = f"Internal error occurred: {words}"
    return Refused((Problem(kind, message, path, params={"field": str(path)} | params),), words)
