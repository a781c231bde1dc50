"""Every way that a request can end: a small closed set. docs/endings.md is its table, content/endings.yaml its words.

A code says exactly why; its kind is what the drawing shows; ``observed`` is what the one who sent it can tell.
``params`` are what the words may name: an ending that lacks one, or has another, cannot be made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

EndingKind = Literal["answered", "refused", "dropped", "no-route", "wrong-protocol"]
Observed = Literal["reply", "refused", "no-answer"]


class Code(NamedTuple):
    """One code: its kind, what the sender observes, what its words may name, and the Service's field that is to blame."""

    kind: EndingKind
    observed: Observed
    params: frozenset[str]
    field: str | None = None


def _code(kind: EndingKind, observed: Observed, params: str, field: str | None = None) -> Code:
    return Code(kind, observed, frozenset(params.split()), field)


CODES: dict[str, Code] = {
    # Somebody answered.
    "answered": _code("answered", "reply", "pod source destination"),
    "answered-by-process": _code("answered", "reply", "place destination process"),
    "http-answered": _code("answered", "reply", "pod controller source forwarded"),
    # Somebody said no.
    "no-endpoints": _code("refused", "refused", "service node address port", "spec.selector"),
    "no-ready-endpoints": _code("refused", "refused", "service node address port pods"),
    "no-such-target-port": _code(
        "refused", "refused", "service node address port pods", "spec.ports[].targetPort"
    ),
    "rules-behind": _code("refused", "refused", "service node address port"),
    "pod-port-closed": _code("refused", "refused", "pod port protocol service"),
    "pod-port-closed-direct": _code("refused", "refused", "pod port protocol"),
    "pod-loopback-only": _code("refused", "refused", "pod port"),
    "endpoint-port-closed": _code("refused", "refused", "place address port protocol service"),
    "node-port-closed": _code("refused", "refused", "place address port protocol"),
    "machine-port-closed": _code("refused", "refused", "place address port protocol"),
    "localhost-not-served": _code("refused", "refused", "node port service"),
    "cluster-ip-port-closed": _code("refused", "refused", "node address port", "spec.ports"),
    "host-port-closed": _code("refused", "refused", "address port"),
    "rule-rejected": _code("refused", "refused", "node chain"),
    "http-host-unknown": _code("refused", "reply", "controller host hosts"),
    "http-path-unknown": _code("refused", "reply", "controller host path ingress"),
    "http-backend-missing": _code("refused", "reply", "controller service port"),
    "http-no-endpoints": _code("refused", "reply", "controller service", "spec.selector"),
    "http-bad-gateway": _code("refused", "reply", "controller service address"),
    "http-gateway-timeout": _code("refused", "reply", "controller service address"),
    "tls-untrusted": _code("refused", "reply", "controller host"),
    # Nobody said anything: the packet was thrown away.
    "external-policy-local": _code(
        "dropped", "no-answer", "node service address port", "spec.externalTrafficPolicy"
    ),
    "internal-policy-local": _code("dropped", "no-answer", "node service", "spec.internalTrafficPolicy"),
    "source-ranges": _code("dropped", "no-answer", "node service source", "spec.loadBalancerSourceRanges"),
    "cluster-ip-unallocated": _code("dropped", "no-answer", "node address"),
    "firewall": _code("dropped", "no-answer", "node source port rule"),
    "node-down": _code("dropped", "no-answer", "node"),
    "sender-down": _code("dropped", "no-answer", "node sender"),
    "pod-network-blocked": _code("dropped", "no-answer", "node other address"),
    "hairpin-off": _code("dropped", "no-answer", "node pod"),
    "loopback-leaves": _code("dropped", "no-answer", "node address"),
    "invalid-reply": _code("dropped", "no-answer", "node source asked"),
    "reply-ignored": _code("dropped", "no-answer", "place source asked"),
    "loop": _code("dropped", "no-answer", "node address port"),
    "own-packet-back": _code("dropped", "no-answer", "node address"),
    "balancer-no-listener": _code("dropped", "no-answer", "address port protocol service", "spec.ports"),
    "balancer-no-node-port": _code(
        "dropped", "no-answer", "address port service", "spec.allocateLoadBalancerNodePorts"
    ),
    "balancer-no-healthy-node": _code("dropped", "no-answer", "address service"),
    "rule-dropped": _code("dropped", "no-answer", "node chain"),
    # Nobody said anything: there is no way to the address.
    "pod-address-outside": _code("no-route", "no-answer", "address"),
    "service-address-outside": _code("no-route", "no-answer", "address"),
    "service-port-unknown": _code("no-route", "no-answer", "address port service", "spec.ports[].port"),
    "service-address-unknown": _code("no-route", "no-answer", "address"),
    "external-unannounced": _code("no-route", "no-answer", "address"),
    "no-such-node": _code("no-route", "no-answer", "address"),
    "no-such-address": _code("no-route", "no-answer", "address"),
    "pod-gone": _code("no-route", "no-answer", "node address"),
    "stale-rules": _code("no-route", "no-answer", "node rules_node address service"),
    "stale-connection": _code("no-route", "no-answer", "node address"),
    "reply-no-route": _code("no-route", "no-answer", "place address"),
    "host-outside": _code("no-route", "no-answer", "address"),
    # The port is open, for another protocol.
    "tls-not-spoken": _code("wrong-protocol", "reply", "place port"),
    "http-to-tls": _code("wrong-protocol", "reply", "place port"),
    "wrong-protocol-refused": _code(
        "wrong-protocol", "refused", "address port protocol offered service", "spec.ports[].protocol"
    ),
    "wrong-protocol-lost": _code(
        "wrong-protocol", "no-answer", "address port protocol offered service", "spec.ports[].protocol"
    ),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How one branch ended: code, place, and the object and field responsible, where there is one."""

    code: str
    place: str
    params: dict[str, Any]
    service: str | None = None
    field: str | None = None
    ingress: str | None = None

    def __post_init__(self) -> None:
        wanted = CODES[self.code].params
        if wanted != self.params.keys():
            raise ValueError(f"{self.code} names {sorted(wanted)}, not {sorted(self.params)}")

    @property
    def kind(self) -> EndingKind:
        return CODES[self.code].kind

    @property
    def observed(self) -> Observed:
        return CODES[self.code].observed

    def as_json(self) -> dict[str, Any]:
        """As the browser gets it."""
        kind, key = ("Service", self.service) if self.ingress is None else ("Ingress", self.ingress)
        namespace, _, name = (key or "").partition("/")
        target = None if key is None else {"kind": kind, "namespace": namespace, "name": name}
        return {
            "kind": self.kind,
            "code": self.code,
            "place": self.place,
            "object": target,
            "field": self.field,
            "params": self.params,
        }
