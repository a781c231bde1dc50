"""How traffic that has no endpoint is refused."""

from __future__ import annotations

from nodeport_lab.cluster.kubeproxy.iptables.rules import Reject, Target, Verdict
from nodeport_lab.cluster.kubeproxy.traffic import Refusal


def target_of(refusal: Refusal) -> Target:
    """REJECT tells the sender; DROP lets it wait, for another node may have what this one has not."""
    return Reject() if refusal.reject else Verdict("DROP")
