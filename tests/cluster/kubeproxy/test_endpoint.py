"""What kube-proxy reads out of EndpointSlices."""

import pytest

from nodeport_lab.cluster.kubeproxy.endpoint import endpoints, owner
from tests.cluster.kubeproxy.build import endpoint, slice_of


def texts(*slices, port=("", "tcp")):
    return [found.text for found in endpoints(slices).get(port, ())]


def test_orders_by_text_not_by_number():
    slice = slice_of("web", endpoint("10.1.0.9"), endpoint("10.1.0.10"), endpoint("10.1.0.5"))
    assert texts(slice) == ["10.1.0.10:80", "10.1.0.5:80", "10.1.0.9:80"]


def test_takes_the_endpoints_of_all_slices_by_port_name_and_protocol():
    dns = [{"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns", "port": 5353, "protocol": "TCP"}]
    one, other = (
        slice_of("web", endpoint("10.1.0.5"), ports=dns),
        slice_of("web", endpoint("10.1.0.6"), ports=dns[:1], name="b"),
    )
    assert texts(one, other, port=("dns", "udp")) == ["10.1.0.5:53", "10.1.0.6:53"]
    assert texts(one, other, port=("dns", "tcp")) == ["10.1.0.5:5353"]
    assert texts(one, other) == []


def test_ignores_ports_without_a_number_and_endpoints_without_an_ipv4_address():
    assert texts(slice_of("web", endpoint("10.1.0.5"), ports=[{"name": "", "protocol": "TCP"}])) == []
    assert texts(slice_of("web", endpoint("fd00::5"), {"addresses": []})) == []


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, (True, True, False)),
        ({"ready": None, "serving": None, "terminating": None}, (True, True, False)),
        ({"ready": False}, (False, True, False)),
        ({"ready": False, "serving": True, "terminating": True}, (False, True, True)),
        ({"ready": False, "serving": False, "terminating": True}, (False, False, True)),
    ],
)
def test_a_condition_that_is_not_there_is_taken_for_the_best(conditions, expected):
    item = {"addresses": ["10.1.0.5"], "conditions": conditions}
    [found] = endpoints([slice_of("web", item)])["", "tcp"]
    assert (found.ready, found.serving, found.terminating) == expected


def test_a_slice_belongs_to_the_service_that_its_label_names():
    assert owner(slice_of("web")) == ("default", "web")
    assert owner(slice_of("")) is None
    assert owner({**slice_of("web"), "addressType": "IPv6"}) is None
    assert owner(slice_of("web", labels={"service.kubernetes.io/service-proxy-name": "mine"})) is None
