import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.controllers.writes import Again, Emit
from tests.cluster.controllers.writing import only, stored
from tests.cluster.simulation.building import service

CONFIG = ClusterConfig()


def reconcile(obj, others=(), ready_at=0.0, now=10.0):
    return loadbalancer.reconcile(obj, [obj, *others], CONFIG, ready_at, now)


def test_a_balancer_takes_its_time():
    writes = reconcile(service(kind="LoadBalancer"), ready_at=15.0)
    assert stored(writes) == []
    assert [w.at for w in writes if isinstance(w, Again)] == [15.0]


def test_every_service_gets_an_address_of_its_own():
    first = only(reconcile(service(kind="LoadBalancer")))
    second = only(reconcile(service("other", kind="LoadBalancer"), [first]))
    assert loadbalancer.addresses(first) + loadbalancer.addresses(second) == [
        "198.51.100.10",
        "198.51.100.11",
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"loadBalancerIP": "198.51.100.77"}, ["198.51.100.77"]),
        ({"loadBalancerIP": "192.0.2.1"}, []),
        ({"loadBalancerClass": "example.com/other"}, []),
    ],
)
def test_wishes(spec, expected):
    writes = reconcile(service(kind="LoadBalancer", **spec))
    assert [address for obj in stored(writes) for address in loadbalancer.addresses(obj)] == expected


def test_a_service_that_changes_its_type_gives_its_address_back():
    held = only(reconcile(service(kind="LoadBalancer")))
    plain = {**held, "spec": {**held["spec"], "type": "NodePort"}}
    writes = reconcile(plain)
    assert only(writes)["status"] == {"loadBalancer": {}}
    assert [w.reason for w in writes if isinstance(w, Emit)] == [
        "DeletingLoadBalancer",
        "DeletedLoadBalancer",
    ]
