"""Fields that have no use where they stand."""

from __future__ import annotations

import pytest

from tests.cluster.kubectl.mending.judged import DEPLOYMENT, INGRESS, SERVICE, mended

CLUSTER_IP = SERVICE.replace("type: NodePort", "type: ClusterIP").replace("    nodePort: 30080\n", "")


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        (SERVICE, "  loadBalancerSourceRanges:\n  - 203.0.113.0/24\n", "load-balancer-only"),
        (SERVICE, "  loadBalancerClass: example.com/lb # which\n", "load-balancer-only"),
        (SERVICE, "  healthCheckNodePort: 32000\n", "health-check-nodeport-unused"),
        (SERVICE, "  clusterIP: None\n", "headless-with-type"),
        (SERVICE, "  clusterIP: 10.97.0.1\n", "cluster-ip-out-of-range"),
        (CLUSTER_IP, "  externalTrafficPolicy: Local\n", "external-traffic-policy-unused"),
        (
            DEPLOYMENT,
            "  strategy:\n    rollingUpdate:\n      maxSurge: 1\n    type: Recreate\n",
            "strategy-rolling-update-unused",
        ),
    ],
)
def test_removed(text: str, line: str, kind: str) -> None:
    out = mended(text.replace("spec:\n", f"spec:\n{line}", 1), kind)
    if kind == "strategy-rolling-update-unused":
        assert out == text.replace("spec:\n", "spec:\n  strategy:\n    type: Recreate\n", 1)
    else:
        assert out == text


def test_a_host_that_is_an_address() -> None:
    # The first key of a list's item shares its line with the dash: nothing is certain there.
    assert mended(INGRESS.replace("example.com", "192.168.1.101"), "ingress-host-ip") is None
    below = INGRESS.replace("  - host: example.com\n    http:", "  - http:") + "    host: 192.168.1.101\n"
    assert mended(below, "ingress-host-ip") == below.replace("    host: 192.168.1.101\n", "")
