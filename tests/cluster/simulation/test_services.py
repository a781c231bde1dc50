"""Every Service type and policy, from the manifest to the pod: through the front door alone, in both proxy modes."""

from typing import Any

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from tests.cluster.simulation.services_lab import (
    BOTH,
    CLIENT,
    IP,
    NODEPORT,
    NODES,
    WEB,
    Lab,
    pod,
    request,
    service,
)


def is_iptables(lab):
    return lab.config.proxy_mode == "iptables"


def test_a_cluster_ip_is_for_the_inside(lab):
    lab.apply(*WEB, service("ClusterIP"))
    assert lab.pods("default/t3", IP) == BOTH
    assert lab.ask("default/t1", IP) == {"web-1 from 10.1.0.6", "web-2 from 10.1.0.6"}
    assert lab.pods("node3", IP) == BOTH
    assert lab.pods("default/t3", "web") == BOTH
    assert lab.ask("client", IP) == {"service-address-outside"}
    assert lab.ask("default/t3", IP, 81) == {
        "service-port-unknown" if is_iptables(lab) else "cluster-ip-port-closed"
    }
    assert lab.ask("client", NODES["node1"], NODEPORT) == {"node-port-closed"}


def test_a_node_port_is_open_on_every_node_and_hides_the_client(lab):
    lab.apply(*WEB, service())
    for address in NODES.values():
        assert lab.ask("client", address, NODEPORT) == {f"web-1 from {address}", f"web-2 from {address}"}
    assert lab.pods("node3", "127.0.0.1", NODEPORT) == (
        BOTH if is_iptables(lab) else {"localhost-not-served"}
    )


def test_a_node_port_that_is_not_to_be_served_on_localhost():
    lab = Lab(ClusterConfig(nodeport_addresses=("192.168.1.0/24",)))
    lab.apply(*WEB, service())
    assert lab.ask("node3", "127.0.0.1", NODEPORT) == {"node-port-closed"}
    assert lab.pods("node3", NODES["node3"], NODEPORT) == BOTH
    assert not any(node.localnet for node in lab.world().nodes)


def test_external_policy_local_keeps_the_client_and_drops_elsewhere(lab):
    lab.apply(*WEB, service(externalTrafficPolicy="Local"))
    assert lab.ask("client", NODES["node1"], NODEPORT) == {f"web-1 from {CLIENT}"}
    assert lab.ask("client", NODES["node3"], NODEPORT) == {"external-policy-local"}
    # From a pod the policy counts for nothing on its own node's address.
    assert lab.pods("default/t3", NODES["node3"], NODEPORT) == BOTH
    assert lab.pods("default/t3", IP) == BOTH


def test_internal_policy_local(lab):
    lab.apply(*WEB, service(internalTrafficPolicy="Local"))
    assert lab.pods("default/t1", IP) == {"web-1"}
    assert lab.ask("default/t3", IP) == {"internal-policy-local"}
    assert lab.pods("client", NODES["node3"], NODEPORT) == BOTH


def test_external_ips(lab):
    outcome = lab.apply(*WEB, service("ClusterIP", externalIPs=["198.51.100.50"]))
    assert "externalIPs" in outcome.printed.stderr
    assert lab.pods("client", "198.51.100.50") == BOTH
    assert lab.pods("client", "198.51.100.50", via="node3") == BOTH


def test_external_name_is_an_alias_and_nothing_more(lab):
    inside = {"type": "ExternalName", "externalName": "web.default.svc.cluster.local"}
    outside = {"type": "ExternalName", "externalName": "db.example.com"}
    lab.apply(
        *WEB,
        service("ClusterIP"),
        *(
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}
            for name, spec in (("inside", inside), ("outside", outside))
        ),
    )
    assert lab.pods("default/t3", "inside") == BOTH
    assert lab.ask("default/t3", "outside") == {"request-name-elsewhere"}
    assert lab.ask("default/t3", "nowhere") == {"request-name-unknown"}
    assert lab.ask("default/t3", "not a name") == {"request-bad-address"}
    assert lab.ask("client", "inside") == {"request-bad-address"}


def test_a_headless_name_leads_to_the_pods_each_in_its_turn(lab):
    lab.apply(*WEB, service("ClusterIP", clusterIP="None"))
    assert len(lab.pods("default/t3", "web")) == 1
    send = {"type": "send", **request("default/t3", "web")}
    asked = [lab.perform(send).trace["outcomes"][0]["pod"] for _ in range(4)]
    assert set(asked) == {"default/web-1", "default/web-2"}
    assert lab.ask("default/t3", IP) == {
        "service-address-unknown" if is_iptables(lab) else "cluster-ip-unallocated"
    }


def test_named_and_several_ports(lab):
    named = [
        pod("a", "node1", container={"ports": [{"name": "http", "containerPort": 80}]}),
        pod("b", "node2", "echoserver", container={"ports": [{"name": "http", "containerPort": 8080}]}),
    ]
    ports = [
        {"name": "http", "port": 80, "targetPort": "http", "nodePort": 30080},
        {"name": "raw", "port": 81, "targetPort": 80, "nodePort": 30081},
    ]
    lab.apply(*named, service(ports=ports))
    assert lab.pods("client", NODES["node3"], 30080) == {"a", "b"}
    assert lab.pods("client", NODES["node3"], 30081) == {"a", "pod-port-closed"}
    refused = next(
        b
        for b in lab.trace(request("client", NODES["node3"], 30081))["branches"]
        if b["ending"]["kind"] == "refused"
    )
    assert refused["ending"]["field"] == "spec.ports[1].targetPort"


