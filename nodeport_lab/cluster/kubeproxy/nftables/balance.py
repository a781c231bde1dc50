"""The chains that choose an endpoint and rewrite the destination to it."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.kubeproxy.endpoint import Endpoint
from nodeport_lab.cluster.kubeproxy.nftables.part import Context, Part
from nodeport_lab.cluster.kubeproxy.nftables.rules import (
    AddressInSet,
    Dnat,
    DnatRandom,
    Goto,
    L4Proto,
    NftSet,
    RandomVerdict,
    Rule,
    Target,
    UpdateSet,
)
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def choose(port: ServicePort, endpoints: Sequence[Endpoint], context: Context) -> list[Rule]:
    """One of n endpoints, each with probability 1/n. With affinity, first the endpoint that the client had before."""
    info, origin = port.info, port.info.origin("spec.selector")
    if info.affinity_seconds is None:
        targets = tuple(_target(port, endpoint) for endpoint in endpoints)
        return [Rule((L4Proto(info.name.protocol), DnatRandom(targets)), origin=origin)]
    named = [context.names.endpoint(endpoint.address, endpoint.port) for endpoint in endpoints]
    rules = [
        Rule(
            (AddressInSet("ip saddr", clients), Goto(chain)),
            origin=info.origin("spec.sessionAffinity", endpoint.text),
        )
        for endpoint, (chain, clients) in zip(endpoints, named, strict=True)
    ]
    return [*rules, Rule((RandomVerdict(tuple(Goto(chain) for chain, _ in named)),), origin=origin)]


def remember(port: ServicePort, context: Context, part: Part) -> None:
    """With affinity, a chain for each endpoint, which writes the client down, and the set that it is written into."""
    info = port.info
    if info.affinity_seconds is None:
        return
    for endpoint in port.usable.reachable:
        chain, clients = context.names.endpoint(endpoint.address, endpoint.port)
        part.affinity_sets[clients] = NftSet(clients, ("ip saddr",), {}, timeout=info.affinity_seconds)
        target = _target(port, endpoint)
        part.add(
            chain,
            [
                Rule((UpdateSet(clients),), origin=info.origin("spec.sessionAffinity", endpoint.text)),
                Rule((L4Proto(info.name.protocol), Dnat(target)), origin=target.origin),
            ],
        )


def _target(port: ServicePort, endpoint: Endpoint) -> Target:
    origin = port.info.origin("spec.ports[*].targetPort", endpoint.text)
    return Target(endpoint.address, endpoint.port, origin)
