"""The case: what was asked, whom it was meant for, and in which ways it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from nodeport_lab.cluster.controllers.endpoints.members import is_ready
from nodeport_lab.cluster.controllers.loadbalancer import addresses
from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.packet import is_loopback
from nodeport_lab.cluster.network.world import Door, World
from nodeport_lab.cluster.objects import Key, Obj, labels, name, namespace
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding, Status
from nodeport_lab.cluster.simulation.faults import faults

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster

_SHOWN = 3


class Case:
    """One request that was traced in a cluster, with what the looks ask again and again."""

    def __init__(self, cluster: Cluster, request: Mapping[str, Any], trace: Trace) -> None:
        self.cluster, self.trace = cluster, trace
        self.view = cluster.engine.view
        self.world: World = cluster.world()
        self.sender, self.address, self.port = (
            trace.request.sender,
            trace.request.address,
            trace.request.port,
        )
        self.protocol = trace.request.protocol
        self.http = request.get("http")
        self.from_outside = self.sender in self.world.map.client
        self.failing = [branch for branch in trace.branches if branch.ending.kind != "answered"]
        self.codes = frozenset(code for branch in self.failing for code in codes_of(branch))
        self.door: Door | None = self.world.map.door(self.address, self.protocol, self.port)
        self.door_service = self._service(self.door.service if self.door else None)
        self.ingress_bound = self._is_ingress_bound()
        self.index = _index(self.door)
        self.service = self._meant()

    # --- whom it was meant for ---------------------------------------------------------------------------------------

    def _service(self, key: str | None) -> Obj | None:
        return self.view.get(Key("services", *key.split("/", 1))) if key else None

    def _is_ingress_bound(self) -> bool:
        """Something above TCP is asked where an Ingress is, and no Service of the learner's own is behind that door."""
        if not self.http or not any(self.view.every("ingresses")):
            return False
        controller = self.world.ingress
        if self.door_service is None:
            return True
        chosen = {f"{namespace(pod)}/{name(pod)}" for pod in self.view.selected(self.door_service)}
        return controller is not None and bool(chosen & controller.pods)

    def _meant(self) -> Obj | None:
        """The Service that should answer: the Ingress's backend, the door's, or one that waits for such an address."""
        if self.ingress_bound:
            for branch in self.trace.branches:
                service = (branch.http or {}).get("service")
                if service:
                    self.index = self._backend_index(branch, service)
                    return self._service(service)
            return self.door_service
        if self.door_service is not None:
            return self.door_service
        return self.service_at(self.address) or self._other_protocol() or self._pending()

    def _backend_index(self, branch: Branch, service: str) -> int:
        found = self._service(service)
        rule = (branch.http or {}).get("rule") or {}
        ingress = self.view.get(Key("ingresses", *rule["ingress"].split("/", 1))) if rule else None
        asked = next(
            (
                path["backend"]["service"].get("port") or {}
                for entry in ((ingress or {}).get("spec", {}).get("rules") or ())
                for path in (entry.get("http") or {}).get("paths") or ()
                if path.get("path", "") == rule.get("path") and "service" in path["backend"]
            ),
            {},
        )
        for index, port in enumerate((found or {}).get("spec", {}).get("ports") or ()):
            if asked and asked in ({"number": port["port"]}, {"name": port.get("name")}):
                return index
        return 0

    def _other_protocol(self) -> Obj | None:
        for protocol in ("TCP", "UDP", "SCTP"):
            if protocol != self.protocol:
                door = self.world.map.door(self.address, protocol, self.port)
                if door is not None and door.service is not None:
                    self.index = _index(door)
                    return self._service(door.service)
        return None

    def _pending(self) -> Obj | None:
        """A LoadBalancer Service without an address, where an address outside of everything was asked."""
        if self.address not in self.world.map.external:
            return None
        for service in self.view.every("services"):
            if service["spec"].get("type") == "LoadBalancer" and not addresses(service):
                ports = service["spec"].get("ports") or []
                self.index = next((i for i, port in enumerate(ports) if port["port"] == self.port), 0)
                return service
        return None

    def service_at(self, address: str) -> Obj | None:
        """The Service that has this address, by whichever port."""
        for service in self.view.every("services"):
            spec = service["spec"]
            if address in (spec.get("clusterIP"), *(spec.get("externalIPs") or ()), *addresses(service)):
                return service
        return None

    # --- where it goes -----------------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """``namespace/name`` of the Service meant."""
        return f"{namespace(self.service)}/{name(self.service)}" if self.service is not None else ""

    @property
    def service_port(self) -> Mapping[str, Any]:
        """The port of the Service that is meant."""
        ports = (self.service or {}).get("spec", {}).get("ports") or [{}]
        port: Mapping[str, Any] = ports[min(self.index, len(ports) - 1)]
        return port

    @property
    def at_node(self) -> str | None:
        """The node that is asked, by its address or by loopback on it."""
        node = self.world.map.node_at.get(self.address)
        if node is not None:
            return node.name
        return self.sender if is_loopback(self.address) and self.sender in self.world.map.node else None

    @property
    def at_pod(self) -> str | None:
        """The pod that is asked by its own address."""
        pod = self.world.map.pod_at.get(self.address)
        return pod.name if pod is not None else None

    @property
    def places(self) -> list[str]:
        """Every place that the packet was at, in any branch, once."""
        return list(dict.fromkeys(hop.place for branch in self.trace.branches for hop in branch.hops))

    def selected(self) -> list[Obj]:
        """The pods that the Service's selector matches."""
        if self.service is None or not self.service["spec"].get("selector"):
            return []
        return sorted(self.view.selected(self.service), key=name)

    def ready(self) -> list[Obj]:
        """Those of them that are ready."""
        return [pod for pod in self.selected() if is_ready(pod)]

    # --- saying it ---------------------------------------------------------------------------------------------------

    def stopped_by(self, *codes: str) -> frozenset[str]:
        """Those of these endings that this request has."""
        return self.codes & frozenset(codes)

    def endings(self, codes: Iterable[str]) -> Iterator[Branch]:
        """The branches that end so."""
        wanted = frozenset(codes)
        return (branch for branch in self.failing if codes_of(branch) & wanted)

    def wrong(self, look: str, code: str, claims: Iterable[str], /, **more: Any) -> Finding:
        """Something is wrong: decisive where the request ends in one of ``claims``."""
        claimed = self.stopped_by(*claims)
        status: Status = "failed" if claimed else "noted"
        return Finding(look, status, code, claims=claimed, **more)

    def repair(self, kind: str, **about: Any) -> Mapping[str, Any] | None:
        """The action that mends what somebody broke, where it was broken so."""
        for fault in faults(self.cluster):
            if fault.kind == kind and all(fault.params.get(key) == value for key, value in about.items()):
                return fault.repair
        return None

    def on_pod(self, pod: Obj, line: str) -> str:
        """A command that runs in a pod."""
        return f"kubectl exec {name(pod)}{flag(namespace(pod))} -- {line}"


