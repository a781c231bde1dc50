"""What a trace is made of: hops, branches, outcomes; and their JSON, as ARCHITECTURE.md's contract with the browser has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from nodeport_lab.cluster.network.conntrack import Connection, State
from nodeport_lab.cluster.network.endings import Ending
from nodeport_lab.cluster.network.netfilter import Choice, Matched
from nodeport_lab.cluster.network.packet import Flow
from nodeport_lab.cluster.network.world import Request, Role

Leg = Literal["request", "reply", "error"]
Stage = Literal[
    "send", "receive", "prerouting", "input", "forward", "output", "postrouting", "routing", "listen", "http"
]

# Every event, and what its words may name besides ``place``, ``src``, ``dst``, ``old_src`` and ``old_dst``.
EVENTS: dict[str, frozenset[str]] = {
    "sent": frozenset(),
    "arrived": frozenset(),
    "allowed": frozenset({"rule"}),
    "marked": frozenset(),
    "matched": frozenset(),
    "dnat": frozenset(),
    "snat": frozenset(),
    "un-dnat": frozenset(),
    "un-snat": frozenset(),
    "routed": frozenset({"to"}),
    "routed-pod": frozenset({"pod"}),
    "routed-local": frozenset(),
    "routed-out": frozenset({"to"}),
    "forwarded": frozenset(),
    "balanced": frozenset({"node"}),
    "published": frozenset({"node"}),
    "answered": frozenset(),
    "refused": frozenset({"answer"}),
    "rejected": frozenset(),
    "dropped": frozenset(),
    "lost": frozenset(),
    "ignored": frozenset(),
    "received": frozenset(),
    "tls-ended": frozenset({"host", "secret"}),
    "tls-default": frozenset({"host"}),
    "http-routed": frozenset({"host", "path", "service", "rule"}),
    "http-default": frozenset({"host", "path", "service"}),
    "http-forwarded": frozenset({"to", "forwarded"}),
    "http-answered": frozenset({"status"}),
}

NOTHING: Mapping[str, Any] = {}


class Hop(NamedTuple):
    """One step of one packet. ``stream`` 2: of the connection that an Ingress controller makes to ask an endpoint."""

    leg: Leg
    place: str
    stage: Stage
    event: str
    before: Flow
    after: Flow
    rules: tuple[Matched, ...] = ()
    choice: Choice | None = None
    connection: tuple[Connection, State] | None = None
    params: Mapping[str, Any] = NOTHING
    stream: int = 1

    def as_json(self, roles: Roles) -> dict[str, Any]:
        """As the browser gets it."""
        return {
            "leg": self.leg,
            "place": self.place,
            "stage": self.stage,
            "event": self.event,
            "before": _ends(self.before, roles),
            "after": _ends(self.after, roles),
            "rules": [rule.as_json() for rule in self.rules],
            "choice": None if self.choice is None else self.choice.as_json(),
            "conntrack": None if self.connection is None else self.connection[0].as_json(self.connection[1]),
            "params": dict(self.params),
            "stream": self.stream,
        }


# What the port of an address is called in this trace.
Roles = Mapping[tuple[str, int], Role]


def _address(address: str, port: int, roles: Roles) -> dict[str, Any]:
    return {"address": address, "port": port, "role": roles.get((address, port))}


def _ends(flow: Flow, roles: Roles) -> dict[str, Any]:
    return {
        "src": _address(flow.source, flow.source_port, roles),
        "dst": _address(flow.destination, flow.destination_port, roles),
    }


@dataclass(frozen=True, slots=True)
class Branch:
    """One way that the request can go, with its probability, its hops and its ending.

    arrived: the flow as the pod or process that dealt with it saw it. connections, remembered: what the way leaves in the
    kernels (by place; lists of affinity with the source written down, by node), for the world of the next request.
    http: what was said above TCP, where the request was one of HTTP.
    """

    probability: Fraction
    ending: Ending
    hops: tuple[Hop, ...]
    arrived: Flow | None
    pod: str | None
    connections: Mapping[str, tuple[Connection, ...]]
    remembered: tuple[tuple[str, str, str], ...]
    http: Mapping[str, Any] | None = None

    @property
    def outcome(self) -> tuple[str, str | None, str | None, str | None]:
        """What makes two branches the same to the eye: code, pod, and the ends that the pod saw."""
        if self.arrived is None:
            return self.ending.code, self.pod, None, None
        seen = self.arrived
        return self.ending.code, self.pod, seen.source, f"{seen.destination}:{seen.destination_port}"


@dataclass(frozen=True, slots=True)
class Trace:
    """All that can become of a request. The probabilities of the branches add up to 1."""

    mode: str
    request: Request
    branches: tuple[Branch, ...]
    roles: Roles
    http: Mapping[str, Any] | None = None

    def outcomes(self) -> list[dict[str, Any]]:
        """Branches that look the same from outside, taken together; the likeliest first."""
        found: dict[tuple[str, str | None, str | None, str | None], list[int]] = {}
        for number, branch in enumerate(self.branches):
            found.setdefault(branch.outcome, []).append(number)
        outcomes = []
        for (code, pod, source, destination), numbers in found.items():
            share = sum((self.branches[number].probability for number in numbers), Fraction(0))
            outcomes.append(
                {
                    "kind": self.branches[numbers[0]].ending.kind,
                    "code": code,
                    "pod": pod,
                    "source": source,
                    "destination": destination,
                    "probability": float(share),
                    "branches": numbers,
                }
            )
        return sorted(outcomes, key=lambda outcome: -outcome["probability"])

    def as_json(self) -> dict[str, Any]:
        """As the browser gets it."""
        request = self.request
        return {
            "version": 1,
            "proxyMode": self.mode,
            "request": {
                "from": request.sender,
                "to": _address(request.address, request.port, self.roles),
                "protocol": request.protocol,
                "via": request.via,
                "http": self.http,
            },
            "branches": [
                {
                    "id": number,
                    "probability": float(branch.probability),
                    "ending": branch.ending.as_json(),
                    "http": branch.http,
                    "hops": [hop.as_json(self.roles) for hop in branch.hops],
                }
                for number, branch in enumerate(self.branches)
            ],
            "outcomes": self.outcomes(),
        }
