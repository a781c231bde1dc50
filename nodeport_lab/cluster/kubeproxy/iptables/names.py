"""Chains by name. Those of a Service's port are hashed, for the kernel takes no more than 28 characters."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256

from nodeport_lab.cluster.kubeproxy.serviceport import PortName

SERVICES = "KUBE-SERVICES"
EXTERNAL_SERVICES = "KUBE-EXTERNAL-SERVICES"
NODE_PORTS = "KUBE-NODEPORTS"
POSTROUTING = "KUBE-POSTROUTING"
MARK_MASQ = "KUBE-MARK-MASQ"
FORWARD = "KUBE-FORWARD"
PROXY_FIREWALL = "KUBE-PROXY-FIREWALL"
# The kubelet's, written by kube-proxy as well since either may be first.
FIREWALL = "KUBE-FIREWALL"
CANARY = "KUBE-PROXY-CANARY"

# --iptables-masquerade-bit 14
MASQUERADE_MARK = 0x4000


def _hashed(text: str) -> str:
    return b32encode(sha256(text.encode()).digest()).decode()[:16]


def suffix(name: PortName) -> str:
    """What the names of a port's own chains end in."""
    return _hashed(f"{name}{name.protocol}")


def endpoint_chain(name: PortName, endpoint: str) -> str:
    return f"KUBE-SEP-{_hashed(f'{name}{name.protocol}{endpoint}')}"
