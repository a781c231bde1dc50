"""The types of the API, and that they agree with themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nodeport_lab.cluster.apiserver import schema, scheme
from nodeport_lab.cluster.apiserver.validation import KINDS

FOLDER = Path(schema.__file__).parent


def _names() -> list[str]:
    return list(json.loads((FOLDER / "structures.json").read_text())["structs"])


@pytest.mark.parametrize("name", _names())
def test_every_struct_can_be_read_and_is_described(name: str) -> None:
    struct = schema.struct(name)
    for field in struct.fields.values():
        inner = field.type
        while inner.element is not None:
            inner = inner.element
        if inner.struct:
            schema.struct(inner.struct)
        if "merge" in field.patch and inner.struct:
            assert field.merge_key in schema.struct(inner.struct).fields
    assert schema.description(name) or not struct.fields


def test_what_go_knows() -> None:
    port = schema.struct("core.ServicePort").fields
    assert list(port) == ["name", "protocol", "appProtocol", "port", "targetPort", "nodePort"]
    assert (port["port"].type.go, port["port"].always, port["nodePort"].always) == ("int32", True, False)
    assert port["protocol"].type.go == "v1.Protocol"
    assert port["appProtocol"].pointer
    spec = schema.struct("core.ServiceSpec").fields
    assert (spec["ports"].merge_key, spec["ports"].type.go) == ("port", "[]v1.ServicePort")
    assert schema.struct("core.Probe").fields["httpGet"].embedded == "ProbeHandler"
    assert "retainKeys" in schema.struct("apps.DeploymentSpec").fields["strategy"].patch
    assert schema.enum("v1.ServiceType") == ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
    assert schema.description("core.ServicePort", "nodePort").startswith("The port on each node")
    assert schema.root("v1", "Nothing") is None


def test_every_kind_with_rules_has_a_type_and_a_name() -> None:
    typed = {r.kind for r in scheme.RESOURCES if schema.root(r.api_version, r.kind) is not None}
    assert typed >= KINDS


def test_the_mapper_knows_kinds_in_lower_case() -> None:
    deployment = scheme.kind("apps/v1", "Deployment")
    assert deployment is not None
    assert scheme.kind("apps/v1", "deployment") is deployment
    assert scheme.kind("v1", "Deployment") is None
    assert scheme.kind("apps/v1", "dEployment") is None
    assert (deployment.qualified, deployment.qualified_kind) == ("deployments.apps", "Deployment.apps")
