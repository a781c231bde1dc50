"""What is accepted with a warning."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import prepare, warnings
from tests.cluster.apiserver.samples import DEPLOYMENT, INGRESS, POD, SERVICE, SLICE, defaulted

C = "spec.containers.0"


@pytest.mark.parametrize(
    ("obj", "changes", "expected"),
    [
        (SERVICE, {}, []),
        # Nobody validates this one: what is no address at all is passed over.
        (SERVICE, {"spec.loadBalancerIP": "x"}, []),
        (
            SERVICE,
            {"spec.loadBalancerIP": "198.051.100.007"},
            [
                'spec.loadBalancerIP: non-standard IP address "198.051.100.007" will be considered invalid in a future '
                'Kubernetes release: use "198.51.100.7"'
            ],
        ),
        (
            SERVICE,
            {"spec.loadBalancerIP": "::ffff:198.51.100.7"},
            [
                'spec.loadBalancerIP: non-standard IP address "::ffff:198.51.100.7" will be considered invalid in a '
                'future Kubernetes release: use "198.51.100.7"'
            ],
        ),
        (
            SERVICE,
            {"spec.trafficDistribution": "PreferClose"},
            ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'],
        ),
        (
            SERVICE,
            {"spec.externalName": "example.com"},
            ['spec.externalName is ignored when spec.type is not "ExternalName"'],
        ),
        (
            SERVICE,
            {
                "spec.type": "ClusterIP",
                "spec.clusterIP": "None",
                "spec.loadBalancerIP": "1.2.3.4",
                "spec.sessionAffinity": "ClientIP",
            },
            [
                "spec.loadBalancerIP is ignored for headless services",
                "spec.SessionAffinity is ignored for headless services",
            ],
        ),
        (
            SERVICE,
            {"metadata.annotations": {"service.kubernetes.io/topology-aware-hints": "auto"}},
            [
                "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead"
            ],
        ),
        (
            POD,
            {"metadata.name": "web.v1"},
            [
                "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]"
            ],
        ),
        (
            POD,
            {f"{C}.env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]},
            [
                'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'
            ],
        ),
        (POD, {f"{C}.env": [{"name": "A", "value": "1"}, {"name": "A", "value": "$(A)2"}]}, []),
        (POD, {f"{C}.ports": [{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP"}]}, []),
        (
            POD,
            {f"{C}.ports": [{"containerPort": 80}, {"containerPort": 80, "hostPort": 8080}]},
            ["spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]"],
        ),
        (
            POD,
            {"spec.containers.1": {"name": "b", "image": "b", "ports": [{"containerPort": 80}]}},
            ["spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]"],
        ),
        (
            POD,
            {"spec.nodeSelector": {"beta.kubernetes.io/os": "linux"}},
            [
                'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'
            ],
        ),
        (
            POD,
            {f"{C}.resources": {"requests": {"memory": "100m"}}},
            [
                'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer'
            ],
        ),
        (
            POD,
            {"spec.terminationGracePeriodSeconds": -1},
            [
                "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"
            ],
        ),
        (
            INGRESS,
            {"metadata.annotations": {"kubernetes.io/ingress.class": "nginx"}},
            [
                "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
            ],
        ),
        (
            INGRESS,
            {
                "metadata.annotations": {"kubernetes.io/ingress.class": "nginx"},
                "spec.ingressClassName": "nginx",
            },
            [],
        ),
        (SLICE, {"addressType": "FQDN"}, ["addressType: FQDN endpoints are deprecated"]),
    ],
)
def test_create(obj: dict[str, Any], changes: dict[str, Any], expected: list[str]) -> None:
    assert warnings.create(defaulted(obj, changes)) == expected


def test_a_template_that_did_not_change_is_not_warned_of_again() -> None:
    ports = {"spec.template.spec.containers.0.ports": [{"containerPort": 80}, {"containerPort": 80}]}
    first = prepare.for_create(defaulted(DEPLOYMENT, ports))
    assert len(warnings.create(first)) == 1
    assert warnings.update(prepare.for_update(first, first), first) == []
    more = prepare.for_update(defaulted(DEPLOYMENT, ports | {"spec.replicas": 3}), first)
    assert len(warnings.update(more, first)) == 1
