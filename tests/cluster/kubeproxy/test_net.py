"""Networks as rules name them."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.kubeproxy.net import Net, as_nft_lists, dotted, number

ADDRESS = st.integers(0, 2**32 - 1).map(dotted)


@given(ADDRESS, st.integers(0, 32), ADDRESS)
def test_contains_what_the_standard_library_contains(address, length, other):
    network = ipaddress.ip_network(f"{address}/{length}", strict=False)
    ours = Net.of(f"{address}/{length}")
    assert str(ours) == str(network)
    assert (other in ours) == (ipaddress.ip_address(other) in network)
    assert address in ours


@pytest.mark.parametrize(
    "text", ["", "10.1.0", "10.1.0.256", "10.1.0.0/33", "10.1.0.-1", "a.b.c.d", "::1", "1.2.3.4.5"]
)
def test_refuses_what_is_no_network(text):
    with pytest.raises(ValueError):
        Net.of(text)


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        (["10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/24", "192.168.1.0/24"], ["10.0.0.0/8", "192.168.0.0/23"]),
        (
            ["192.168.1.0/24", "10.0.0.0/24", "198.51.100.10"],
            ["10.0.0.0/24", "192.168.1.0/24", "198.51.100.10"],
        ),
        (["192.168.1.0/24", "192.168.2.0/24"], ["192.168.1.0-192.168.2.255"]),
        (["0.0.0.0/0", "10.0.0.0/8"], ["0.0.0.0/0"]),
        (["10.0.0.2", "10.0.0.1", "10.0.0.1/32"], ["10.0.0.1", "10.0.0.2"]),
        (["10.0.0.1", "10.0.0.0/24"], ["10.0.0.0/24"]),
    ],
)
def test_nft_sorts_and_joins_the_elements_of_an_anonymous_set(given, listed):
    """Observed with nft 1.0.6."""
    assert as_nft_lists([Net.of(text) for text in given]) == listed


def test_number_and_dotted_are_inverse():
    assert dotted(number("203.0.113.10")) == "203.0.113.10"
