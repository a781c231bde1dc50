"""Pod addresses: each node hands out the lowest free one of its own range, from ``first_pod`` on."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from functools import cache

from nodeport_lab.cluster.config import ClusterConfig

_network = cache(ipaddress.ip_network)


class Addresses:
    """Which addresses of every node's range are taken.

    fixed: addresses that pods (by ``namespace/name``) are to get whatever is free.
    """

    def __init__(self, config: ClusterConfig, fixed: Mapping[str, str] | None = None) -> None:
        self._first = config.first_pod
        self._networks = {node.name: _network(node.pod_cidr) for node in config.nodes}
        self._fixed = dict(fixed or {})
        self._taken: dict[str, set[int]] = {}

    def extend(self, node: str, pod_cidr: str) -> None:
        """One more node, with a range of its own."""
        self._networks[node] = _network(pod_cidr)

    def take(self, node: str, pod: str) -> str:
        """An address on ``node`` for ``pod``; empty where none is left."""
        network = self._networks[node]
        taken = self._taken.setdefault(node, set())
        if pod in self._fixed:
            host = ipaddress.ip_address(self._fixed[pod])
            if host in network:
                taken.add(int(host) - int(network.network_address))
            return str(host)
        number = self._first
        while number in taken:
            number += 1
        if number >= network.num_addresses - 1:
            return ""
        taken.add(number)
        return str(network.network_address + number)

    def give_back(self, node: str, address: str) -> None:
        """The pod is gone, its address is free again."""
        network = self._networks[node]
        host = ipaddress.ip_address(address)
        if host in network:
            self._taken.get(node, set()).discard(int(host) - int(network.network_address))
