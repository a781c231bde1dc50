"""The patch that apply sends, and what the server makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.patch import BadPatch, Merger, copy
from nodeport_lab.cluster.kubectl.threeway import three_way

SERVICE = schema.struct("core.Service")
DEPLOYMENT = schema.struct("apps.Deployment")


def _service(*ports: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"spec": {"ports": list(ports), **spec}}


def _containers(*containers: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"spec": {"template": {"spec": {"containers": list(containers)}}, **spec}}


A, B = {"port": 80, "targetPort": 80}, {"port": 443, "targetPort": 443}
FILLED = {**A, "protocol": "TCP", "nodePort": 30080}


@pytest.mark.parametrize(
    ("original", "modified", "current", "struct", "patch", "after"),
    [
        # Nothing new, though the server filled things in.
        (_service(A), _service(A), _service(FILLED, type="ClusterIP"), SERVICE, {}, _service(FILLED, type="ClusterIP")),
        # A value changed; what the server filled in stays.
        (_service(A), _service({**A, "targetPort": 81}), _service(FILLED), SERVICE,
         {"spec": {"$setElementOrder/ports": [{"port": 80}], "ports": [{"port": 80, "targetPort": 81}]}},
         _service({**FILLED, "targetPort": 81})),
        # The merge key changed: one goes, one comes.
        (_service(A), _service({**A, "port": 81}), _service(FILLED), SERVICE,
         {"spec": {"$setElementOrder/ports": [{"port": 81}],
                   "ports": [{"port": 81, "targetPort": 80}, {"$patch": "delete", "port": 80}]}},
         _service({"port": 81, "targetPort": 80})),
        # A second item, before the first.
        (_service(A), _service(B, A), _service(FILLED), SERVICE,
         {"spec": {"$setElementOrder/ports": [{"port": 443}, {"port": 80}], "ports": [B]}}, _service(B, FILLED)),
        # A field that the manifest no longer has goes; one that it never had stays.
        (_service(A, type="NodePort", selector={"a": "b"}), _service(A), _service(FILLED, type="NodePort", selector={"a": "b"}, x=1),
         SERVICE, {"spec": {"type": None, "selector": None}}, _service(FILLED, x=1)),
        # A map is merged key by key.
        (_service(A, selector={"a": "b", "c": "d"}), _service(A, selector={"a": "x"}),
         _service(A, selector={"a": "b", "c": "d", "e": "f"}), SERVICE,
         {"spec": {"selector": {"a": "x", "c": None}}}, _service(A, selector={"a": "x", "e": "f"})),
        # Lists without a merge key are replaced.
        (_service(A, externalIPs=["1"]), _service(A, externalIPs=["2"]), _service(A, externalIPs=["1", "3"]), SERVICE,
         {"spec": {"externalIPs": ["2"]}}, _service(A, externalIPs=["2"])),
        # A container renamed.
        (_containers({"name": "a", "image": "x"}), _containers({"name": "b", "image": "x"}),
         _containers({"name": "a", "image": "x", "resources": {}}), DEPLOYMENT,
         {"spec": {"template": {"spec": {"$setElementOrder/containers": [{"name": "b"}],
                                         "containers": [{"name": "b", "image": "x"}, {"$patch": "delete", "name": "a"}]}}}},
         _containers({"name": "b", "image": "x"})),
        # A strategy keeps only the keys that it has now.
        (_containers(strategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}),
         _containers(strategy={"type": "Recreate"}),
         _containers(strategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}}), DEPLOYMENT,
         {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate", "rollingUpdate": None}}},
         _containers(strategy={"type": "Recreate"})),
        # Two protocols on one number have one merge key: the last of them is compared with what is there, and both
        # end up in one item. (As kubectl v1.36.3 sends it.)
        (_service(A), _service(A, {"port": 80, "name": "u", "protocol": "UDP"}), _service(FILLED), SERVICE,
         {"spec": {"$setElementOrder/ports": [{"port": 80}, {"port": 80}],
                   "ports": [{"port": 80, "name": "u", "protocol": "UDP", "targetPort": 80}]}},
         _service({**FILLED, "protocol": "UDP", "name": "u"})),
    ],
)  # fmt: skip
def test_patches(original: Any, modified: Any, current: Any, struct: Any, patch: Any, after: Any) -> None:
    made = three_way(original, modified, current, struct)
    assert made == patch
    assert Merger().map(copy(current), copy(made), struct) == after


def test_an_item_without_its_merge_key_is_refused() -> None:
    with pytest.raises(BadPatch, match=r"map: map\[name:x\] does not contain declared merge key: port"):
        three_way({}, _service({"name": "x"}), _service(A), SERVICE)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([80], "list element types are not identical: [[map[port:80 targetPort:80]] [80]]"),
        ([A, "b"], "list element types are not identical: [[map[port:80 targetPort:80]] [map[port:80 targetPort:80] b]]"),
    ],
)  # fmt: skip
def test_a_list_has_items_of_one_type(items: list[Any], message: str) -> None:
    with pytest.raises(BadPatch) as refused:
        three_way(_service(A), {"spec": {"ports": items}}, _service(A), SERVICE)
    assert str(refused.value) == message


_PORTS = st.lists(
    st.builds(lambda port, rest: {"port": port, **rest}, st.integers(1, 5), st.dictionaries(st.sampled_from("ab"), st.integers(0, 2))),
    max_size=4, unique_by=lambda item: item["port"],
)  # fmt: skip
_MANIFESTS = st.builds(
    lambda ports, selector, more: {"spec": {"ports": ports, "selector": selector, **more}},
    _PORTS,
    st.dictionaries(st.sampled_from("abc"), st.sampled_from("xy")),
    st.dictionaries(st.sampled_from(["type", "clusterIP", "externalName"]), st.sampled_from("pq")),
)


@settings(max_examples=200, deadline=None)
@given(_MANIFESTS, _MANIFESTS)
def test_applying_leads_from_one_manifest_to_the_other(first: Any, second: Any) -> None:
    patch = three_way(first, second, first, SERVICE)
    after = Merger().map(copy(first), copy(patch), SERVICE)
    dropped = {key: value for key, value in after["spec"].items() if value or key in second["spec"]}
    assert {"spec": dropped} == second
    assert three_way(second, second, after, SERVICE) == {}
