"""Services: one row a mistake; the recorded cases are replayed elsewhere, so these are the ones not recorded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import MISSING, SERVICE, found, kinds, said


def test_a_good_service_has_no_problem() -> None:
    assert said(SERVICE) == []


LB = {"spec.type": "LoadBalancer"}
CLUSTER_IP = {"spec.type": "ClusterIP", "spec.ports.0.nodePort": MISSING}
ROWS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"spec.ports": [{"name": "a", "port": 80}, {"name": "a", "port": 81}]},
        ['spec.ports[1].name: Duplicate value: "a"'],
    ),
    (
        {"spec.ports": [{"name": "a", "port": 80}, {"name": "b", "port": 80}]},
        [
            'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}'
        ],
    ),
    (
        {
            "spec.ports": [
                {"name": "a", "port": 80, "nodePort": 30080},
                {"name": "b", "port": 81, "nodePort": 30080},
            ]
        },
        ["spec.ports[1].nodePort: Duplicate value: 30080"],
    ),
    (
        LB | {"spec.clusterIP": "None", "spec.clusterIPs": ["None"]},
        ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services"],
    ),
    (
        {
            "spec.type": "ExternalName",
            "spec.clusterIP": "",
            "spec.clusterIPs": MISSING,
            "spec.ipFamilies": MISSING,
            "spec.ipFamilyPolicy": MISSING,
        },
        ["spec.externalName: Required value"],
    ),
    (
        {"spec.type": "ExternalName", "spec.externalName": "example.com."},
        [
            "spec.clusterIPs: Forbidden: may not be set for ExternalName services",
            "spec.ipFamilies: Forbidden: may not be set for ExternalName services",
            "spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services",
        ],
    ),
    (
        {"spec.sessionAffinity": "Sticky"},
        ['spec.sessionAffinity: Unsupported value: "Sticky": supported values: "ClientIP", "None"'],
    ),
    (
        {
            "spec.sessionAffinity": "ClientIP",
            "spec.sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 0}},
        },
        [
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400"
        ],
    ),
    (
        {"metadata.annotations": {"service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, x"}},
        [
            "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Forbidden: may only be used when `type` is 'LoadBalancer'",
            'metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
        ],
    ),
    (LB | {"spec.loadBalancerSourceRanges": [" 10.0.0.0/8 "]}, []),
    (
        LB | {"spec.externalTrafficPolicy": "Local", "spec.healthCheckNodePort": 70000},
        ["spec.healthCheckNodePort: Invalid value: 70000: must be between 1 and 65535, inclusive"],
    ),
    (LB | {"spec.externalTrafficPolicy": "Local"}, ["spec.healthCheckNodePort: Required value"]),
    (CLUSTER_IP | {"spec.externalIPs": ["198.51.100.7"], "spec.externalTrafficPolicy": "Local"}, []),
    (
        CLUSTER_IP | {"spec.externalTrafficPolicy": "Cluster"},
        [
            'spec.externalTrafficPolicy: Invalid value: "Cluster": may only be set for externally-accessible services'
        ],
    ),
    (
        {"metadata.name": MISSING, "metadata.generateName": "web-"},
        ["metadata.name: Required value: name or generateName is required"],
    ),
    (
        {
            "metadata.annotations": {
                "service.kubernetes.io/topology-mode": "Auto",
                "service.kubernetes.io/topology-aware-hints": "x",
            }
        },
        [
            'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Auto": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified'
        ],
    ),
    (
        {"spec.ports.0.appProtocol": ""},
        [
            'spec.ports[0].appProtocol: Invalid value: "": name part must be non-empty',
            "spec.ports[0].appProtocol: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), ROWS)
def test_messages(changes: dict[str, Any], messages: list[str]) -> None:
    assert said(SERVICE, changes) == messages


def test_a_quoted_port_number_is_told_from_a_bad_name() -> None:
    assert kinds(SERVICE, {"spec.ports.0.targetPort": "80"}) == ["port-number-quoted"]
    assert kinds(SERVICE, {"spec.ports.0.targetPort": "my_port"}) == ["port-name-invalid"]


def test_mistakes_come_in_the_order_of_the_api_server() -> None:
    changes = {
        "metadata.name": "Web",
        "spec.ports.0.port": 0,
        "spec.selector": {"-a": "b"},
        "spec.externalIPs": ["x"],
        "spec.type": "Nodeport",
        "spec.trafficDistribution": "Near",
    }
    assert kinds(SERVICE, changes) == [
        "name-invalid",
        "port-out-of-range",
        "label-key-invalid",
        "ip-invalid",
        "service-type-unknown",
        "traffic-distribution-unknown",
    ]


def test_params_name_what_an_explanation_needs() -> None:
    problem = found(SERVICE, {"spec.type": "ClusterIP"})[0]
    assert problem.params == {"field": "spec.ports[0].nodePort", "nodePort": 30080}
    assert problem.reason == "FieldValueForbidden"
