"""The diff that a forbidden change of a pod is shown by: JSON of the internal types, three lines around each change."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.validation import pod_diff
from tests.cluster.apiserver.samples import MISSING, POD, changed

C = "spec.containers.0"
PROBE = {"httpGet": {"path": "/", "port": "http", "scheme": "HTTP"}, "failureThreshold": 3}


def hunks(changes: dict[str, Any]) -> str:
    (problem,) = changed(POD, changes)
    return problem.message.partition("\n")[2]


def test_the_lines_of_a_small_change() -> None:
    assert hunks({f"{C}.ports.0.containerPort": 81}) == (
        "@@ -12,7 +12,7 @@\n"
        "     {\n"
        '      "Name": "",\n'
        '      "HostPort": 0,\n'
        '-     "ContainerPort": 80,\n'
        '+     "ContainerPort": 81,\n'
        '      "Protocol": "TCP",\n'
        '      "HostIP": ""\n'
        "     }\n"
    )


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"spec.restartPolicy": "Never"}, ['- "RestartPolicy": "Always",', '+ "RestartPolicy": "Never",']),
        ({"spec.dnsPolicy": "Default"}, ['- "DNSPolicy": "ClusterFirst",', '+ "DNSPolicy": "Default",']),
        ({"spec.nodeName": "node2"}, ['- "NodeName": "",', '+ "NodeName": "node2",']),
        ({f"{C}.ports": MISSING}, ['-   "Ports": [', '+   "Ports": null,']),
        (
            {f"{C}.command": ["a<b"]},
            ['-   "Command": null,', '+   "Command": [', '+    "a\\u003cb"', "+   ],"],
        ),
        ({"spec.hostPID": True}, ['-  "HostPID": false,', '+  "HostPID": true,']),
        ({"spec.securityContext": {"fsGroup": 5}}, ['-  "FSGroup": null,', '+  "FSGroup": 5,']),
        (
            {f"{C}.resources": {"requests": {"cpu": "0.5"}}},
            ['-    "Requests": null,', '+    "Requests": {', '+     "cpu": "500m"', "+    },"],
        ),
    ],
)
def test_what_changes(changes: dict[str, Any], lines: list[str]) -> None:
    shown = [line for line in hunks(changes).split("\n") if line.startswith(("+", "-"))]
    assert [line for line in shown if line in lines] == lines


def test_a_handler_has_every_field_that_its_type_has() -> None:
    shown = [line for line in hunks({f"{C}.readinessProbe": PROBE}).split("\n") if line.startswith("+")]
    assert shown == [
        '+   "ReadinessProbe": {',
        '+    "Exec": null,',
        '+    "HTTPGet": {',
        '+     "Path": "/",',
        '+     "Port": "http",',
        '+     "Host": "",',
        '+     "Scheme": "HTTP",',
        '+     "HTTPHeaders": null',
        "+    },",
        '+    "TCPSocket": null,',
        '+    "GRPC": null,',
        '+    "InitialDelaySeconds": 0,',
        '+    "TimeoutSeconds": 1,',
        '+    "PeriodSeconds": 10,',
        '+    "SuccessThreshold": 1,',
        '+    "FailureThreshold": 3,',
        '+    "TerminationGracePeriodSeconds": null',
        "+   },",
    ]


def test_changes_far_apart_are_shown_apart() -> None:
    shown = hunks({f"{C}.workingDir": "/srv", "spec.schedulerName": "mine"})
    assert shown.count("@@ -") == 2
    assert "--- " not in shown


def test_each_field_of_a_pod_is_in_its_order() -> None:
    moved = {"hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers", "serviceAccount"}
    for name, order in pod_diff._ORDER.items():
        fields = set(schema.struct(name).fields) - (moved if name == "core.PodSpec" else set())
        assert set(order.split()) == fields, name
