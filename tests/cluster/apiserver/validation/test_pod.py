"""Pods and what they are made of: one row a mistake, with the kinds it gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import DEPLOYMENT, MISSING, POD, changed, kinds, said

C = "spec.containers.0"
SIDE = {"name": "side", "image": "x"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({f"{C}.name": MISSING}, ["container-name-required"]),
        ({f"{C}.image": " nginx"}, ["image-padded"]),
        ({"spec.containers.1": {"name": "nginx", "image": "x"}}, ["container-name-duplicate"]),
        ({f"{C}.restartPolicy": "Sometimes"}, ["restart-policy-unknown"]),
        ({f"{C}.terminationMessagePolicy": "x"}, ["value-unknown"]),
        # ports
        ({f"{C}.ports": [{"containerPort": 80, "hostPort": 70000}]}, ["port-out-of-range"]),
        (
            {
                f"{C}.ports": [
                    {"containerPort": 80, "hostPort": 8080},
                    {"containerPort": 81, "hostPort": 8080},
                ]
            },
            ["host-port-duplicate"],
        ),
        (
            {"spec.hostNetwork": True, f"{C}.ports": [{"containerPort": 80, "hostPort": 8080}]},
            ["host-port-host-network"],
        ),
        ({"spec.hostNetwork": True}, []),
        # env
        ({f"{C}.env": [{"value": "x"}]}, ["env-name-required"]),
        ({f"{C}.env": [{"name": "A", "valueFrom": {}}]}, ["env-source-required"]),
        (
            {
                f"{C}.env": [
                    {"name": "A", "value": "x", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}
                ]
            },
            ["env-value-twice"],
        ),
        (
            {f"{C}.env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['app']"}}}]},
            [],
        ),
        (
            {f"{C}.env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels"}}}]},
            ["downward-field-unknown"],
        ),
        (
            {f"{C}.env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.phase"}}}]},
            ["downward-field-unknown"],
        ),
        (
            {f"{C}.env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.gpu"}}}]},
            ["value-unknown"],
        ),
        (
            {f"{C}.env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "a/b"}}}]},
            ["config-key-invalid"],
        ),
        ({f"{C}.envFrom": [{"prefix": "A="}]}, ["env-name-invalid", "env-source-required"]),
        (
            {f"{C}.envFrom": [{"configMapRef": {"name": "c"}, "secretRef": {"name": "s"}}]},
            ["env-value-twice"],
        ),
        # probes
        ({f"{C}.livenessProbe": {}}, ["probe-handler-required"]),
        (
            {f"{C}.livenessProbe": {"exec": {}, "tcpSocket": {"port": 80}}},
            ["field-required", "probe-handler-twice"],
        ),
        (
            {f"{C}.livenessProbe": {"tcpSocket": {"port": "http"}, "successThreshold": 2}},
            ["probe-success-threshold"],
        ),
        ({f"{C}.readinessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}}, []),
        (
            {f"{C}.readinessProbe": {"tcpSocket": {"port": 80}, "terminationGracePeriodSeconds": 5}},
            ["probe-grace-period"],
        ),
        (
            {f"{C}.startupProbe": {"httpGet": {"port": 0, "scheme": "http"}, "periodSeconds": -1}},
            ["port-out-of-range", "value-unknown", "number-negative"],
        ),
        ({f"{C}.readinessProbe": {"grpc": {"port": 70000}}}, ["port-out-of-range"]),
        ({f"{C}.lifecycle": {"preStop": {"sleep": {"seconds": 31}}}}, ["sleep-too-long"]),
        ({f"{C}.lifecycle": {"preStop": {"sleep": {"seconds": 30}}}}, []),
        # resources
        ({f"{C}.resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "1500m"}}}, ["request-over-limit"]),
        ({f"{C}.resources": {"requests": {"cpu": "500m"}, "limits": {"cpu": "0.5"}}}, []),
        ({f"{C}.resources": {"limits": {"gpu": "1"}}}, ["resource-name-unknown"] * 4),
        ({f"{C}.resources": {"requests": {"memory": "-1Mi"}}}, ["number-negative"]),
        ({f"{C}.resources": {"requests": {"example.com/gpu": "1"}}}, ["resource-limit-required"]),
        (
            {f"{C}.resources": {"requests": {"example.com/gpu": "1"}, "limits": {"example.com/gpu": "2"}}},
            ["request-not-limit"],
        ),
        ({f"{C}.resources": {"limits": {"example.com/gpu": "500m"}}}, ["resource-not-whole"] * 2),
        ({f"{C}.resources": {"limits": {"hugepages-2Mi": "2Mi"}}}, ["hugepages-alone"]),
        # volumes
        ({"spec.volumes": [{"name": "v"}]}, []),
        (
            {"spec.volumes": [{"name": "v", "emptyDir": {}, "hostPath": {"path": "/x"}}]},
            ["volume-type-twice"],
        ),
        ({"spec.volumes": [{"name": "v", "flexVolume": {}}]}, ["field-required"]),
        ({"spec.volumes": [{"name": "v"}, {"name": "v"}]}, ["volume-name-duplicate"]),
        (
            {"spec.volumes": [{"name": "v", "hostPath": {"path": "/a/../b", "type": "Dir"}}]},
            ["path-backsteps", "value-unknown"],
        ),
        ({"spec.volumes": [{"name": "v", "configMap": {"defaultMode": 511}}]}, ["field-required"]),
        ({"spec.volumes": [{"name": "v", "secret": {"secretName": "s", "defaultMode": 512}}]}, ["file-mode"]),
        (
            {
                "spec.volumes": [
                    {"name": "v", "configMap": {"name": "c", "items": [{"key": "k", "path": "/p"}]}}
                ]
            },
            ["path-not-relative"],
        ),
        (
            {
                "spec.volumes": [
                    {
                        "name": "v",
                        "projected": {
                            "sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 5}}]
                        },
                    }
                ],
                "spec.serviceAccountName": "default",
            },
            ["token-expiration"],
        ),
        (
            {"spec.volumes": [{"name": "v", "downwardAPI": {"items": [{"path": "l"}]}}]},
            ["env-source-required"],
        ),
        ({f"{C}.volumeMounts": [{"name": "v", "mountPath": "/x"}]}, ["volume-mount-unknown"]),
        (
            {
                "spec.volumes": [{"name": "v"}],
                f"{C}.volumeMounts": [{"name": "v", "mountPath": "/x"}, {"name": "v", "mountPath": "/x"}],
            },
            ["mount-path-duplicate"],
        ),
        (
            {
                "spec.volumes": [{"name": "v"}],
                f"{C}.volumeMounts": [{"name": "v", "mountPath": "/x", "subPath": "/y"}],
            },
            ["path-not-relative"],
        ),
        # init containers
        ({"spec.initContainers": [SIDE]}, []),
        ({"spec.initContainers": [SIDE | {"name": "nginx"}]}, ["container-name-duplicate"]),
        (
            {"spec.initContainers": [SIDE | {"readinessProbe": {"tcpSocket": {"port": 80}}}]},
            ["init-container-probe"],
        ),
        (
            {
                "spec.initContainers": [
                    SIDE | {"restartPolicy": "Always", "readinessProbe": {"tcpSocket": {"port": 80}}}
                ]
            },
            [],
        ),
        # security
        ({f"{C}.securityContext": {"runAsUser": -1}}, ["user-id-range"]),
        (
            {f"{C}.securityContext": {"privileged": True, "allowPrivilegeEscalation": False}},
            ["privilege-contradiction"],
        ),
        (
            {"spec.securityContext": {"fsGroup": -1, "seccompProfile": {"type": "None"}}},
            ["user-id-range", "value-unknown"],
        ),
        ({"spec.hostUsers": False, "spec.hostPID": True}, ["host-users-with-host-namespace"]),
        # the pod itself
        ({"spec.nodeSelector": {"a b": "c"}}, ["label-key-invalid"]),
        ({"spec.tolerations": [{"operator": "Equal", "value": "x"}]}, ["toleration-operator"]),
        (
            {"spec.tolerations": [{"key": "a", "operator": "Exists", "tolerationSeconds": 5}]},
            ["toleration-seconds"],
        ),
        ({"spec.tolerations": [{"key": "a", "effect": "Never"}]}, ["value-unknown"]),
        ({"spec.dnsPolicy": "None"}, ["dns-config-required"]),
        ({"spec.dnsPolicy": "None", "spec.dnsConfig": {"nameservers": ["10.96.0.10"]}}, []),
        ({"spec.activeDeadlineSeconds": 0}, ["number-not-positive"]),
        ({"spec.hostname": "a.b"}, ["name-has-dots"]),
        ({"spec.serviceAccountName": "A"}, ["name-invalid"]),
        (
            {"spec.affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {}}}},
            ["field-required"],
        ),
        (
            {
                "spec.topologySpreadConstraints": [
                    {"maxSkew": 0, "topologyKey": "zone", "whenUnsatisfiable": "Skip"}
                ]
            },
            ["number-not-positive", "value-unknown"],
        ),
        (
            {"metadata.annotations": {"controller.kubernetes.io/pod-deletion-cost": "+5"}},
            ["annotation-value-invalid"],
        ),
        ({"spec.hostAliases": [{"ip": "1.2.3", "hostnames": ["A"]}]}, ["ip-invalid", "name-invalid"]),
    ],
)
def test_kinds(changes: dict[str, Any], expected: list[str]) -> None:
    assert kinds(POD, changes) == expected


def test_requests_name_the_list_and_the_limit() -> None:
    changes = {f"{C}.resources": {"requests": {"memory": "2048Mi"}, "limits": {"memory": "1Gi"}}}
    assert said(POD, changes) == [
        'spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi'
    ]


def test_a_template_may_pad_an_image_a_pod_may_not() -> None:
    assert kinds(DEPLOYMENT, {"spec.template.spec.containers.0.image": " nginx"}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({f"{C}.image": "nginx:1.28"}, []),
        ({f"{C}.name": "web"}, ["pod-update-forbidden"]),
        ({"spec.containers.1": SIDE}, ["pod-containers-changed"]),
        ({"spec.tolerations": [{"key": "a", "operator": "Exists"}]}, []),
        ({"spec.activeDeadlineSeconds": 60}, []),
        ({"spec.nodeSelector": {"a": "b"}}, ["pod-update-forbidden"]),
        ({"metadata.labels": {"app": "api"}}, []),
    ],
)
def test_what_a_pod_lets_change(changes: dict[str, Any], expected: list[str]) -> None:
    assert [problem.kind for problem in changed(POD, changes)] == expected


def test_a_refused_change_says_what_may_change() -> None:
    problem = changed(POD, {"spec.nodeSelector": {"a": "b"}})[0]
    assert problem.message.startswith(
        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    )
    assert problem.params["changed"] == ["nodeSelector"]
