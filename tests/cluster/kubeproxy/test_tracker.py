"""Nothing is derived twice, and nothing stays that has changed."""

import pytest

from nodeport_lab.cluster.kubeproxy.tracker import Tracker, service_ports
from nodeport_lab.cluster.kubeproxy.traffic import Refusal
from tests.cluster.kubeproxy.build import CONFIG, WRITE, endpoint, service, slice_of

NODE = CONFIG.nodes[0]


def world(count):
    services = [
        service(f"s{i}", clusterIP=f"10.96.1.{i}", ports=[{"port": 80, "protocol": "TCP"}])
        for i in range(count)
    ]
    return services, [slice_of(f"s{i}", endpoint(f"10.1.0.{i + 5}")) for i in range(count)]


def test_a_change_leaves_the_ports_of_other_services_as_they_were():
    services, slices = world(5)
    tracker = Tracker()
    tracker.update(services, slices)
    before = tracker.ports("node1")
    slices[2] = slice_of("s2", endpoint("10.1.0.99"))
    tracker.update(services, slices)
    after = tracker.ports("node1")
    assert [old is new for old, new in zip(before, after, strict=True)] == [True, True, False, True, True]


@pytest.mark.parametrize("mode", WRITE)
def test_rules_after_changes_are_those_of_a_fresh_start(mode):
    services, slices = world(6)
    tracker = Tracker()
    changes = [
        (services, [*slices[:2], slice_of("s2", endpoint("10.1.1.7", "node2")), *slices[3:]]),
        (services[1:], slices),
        ([*services, service("late", clusterIP="10.96.2.1")], slices),
        (services, slices[:-1]),
        (
            [{**services[0], "spec": {**services[0]["spec"], "sessionAffinity": "ClientIP"}}, *services[1:]],
            slices,
        ),
        (services, slices),
    ]
    for now in changes:
        tracker.update(*now)
        ours = WRITE[mode](tracker.ports("node1"), NODE, CONFIG).text()
        assert ours == WRITE[mode](service_ports(*now, NODE, CONFIG), NODE, CONFIG).text()


@pytest.mark.parametrize("mode", WRITE)
def test_nodes_share_what_looks_the_same_on_them(mode):
    tracker = Tracker()
    tracker.update(*world(3))
    one, other = (WRITE[mode](tracker.ports(node.name), node, CONFIG) for node in CONFIG.nodes[:2])
    shared = (one.nat.chains, other.nat.chains) if mode == "iptables" else (one.chains, other.chains)
    own = [name for name in shared[0] if "SVC" in name or "SEP" in name or "/" in name]
    assert own
    assert all(shared[0][name] is shared[1][name] for name in own)


def test_each_node_has_its_own_view_under_policy_local():
    tracker = Tracker()
    tracker.update([service(externalTrafficPolicy="Local")], [slice_of("web", endpoint("10.1.0.5", "node1"))])
    [here], [there] = tracker.ports("node1"), tracker.ports("node2")
    assert here.traffic.external_refusal is None
    assert there.traffic.external_refusal == Refusal(reject=False, field="spec.externalTrafficPolicy")
    assert tracker.ports("node1")[0] is here


def test_services_stand_in_the_order_of_their_names():
    services, slices = world(3)
    ports = service_ports(reversed(services), slices, NODE, CONFIG)
    assert [port.info.name.service for port in ports] == ["s0", "s1", "s2"]
