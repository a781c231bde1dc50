"""IPv4 networks as rules name them: compared with addresses in text form, quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@lru_cache(maxsize=65536)
def number(address: str) -> int:
    """The 32 bits of a dotted IPv4 address; ``ValueError`` where it is none."""
    parts = address.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f"not an IPv4 address: {address!r}")
    octets = [int(part) for part in parts]
    if max(octets) > 255:
        raise ValueError(f"not an IPv4 address: {address!r}")
    return octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3]


def dotted(bits: int) -> str:
    """The dotted form of 32 bits."""
    return f"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}"


@dataclass(frozen=True, slots=True)
class Net:
    """A network, host bits cleared. ``"10.1.0.5" in Net.of("10.1.0.0/24")`` is what a rule asks."""

    address: str
    length: int
    first: int = field(repr=False, compare=False)
    mask: int = field(repr=False, compare=False)

    @staticmethod
    def of(text: str) -> Net:
        """A network from ``10.1.0.0/16`` or, of one address, ``10.1.0.5``."""
        return _parse(text)

    def __contains__(self, address: str) -> bool:
        if self.length == 32:
            return address == self.address
        return number(address) & self.mask == self.first

    def __str__(self) -> str:
        """As iptables prints it: the length is always there."""
        return f"{self.address}/{self.length}"

    @property
    def short(self) -> str:
        """As nft prints it: an address of its own has no length."""
        return self.address if self.length == 32 else f"{self.address}/{self.length}"


def as_nft_lists(nets: Sequence[Net]) -> list[str]:
    """The elements of an anonymous set as nft lists them: sorted, and where some are networks, joined to ranges."""
    if all(net.length == 32 for net in nets):
        return [dotted(first) for first in sorted({net.first for net in nets})]
    ranges: list[tuple[int, int]] = []
    for first, last in sorted((net.first, net.first | ~net.mask & 0xFFFFFFFF) for net in nets):
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return [_range(first, last) for first, last in ranges]


def _range(first: int, last: int) -> str:
    size = last - first + 1
    if size & (size - 1) == 0 and first % size == 0:
        return Net.of(f"{dotted(first)}/{33 - size.bit_length()}").short
    return f"{dotted(first)}-{dotted(last)}"


@lru_cache(maxsize=65536)
def _parse(text: str) -> Net:
    address, _, length_text = text.partition("/")
    length = int(length_text) if length_text else 32
    if not 0 <= length <= 32:
        raise ValueError(f"not an IPv4 network: {text!r}")
    mask = (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF
    first = number(address) & mask
    return Net(dotted(first), length, first, mask)
