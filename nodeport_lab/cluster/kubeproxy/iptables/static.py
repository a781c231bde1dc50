"""What is there before the first Service: the jumps out of the kernel's own chains, and the chains that serve all."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.kubeproxy.iptables import names
from nodeport_lab.cluster.kubeproxy.iptables.rules import (
    Accounting,
    AddressType,
    Chain,
    Comment,
    ConntrackState,
    Jump,
    MarkMatch,
    Masquerade,
    Net,
    Rule,
    SetMark,
    Verdict,
)

_MARK = names.MASQUERADE_MARK
LOCALHOST = Net.of("127.0.0.0/8")
LOCALHOST_ACCOUNT = Accounting("localhost_nps_accepted_pkts")
_LAST = "kubernetes service nodeports; NOTE: this must be the last rule in this chain"


def _jump(chain: str, comment: str, *, new: bool = False) -> Rule:
    said = Comment(comment)
    return Rule((ConntrackState(("NEW",)), said) if new else (said,), Jump(chain))


_SERVICES = _jump(names.SERVICES, "kubernetes service portals")
_NEW_SERVICES = _jump(names.SERVICES, "kubernetes service portals", new=True)
_NEW_EXTERNAL = _jump(names.EXTERNAL_SERVICES, "kubernetes externally-visible service portals", new=True)
_NEW_FIREWALL = _jump(names.PROXY_FIREWALL, "kubernetes load balancer firewall", new=True)
_HEALTH_CHECKS = _jump(names.NODE_PORTS, "kubernetes health check service ports")
_FORWARDING = _jump(names.FORWARD, "kubernetes forwarding rules")
_LOCALNET = Rule((), Jump(names.FIREWALL))

NAT: tuple[Chain, ...] = (
    Chain("PREROUTING", (_SERVICES,), "ACCEPT"),
    Chain("INPUT", (), "ACCEPT"),
    Chain("OUTPUT", (_SERVICES,), "ACCEPT"),
    Chain("POSTROUTING", (_jump(names.POSTROUTING, "kubernetes postrouting rules"),), "ACCEPT"),
    Chain(names.CANARY),
    Chain(names.MARK_MASQ, (Rule((), SetMark(_MARK, _MARK)),)),
    Chain(
        names.POSTROUTING,
        (
            Rule((MarkMatch(_MARK, _MARK, negated=True),), Verdict("RETURN")),
            # The mark goes, lest the packet be masqueraded again where it passes the stack twice.
            Rule((), SetMark(_MARK, 0)),
            Rule((Comment("kubernetes service traffic requiring SNAT"),), Masquerade()),
        ),
    ),
)

_FORWARD = Chain(
    names.FORWARD,
    (
        Rule((ConntrackState(("INVALID",)), Accounting("ct_state_invalid_dropped_pkts")), Verdict("DROP")),
        Rule((Comment("kubernetes forwarding rules"), MarkMatch(_MARK, _MARK)), Verdict("ACCEPT")),
        Rule(
            (Comment("kubernetes forwarding conntrack rule"), ConntrackState(("RELATED", "ESTABLISHED"))),
            Verdict("ACCEPT"),
        ),
    ),
)

# Nodes that answer for 127.0.0.1 on their nodePorts (route_localnet) must not do so for their neighbours.
_FIREWALL = Chain(
    names.FIREWALL,
    (
        Rule(
            (
                Comment("block incoming localnet connections"),
                ConntrackState(("RELATED", "ESTABLISHED", "DNAT"), negated=True),
            ),
            Verdict("DROP"),
            source=LOCALHOST,
            source_negated=True,
            destination=LOCALHOST,
        ),
    ),
)


def filter_chains(*, localhost_node_ports: bool) -> tuple[Chain, ...]:
    """``filter``, less what Services add. The jump to KUBE-FIREWALL is there in any case: the kubelet shares it."""
    return (
        Chain("INPUT", (_LOCALNET, _NEW_FIREWALL, _HEALTH_CHECKS, _NEW_EXTERNAL), "ACCEPT"),
        Chain("FORWARD", (_NEW_FIREWALL, _FORWARDING, _NEW_SERVICES, _NEW_EXTERNAL), "ACCEPT"),
        Chain("OUTPUT", (_LOCALNET, _NEW_FIREWALL, _NEW_SERVICES), "ACCEPT"),
        Chain(names.CANARY),
        _FIREWALL if localhost_node_ports else Chain(names.FIREWALL),
        _FORWARD,
    )


def to_node_ports(addresses: Sequence[str] | None, *, localhost_node_ports: bool) -> list[Rule]:
    """The end of KUBE-SERVICES: whatever was no Service's address may still be a nodePort.

    ``addresses``: those that accept nodePorts; None means every address of the node (--nodeport-addresses).
    """
    target = Jump(names.NODE_PORTS)
    if addresses is not None:
        return [Rule((Comment(_LAST),), target, destination=Net.of(address)) for address in addresses]
    matches = (Comment(_LAST), AddressType("dst"))
    if localhost_node_ports:
        return [Rule(matches, target)]
    return [Rule(matches, target, destination=LOCALHOST, destination_negated=True)]
