"""What the kernel remembers of earlier requests, and the trace with it: clients of a Service with affinity, connections."""

from dataclasses import replace

import pytest

from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Request
from tests.kernel.clusters import NODES, Cluster, endpoint
from tests.kernel.layout import pod_address
from tests.kernel.outcomes import expected, observed
from tests.kernel.sockets import Probe

pytestmark = pytest.mark.kernel


def cluster(protocol, target, *addresses, **spec):
    port = {"name": "", "protocol": protocol, "port": 80, "targetPort": target, "nodePort": 30080}
    service = {
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {"type": "NodePort", "clusterIP": "10.96.10.10", "ports": [port], **spec},
    }
    slice = {
        "metadata": {
            "name": "web-x",
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": "web"},
        },
        "addressType": "IPv4",
        "ports": [{"name": "", "port": target, "protocol": protocol}],
        "endpoints": [endpoint(pod_address(node, slot), NODES[node], "ready") for node, slot in addresses],
    }
    return Cluster((service,), (slice,), {}, ())


def loaded(layout, mode, cluster, **kwargs):
    """The cluster's rules are in the kernel; the same world for the trace."""
    rules = cluster.rules(mode)
    for node in NODES:
        layout.load(node, mode, rules[node].text(), **kwargs)
    return cluster.world(mode, rules)


def after(world, branch):
    """The world with what a branch left in it."""
    nodes = []
    for node in world.nodes:
        lists = {name: frozenset({source}) for place, name, source in branch.remembered if place == node.name}
        nodes.append(replace(node, remembered=lists, connections=branch.connections.get(node.name, ())))
    return replace(world, nodes=tuple(nodes))


@pytest.mark.parametrize("sender", ["client", "node2", pod_address(0, 5)])
@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_a_client_comes_back_to_its_pod(layout, clients, mode, sender):
    given = cluster("TCP", 80, (0, 5), (1, 5), (1, 6), (2, 5), sessionAffinity="ClientIP")
    world = loaded(layout, mode, given)
    # A node serves nodePorts on its own address to itself, so that all senders are remembered where they arrive.
    address = "192.168.1.102" if sender in ("client", "node2") else "10.96.10.10"
    request = Request(sender, address, 30080 if address.startswith("192") else 80)
    first = Probe(sender, address, request.port, "TCP", 1, 5.0)
    clients.send([first])
    [seen] = first.seen
    [branch] = [branch for branch in trace(world, request).branches if observed(branch) == seen]
    assert len(expected(world, request)) == 4
    # Only affinity is to be remembered: the next request is a new connection.
    later = after(world, replace(branch, connections={}))
    assert set(expected(later, request)) == {seen}
    again = Probe(sender, address, request.port, "TCP", 20, 5.0)
    clients.send([again])
    assert again.seen == {seen}


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_a_udp_socket_stays_at_its_pod_when_the_endpoints_change(layout, clients, mode):
    """New rules are asked for new connections only; until kube-proxy removes the old one, its answers come from the old pod."""
    before, later = cluster("UDP", 53, (1, 5)), cluster("UDP", 53, (2, 5))
    request = Request("client", "192.168.1.101", 30080, "UDP", source_port=40053)
    world = loaded(layout, mode, before)
    [branch] = trace(world, request).branches
    assert clients.ask("client", request.address, request.port, request.source_port) == [observed(branch)]

    world = loaded(layout, mode, later, forget=False)
    [stale] = trace(after(world, branch), request).branches
    assert stale.pod == pod_address(1, 5)
    assert clients.ask("client", request.address, request.port, request.source_port) == [observed(stale)]

    other = replace(request, source_port=40054)
    [fresh] = trace(after(world, branch), other).branches
    assert fresh.pod == pod_address(2, 5)
    assert clients.ask("client", other.address, other.port, other.source_port) == [observed(fresh)]
