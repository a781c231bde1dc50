"""What each kind of traffic to a port meets on a node: decided once, for both modes (the head of syncProxyRules' loop)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nodeport_lab.cluster.kubeproxy.serviceport import PortInfo
from nodeport_lab.cluster.kubeproxy.topology import Usable

Policy = Literal["cluster", "local"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """How traffic without an endpoint ends: REJECT where no node has one, DROP where only this one has none."""

    reject: bool
    field: str

    @property
    def reason(self) -> str:
        return "has no endpoints" if self.reject else "has no local endpoints"


@dataclass(frozen=True, slots=True)
class Traffic:
    """For traffic to the cluster IP (internal) and to everything else (external): its policy, and its refusal if any.

    External traffic under a refusal of DROP still has its chain: pods and the node itself are exempt from the policy.
    """

    internal: Policy
    external: Policy
    internal_refusal: Refusal | None
    external_refusal: Refusal | None
    has_cluster_chain: bool
    has_local_chain: bool
    has_external_chain: bool


def decide(info: PortInfo, usable: Usable) -> Traffic:
    """Mirror how kube-proxy goes from usable endpoints to chains (pkg/proxy/iptables/proxier.go, likewise nftables)."""
    return Traffic(
        internal="local" if info.internal_local else "cluster",
        external="local" if info.external_local else "cluster",
        internal_refusal=_refusal(info.internal_local, usable, "spec.internalTrafficPolicy"),
        external_refusal=_refusal(info.external_local, usable, "spec.externalTrafficPolicy"),
        has_cluster_chain=bool(usable.cluster) and info.uses_cluster,
        has_local_chain=bool(usable.local) and info.uses_local,
        has_external_chain=usable.anywhere and info.externally_accessible,
    )


def _refusal(local_only: bool, usable: Usable, field: str) -> Refusal | None:
    if not usable.anywhere:
        return Refusal(reject=True, field="spec.selector")
    if local_only and not usable.local:
        return Refusal(reject=False, field=field)
    return None
