"""Services and pods that many traces are about."""

from fractions import Fraction as F

from tests.cluster.network.lab import pod, service

MODES = ("iptables", "nftables")
WEB = [pod("web-1", "node1"), pod("web-2", "node2"), pod("tester", "node1", 1, app="tester")]
LOCAL = service(externalTrafficPolicy="Local")
LB = service(balancer=["198.51.100.10"], type="LoadBalancer")


def half(first: str, second: str) -> dict[str, F]:
    return {first: F(1, 2), second: F(1, 2)}
