"""The chains that choose an endpoint, and those that rewrite the destination to it."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.kubeproxy.endpoint import Endpoint
from nodeport_lab.cluster.kubeproxy.iptables import names
from nodeport_lab.cluster.kubeproxy.iptables.part import Context, Part
from nodeport_lab.cluster.kubeproxy.iptables.rules import (
    Comment,
    Dnat,
    Jump,
    Match,
    Net,
    Random,
    RecentCheck,
    RecentSet,
    Rule,
    Transport,
)
from nodeport_lab.cluster.kubeproxy.tracker import ServicePort


def choose(port: ServicePort, endpoints: Sequence[Endpoint], context: Context) -> list[Rule]:
    """First whoever came before, to the endpoint that it had; then each of n endpoints with probability 1/n.

    The first of n is taken once in n, the next once in n - 1 of what is left, and so on: the last takes the rest.
    """
    info, name = port.info, port.info.name
    said: list[tuple[Match, ...]] = [
        () if context.short_comments else (Comment(f"{name} -> {endpoint.text}"),) for endpoint in endpoints
    ]
    chains = [context.names.endpoint(endpoint.text) for endpoint in endpoints]
    rules = []
    if info.affinity_seconds is not None:
        for endpoint, comment, chain in zip(endpoints, said, chains, strict=True):
            rules.append(
                Rule(
                    (*comment, RecentCheck(chain, info.affinity_seconds)),
                    Jump(chain),
                    origin=info.origin("spec.sessionAffinity", endpoint.text),
                )
            )
    for index, (endpoint, comment, chain) in enumerate(zip(endpoints, said, chains, strict=True)):
        left = len(endpoints) - index
        rules.append(
            Rule(
                (*comment, Random(left)) if left > 1 else comment,
                Jump(chain),
                origin=info.origin("spec.selector", endpoint.text),
            )
        )
    return rules


def rewrite(port: ServicePort, context: Context, part: Part) -> None:
    """A chain for each endpoint: masquerade what comes from the very pod that it goes back to, then DNAT."""
    info, protocol = port.info, port.info.name.protocol
    said: tuple[Match, ...] = () if context.short_comments else (Comment(str(info.name)),)
    mark = Jump(names.MARK_MASQ)
    for endpoint in port.usable.reachable:
        chain = context.names.endpoint(endpoint.text)
        origin = info.origin("spec.ports[*].targetPort", endpoint.text)
        remembered: tuple[Match, ...] = () if info.affinity_seconds is None else (RecentSet(chain),)
        part.add(
            chain,
            [
                Rule(said, mark, source=Net.of(endpoint.address), origin=origin),
                Rule(
                    (*said, *remembered, Transport(protocol)),
                    Dnat(endpoint.address, endpoint.port),
                    protocol=protocol,
                    origin=origin,
                ),
            ],
        )
