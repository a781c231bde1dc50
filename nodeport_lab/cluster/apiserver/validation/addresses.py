"""IP addresses and CIDRs as Kubernetes reads them: sloppily by Go's old parser, then strictly.

Mirrors k8s.io/apimachinery/pkg/util/validation/ip.go and ValidateNonSpecialIP.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from nodeport_lab.cluster.problem import FieldPath, Problem, go_quote, invalid

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@lru_cache(maxsize=4096)
def parse(text: str) -> IPAddress | None:
    """netutils.ParseIPSloppy: leading zeros in IPv4 are decimal, IPv6 zones are refused."""
    if ":" not in text:
        parts = text.split(".")
        if len(parts) != 4 or not all(
            part.isascii() and part.isdigit() and int(part) < 256 for part in parts
        ):
            return None
        return ipaddress.IPv4Address(".".join(str(int(part)) for part in parts))
    if "%" in text:
        return None
    try:
        return ipaddress.IPv6Address(text)
    except ValueError:
        return None


def _leading_zeros(text: str) -> bool:
    """True where only the sloppy parser takes the IPv4 address."""
    return ":" not in text and any(len(part) > 1 and part[0] == "0" for part in text.split("."))


def _mapped(address: IPAddress) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None


def is_ipv6(text: str) -> bool:
    """netutils.IsIPv6String: an IPv4-mapped address counts as IPv4."""
    address = parse(text)
    return isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None


def ip(path: FieldPath, text: str, *, kind: str = "ip-invalid") -> list[Problem]:
    """IsValidIPForLegacyField, strict: what Services, Endpoints and EndpointSlices ask."""
    address = parse(text)
    if address is None:
        return [
            invalid(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)", kind=kind)
        ]
    if _leading_zeros(text):
        return [invalid(path, text, "must not have leading 0s", kind="ip-leading-zeros")]
    if _mapped(address):
        return [invalid(path, text, "must not be an IPv4-mapped IPv6 address", kind=kind)]
    return []


_SPECIAL = (
    ("is_loopback", "may not be in the loopback range (127.0.0.0/8, ::1/128)", "loopback"),
    ("is_link_local", "may not be in the link-local range (169.254.0.0/16, fe80::/10)", "link-local"),
)
_LINK_LOCAL_MULTICAST = (ipaddress.ip_network("224.0.0.0/24"), ipaddress.ip_network("ff02::/16"))


def not_special(path: FieldPath, text: str) -> list[Problem]:
    """ValidateNonSpecialIP: no loopback, link-local or unspecified address stands for an endpoint or a Service."""
    address = parse(text)
    if address is None:
        return [invalid(path, text, "must be a valid IP address", kind="ip-invalid")]
    found = []
    if address.is_unspecified:
        words = f"may not be unspecified ({text})"
        found.append(invalid(path, text, words, kind="ip-special", range="unspecified"))
    for attribute, words, name in _SPECIAL:
        if getattr(address, attribute):
            found.append(invalid(path, text, words, kind="ip-special", range=name))
    if any(address in network for network in _LINK_LOCAL_MULTICAST):
        words = "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"
        found.append(invalid(path, text, words, kind="ip-special", range="link-local multicast"))
    return found


@lru_cache(maxsize=1024)
def _parse_cidr(text: str) -> tuple[IPAddress, Network] | None:
    """netutils.ParseCIDRSloppy: the address and its network."""
    host, slash, length = text.partition("/")
    address = parse(host)
    if not slash or address is None or not (length.isascii() and length.isdigit()):
        return None
    if int(length) > address.max_prefixlen:
        return None
    return address, ipaddress.ip_network(f"{address}/{int(length)}", strict=False)


def cidr(path: FieldPath, text: str) -> list[Problem]:
    """IsValidCIDRForLegacyField, strict: a subnet, with no bit set beyond its prefix."""
    parsed = _parse_cidr(text)
    if parsed is None:
        words = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
        return [invalid(path, text, words, kind="cidr-invalid")]
    address, network = parsed
    host, _, length = text.partition("/")
    if _leading_zeros(host) or (len(length) > 1 and length[0] == "0"):
        words = "must not have leading 0s in IP or prefix length"
        return [invalid(path, text, words, kind="ip-leading-zeros")]
    if _mapped(address):
        return [invalid(path, text, "must not have an IPv4-mapped IPv6 address", kind="cidr-invalid")]
    if address != network.network_address:
        words = "must not have bits set beyond the prefix length"
        return [invalid(path, text, words, kind="cidr-host-bits", network=str(network))]
    return []


def ip_warning(path: FieldPath, text: str) -> list[str]:
    """GetWarningsForIP: also for fields that nobody validates (``loadBalancerIP``), where other text says nothing."""
    address = parse(text)
    if address is not None and (_leading_zeros(text) or _mapped(address)):
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        why = "will be considered invalid in a future Kubernetes release"
        return [
            f"{path}: non-standard IP address {go_quote(text)} {why}: use {go_quote(str(mapped or address))}"
        ]
    if isinstance(address, ipaddress.IPv6Address) and str(address) != text:
        canonical = go_quote(str(address))
        return [f"{path}: IPv6 address {go_quote(text)} should be in RFC 5952 canonical format ({canonical})"]
    return []


def cidr_warning(path: FieldPath, text: str) -> list[str]:
    """GetWarningsForCIDR, for a subnet that ``cidr`` let pass."""
    parsed = _parse_cidr(text)
    if parsed is not None and parsed[0].version == 6 and str(parsed[1]) != text:
        canonical = go_quote(str(parsed[1]))
        return [
            f"{path}: IPv6 CIDR value {go_quote(text)} should be in RFC 5952 canonical format ({canonical})"
        ]
    return []
