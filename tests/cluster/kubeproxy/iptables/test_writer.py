"""Rules beyond the recorded cases: kube-proxy's own logic, seen in the lines that it writes."""

import pytest

from tests.cluster.kubeproxy.build import CONFIG, balancer, endpoint, lines, ruleset, service, slice_of

LOCAL = {"externalTrafficPolicy": "Local"}
ADDRESS = {"type": "LoadBalancer", "status": balancer("198.51.100.10")}
LEAVING = {"ready": False, "serving": True, "terminating": True}


def rules(chain, services, slices, **kwargs):
    return [
        line.removeprefix(f"-A {chain} ")
        for line in lines("iptables", services, slices, **kwargs)
        if line.startswith(f"-A {chain} ")
    ]


def test_sctp_is_written_like_any_other_protocol():
    ports = [{"name": "m3ua", "port": 2905, "protocol": "SCTP", "nodePort": 30905}]
    slices = [
        slice_of("web", endpoint("10.1.0.5"), ports=[{"name": "m3ua", "port": 2905, "protocol": "SCTP"}])
    ]
    found = lines("iptables", [service(ports=ports)], slices)
    assert any("-p sctp" in line and "-m sctp --dport 30905" in line for line in found)
    assert any(line.endswith("-m sctp -j DNAT --to-destination 10.1.0.5:2905") for line in found)


def test_terminating_endpoints_serve_local_traffic_alone_where_others_are_ready():
    slices = [slice_of("web", endpoint("10.1.0.5", "node1", **LEAVING), endpoint("10.1.1.5", "node2"))]
    written = ruleset("iptables", [service(**LOCAL)], slices)
    chains = {name[:8]: [str(rule) for rule in chain.rules] for name, chain in written.nat.chains.items()}
    assert "10.1.0.5:80" in chains["KUBE-SVL"][-1]
    assert "10.1.1.5:80" in chains["KUBE-SVC"][-1]
    assert sum("KUBE-SEP" in name for name in written.nat.chains) == 2


def test_source_ranges_without_any_endpoint_leave_no_firewall():
    given = service(loadBalancerSourceRanges=["203.0.113.0/24"], **ADDRESS)
    assert rules("KUBE-PROXY-FIREWALL", [given], []) == []
    assert [line.split(" -j ")[1] for line in rules("KUBE-EXTERNAL-SERVICES", [given], [])] == [
        "REJECT --reject-with icmp-port-unreachable"
    ] * 2


def test_a_node_within_the_source_ranges_may_use_the_address_itself():
    given = service(loadBalancerSourceRanges=["192.168.1.101/32"], **ADDRESS)
    slices = [slice_of("web", endpoint("10.1.0.5"))]
    for node, sources in ((0, ["192.168.1.101/32", "198.51.100.10/32"]), (1, ["192.168.1.101/32"])):
        found = lines("iptables", [given], slices, node=node)
        assert [
            line.split()[3] for line in found if line.startswith("-A KUBE-FW") and " -s " in line
        ] == sources


def test_health_checks_are_accepted_on_every_node():
    given = service(healthCheckNodePort=32000, **LOCAL, **ADDRESS)
    for node in range(3):
        found = lines("iptables", [given], [slice_of("web", endpoint("10.1.0.5"))], node=node)
        assert sum("health check node port" in line and "--dport 32000" in line for line in found) == 1


def test_a_large_cluster_has_no_comments_on_its_endpoints():
    def commented(count):
        addresses = (endpoint(f"10.1.{i // 250}.{i % 250}") for i in range(count))
        written = ruleset("iptables", [service()], [slice_of("web", *addresses)])
        [chain] = [chain for name, chain in written.nat.chains.items() if "SVC" in name]
        return sum("->" in str(rule) for rule in chain.rules)

    assert (commented(1000), commented(1001)) == (1000, 0)


@pytest.mark.parametrize("policy", ["Cluster", "Local"])
def test_every_rule_of_a_service_says_which_field_is_its_cause(policy):
    given = service(
        healthCheckNodePort=32000,
        externalTrafficPolicy=policy,
        internalTrafficPolicy="Local",
        sessionAffinity="ClientIP",
        externalIPs=["198.51.100.50"],
        loadBalancerSourceRanges=["203.0.113.0/24"],
        **ADDRESS,
    )
    slices = [slice_of("web", endpoint("10.1.0.5"), endpoint("10.1.1.5", "node2"))]
    for node in range(3):
        written = ruleset("iptables", [given], slices, node=node)
        about = [
            rule
            for table in (written.nat, written.filter)
            for chain in table.chains.values()
            for rule in chain.rules
            if "default/web" in str(rule)
        ]
        assert about
        assert all(rule.origin and rule.origin.service == "default/web" for rule in about)


def test_origins_lead_to_the_ports_that_the_learner_wrote():
    written = ruleset("iptables", [service()], [slice_of("web", endpoint("10.1.0.5"))])
    node_port = written.chain("nat", "KUBE-NODEPORTS").rules[-1].origin
    cluster_ip = written.chain("nat", "KUBE-SERVICES").rules[0].origin
    [dnat] = [
        rule.origin for name, chain in written.nat.chains.items() if "SEP" in name for rule in chain.rules[1:]
    ]
    assert [origin.field for origin in (node_port, cluster_ip, dnat)] == [
        "spec.ports[0].nodePort",
        "spec.ports[0].port",
        "spec.ports[0].targetPort",
    ]
    assert dnat.endpoint == "10.1.0.5:80"


def test_an_empty_cluster_has_only_what_is_always_there():
    written = ruleset("iptables", [], [])
    assert [str(rule) for rule in written.chain("nat", "KUBE-SERVICES").rules] == [
        '-m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" '
        "-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS"
    ]
    assert not any(name.startswith(("KUBE-SVC", "KUBE-SEP")) for name in written.nat.chains)
    assert CONFIG.cluster_cidr not in written.text()
