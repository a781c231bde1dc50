"""Which addresses of a node accept nodePorts: --nodeport-addresses (pkg/proxy/util/nodeport_addresses.go)."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.config import ClusterConfig, NodeConfig, ProxyMode
from nodeport_lab.cluster.kubeproxy.net import Net

_LOCALHOST = "127.0.0.1"


class NodePortAddresses:
    """``cidrs`` as the option has them: networks, or the word ``primary`` alone; nothing means every address."""

    def __init__(self, cidrs: Sequence[str], node: NodeConfig) -> None:
        texts = [f"{node.address}/32"] if list(cidrs) == ["primary"] else list(cidrs)
        self._nets = tuple(Net.of(text) for text in texts if ":" not in text)
        self.match_all = not texts or any(net.length == 0 for net in self._nets)
        # lo, and the interface to the other nodes: the node has no more that a nodePort could be asked on.
        self._addresses = (_LOCALHOST, node.address)

    @property
    def contains_localhost(self) -> bool:
        return self.match_all or any(_LOCALHOST in net for net in self._nets)

    @property
    def of_node(self) -> tuple[str, ...]:
        """The node's addresses that accept nodePorts."""
        return tuple(
            address
            for address in self._addresses
            if self.match_all or any(address in net for net in self._nets)
        )

    @property
    def beyond_localhost(self) -> tuple[str, ...]:
        """The same without localhost, where nftables mode does not serve nodePorts."""
        return tuple(address for address in self.of_node if address != _LOCALHOST)


def sets_route_localnet(mode: ProxyMode, node: NodeConfig, config: ClusterConfig) -> bool:
    """Whether kube-proxy sets net.ipv4.conf.all.route_localnet, without which 127.0.0.1 has no nodePorts."""
    return mode == "iptables" and NodePortAddresses(config.nodeport_addresses or (), node).contains_localhost
