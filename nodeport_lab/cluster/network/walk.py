"""One packet under way: what it is now, where it has been, and what the kernels that it passed remember."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from nodeport_lab.cluster.network.conntrack import Connection, Conntrack, State
from nodeport_lab.cluster.network.endings import Ending
from nodeport_lab.cluster.network.hop import NOTHING, Hop, Leg, Stage
from nodeport_lab.cluster.network.netfilter import Choice, Matched
from nodeport_lab.cluster.network.packet import Flow, Kind
from nodeport_lab.cluster.network.world import Door, Map, Request, Role, World


class Route(NamedTuple):
    """A routing decision: ``local`` (this machine), ``pod``, ``node``, ``machine``, ``router``, or ``nobody`` has it."""

    kind: Literal["local", "pod", "node", "machine", "router", "nobody"]
    name: str = ""


LOCAL = Route("local")


class Walk:
    """A packet and its answers, until something ends them. Forked where the kernel rolls dice."""

    __slots__ = (
        "answering",
        "arrived",
        "cause",
        "connection",
        "conntrack",
        "ending",
        "flow",
        "fresh",
        "hops",
        "ingress",
        "kind",
        "leg",
        "mark",
        "next",
        "pod",
        "probability",
        "remembered",
        "route",
        "routed",
        "rules",
        "state",
    )

    def __init__(self, flow: Flow, conntrack: Conntrack):
        self.flow = flow
        self.kind: Kind = "request"
        self.leg: Leg = "request"
        self.hops: list[Hop] = []
        self.probability = Fraction(1)
        self.conntrack = conntrack
        # The connection at the node that the packet is on, whether this packet made it, and whether it goes its way back.
        self.connection: Connection | None = None
        self.state: State = "NEW"
        self.fresh = False
        self.answering = False
        self.mark = 0
        # Where it came into the node from: a pod's name, "lo", or "" for the wire and for the node's own processes.
        self.ingress = ""
        self.route = LOCAL
        # Rules of filter chains that let it pass, for the hop that says so.
        self.rules: tuple[Matched, ...] = ()
        # (node, list, source) of session affinity.
        self.remembered: tuple[tuple[str, str, str], ...] = ()
        # How often the router had it on this leg.
        self.routed = 0
        # What was decided about the request; how it ends if the answer reaches the sender.
        self.cause: Ending | None = None
        self.arrived: Flow | None = None
        self.pod: str | None = None
        self.ending: Ending | None = None
        self.next: tuple[str, str] = ("", "")

    def fork(self) -> Walk:
        """An independent copy, for another way that it may go."""
        other = Walk.__new__(Walk)
        for name in Walk.__slots__:
            setattr(other, name, getattr(self, name))
        other.hops = self.hops.copy()
        other.conntrack = self.conntrack.fork()
        return other

    def hop(
        self,
        place: str,
        stage: Stage,
        event: str,
        before: Flow | None = None,
        rules: tuple[Matched, ...] = (),
        choice: Choice | None = None,
        tracked: bool = False,
        params: Mapping[str, Any] = NOTHING,
    ) -> None:
        """Note a step. ``before``: the flow as it was, where the step rewrote it."""
        connection = (self.connection, self.state) if tracked and self.connection is not None else None
        self.hops.append(
            Hop(
                self.leg,
                place,
                stage,
                event,
                before or self.flow,
                self.flow,
                rules,
                choice,
                connection,
                params,
            )
        )

    def turn(self, kind: Kind, cause: Ending) -> None:
        """The answer sets out: the same flow, the other way round."""
        self.flow = self.flow.reversed()
        self.kind = kind
        self.leg = "reply" if kind == "reply" else "error"
        self.cause = cause
        self.mark = 0
        self.routed = 0
        self.ingress = ""


class Scene:
    """One trace being made: the world, the request, and the walks that are still under way."""

    __slots__ = ("agenda", "asked", "map", "request", "roles", "world")

    def __init__(self, world: World, request: Request):
        self.world = world
        self.map: Map = world.map
        self.request = request
        self.roles: dict[tuple[str, int], Role] = {}
        self.agenda: list[Walk] = []
        # The flow as the sender sent it: only an answer to exactly this is one.
        self.asked = Flow(request.protocol, "0.0.0.0", 1, request.address, request.port)  # noqa: S104

    def go(self, walk: Walk, step: str, subject: str = "") -> None:
        """The walk goes on with this step."""
        walk.next = (step, subject)
        self.agenda.append(walk)

    def stop(self, walk: Walk, ending: Ending) -> None:
        """The walk is over."""
        walk.ending = ending
        self.agenda.append(walk)

    def call(self, address: str, port: int, role: Role) -> None:
        """Give a port of an address its name in this trace; the first name stays."""
        self.roles.setdefault((address, port), role)

    def door(self) -> Door | None:
        """What is known about the port that the request is for."""
        return self.map.door(self.request.address, self.request.protocol, self.request.port)
