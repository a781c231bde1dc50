"""ClusterIPs, nodePorts and health check nodePorts: who has which, and who gets the next.

The state is a value: an allocation gives a new state, and the server keeps it only when everything after
(prepare, validation) went well. So dry-run is "forget the state", and a snapshot costs nothing.
Mirrors pkg/registry/core/service/storage/{storage,alloc}.go, ipallocator and portallocator.

    state = Allocations.of(config, seed)
    match state.create(service):
        case Allocated(obj, state): ...
        case Refused(problems, internal): ...     # 422 Invalid with problems, or 500 InternalError with internal
"""

from __future__ import annotations

from dataclasses import dataclass

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import Problem


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be allocated: ``problems`` of an Invalid, or ``internal``: an InternalError's cause.

    An InternalError has a problem as well (kind and path, for the explanation beside it).
    """

    problems: tuple[Problem, ...]
    internal: str = ""


@dataclass(frozen=True, slots=True)
class Allocations:
    """Which addresses and ports are taken."""

    config: ClusterConfig
    seed: int = 0

    @staticmethod
    def of(config: ClusterConfig, seed: int = 0) -> Allocations:
        """The state of a cluster without Services (the first address is the ``kubernetes`` Service's)."""
        return Allocations(config, seed)

    def create(self, service: Obj) -> Allocated | Refused:
        """A defaulted new Service (any type) with its addresses and ports filled in."""
        return Allocated(service, self)

    def update(self, new: Obj, old: Obj) -> Allocated | Refused:
        """A defaulted changed Service, with what it leaves out taken over from ``old``, allocated and released."""
        return Allocated(new, self)

    def delete(self, service: Obj) -> Allocations:
        """The state after the Service is gone."""
        return self


@dataclass(frozen=True, slots=True)
class Allocated:
    """The Service with its addresses and ports, and the state that knows of them."""

    obj: Obj
    state: Allocations
