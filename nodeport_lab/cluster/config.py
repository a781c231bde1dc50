"""What an administrator decides before the first object exists: nodes, networks, ranges, proxy mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProxyMode = Literal["iptables", "nftables"]


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """A node: its name, InternalIP and the part of the pod network that is its own."""

    name: str
    address: str
    pod_cidr: str


def _nodes(count: int) -> tuple[NodeConfig, ...]:
    return tuple(NodeConfig(f"node{i + 1}", f"192.168.1.{101 + i}", f"10.1.{i}.0/24") for i in range(count))


@dataclass(frozen=True, slots=True)
class ClusterConfig:
    """The cluster that was recorded, unless told otherwise (tests/data/conformance/README.md).

    nodeport_range, first_pod: both ends inclusive / the first host number handed to a pod of a node.
    nodeport_addresses: kube-proxy's --nodeport-addresses; None is its default, every address in iptables mode and
    the node's primary one in nftables mode.
    """

    nodes: tuple[NodeConfig, ...] = _nodes(3)
    control_plane: str = "192.168.1.100"
    control_plane_port: int = 6443
    node_cidr: str = "192.168.1.0/24"
    cluster_cidr: str = "10.1.0.0/16"
    service_cidr: str = "10.96.0.0/16"
    nodeport_range: tuple[int, int] = (30000, 32767)
    client: str = "203.0.113.10"
    router: str = "192.168.1.1"
    external_cidr: str = "198.51.100.0/24"
    nodeport_addresses: tuple[str, ...] | None = None
    first_pod: int = 5
    proxy_mode: ProxyMode = "iptables"
    version: str = "v1.36.2"

    @staticmethod
    def with_nodes(count: int) -> ClusterConfig:
        """The default cluster with ``count`` nodes (1 to 100)."""
        if not 1 <= count <= 100:
            raise ValueError(f"a cluster has 1 to 100 nodes, not {count}")
        return ClusterConfig(nodes=_nodes(count))
