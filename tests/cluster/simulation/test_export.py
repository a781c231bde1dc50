"""What is exported makes the same cluster again, and says no more than it must."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.export import export, manifests

_RECORDED = Path(__file__).parents[2] / "data" / "conformance" / "admission"
_RESOURCES = (
    "namespaces",
    "configmaps",
    "services",
    "deployments",
    "pods",
    "ingresses",
    "endpointslices",
    "ingressclasses",
)
_SERVERS = ("uid", "resourceVersion", "creationTimestamp", "generation")
_LAST = "kubectl.kubernetes.io/last-applied-configuration"


def _objects(api: ApiServer) -> list[Any]:
    """Everything that is stored, less what differs from one cluster to the next."""
    found = []
    for obj in (obj for resource in _RESOURCES for obj in api.list(resource)):
        metadata = {key: value for key, value in obj["metadata"].items() if key not in _SERVERS}
        metadata["annotations"] = {k: v for k, v in metadata.get("annotations", {}).items() if k != _LAST}
        found.append({**obj, "metadata": metadata})
    return found


def _again(api: ApiServer) -> ApiServer:
    """A new cluster, of another seed, to which the export was applied."""
    other = ApiServer(api.config, seed=7)
    text = export(api)
    if text:
        printed = apply([File("export.yaml", text)], other)
        assert printed.exit == 0, printed.stderr
    return other


@pytest.mark.parametrize("file", sorted(path.stem for path in _RECORDED.glob("*.json")))
def test_every_recorded_cluster_comes_back(file: str) -> None:
    for case in json.loads((_RECORDED / f"{file}.json").read_text(encoding="utf-8")):
        api = ApiServer()
        for step in case["steps"]:
            apply([File("manifest.yaml", step["manifest"])], api)
        other = _again(api)
        assert _objects(other) == _objects(api), case["name"]
        assert export(other) == export(api), case["name"]


def _services() -> st.SearchStrategy[dict[str, Any]]:
    port = st.fixed_dictionaries(
        {"port": st.integers(1, 65535), "protocol": st.sampled_from(["TCP", "UDP", "SCTP"])},
        optional={
            "targetPort": st.integers(1, 65535) | st.sampled_from(["http", "a-1"]),
            "appProtocol": st.just("http"),
        },
    )
    ports = st.lists(port, min_size=1, max_size=3, unique_by=lambda p: p["port"])
    kinds = st.fixed_dictionaries(
        {"type": st.sampled_from(["ClusterIP", "NodePort", "LoadBalancer"])},
        optional={
            "clusterIP": st.sampled_from(["None", "10.96.7.8", ""]),
            "sessionAffinity": st.sampled_from(["None", "ClientIP"]),
            "externalTrafficPolicy": st.sampled_from(["Local", "Cluster"]),
            "internalTrafficPolicy": st.sampled_from(["Local", "Cluster"]),
            "ipFamilyPolicy": st.sampled_from(["SingleStack", "PreferDualStack"]),
            "publishNotReadyAddresses": st.booleans(),
            "selector": st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy"), max_size=2),
            "allocateLoadBalancerNodePorts": st.booleans(),
        },
    )
    return st.builds(
        lambda spec, ports: {**spec, "ports": [{**p, "name": f"p{i}"} for i, p in enumerate(ports)]},
        kinds,
        ports,
    )


# Headless and without selector: both families are the default then, so one alone has to be said.
@example(
    [
        {
            "type": "ClusterIP",
            "clusterIP": "None",
            "ipFamilyPolicy": "SingleStack",
            "ports": [{"port": 1, "name": "p0"}],
        }
    ]
)
@settings(max_examples=60, deadline=None)
@given(st.lists(_services(), min_size=1, max_size=4))
def test_any_services_come_back_with_their_addresses(specs: list[dict[str, Any]]) -> None:
    api = ApiServer()
    for number, spec in enumerate(specs):
        api.create(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": f"s{number}", "namespace": "default"},
                "spec": spec,
            }
        )
    assert _objects(_again(api)) == _objects(api)


def test_a_running_cluster_is_what_the_user_wrote() -> None:
    deployment = {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {
            "replicas": 2, "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}},
                         "spec": {"containers": [{"name": "nginx", "image": "nginx", "ports": [{"containerPort": 80}]}]}},
        },
    }  # fmt: skip
    service: dict[str, Any] = {
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
        "spec": {"type": "NodePort", "selector": {"app": "web"}, "ports": [{"port": 80}]},
    }  # fmt: skip
    cluster = Cluster()
    text = yaml.safe_dump_all([deployment, service])
    cluster.perform({"type": "apply", "files": [{"name": "a.yaml", "text": text}]})
    stored = cluster.api.get(Key("services", "default", "web"))
    assert stored is not None
    spec = stored["spec"]
    chosen = {
        "clusterIP": spec["clusterIP"],
        "ports": [{"port": 80, "nodePort": spec["ports"][0]["nodePort"]}],
    }
    # Pods, ReplicaSet and slices are the controllers'; defaults go, what was chosen stays.
    assert manifests(cluster.api) == [{**service, "spec": {**service["spec"], **chosen}}, deployment]
    assert list(yaml.safe_load_all(export(cluster.api))) == manifests(cluster.api)
