"""Values that become good by another spelling."""

from __future__ import annotations

import pytest

from tests.cluster.kubectl.mending.judged import DEPLOYMENT, INGRESS, SERVICE, mended, problems

LB = SERVICE.replace("NodePort #", "LoadBalancer #")


@pytest.mark.parametrize(
    ("text", "old", "bad", "kind", "good"),
    [
        (SERVICE, "name: web", "name: My_Web", "name-invalid", "name: my-web"),
        (SERVICE, "name: web", "name: web.v1", "name-has-dots", "name: web-v1"),
        (SERVICE, "targetPort: 80", "targetPort: HTTP", "port-name-invalid", "targetPort: http"),
        (
            SERVICE,
            "  - port: 80",
            "  - name: My_Http\n    port: 80",
            "service-port-name-invalid",
            "  - name: my-http\n    port: 80",
        ),
        (
            SERVICE,
            "  - port: 80",
            "  - protocol: HTTP\n    port: 80",
            "protocol-unknown",
            "  - protocol: TCP\n    port: 80",
        ),
        (
            SERVICE,
            "  - port: 80",
            "  - protocol: udp\n    port: 80",
            "protocol-unknown",
            "  - protocol: UDP\n    port: 80",
        ),
        (
            LB,
            "spec:\n",
            "spec:\n  loadBalancerSourceRanges: [203.0.113.7]\n",
            "cidr-invalid",
            "spec:\n  loadBalancerSourceRanges: [203.0.113.7/32]\n",
        ),
        (
            LB,
            "spec:\n",
            "spec:\n  loadBalancerSourceRanges:\n  - 203.0.113.7/24\n",
            "cidr-host-bits",
            "spec:\n  loadBalancerSourceRanges:\n  - 203.0.113.0/24\n",
        ),
        (
            SERVICE,
            "spec:\n",
            "spec:\n  clusterIP: 10.96.020.20\n",
            "ip-leading-zeros",
            "spec:\n  clusterIP: 10.96.20.20\n",
        ),
        (DEPLOYMENT, "name: nginx", "name: Nginx_1", "container-name-invalid", "name: nginx-1"),
        (
            DEPLOYMENT,
            "    spec:\n",
            "    spec:\n      restartPolicy: Never\n",
            "restart-policy-not-always",
            "    spec:\n      restartPolicy: Always\n",
        ),
        (
            INGRESS,
            "host: example.com",
            "host: http://Example.com:80/",
            "ingress-host-invalid",
            "host: example.com",
        ),
        (INGRESS, "path: /\n", "path: shop\n", "ingress-path-not-absolute", "path: /shop\n"),
    ],
)
def test_respelt(text: str, old: str, bad: str, kind: str, good: str) -> None:
    assert old in text
    wrong = text.replace(old, bad, 1)
    assert mended(wrong, kind) == text.replace(old, good, 1)


@pytest.mark.parametrize(
    ("text", "old", "bad", "kind"),
    [
        (SERVICE, "name: web", "name: サービス", "name-invalid"),
        (SERVICE, "  - port: 80", "  - protocol: CARRIERPIGEON\n    port: 80", "protocol-unknown"),
        (LB, "spec:\n", "spec:\n  loadBalancerSourceRanges: [somewhere]\n", "cidr-invalid"),
        (INGRESS, "path: /\n", "path: ''\n", "ingress-path-not-absolute"),
    ],
)
def test_what_is_not_certain_is_not_offered(text: str, old: str, bad: str, kind: str) -> None:
    assert mended(text.replace(old, bad, 1), kind) is None


def test_the_samples_are_good() -> None:
    assert [problems(text) for text in (SERVICE, DEPLOYMENT, INGRESS)] == [[], [], []]