def codes_of(branch: Branch) -> frozenset[str]:
    """The ending of a branch, and that of the Ingress controller's own connection, where it had one."""
    upstream = (branch.http or {}).get("upstream") or {}
    inner = {upstream["code"]} if upstream and upstream["kind"] != "answered" else set()
    return frozenset({branch.ending.code, *inner})


def names(pods: Iterable[Obj]) -> str:
    """A few names, and that there are more."""
    found = [name(pod) for pod in pods]
    return ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")


def key_of(obj: Obj) -> str:
    """``namespace/name``."""
    return f"{namespace(obj)}/{name(obj)}"


def to_get(obj: Obj, resource: str) -> str:
    """The line that shows it."""
    wide = " -o wide" if resource == "service" else ""
    return f"kubectl get {resource} {name(obj)}{flag(namespace(obj))}{wide}"


def flag(of: str) -> str:
    """`` -n NAMESPACE``, where it has to be said."""
    return "" if of == "default" else f" -n {of}"


def pairs(found: Mapping[str, str]) -> str:
    """Labels as a selector on the command line."""
    return ",".join(f"{key}={value}" for key, value in found.items())


def told_labels(pods: Iterable[Obj]) -> str:
    """What pods are labelled, without what controllers add."""
    seen: dict[str, None] = {}
    for pod in pods:
        own = {key: value for key, value in labels(pod).items() if key != "pod-template-hash"}
        if own:
            seen[pairs(own)] = None
    return "; ".join(list(seen)[:_SHOWN])


def _index(door: Door | None) -> int:
    if door is None or not door.field or "[" not in door.field:
        return 0
    return int(door.field[door.field.index("[") + 1 : door.field.index("]")])
