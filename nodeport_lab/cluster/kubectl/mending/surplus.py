"""Fields that have no use where they stand: away with them."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.mending import text
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.source import Document

# The API server speaks of one field where the manifest has another, or has it in other spelling.
_WRITTEN_AS = {"LoadBalancerSourceRanges": "loadBalancerSourceRanges", "clusterIPs": "clusterIP"}


def _remove(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    parts = list(path.parts)
    while parts and isinstance(parts[-1], int):
        parts.pop()
    last = parts[-1] if parts else ""
    if isinstance(last, str) and last in _WRITTEN_AS:
        _, both = text.exact(document, FieldPath(tuple(parts)))
        if last == "clusterIPs" and both is not None:
            # clusterIP and clusterIPs say the same: one alone cannot go.
            return None
        parts[-1] = _WRITTEN_AS[last]
    path = FieldPath(tuple(parts))
    key, node = text.exact(document, path)
    _, parent = text.exact(document, FieldPath(path.parts[:-1]))
    if key is None or node is None or parent is None or len(parent.value) < 2:
        return None
    edit = text.remove(document, key, node)
    return None if edit is None else Repair("remove-field", (edit,), {"name": str(key.value)})


MENDERS = dict.fromkeys(
    (
        "cluster-ip-out-of-range",
        "cluster-ip-taken",
        "external-name-with-address",
        "external-traffic-policy-unused",
        "headless-with-type",
        "health-check-nodeport-unused",
        "ingress-host-ip",
        "load-balancer-only",
        "namespace-forbidden",
        "session-affinity-config-unused",
        "strategy-rolling-update-unused",
    ),
    _remove,
)
