"""--nodeport-addresses, and what each mode makes of it."""

from dataclasses import replace

import pytest

from nodeport_lab.cluster.kubeproxy.nodeports import NodePortAddresses, sets_route_localnet
from tests.cluster.kubeproxy.build import CONFIG, endpoint, lines, service, slice_of

NODE = CONFIG.nodes[0]
LAST = "NOTE: this must be the last rule in this chain"
WEB = ([service()], [slice_of("web", endpoint("10.1.0.5"))])


@pytest.mark.parametrize(
    ("cidrs", "match_all", "addresses", "localhost"),
    [
        ((), True, ("127.0.0.1", "192.168.1.101"), True),
        (("0.0.0.0/0",), True, ("127.0.0.1", "192.168.1.101"), True),
        (("primary",), False, ("192.168.1.101",), False),
        (("192.168.1.0/24",), False, ("192.168.1.101",), False),
        (("127.0.0.0/8", "192.168.1.0/24"), False, ("127.0.0.1", "192.168.1.101"), True),
        (("203.0.113.0/24",), False, (), False),
    ],
)
def test_addresses_that_accept_node_ports(cidrs, match_all, addresses, localhost):
    found = NodePortAddresses(cidrs, NODE)
    assert (found.match_all, found.of_node, found.contains_localhost) == (match_all, addresses, localhost)


def test_iptables_names_the_addresses_one_by_one_and_no_longer_serves_localhost():
    found = lines("iptables", *WEB, config=replace(CONFIG, nodeport_addresses=("192.168.1.0/24",)))
    assert [line for line in found if LAST in line] == [
        f'-A KUBE-SERVICES -d 192.168.1.101/32 -m comment --comment "kubernetes service nodeports; {LAST}" -j KUBE-NODEPORTS'
    ]
    assert not any("127.0.0.0/8" in line for line in found)
    assert "-A INPUT -j KUBE-FIREWALL" in found


def test_nftables_by_default_serves_the_primary_address_alone():
    assert "elements = { 192.168.1.101 }" in lines("nftables", *WEB)


def test_nftables_for_all_addresses_leaves_localhost_out():
    found = lines("nftables", *WEB, config=replace(CONFIG, nodeport_addresses=("0.0.0.0/0",)))
    assert (
        "fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports"
        in found
    )
    assert "ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @no-endpoint-nodeports" in found
    assert not any("nodeport-ips" in line for line in found)


@pytest.mark.parametrize(
    ("mode", "addresses", "expected"),
    [
        ("iptables", None, True),
        ("iptables", ("192.168.1.0/24",), False),
        ("iptables", ("127.0.0.0/8",), True),
        ("nftables", None, False),
        ("nftables", ("0.0.0.0/0",), False),
    ],
)
def test_localhost_is_opened_only_where_it_is_served(mode, addresses, expected):
    assert sets_route_localnet(mode, NODE, replace(CONFIG, nodeport_addresses=addresses)) is expected
