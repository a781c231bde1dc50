"""Patches of every type, and how they are refused."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver.server import ApiServer
from tests.cluster.apiserver.wanted import WEB, service


@pytest.fixture
def api() -> ApiServer:
    return ApiServer()


@pytest.mark.parametrize(
    ("patch", "kind", "code", "message"),
    [
        ({"spec": {"foo": 1}}, "strategic", 422,
         ' "" is invalid: patch: Invalid value: "map[spec:map[foo:1]]": strict decoding error: unknown field "spec.foo"'),
        ({"spec": {"ports": [{"port": 80, "nodePort": "x"}]}}, "strategic", 422,
         ' "" is invalid: patch: Invalid value: "map[spec:map[ports:[map[nodePort:x port:80]]]]": unrecognized type: int32'),
        ({"spec": {"type": 5}}, "merge", 400,
         "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType"),
        ({"spec": {"ports": [{"nodePort": 30081}]}}, "strategic", 500,
         "map: map[nodePort:30081] does not contain declared merge key: port"),
        ([{"op": "remove", "path": "/spec/nothing"}], "json", 422, None),
        ({"spec": {"clusterIP": "10.96.3.3"}}, "strategic", 422, None),
        ({"kind": "Pod"}, "merge", 422,
         ' "" is invalid: patch: Invalid value: "": converting (v1.Pod) to (core.Service): unknown conversion'),
        ({"apiVersion": "apps/v1", "kind": "Deployment"}, "merge", 422,
         ' "" is invalid: patch: Invalid value: "": converting (v1.Deployment) to (core.Service): unknown conversion'),
        ([{"op": "replace", "path": "/kind", "value": "service"}], "json", 422,
         ' "" is invalid: patch: Invalid value: "": no kind "service" is registered for version "v1" in scheme '
         '"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"'),
        ({"apiVersion": "v2"}, "merge", 422,
         ' "" is invalid: patch: Invalid value: "": no kind "Service" is registered for version "v2" in scheme '
         '"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"'),
    ],
)  # fmt: skip
def test_patches_are_refused(api: ApiServer, patch: Any, kind: str, code: int, message: str | None) -> None:
    api.create(service(clusterIP="10.96.2.2"))
    before = api.get(WEB)
    status = api.patch(WEB, patch, kind).status
    assert status is not None
    assert status.code == code
    if message is not None:
        assert status.message == message
    assert api.get(WEB) is before


@pytest.mark.parametrize(("patch", "kind"), [({"kind": "Pod"}, "strategic"), ({"kind": None}, "merge")])
def test_a_kind_that_counts_for_nothing(api: ApiServer, patch: Any, kind: str) -> None:
    """A strategic merge has its type already; what is not said is the object's own."""
    api.create(service())
    answer = api.patch(WEB, patch, kind)
    assert answer.status is None
    assert answer.obj is not None
    assert answer.obj["kind"] == "Service"


def test_patches_of_every_type(api: ApiServer) -> None:
    api.create(service())
    api.patch(
        WEB, {"spec": {"ports": [{"port": 443, "name": "b", "nodePort": 30443}, {"port": 80, "name": "a"}]}}
    )
    api.patch(WEB, {"metadata": {"labels": {"x": "y"}}}, "merge")
    api.patch(WEB, [{"op": "add", "path": "/spec/selector", "value": {"app": "x"}}], "json")
    found = api.get(WEB)
    assert found is not None
    assert [(p["name"], p["nodePort"]) for p in found["spec"]["ports"]] == [("b", 30443), ("a", 30080)]
    assert (found["metadata"]["labels"], found["spec"]["selector"]) == ({"x": "y"}, {"app": "x"})
    with pytest.raises(ValueError):
        api.patch(WEB, {}, "unknown")
