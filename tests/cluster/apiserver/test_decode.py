"""Strict decoding: Go's words, Go's order, and what the types hold afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.decode import decode
from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.apiserver.zeros import written
from nodeport_lab.cluster.problem_kinds import KINDS


def _service(spec: Any, **more: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec, **more}


def _pod(**container: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {"containers": [container]}}


def _message(obj: dict[str, Any]) -> str:
    root = schema.root(obj["apiVersion"], obj["kind"])
    assert root is not None
    decoded = decode(obj, root)
    for problem in decoded.problems:
        assert KINDS[problem.kind] <= problem.params.keys(), problem
    return decoded.message


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (_service({"ports": [{"port": "80"}]}),
         "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32"),
        (_service({"ports": [{"port": 2**31}]}),
         "json: cannot unmarshal number 2147483648 into Go struct field ServicePort.spec.ports.port of type int32"),
        (_service({"ports": [{"port": 1.5}]}),
         "json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.port of type int32"),
        (_service({"ports": 80}),
         "json: cannot unmarshal number into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort"),
        (_service({"ipFamilies": "IPv4"}),
         "json: cannot unmarshal string into Go struct field ServiceSpec.spec.ipFamilies of type []v1.IPFamily"),
        (_service({"ipFamilies": [4]}),
         "json: cannot unmarshal number into Go struct field ServiceSpec.spec.ipFamilies of type v1.IPFamily"),
        (_service({"selector": {"app": True}}),
         "json: cannot unmarshal bool into Go struct field ServiceSpec.spec.selector of type string"),
        (_service({"selector": []}),
         "json: cannot unmarshal array into Go struct field ServiceSpec.spec.selector of type map[string]string"),
        (_service({"publishNotReadyAddresses": "true"}),
         "json: cannot unmarshal string into Go struct field ServiceSpec.spec.publishNotReadyAddresses of type bool"),
        (_service({"ports": [{"targetPort": {}}]}),
         "json: cannot unmarshal object into Go struct field ServicePort.spec.ports.targetPort of type int32"),
        (_service({"ports": [{"targetPort": 80.5}]}),
         "json: cannot unmarshal number 80.5 into Go struct field ServicePort.spec.ports.targetPort of type int32"),
        (_service([]), "json: cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec"),
        # Embedded structs are named on the way.
        (_pod(readinessProbe={"httpGet": 80}),
         "json: cannot unmarshal number into Go struct field Probe.spec.containers.readinessProbe.ProbeHandler.httpGet "
         "of type v1.HTTPGetAction"),
        (_pod(resources={"limits": []}),
         "json: cannot unmarshal array into Go struct field ResourceRequirements.spec.containers.resources.limits of type "
         "v1.ResourceList"),
        (_pod(resources={"limits": {"cpu": "1mm"}}), "unable to parse quantity's suffix"),
        (_pod(resources={"limits": {"cpu": "many"}}),
         "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
        # The first wrong type is told, by the order of sorted keys ...
        (_service({"type": 1, "ports": [{"port": "80"}]}),
         "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32"),
        # ... but an Unmarshaler's error ends decoding and is told instead ...
        (_service({"clusterIP": 1, "ports": [{"targetPort": True}]}),
         "json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32"),
        # ... and unknown fields only where there is nothing worse.
        (_service({"foo": 1, "type": 1}),
         "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType"),
        (_service({"type": "x", "foo": {"bar": 1}, "ports": [{}, {"Port": 80}]}, extra=1),
         'strict decoding error: unknown field "extra", unknown field "spec.foo", unknown field "spec.ports[1].Port"'),
        ({"apiVersion": "v1", "kind": "Secret", "data": {"a": "YQ=", "b": 1}}, "illegal base64 data at input byte 3"),
        ({"apiVersion": "v1", "kind": "Secret", "metadata": {"creationTimestamp": 5}},
         "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string"),
    ],
)  # fmt: skip
def test_go_says(obj: dict[str, Any], message: str) -> None:
    assert _message(obj) == message


def _decoded(obj: dict[str, Any]) -> dict[str, Any]:
    root = schema.root(obj["apiVersion"], obj["kind"])
    assert root is not None
    decoded = decode(obj, root)
    assert decoded.message == ""
    return decoded.obj


def test_what_the_types_hold() -> None:
    obj = _decoded(
        _service(
            {
                "type": "",
                "clusterIP": None,
                "selector": {"a": None},
                "allocateLoadBalancerNodePorts": False,
                "publishNotReadyAddresses": False,
                "ports": [{"port": 80, "nodePort": 0, "targetPort": "", "name": None}, None],
            }
        )
    )
    assert obj["spec"] == {
        "selector": {"a": ""},
        # A pointer keeps its zero, and so does what is no omitempty.
        "allocateLoadBalancerNodePorts": False,
        "ports": [{"port": 80, "targetPort": ""}, {"port": 0}],
    }
    assert obj["status"] == {"loadBalancer": {}}
    pod = _decoded(_pod(name="a", resources={"requests": {"cpu": "0.5", "memory": 1073741824}}))
    assert pod["spec"]["containers"][0]["resources"] == {"requests": {"cpu": "500m", "memory": "1073741824"}}


def test_empty_lists_are_held_and_not_written() -> None:
    root = schema.root("networking.k8s.io/v1", "Ingress")
    assert root is not None
    value = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "spec": {"rules": [], "tls": [{"hosts": []}]},
    }
    decoded = decode(value, root)
    assert decoded.hollow
    assert decoded.obj["spec"]["rules"] == []
    assert written(decoded.obj, root)["spec"] == {"tls": [{}]}


def test_every_problem_is_found_though_one_is_told() -> None:
    root = schema.root("v1", "Service")
    assert root is not None
    decoded = decode(_service({"type": 1, "nodeport": 1, "ports": [{"port": "80"}]}), root)
    assert [(p.kind, str(p.path)) for p in decoded.problems] == [
        ("wrong-type", "spec.ports[0].port"),
        ("unknown-field", "spec.nodeport"),
        ("wrong-type", "spec.type"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nodeport", "nodePort"),
        ("targetPorts", "targetPort"),
        ("node-port", "nodePort"),
        ("prot", "port"),
        ("x", ""),
    ],
)
def test_nearest(name: str, expected: str) -> None:
    assert nearest(name, ["name", "port", "targetPort", "nodePort"]) == expected
