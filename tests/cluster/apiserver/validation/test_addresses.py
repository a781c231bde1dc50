"""Addresses and subnets."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.apiserver.validation import addresses
from nodeport_lab.cluster.problem import FieldPath

HERE = FieldPath.of("spec", "ip")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("10.96.0.1", None),
        ("2001:db8::1", None),
        ("2001:DB8::1", None),
        ("10.96.0.300", "ip-invalid"),
        ("198.51.100", "ip-invalid"),
        ("example.com", "ip-invalid"),
        ("", "ip-invalid"),
        ("10.096.0.1", "ip-leading-zeros"),
        ("::ffff:10.0.0.1", "ip-invalid"),
        ("fe80::1%eth0", "ip-invalid"),
        ("1.2.3.٤", "ip-invalid"),
    ],
)
def test_ip(text: str, kind: str | None) -> None:
    assert [problem.kind for problem in addresses.ip(HERE, text)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("169.254.1.1", "link-local"),
        ("0.0.0.0", "unspecified"),
        ("224.0.0.5", "link-local multicast"),
        ("198.51.100.7", None),
    ],
)
def test_special(text: str, range_: str | None) -> None:
    assert [problem.params["range"] for problem in addresses.not_special(HERE, text)] == (
        [range_] if range_ else []
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("203.0.113.0/24", None),
        ("2001:db8::/64", None),
        ("0.0.0.0/0", None),
        ("203.0.113.0/33", "cidr-invalid"),
        ("203.0.113.7", "cidr-invalid"),
        ("203.0.113.7/24", "cidr-host-bits"),
        ("203.0.113.0/024", "ip-leading-zeros"),
        ("203.0.113.0/ 24", "cidr-invalid"),
        ("/24", "cidr-invalid"),
    ],
)
def test_cidr(text: str, kind: str | None) -> None:
    assert [problem.kind for problem in addresses.cidr(HERE, text)] == ([kind] if kind else [])


def test_host_bits_name_the_network_that_was_meant() -> None:
    assert addresses.cidr(HERE, "203.0.113.7/24")[0].params["network"] == "203.0.113.0/24"


def test_warnings_for_ipv6_in_other_spellings() -> None:
    expected = 'spec.ip: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")'
    assert addresses.ip_warning(HERE, "2001:DB8::1") == [expected]
    assert addresses.ip_warning(HERE, "10.0.0.1") == []
    assert addresses.cidr_warning(HERE, "2001:DB8::/64")[0].endswith('("2001:db8::/64")')
    assert addresses.cidr_warning(HERE, "10.0.0.0/8") == []
