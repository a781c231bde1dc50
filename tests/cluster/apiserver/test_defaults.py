"""Defaults."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import defaults
from nodeport_lab.cluster.apiserver.defaults.pod import pull_policy
from tests.cluster.apiserver.samples import DEPLOYMENT, INGRESS, POD, SERVICE, SLICE, defaulted


def test_nothing_given_is_changed() -> None:
    for sample in (SERVICE, DEPLOYMENT, POD, INGRESS, SLICE):
        before = copy.deepcopy(sample)
        defaults.apply(sample)
        assert sample == before


def test_a_second_time_changes_nothing() -> None:
    for sample in (SERVICE, DEPLOYMENT, POD, INGRESS, SLICE):
        once = defaulted(sample)
        assert defaults.apply(once) == once


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"spec.type": ""}, "type", "ClusterIP"),
        ({"spec.type": None}, "type", "ClusterIP"),
        ({"spec.clusterIP": ""}, "clusterIP", None),
        ({"spec.selector": {"a": None}}, "selector", {"a": ""}),
        ({"spec.publishNotReadyAddresses": False}, "publishNotReadyAddresses", None),
        ({"spec.ipFamilyPolicy": ""}, "ipFamilyPolicy", ""),
        (
            {"spec.type": "LoadBalancer", "spec.allocateLoadBalancerNodePorts": False},
            "allocateLoadBalancerNodePorts",
            False,
        ),
        ({"spec.type": "LoadBalancer"}, "allocateLoadBalancerNodePorts", True),
        ({"spec.sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 5}}}, "sessionAffinityConfig", None),
        (
            {"spec.sessionAffinity": "ClientIP", "spec.sessionAffinityConfig": {}},
            "sessionAffinityConfig",
            {"clientIP": {"timeoutSeconds": 10800}},
        ),
        ({"spec.type": "ClusterIP"}, "externalTrafficPolicy", None),
        ({"spec.type": "ClusterIP", "spec.externalIPs": ["1.2.3.4"]}, "externalTrafficPolicy", "Cluster"),
        ({"spec.type": "ExternalName"}, "internalTrafficPolicy", None),
    ],
)
def test_service(changes: dict[str, Any], field: str, expected: Any) -> None:
    assert defaulted(SERVICE, changes)["spec"].get(field) == expected


@pytest.mark.parametrize("target", [0, "", None])
def test_target_port_follows_port(target: Any) -> None:
    port = defaulted(SERVICE, {"spec.ports.0.targetPort": target})["spec"]["ports"][0]
    assert port == {"port": 80, "targetPort": 80, "nodePort": 30080, "protocol": "TCP"}


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1.27", "IfNotPresent"),
        (" nginx", "IfNotPresent"),
        ("Nginx", "IfNotPresent"),
        ("registry.example.com:5000/team/web", "Always"),
        ("registry.example.com:5000/team/web:1", "IfNotPresent"),
        ("nginx@sha256:" + "0" * 64, "IfNotPresent"),
        ("", "IfNotPresent"),
    ],
)
def test_pull_policy(image: str, policy: str) -> None:
    assert pull_policy(image) == policy


def test_probe_numbers() -> None:
    probe = {"tcpSocket": {"port": 80}, "periodSeconds": 0, "initialDelaySeconds": 0}
    out = defaulted(POD, {"spec.containers.0.readinessProbe": probe})
    assert out["spec"]["containers"][0]["readinessProbe"] == {
        "tcpSocket": {"port": 80},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }


def test_a_pod_asks_for_what_it_is_limited_to_a_template_does_not() -> None:
    resources = {"limits": {"cpu": "0.5"}}
    pod = defaulted(POD, {"spec.containers.0.resources": resources})
    assert pod["spec"]["containers"][0]["resources"] == {
        "limits": {"cpu": "500m"},
        "requests": {"cpu": "500m"},
    }
    deployment = defaulted(DEPLOYMENT, {"spec.template.spec.containers.0.resources": resources})
    assert "requests" not in deployment["spec"]["template"]["spec"]["containers"][0]["resources"]


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({}, {"emptyDir": {}}),
        ({"configMap": {"name": "c"}}, {"configMap": {"name": "c", "defaultMode": 420}}),
        ({"hostPath": {"path": "/x"}}, {"hostPath": {"path": "/x", "type": ""}}),
        (
            {"projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}},
            {
                "projected": {
                    "sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}}],
                    "defaultMode": 420,
                }
            },
        ),
    ],
)
def test_volumes(volume: dict[str, Any], expected: dict[str, Any]) -> None:
    out = defaulted(POD, {"spec.volumes": [{"name": "v", **volume}]})
    assert out["spec"]["volumes"] == [{"name": "v", **expected}]


def test_zeros_that_mean_something_stay() -> None:
    out = defaulted(DEPLOYMENT, {"spec.replicas": 0, "spec.revisionHistoryLimit": 0})
    assert (out["spec"]["replicas"], out["spec"]["revisionHistoryLimit"]) == (0, 0)
    assert "minReadySeconds" not in defaulted(DEPLOYMENT, {"spec.minReadySeconds": 0})["spec"]


def test_small_kinds() -> None:
    assert defaulted({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}})["type"] == "Opaque"
    namespace = defaulted({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    assert namespace["metadata"]["labels"] == {"kubernetes.io/metadata.name": "shop"}
    node = defaults.apply({"kind": "Node", "metadata": {"name": "n"}, "status": {"capacity": {"cpu": "4"}}})
    assert node["status"]["allocatable"] == {"cpu": "4"}


def test_a_secrets_texts_become_data_and_win() -> None:
    it = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}
    it |= {"data": {"a": "MQ==", "b": "Mg=="}, "stringData": {"a": "あ"}}
    out = defaulted(it)
    assert out["data"] == {"a": "44GC", "b": "Mg=="}
    assert "stringData" not in out


def test_an_endpoint_slices_lists_are_null_where_they_are_empty() -> None:
    it = {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": "s"}}
    out = defaulted(it | {"addressType": "IPv4", "endpoints": []})
    assert (out["endpoints"], out["ports"]) == (None, None)
