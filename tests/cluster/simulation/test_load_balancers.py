"""Load balancers of all kinds, from the manifest to the pod, in both proxy modes."""

import pytest

from tests.cluster.simulation.services_lab import BOTH, CLIENT, NODEPORT, NODES, VIP, WEB, request, service


def pending(lab, name="web"):
    (found,) = (s for s in lab.snapshot()["services"] if s["name"] == name)
    return found["loadBalancer"]["pending"]


def test_a_load_balancer_waits_for_a_provider_which_takes_its_time(lab):
    lab.apply(*WEB, service("LoadBalancer"))
    lab.do("advance", seconds=3600)
    assert pending(lab)
    assert lab.pods("client", NODES["node3"], NODEPORT) == BOTH
    assert lab.ask("client", VIP) == {"external-unannounced"}
    began = lab.now
    lab.do("set-provider", running=True, settle=False)
    lab.do("advance", seconds=4)
    assert pending(lab)
    lab.settle()
    assert not pending(lab)
    assert 5 <= lab.now - began < 8
    assert lab.pods("client", VIP) == BOTH
    places = [hop["place"] for hop in lab.trace(request("client", VIP))["branches"][0]["hops"]]
    assert list(dict.fromkeys(places))[:4] == ["client", "router", "balancer", "node1"]
    assert lab.ask("client", VIP, 81) == {"balancer-no-listener"}


def test_a_balancer_asks_the_health_check_port_where_the_policy_is_local(lab):
    lab.do("set-provider", running=True)
    lab.apply(*WEB, service("LoadBalancer", externalTrafficPolicy="Local"))
    assert lab.ask("client", VIP) == {f"web-1 from {CLIENT}", f"web-2 from {CLIENT}"}
    port = health_port(lab)
    sockets = {
        node.name: next((s.healthy for s in node.sockets if s.port == port), None)
        for node in lab.world().nodes
    }
    assert sockets == {"node1": True, "node2": True, "node3": False}
    lab.perform({"type": "delete", "resource": "pods", "namespace": "default", "name": "web-1"})
    assert lab.ask("client", VIP) == {f"web-2 from {CLIENT}"}
    lab.do("set-kube-proxy", node="node2", running=False)
    assert lab.ask("client", VIP) == {"balancer-no-healthy-node"}


def health_port(lab):
    (found,) = (s for s in lab.engine.view.every("services") if s["metadata"]["name"] == "web")
    return found["spec"]["healthCheckNodePort"]


def test_a_balancer_needs_a_while_to_miss_a_node(lab):
    lab.do("set-provider", running=True)
    lab.apply(*WEB, service("LoadBalancer"))
    lab.do("set-node", node="node3", up=False)
    assert lab.pods("client", VIP) == BOTH | {"node-down"}
    lab.do("advance", seconds=11)
    assert lab.pods("client", VIP) == BOTH
    lab.do("set-node", node="node3", up=True)
    assert lab.pods("client", VIP) == BOTH


def test_a_vip_lives_on_one_node_and_moves_when_it_is_missed(lab):
    lab.do("set-provider", running=True, kind="vip")
    lab.apply(*WEB, service("LoadBalancer"))
    assert lab.ask("client", VIP) == {f"web-1 from {NODES['node1']}", f"web-2 from {NODES['node1']}"}
    lab.do("set-node", node="node1", up=False)
    assert lab.ask("client", VIP) == {"node-down"}
    lab.do("advance", seconds=11)
    assert f"web-2 from {NODES['node2']}" in lab.ask("client", VIP)
    lab.do("advance", seconds=40)
    assert lab.ask("client", VIP) == {f"web-2 from {NODES['node2']}"}


def test_a_vip_of_policy_local_is_announced_where_there_is_a_pod(lab):
    lab.do("set-provider", running=True, kind="vip")
    lab.apply(WEB[1], WEB[3], service("LoadBalancer", externalTrafficPolicy="Local"))
    assert lab.ask("client", VIP) == {f"web-2 from {CLIENT}"}


def test_a_proxying_balancer_says_so_and_nobody_takes_a_shortcut(lab):
    lab.apply(*WEB, service("LoadBalancer", externalTrafficPolicy="Local"))
    lab.do("set-provider", running=True)
    assert "balancer" not in places(lab, "node3")
    lab.do("set-provider", running=True, kind="proxy")
    (found,) = (s for s in lab.engine.view.every("services") if s["metadata"]["name"] == "web")
    assert found["status"]["loadBalancer"]["ingress"] == [{"ip": VIP, "ipMode": "Proxy"}]
    assert lab.ask("client", VIP) == {f"web-1 from {VIP}", f"web-2 from {VIP}"}
    assert "balancer" in places(lab, "node3")
    assert lab.pods("node3", VIP) == BOTH
    # Nothing masquerades what pods send out of the cluster here, and outside nobody knows their addresses.
    assert lab.ask("default/t3", VIP) == {"reply-no-route"}


def places(lab, sender):
    return {hop["place"] for b in lab.trace(request(sender, VIP))["branches"] for hop in b["hops"]}


@pytest.mark.parametrize("kind", ["balancer", "proxy", "vip"])
def test_source_ranges_are_for_the_balancers_address_only(lab, kind):
    lab.do("set-provider", running=True, kind=kind)
    ranges = ["192.0.2.0/24"] + (["198.51.100.10/32"] if kind == "proxy" else [])
    lab.apply(*WEB, service("LoadBalancer", loadBalancerSourceRanges=ranges))
    traced = lab.trace(request("client", VIP))
    assert {b["ending"]["code"] for b in traced["branches"]} == {"source-ranges"}
    assert {b["ending"]["object"]["name"] for b in traced["branches"]} == {"web"}
    assert lab.pods("client", NODES["node3"], NODEPORT) == BOTH
    lab.apply(service("LoadBalancer", loadBalancerSourceRanges=["203.0.113.0/24"]))
    assert lab.pods("client", VIP) == BOTH


def test_without_node_ports_only_an_address_on_a_node_works(lab):
    lab.do("set-provider", running=True)
    bare = service("LoadBalancer", allocateLoadBalancerNodePorts=False, ports=[{"port": 80}])
    lab.apply(*WEB, bare)
    assert lab.ask("client", VIP) == {"balancer-no-node-port"}
    lab.do("set-provider", running=True, kind="vip")
    assert lab.pods("client", VIP) == BOTH
    assert lab.snapshot()["services"][-1]["ports"][0]["nodePort"] is None
