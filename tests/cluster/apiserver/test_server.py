"""What happens to a request between the wire and the store, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem_kinds import KINDS
from tests.cluster.apiserver.wanted import WEB, namespace, pod, service


@pytest.fixture
def api() -> ApiServer:
    return ApiServer()


def refusal(api: ApiServer, obj: dict[str, Any]) -> tuple[int, str, str]:
    status = api.create(obj).status
    assert status is not None
    for problem in status.problems:
        assert KINDS[problem.kind] <= problem.params.keys(), problem
    return status.code, status.reason, status.message


def test_a_new_cluster_has_its_namespaces_and_its_own_service(api: ApiServer) -> None:
    names = [obj["metadata"]["name"] for obj in api.list("namespaces")]
    assert names == ["default", "kube-node-lease", "kube-public", "kube-system"]
    assert api.list("services")[0]["spec"]["clusterIP"] == "10.96.0.1"
    assert api.list("endpointslices")[0]["endpoints"][0]["addresses"] == ["192.168.1.100"]


def test_same_seed_same_order_same_names_and_uids() -> None:
    def made(seed: int) -> list[str]:
        api = ApiServer(ClusterConfig(), seed)
        api.create({**pod(), "metadata": {"generateName": "web-", "namespace": "default"}})
        return [f"{o['metadata']['name']} {o['metadata']['uid']}" for o in api.list("pods")]

    assert made(1) == made(1)
    assert made(1) != made(2)
    assert len(made(1)[0].split()[0]) == len("web-") + 5


def test_time_is_the_simulations(api: ApiServer) -> None:
    api.now = 61.9
    created = api.create(service()).obj
    assert created is not None
    assert created["metadata"]["creationTimestamp"] == "2026-01-01T00:01:01Z"


def test_order_of_refusals(api: ApiServer) -> None:
    # Decoding comes before the namespace, the namespace before allocation, allocation before validation.
    everything = service(namespace="nowhere", foo=1, ports=[{"port": 0, "targetPort": 80, "nodePort": 80}])
    assert refusal(api, everything)[:2] == (400, "BadRequest")
    del everything["spec"]["foo"]
    assert refusal(api, everything) == (404, "NotFound", 'namespaces "nowhere" not found')
    everything["metadata"]["namespace"] = "default"
    assert refusal(api, everything) == (
        422,
        "Invalid",
        'Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range '
        "of valid ports is 30000-32767",
    )
    everything["spec"]["ports"][0]["nodePort"] = 30080
    assert refusal(api, everything)[2] == (
        'Service "web" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'
    )


def test_several_causes_stand_in_brackets_and_each_once(api: ApiServer) -> None:
    message = refusal(api, service(ports=[{"port": 0}, {"port": 0}]))[2]
    assert message.startswith(
        'Service "web" is invalid: [spec.ports[0].name: Required value, spec.ports[0].port: '
    )
    assert message.endswith("]")


def test_what_is_refused_takes_no_port(api: ApiServer) -> None:
    assert api.create(service(ports=[{"port": 0, "nodePort": 30080}])).status is not None
    assert api.create(service("other")).status is None
    assert refusal(api, service())[2].endswith("provided port is already allocated")
    api.delete(Key("services", "default", "other"))
    assert api.create(service()).status is None


def test_dry_run_leaves_everything_as_it_is(api: ApiServer) -> None:
    version = api.version
    answer = api.create(service(), dry_run=True)
    assert answer.obj is not None
    assert answer.obj["spec"]["clusterIP"].startswith("10.96.")
    assert api.version == version
    api.create(service())
    version = api.version
    patched = api.patch(WEB, {"spec": {"selector": {"app": "x"}}}, dry_run=True).obj
    assert patched is not None
    assert patched["spec"]["selector"] == {"app": "x"}
    assert api.delete(WEB, dry_run=True).status is None
    assert api.version == version


def test_a_fork_goes_its_own_way(api: ApiServer) -> None:
    api.create(service())
    fork = api.fork()
    fork.create(service("other", ports=[{"port": 80, "nodePort": 30081}]))
    fork.delete(WEB)
    assert api.get(WEB) is not None
    assert fork.get(WEB) is None
    assert api.create(service("third", ports=[{"port": 80, "nodePort": 30081}])).status is None


def test_names_are_taken_once(api: ApiServer) -> None:
    api.create(service())
    again = service(ports=[{"port": 80, "nodePort": 30090}])
    assert refusal(api, again) == (409, "AlreadyExists", 'services "web" already exists')
    brought_along = service("x", ports=[{"port": 80}])
    brought_along["metadata"]["resourceVersion"] = "1"
    assert refusal(api, brought_along) == (
        500,
        "",
        "resourceVersion should not be set on objects to be created",
    )


def test_changes_are_logged(api: ApiServer) -> None:
    version = api.version
    api.create(service())
    api.patch(WEB, {"spec": {"selector": {"app": "x"}}})
    # A patch that changes nothing is no write.
    api.patch(WEB, {"spec": {"selector": {"app": "x"}}})
    api.delete(WEB)
    changes = api.changes_since(version)
    assert [(change.kind, change.key) for change in changes] == [
        ("added", WEB),
        ("modified", WEB),
        ("deleted", WEB),
    ]
    assert changes[1].old is changes[0].new
    assert changes[2].new is None
    with pytest.raises(ValueError, match="gone"):
        api.fork().changes_since(0)


def test_generation_counts_changes_of_the_spec(api: ApiServer) -> None:
    key = Key("pods", "default", "a")
    api.create(pod())
    api.patch(key, {"metadata": {"labels": {"a": "b"}}})
    found = api.get(key)
    assert found is not None
    assert found["metadata"]["generation"] == 1


def test_what_controllers_put_is_stored_without_validation(api: ApiServer) -> None:
    created = api.create(service()).obj
    assert created is not None
    ingress = {"loadBalancer": {"ingress": [{"ip": "198.51.100.1"}]}}
    stored = api.put({**created, "status": ingress})
    assert int(stored["metadata"]["resourceVersion"]) == int(created["metadata"]["resourceVersion"]) + 1
    assert api.put(stored) is stored


def test_update_needs_the_latest_version(api: ApiServer) -> None:
    created = api.create(service()).obj
    assert created is not None
    assert api.update({**created, "spec": {**created["spec"], "selector": {"a": "b"}}}).status is None
    status = api.update({**created, "spec": {**created["spec"], "selector": {"a": "c"}}}).status
    assert status is not None
    assert status.message == (
        'Operation cannot be fulfilled on services "web": the object has been modified; please apply your changes to the latest '
        "version and try again"
    )


def test_a_pod_on_a_node_stays_for_its_grace_period(api: ApiServer) -> None:
    key = Key("pods", "default", "a")
    api.create(pod(nodeName="node1"))
    api.delete(key)
    found = api.get(key)
    assert found is not None
    assert found["metadata"]["deletionTimestamp"] == "2026-01-01T00:00:30Z"
    api.delete(key, grace=0)
    assert api.get(key) is None
    api.create(pod())
    api.delete(key)
    assert api.get(key) is None


def test_a_namespace_stays_until_it_is_finalized(api: ApiServer) -> None:
    api.create(namespace("shop"))
    key = Key("namespaces", "", "shop")
    api.delete(key)
    found = api.get(key)
    assert found is not None
    assert found["status"]["phase"] == "Terminating"
    assert refusal(api, service(namespace="shop")) == (
        403,
        "Forbidden",
        'services "web" is forbidden: unable to create new content in namespace shop because it is being terminated',
    )
    api.finalize(key)
    assert api.get(key) is None
    with pytest.raises(KeyError):
        api.finalize(key)
    status = api.delete(Key("namespaces", "", "default")).status
    assert status is not None
    assert status.message == 'namespaces "default" is forbidden: this namespace may not be deleted'


def test_the_default_ingress_class_is_filled_in(api: ApiServer) -> None:
    annotation = {"ingressclass.kubernetes.io/is-default-class": "true"}
    api.create(
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "IngressClass",
            "metadata": {"name": "nginx", "annotations": annotation},
            "spec": {"controller": "example.com/nginx"},
        }
    )
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    answer = api.create(
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": "web", "namespace": "default"},
            "spec": {"defaultBackend": backend},
        }
    )
    assert answer.obj is not None
    assert answer.obj["spec"]["ingressClassName"] == "nginx"


def test_what_is_not_there(api: ApiServer) -> None:
    nobody = Key("deployments", "default", "nobody")
    for answer in (api.delete(nobody), api.patch(nobody, {})):
        assert answer.status is not None
        assert (answer.status.code, answer.status.message) == (404, 'deployments.apps "nobody" not found')
    with pytest.raises(KeyError):
        api.list("nothings")
    with pytest.raises(ValueError):
        api.create({"apiVersion": "v1", "kind": "Nothing", "metadata": {}})


def test_a_changed_service_that_names_a_node_port_twice_is_refused_without_a_reason(api: ApiServer) -> None:
    api.create(service())
    ports = [{"name": "a", "port": 80, "nodePort": 30090}, {"name": "b", "port": 81, "nodePort": 30090}]
    status = api.update(service(ports=ports)).status
    assert status is not None
    assert (status.code, status.reason, status.message) == (500, "", "duplicate nodePort: {TCP 30090}")
