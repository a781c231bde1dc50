"""Chains, sets and maps by name. Those of a Service's port carry a hash, to tell apart what would look alike."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256

from nodeport_lab.cluster.kubeproxy.serviceport import PortName

SERVICES = "services"
MASQUERADING = "masquerading"
NODE_PORT_ENDPOINTS_CHECK = "nodeport-endpoints-check"
SERVICE_ENDPOINTS_CHECK = "service-endpoints-check"
FIREWALL_CHECK = "firewall-check"
CLUSTER_IPS_CHECK = "cluster-ips-check"
REJECT = "reject-chain"

HAIRPINS = "hairpin-connections"
CLUSTER_IPS = "cluster-ips"
NODE_PORT_IPS = "nodeport-ips"
NO_ENDPOINT_SERVICES = "no-endpoint-services"
NO_ENDPOINT_NODE_PORTS = "no-endpoint-nodeports"
FIREWALL_IPS = "firewall-ips"
SERVICE_IPS = "service-ips"
SERVICE_NODE_PORTS = "service-nodeports"

# --nftables-masquerade-bit 14
MASQUERADE_MARK = 0x4000

# 256 characters are what nft takes; 16 of them are kept for what stands before the name.
_LENGTH = 240


def _hashed(name: str) -> str:
    whole = f"{b32encode(sha256(name.encode()).digest()).decode()[:8]}-{name}"
    return whole if len(whole) <= _LENGTH else whole[: _LENGTH - 3] + "..."


def _plain(name: PortName) -> str:
    return f"{name.namespace}/{name.service}/{name.protocol}/{name.port}"


class Names:
    """The chains of one port."""

    __slots__ = ("_plain", "cluster", "external", "firewall", "local")

    def __init__(self, name: PortName) -> None:
        self._plain = _plain(name)
        hashed = _hashed(self._plain)
        self.cluster = f"service-{hashed}"
        self.local = f"local-{hashed}"
        self.external = f"external-{hashed}"
        self.firewall = f"firewall-{hashed}"

    def policy(self, policy: str) -> str:
        """The chain of the endpoints that traffic under ``policy`` may go to."""
        return self.local if policy == "local" else self.cluster

    def endpoint(self, address: str, port: int) -> tuple[str, str]:
        """The chain of an endpoint and the set of the clients that are bound to it; only affinity has them."""
        hashed = _hashed(f"{self._plain}__{address}/{port}")
        return f"endpoint-{hashed}", f"affinity-{hashed}"
