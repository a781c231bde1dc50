"""What kube-proxy reads out of a Service."""

import pytest

from nodeport_lab.cluster.kubeproxy.serviceport import port_infos
from tests.cluster.kubeproxy.build import balancer, service


def info(**spec):
    [found] = port_infos(service(**spec))
    return found


@pytest.mark.parametrize(
    "spec",
    [
        {"clusterIP": "None"},
        {"clusterIP": ""},
        {"type": "ExternalName"},
        {"clusterIP": "fd00::1"},
        {"labels": {"service.kubernetes.io/service-proxy-name": "mine"}},
        {"labels": {"service.kubernetes.io/headless": ""}},
    ],
)
def test_some_services_are_not_kube_proxys(spec):
    assert port_infos(service(**spec)) == ()


def test_names_a_port_as_comments_do():
    ports = [
        {"name": "http", "port": 80, "protocol": "TCP"},
        {"name": "dns", "port": 53, "protocol": "UDP"},
        {"name": "sig", "port": 9, "protocol": "SCTP"},
    ]
    found = port_infos(service(ports=ports))
    assert [(str(port.name), port.name.protocol) for port in found] == [
        ("default/web:http", "tcp"),
        ("default/web:dns", "udp"),
        ("default/web:sig", "sctp"),
    ]
    assert str(info().name) == "default/web"


def test_only_a_balancer_that_keeps_the_destination_is_a_virtual_ip():
    assert info(status=balancer("198.51.100.10")).load_balancer_ips == ((0, "198.51.100.10"),)
    assert info(status=balancer("198.51.100.10", ipMode="Proxy")).load_balancer_ips == ()
    assert info(status={"loadBalancer": {"ingress": [{"hostname": "lb.example"}]}}).load_balancer_ips == ()


@pytest.mark.parametrize(
    ("spec", "local"),
    [
        ({"type": "NodePort"}, True),
        ({"type": "LoadBalancer"}, True),
        ({"type": "ClusterIP", "externalIPs": ["198.51.100.1"]}, True),
        ({"type": "ClusterIP"}, False),
    ],
)
def test_the_external_policy_needs_something_external(spec, local):
    assert info(externalTrafficPolicy="Local", **spec).external_local is local


def test_only_a_balancer_under_policy_local_has_health_checks():
    given = {"healthCheckNodePort": 32000, "externalTrafficPolicy": "Local"}
    assert info(type="LoadBalancer", **given).health_check_node_port == 32000
    assert info(type="NodePort", **given).health_check_node_port is None
    assert info(type="LoadBalancer", healthCheckNodePort=32000).health_check_node_port is None


def test_affinity_lasts_three_hours_unless_told_otherwise():
    assert info().affinity_seconds is None
    assert info(sessionAffinity="ClientIP").affinity_seconds == 10800
    config = {"clientIP": {"timeoutSeconds": 60}}
    assert info(sessionAffinity="ClientIP", sessionAffinityConfig=config).affinity_seconds == 60


def test_source_ranges_may_be_padded_and_of_the_other_family():
    ranges = info(loadBalancerSourceRanges=[" 203.0.113.7/24 ", "2001:db8::/32"]).source_ranges
    assert [str(network) for network in ranges] == ["203.0.113.0/24"]


def test_an_origin_names_the_field_of_this_port():
    ports = [
        {"name": "a", "port": 1, "protocol": "TCP"},
        {"name": "b", "port": 2, "protocol": "TCP", "nodePort": 30002},
    ]
    _, second = port_infos(service(ports=ports))
    assert second.origin("spec.ports[*].nodePort", "10.1.0.5:80").as_json() == {
        "service": "default/web",
        "port": "b",
        "field": "spec.ports[1].nodePort",
        "endpoint": "10.1.0.5:80",
    }
