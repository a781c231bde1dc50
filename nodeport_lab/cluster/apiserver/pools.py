"""The two pools that Services draw from: cluster addresses and node ports.

A low band is left for those who ask for a number; who takes any gets one above it, and from it only when the rest is
used up. Mirrors pkg/registry/core/service/{portallocator,ipallocator}/allocator.go. The pick is random in Kubernetes;
here it follows from the seed and from how many were picked before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network

from nodeport_lab.cluster.apiserver.validation import addresses


def _mix(seed: int, count: int) -> int:
    """splitmix64: a number that looks random and is the same every time."""
    z = (seed * 0x9E3779B97F4A7C15 + (count + 1) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return z ^ (z >> 31)


def _pick(size: int, offset: int, used: frozenset[int], seed: int, count: int) -> int | None:
    """A free number below ``size``, from ``offset`` upwards first; None where none is left."""
    if len(used) >= size:
        return None
    for low, high in ((offset, size), (0, offset)):
        width = high - low
        if not width:
            continue
        start = _mix(seed, count) % width
        for step in range(width):
            candidate = low + (start + step) % width
            if candidate not in used:
                return candidate
    return None


@dataclass(frozen=True, slots=True)
class Taken:
    """Why a port cannot be had."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class PortPool:
    """The nodePort range; ``used`` counts from its first port."""

    first: int
    last: int
    seed: int = 0
    used: frozenset[int] = frozenset()
    picked: int = 0

    @staticmethod
    def of(range_: tuple[int, int], seed: int) -> PortPool:
        return PortPool(range_[0], range_[1], seed)

    def holding(self, ports: Iterable[int]) -> PortPool:
        """With these ports taken, as far as they are in the range."""
        inside = {port - self.first for port in ports if self.first <= port <= self.last}
        return replace(self, used=self.used | inside)

    @property
    def static_band(self) -> int:
        """How many low ports are left for fixed choices: 86 of 2768 (calculateRangeOffset)."""
        size = self.last - self.first + 1
        offset = min(max(16, size // 32), 128)
        return offset if size > 16 and offset < size else 0

    def take(self, port: int) -> PortPool | Taken:
        """The pool without this port."""
        if not self.first <= port <= self.last:
            words = f"provided port is not in the valid range. The range of valid ports is {self.first}-{self.last}"
            return Taken(words, "nodeport-out-of-range")
        if port - self.first in self.used:
            return Taken("provided port is already allocated", "nodeport-taken")
        return replace(self, used=self.used | {port - self.first})

    def take_next(self) -> tuple[int | None, PortPool]:
        """Any free port, and the pool without it."""
        size = self.last - self.first + 1
        offset = _pick(size, self.static_band, self.used, self.seed, self.picked)
        if offset is None:
            return None, self
        return self.first + offset, replace(self, used=self.used | {offset}, picked=self.picked + 1)

    def release(self, ports: Iterable[int]) -> PortPool:
        """The pool with these ports free again; what is not in the range is none of its business."""
        gone = frozenset(port - self.first for port in ports)
        return replace(self, used=self.used - gone) if gone & self.used else self


@dataclass(frozen=True, slots=True)
class AddressPool:
    """The Service network without its first and last address; ``used`` counts from the network's own address."""

    network: str
    base: int
    size: int
    seed: int = 0
    used: frozenset[int] = frozenset()
    picked: int = 0

    @staticmethod
    def of(cidr: str, seed: int) -> AddressPool:
        network = IPv4Network(cidr)
        return AddressPool(cidr, int(network.network_address), network.num_addresses, seed)

    def holding(self, ips: Iterable[str]) -> AddressPool:
        """With these addresses taken, as far as they are in the network."""
        inside = {offset for ip in ips if (offset := self._offset(ip)) is not None}
        return replace(self, used=self.used | inside)

    @property
    def static_band(self) -> int:
        """How many low addresses are left for fixed choices: 256 of a /16 (calculateRangeOffset)."""
        usable = self.size - 2
        offset = min(max(16, usable // 16), 256)
        return offset if usable > 16 and offset < usable else 0

    def _offset(self, ip: str) -> int | None:
        address = addresses.parse(ip)
        if not isinstance(address, IPv4Address):
            return None
        offset = int(address) - self.base
        return offset if 0 < offset < self.size - 1 else None

    def take(self, ip: str) -> AddressPool | str:
        """The pool without this address, or why it cannot be had."""
        offset = self._offset(ip)
        if offset is None:
            return "the provided network does not match the current range"
        if offset in self.used:
            return "provided IP is already allocated"
        return replace(self, used=self.used | {offset})

    def take_next(self) -> tuple[str | None, AddressPool]:
        """Any free address, and the pool without it."""
        used = frozenset(offset - 1 for offset in self.used)
        index = _pick(self.size - 2, self.static_band, used, self.seed, self.picked)
        if index is None:
            return None, self
        ip = str(IPv4Address(self.base + 1 + index))
        return ip, replace(self, used=self.used | {index + 1}, picked=self.picked + 1)

    def release(self, ips: Iterable[str]) -> AddressPool:
        """The pool with these addresses free again."""
        gone = frozenset(offset for ip in ips if (offset := self._offset(ip)) is not None)
        return replace(self, used=self.used - gone) if gone & self.used else self
