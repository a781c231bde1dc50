"""ConfigMap, Secret, Namespace, Node, ServiceAccount, and metadata in general."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver import validation
from nodeport_lab.cluster.problem_kinds import VALIDATION
from tests.cluster.apiserver.samples import changed, found, kinds, said


def obj(kind: str, **fields: Any) -> dict[str, Any]:
    meta = {"name": "x"} if kind in ("Namespace", "Node") else {"name": "x", "namespace": "default"}
    return {"apiVersion": "v1", "kind": kind, "metadata": meta, **fields}


@pytest.mark.parametrize(
    ("it", "expected"),
    [
        (obj("ConfigMap", data={"a": "1"}), []),
        (obj("ConfigMap", data={"a b": "1"}), ["config-key-invalid"]),
        (obj("ConfigMap", data={"a": "1"}, binaryData={"a": "MQ=="}), ["config-key-duplicate"]),
        (obj("ConfigMap", data={"a": "x" * 1048577}), ["config-too-big"]),
        (obj("Secret", data={"a": "MQ=="}), []),
        (obj("Secret", type="kubernetes.io/tls"), ["secret-key-required"] * 2),
        (obj("Secret", type="kubernetes.io/tls", stringData={"tls.crt": "a", "tls.key": "b"}), []),
        (obj("Secret", type="kubernetes.io/basic-auth"), ["secret-key-required"] * 2),
        (obj("Secret", type="kubernetes.io/basic-auth", stringData={"username": ""}), []),
        (obj("Secret", type="kubernetes.io/ssh-auth", data={"ssh-privatekey": ""}), ["secret-key-required"]),
        (obj("Secret", type="kubernetes.io/dockerconfigjson"), ["secret-key-required"]),
        (obj("Secret", type="kubernetes.io/service-account-token"), ["field-required"]),
        (obj("Namespace"), []),
        (obj("ServiceAccount"), []),
        (obj("Event", involvedObject={"kind": "Pod", "namespace": "default"}), []),
        (obj("Event", involvedObject={"kind": "Pod", "namespace": "shop"}), ["event-namespace"]),
        (obj("Event", involvedObject={"kind": "Node"}), []),
        (obj("Node"), []),
        (obj("Node", spec={"taints": [{"key": "a", "effect": "NoSchedule"}] * 2}), ["value-duplicate"]),
        (
            obj("Node", spec={"taints": [{"key": "a b", "value": "c d"}]}),
            ["label-key-invalid", "label-value-invalid", "field-required"],
        ),
        (obj("Node", spec={"podCIDRs": ["10.1.0.5/24"]}), ["cidr-host-bits"]),
    ],
)
def test_kinds(it: dict[str, Any], expected: list[str]) -> None:
    assert kinds(it) == expected


def test_too_big_a_config_map_is_named_by_nothing() -> None:
    assert said(obj("ConfigMap", data={"a": "x" * 1048577})) == [
        ": Too long: may not be more than 1048576 bytes"
    ]


def test_an_immutable_config_map_stays_as_it_is() -> None:
    it = obj("ConfigMap", data={"a": "1"}, immutable=True)
    assert [problem.kind for problem in changed(it, {"data": {"a": "2"}})] == ["object-immutable"]
    assert [problem.message for problem in changed(it, {"immutable": False})] == [
        "immutable: Forbidden: field is immutable when `immutable` is set"
    ]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"labels": {"a": "b c"}}, ["label-value-invalid"]),
        ({"labels": {"a" * 64: "b"}}, ["name-too-long"]),
        ({"annotations": {"A/B": "x"}}, []),
        ({"annotations": {"a b": "x"}}, ["annotation-key-invalid"]),
        ({"annotations": {"a": "x" * 262145}}, ["annotations-too-long"]),
        ({"namespace": "No_Where"}, ["namespace-invalid"]),
        ({"namespace": ""}, ["namespace-required"]),
        ({"finalizers": ["mine"]}, ["finalizer-invalid"]),
        ({"finalizers": ["example.com/mine"]}, []),
        (
            {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "a"}]},
            ["owner-reference-incomplete"],
        ),
        (
            {
                "ownerReferences": [
                    {"apiVersion": "v1", "kind": "Pod", "name": n, "uid": n, "controller": True} for n in "ab"
                ]
            },
            ["owner-reference-two-controllers"],
        ),
    ],
)
def test_metadata(meta: dict[str, Any], expected: list[str]) -> None:
    it = obj("ConfigMap")
    assert kinds(it | {"metadata": it["metadata"] | meta}) == expected


def test_mistakes_in_a_generated_name_s_beginning() -> None:
    it = obj("ConfigMap")
    it["metadata"] = {"generateName": "Web-", "namespace": "default"}
    assert [str(problem.path) for problem in found(it)] == ["metadata.generateName", "metadata.name"]


def test_every_kind_that_can_be_created_can_be_changed() -> None:
    assert validation._CREATE.keys() == validation._UPDATE.keys()


def test_an_unknown_kind_stops() -> None:
    with pytest.raises(KeyError):
        validation.create({"kind": "Gateway", "metadata": {}}, validation.Context())


def test_the_registry_is_sorted() -> None:
    assert list(VALIDATION) == sorted(VALIDATION)
