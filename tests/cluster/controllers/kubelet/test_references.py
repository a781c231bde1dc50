"""What a pod is made with and is not there, in the kubelet's words."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.controllers.kubelet.references import missing_from_environment, missing_from_volumes
from nodeport_lab.cluster.objects import Key, Obj

THERE: dict[Key, Obj] = {
    Key("configmaps", "default", "here"): {"data": {"a": "1"}, "binaryData": {"b": "MQ=="}},
    Key("secrets", "default", "here"): {"data": {"a": "MQ=="}},
}


def pod(**spec: Any) -> Obj:
    return {"kind": "Pod", "metadata": {"name": "web", "namespace": "default"}, "spec": spec}


def variable(kind: str, **reference: Any) -> dict[str, Any]:
    return {"env": [{"name": "A", "valueFrom": {kind: reference}}]}


@pytest.mark.parametrize(
    ("container", "why"),
    [
        ({}, ""),
        (variable("fieldRef", fieldPath="status.podIP"), ""),
        (variable("configMapKeyRef", name="here", key="a"), ""),
        (variable("configMapKeyRef", name="here", key="b"), ""),
        (variable("configMapKeyRef", name="gone", key="a"), 'configmap "gone" not found'),
        (variable("configMapKeyRef", name="gone", key="a", optional=True), ""),
        (
            variable("configMapKeyRef", name="here", key="c"),
            "couldn't find key c in ConfigMap default/here",
        ),
        (variable("secretKeyRef", name="gone", key="a"), 'secret "gone" not found'),
        (variable("secretKeyRef", name="here", key="b"), "couldn't find key b in Secret default/here"),
        ({"envFrom": [{"configMapRef": {"name": "gone"}}]}, 'configmap "gone" not found'),
        ({"envFrom": [{"secretRef": {"name": "gone", "optional": True}}]}, ""),
        (
            {"envFrom": [{"secretRef": {"name": "gone"}}]}
            | variable("configMapKeyRef", name="lost", key="a"),
            'secret "gone" not found',
        ),
    ],
)
def test_environment(container: dict[str, Any], why: str) -> None:
    assert missing_from_environment(pod(), container, THERE.get) == why


@pytest.mark.parametrize(
    ("volume", "why"),
    [
        ({"emptyDir": {}}, ""),
        ({"configMap": {"name": "here"}}, ""),
        ({"configMap": {"name": "gone"}}, 'configmap "gone" not found'),
        ({"configMap": {"name": "gone", "optional": True}}, ""),
        ({"secret": {"secretName": "gone"}}, 'secret "gone" not found'),
        (
            {"configMap": {"name": "here", "items": [{"key": "c", "path": "c"}]}},
            "references non-existent config key: c",
        ),
        (
            {"secret": {"secretName": "here", "items": [{"key": "c", "path": "c"}]}},
            "references non-existent secret key: c",
        ),
    ],
)
def test_volumes(volume: dict[str, Any], why: str) -> None:
    found = missing_from_volumes(pod(volumes=[{"name": "v"} | volume]), THERE.get)
    assert found == (f'MountVolume.SetUp failed for volume "v" : {why}' if why else "")
