"""Status, generation, and what a change of type drops."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import prepare
from nodeport_lab.cluster.apiserver.qos import quality
from tests.cluster.apiserver.samples import DEPLOYMENT, POD, SERVICE, defaulted


def test_a_status_that_is_sent_counts_for_nothing() -> None:
    sent = defaulted(SERVICE, {"status.loadBalancer.ingress": [{"ip": "198.51.100.1"}]})
    assert prepare.for_create(sent)["status"] == {"loadBalancer": {}}
    stored = sent | {"status": {"loadBalancer": {"ingress": [{"ip": "198.51.100.2"}]}}}
    new = defaulted(SERVICE, {"spec.type": "LoadBalancer"})
    assert prepare.for_update(new, stored | {"spec": new["spec"]})["status"] == stored["status"]


def test_a_pod_starts_pending() -> None:
    assert prepare.for_create(defaulted(POD))["status"] == {"phase": "Pending", "qosClass": "BestEffort"}


def test_generation_counts_changes_of_spec() -> None:
    first = prepare.for_create(defaulted(DEPLOYMENT))
    assert first["metadata"]["generation"] == 1
    assert prepare.for_update(defaulted(DEPLOYMENT), first)["metadata"]["generation"] == 1
    assert (
        prepare.for_update(defaulted(DEPLOYMENT, {"spec.replicas": 3}), first)["metadata"]["generation"] == 2
    )
    annotated = defaulted(DEPLOYMENT, {"metadata.annotations": {"a": "b"}})
    assert prepare.for_update(annotated, first)["metadata"]["generation"] == 2
    assert "generation" not in prepare.for_create(defaulted(SERVICE))["metadata"]


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (
            {},
            {"type": "ExternalName"},
            {
                "clusterIP",
                "clusterIPs",
                "ipFamilies",
                "ipFamilyPolicy",
                "externalTrafficPolicy",
                "internalTrafficPolicy",
            },
        ),
        ({}, {"type": "ClusterIP"}, {"externalTrafficPolicy"}),
        (
            {
                "type": "LoadBalancer",
                "externalTrafficPolicy": "Local",
                "healthCheckNodePort": 32000,
                "loadBalancerClass": "a",
            },
            {"type": "NodePort"},
            {"healthCheckNodePort", "loadBalancerClass", "allocateLoadBalancerNodePorts"},
        ),
        (
            {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 32000},
            {"type": "NodePort", "healthCheckNodePort": 32001},
            {"allocateLoadBalancerNodePorts"},
        ),
    ],
)
def test_what_a_new_type_drops(before: dict[str, Any], after: dict[str, Any], gone: set[str]) -> None:
    old = defaulted(SERVICE, {f"spec.{name}": value for name, value in before.items()})["spec"]
    new = old | after
    out = prepare.drop_type_dependent_fields(new, old)
    assert set(new) - set(out) == gone


def test_node_ports_go_unless_one_is_new() -> None:
    old = defaulted(SERVICE)["spec"]
    assert "nodePort" not in prepare.drop_type_dependent_fields(old | {"type": "ClusterIP"}, old)["ports"][0]
    changed = old | {"type": "ClusterIP", "ports": [{"port": 80, "nodePort": 30081}]}
    assert prepare.drop_type_dependent_fields(changed, old)["ports"][0]["nodePort"] == 30081


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ({}, "BestEffort"),
        ({"requests": {"cpu": "0"}}, "BestEffort"),
        ({"requests": {"cpu": "100m"}}, "Burstable"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}}, "Guaranteed"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m"}}, "Burstable"),
    ],
)
def test_quality_of_service(resources: dict[str, Any], expected: str) -> None:
    assert quality({"containers": [{"resources": resources}]}) == expected
