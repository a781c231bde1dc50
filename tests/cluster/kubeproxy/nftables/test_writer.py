"""Rules beyond the recorded cases: kube-proxy's own logic, seen in the elements and chains that it writes."""

import pytest

from nodeport_lab.cluster.kubeproxy.nftables.names import Names
from nodeport_lab.cluster.kubeproxy.serviceport import PortName
from tests.cluster.kubeproxy.build import balancer, endpoint, ruleset, service, slice_of

LOCAL = {"externalTrafficPolicy": "Local"}
ADDRESS = {"type": "LoadBalancer", "status": balancer("198.51.100.10")}


def test_hairpins_are_those_of_the_nodes_own_endpoints():
    slices = [slice_of("web", endpoint("10.1.0.5", "node1"), endpoint("10.1.1.5", "node2"))]
    for node, address in ((0, "10.1.0.5"), (1, "10.1.1.5")):
        elements = ruleset("nftables", [service()], slices, node=node).sets["hairpin-connections"].elements
        assert list(elements) == [(address, address, "tcp", 80)]
    assert not ruleset("nftables", [service()], slices, node=2).sets["hairpin-connections"].elements


def test_the_firewall_stands_even_without_endpoints():
    given = service(loadBalancerSourceRanges=["203.0.113.0/24"], **ADDRESS)
    written = ruleset("nftables", [given], [])
    [element] = written.maps["firewall-ips"].elements.values()
    assert [str(rule) for rule in written.chain(element.verdict.chain).rules] == [
        "ip saddr != 203.0.113.0/24 drop"
    ]
    assert not written.maps["service-ips"].elements


def test_two_services_with_one_external_address_the_first_keeps_it():
    services = [
        service(
            name,
            clusterIP=f"10.96.1.{i}",
            externalIPs=["198.51.100.50"],
            ports=[{"port": 80, "protocol": "TCP"}],
        )
        for i, name in enumerate(("b", "a"))
    ]
    slices = [slice_of(name, endpoint(f"10.1.0.{i + 5}")) for i, name in enumerate(("b", "a"))]
    written = ruleset("nftables", services, slices)
    assert written.maps["service-ips"].elements["198.51.100.50", "tcp", 80].origin.service == "default/a"


def test_affinity_keeps_a_set_and_a_chain_for_each_endpoint():
    slices = [slice_of("web", endpoint("10.1.0.5"), endpoint("10.1.1.5", "node2"))]
    written = ruleset("nftables", [service(sessionAffinity="ClientIP", **LOCAL)], slices)
    sets = {name for name in written.sets if name.startswith("affinity-")}
    assert {name.replace("affinity-", "endpoint-") for name in sets} == {
        name for name in written.chains if name.startswith("endpoint-")
    }
    assert len(sets) == 2
    assert len(written.chain(Names(PortName("default", "web", "", "tcp")).local).rules) == 2


def test_a_name_that_is_too_long_is_cut():
    names = Names(PortName("n" * 63, "s" * 63, "p" * 15, "tcp"))
    chain, _ = names.endpoint("10.1.0.5", 80)
    assert not chain.endswith("...")
    longer, _ = Names(PortName("n" * 63, "s" * 63, "p" * 63, "sctp")).endpoint("255.255.255.255", 65535)
    assert len(longer) == len("endpoint-") + 228
    longest, _ = Names(PortName("n" * 63, "s" * 63, "p" * 90, "sctp")).endpoint("255.255.255.255", 65535)
    assert longest.endswith("...")
    assert len(longest) == len("endpoint-") + 240


@pytest.mark.parametrize("policy", ["Cluster", "Local"])
def test_every_element_and_rule_of_a_service_says_which_field_is_its_cause(policy):
    given = service(
        externalTrafficPolicy=policy,
        internalTrafficPolicy="Local",
        sessionAffinity="ClientIP",
        externalIPs=["198.51.100.50"],
        loadBalancerSourceRanges=["203.0.113.0/24"],
        **ADDRESS,
    )
    slices = [slice_of("web", endpoint("10.1.0.5"), endpoint("10.1.1.5", "node2"))]
    for node in range(3):
        written = ruleset("nftables", [given], slices, node=node)
        elements = [element for map in written.maps.values() for element in map.elements.values()]
        elements += written.sets["hairpin-connections"].elements.values()
        elements += written.sets["cluster-ips"].elements.values()
        rules = [rule for name, chain in written.chains.items() if "/" in name for rule in chain.rules]
        assert elements
        assert rules
        assert all(item.origin and item.origin.service == "default/web" for item in (*elements, *rules))