@pytest.mark.parametrize("protocol", ["UDP", "SCTP"])
def test_other_protocols(lab, protocol):
    ports = [{"port": 9000, "nodePort": 30090, "protocol": protocol}]
    program = {"ports": [{"containerPort": 9000, "protocol": protocol}]}
    lab.apply(pod("a", "node1", "example.com/program", container=program), service(ports=ports))
    assert lab.pods("client", NODES["node3"], 30090, protocol) == {"a"}
    assert lab.ask("client", NODES["node3"], 30090) == {"wrong-protocol-refused"}


def test_endpoints_written_by_hand(lab):
    bare = service(selector=None)
    piece = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": "web-hand", "labels": {"kubernetes.io/service-name": "web"}},
        "addressType": "IPv4",
        "ports": [{"port": 80, "protocol": "TCP"}],
        "endpoints": [{"addresses": ["10.1.0.5"], "nodeName": "node1"}],
    }
    lab.apply(WEB[0], WEB[3], bare)
    assert lab.ask("client", NODES["node3"], NODEPORT) == {"no-endpoints"}
    lab.apply(piece)
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-1"}
    lab.perform({"type": "delete", "resource": "endpointslices", "namespace": "default", "name": "web-hand"})
    lab.apply(
        {
            "apiVersion": "v1",
            "kind": "Endpoints",
            "metadata": {"name": "web"},
            "subsets": [{"addresses": [{"ip": "10.1.0.5"}], "ports": [{"port": 80}]}],
        }
    )
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-1"}


def test_pods_in_the_nodes_own_network(lab):
    lab.apply(pod("host", "node2", hostNetwork=True), WEB[3], service())
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"host"}
    assert lab.pods("client", NODES["node2"], 80) == {"host"}
    assert lab.pods("default/t3", IP) == {"host"}
    assert lab.ask("default/host", "web") == {"request-dns-policy"}
    lab.perform({"type": "delete", "resource": "pods", "namespace": "default", "name": "host"})
    lab.apply(pod("host", "node2", hostNetwork=True, dnsPolicy="ClusterFirstWithHostNet"))
    assert lab.pods("default/host", "web") == {"host"}


def test_pods_that_are_not_ready(lab):
    probe = {"readinessProbe": {"tcpSocket": {"port": 81}}}
    lab.apply(pod("slow", "node1", container=probe), WEB[3], service())
    assert lab.ask("client", NODES["node3"], NODEPORT) == {"no-ready-endpoints"}
    lab.apply(service(publishNotReadyAddresses=True))
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"slow"}


def test_terminating_pods_serve_where_there_is_nobody_else(lab):
    hook = {"lifecycle": {"preStop": {"sleep": {"seconds": 20}}}}
    lab.apply(pod("old", "node1", container=hook), WEB[3], service())
    gone = {"type": "delete", "resource": "pods", "namespace": "default", "name": "old", "settle": False}
    lab.perform(gone)
    lab.do("advance", seconds=3)
    assert lab.snapshot()["pods"][0]["terminating"]
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"old"}
    lab.apply(WEB[1], settle=False)
    lab.do("advance", seconds=5)
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-2"}
    lab.settle()
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-2"}


def test_a_pod_reaches_itself_and_is_masqueraded_for_it(lab):
    lab.apply(WEB[0], service())
    assert lab.ask("default/web-1", IP) == {f"web-1 from {NODES['node1']}"}
    assert lab.ask("default/web-1", NODES["node1"], NODEPORT) == {f"web-1 from {NODES['node1']}"}


def test_affinity_counts_for_each_source(lab):
    lab.apply(*WEB, service(sessionAffinity="ClientIP"))
    lab.perform({"type": "send", **request("client", NODES["node1"], NODEPORT), "pick": 1})
    assert len(lab.pods("client", NODES["node1"], NODEPORT)) == 1
    assert lab.pods("default/t1", IP) == BOTH
    # Each node keeps its own list.
    assert lab.pods("client", NODES["node2"], NODEPORT) == BOTH
    lab.do("advance", seconds=10801)
    assert lab.pods("client", NODES["node1"], NODEPORT) == BOTH


def test_rules_follow_node_by_node(lab):
    lab.apply(*WEB[1:], service())
    lab.apply(WEB[0])
    written: dict[str, Any] = {}
    for frame in lab.play({"type": "delete", "resource": "pods", "namespace": "default", "name": "web-2"}):
        for moment in frame.moments:
            if moment.event == "rules-written":
                written.setdefault(moment.name, frame.time)
        if set(written) == {"node1"}:
            # The first node knows that the pod is going, the last does not yet.
            assert lab.pods("client", NODES["node1"], NODEPORT) == {"web-1"}
            assert lab.pods("client", NODES["node3"], NODEPORT) > {"web-1"}
    assert list(written) == ["node1", "node2", "node3"]
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-1"}


def test_a_service_that_is_new_is_refused_where_the_rules_are_behind(lab):
    lab.apply(WEB[3], service())
    lab.do("set-kube-proxy", node="node3", running=False)
    lab.apply(WEB[0])
    assert lab.ask("client", NODES["node3"], NODEPORT) == {"rules-behind"}
    assert lab.pods("client", NODES["node1"], NODEPORT) == {"web-1"}
    lab.do("set-kube-proxy", node="node3", running=True)
    assert lab.pods("client", NODES["node3"], NODEPORT) == {"web-1"}
