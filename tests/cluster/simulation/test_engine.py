import pytest

from nodeport_lab.cluster.objects import Key
from tests.cluster.simulation.building import container, deployment, pod, pod_spec, service
from tests.cluster.simulation.engine_lab import Lab, ready


def test_the_articles_deployment_becomes_two_pods_on_two_nodes_behind_the_service():
    lab = Lab().put(deployment(), service()).settle()
    pods = lab.pods()
    assert sorted((p["spec"]["nodeName"], p["status"]["podIP"]) for p in pods) == [
        ("node1", "10.1.0.5"),
        ("node2", "10.1.1.5"),
    ]
    assert all(ready(p) for p in pods)
    assert lab.ready_addresses() == ["10.1.0.5", "10.1.1.5"]
    status = lab.get("deployments", "web")["status"]
    assert (status["replicas"], status["updatedReplicas"], status["availableReplicas"]) == (2, 2, 2)
    assert "unavailableReplicas" not in status
    conditions = {c["type"]: (c["status"], c["reason"]) for c in status["conditions"]}
    assert conditions == {
        "Available": ("True", "MinimumReplicasAvailable"),
        "Progressing": ("True", "NewReplicaSetAvailable"),
    }
    assert lab.engine.settled


def test_events_read_as_kubernetes_words_them():
    lab = Lab().put(deployment(replicas=1)).settle()
    rs = lab.api.list("replicasets")[0]["metadata"]["name"]
    name = lab.pods()[0]["metadata"]["name"]
    assert lab.events() == [
        f"Scaled up replica set {rs} from 0 to 1",
        f"Created pod: {name}",
        f"Successfully assigned default/{name} to node1",
        'Pulling image "nginx"',
        'Successfully pulled image "nginx" in 1.5s (1.5s including waiting). Image size: '
        + lab.events("Pulled")[0].split("Image size: ")[1],
        "Container created",
        "Container started",
    ]


def test_a_pod_that_fits_nowhere_stays_pending_and_says_why():
    lab = Lab().put(pod("lost", spec=pod_spec(nodeSelector={"disk": "ssd"}))).settle()
    assert lab.get("pods", "lost")["status"]["phase"] == "Pending"
    assert lab.events("FailedScheduling") == [
        "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. "
        "no new claims to deallocate, preemption: 0/3 nodes are available: "
        "3 Preemption is not helpful for scheduling."
    ]


def test_a_load_balancer_waits_for_ever_without_a_provider_and_a_moment_with_one():
    lab = Lab().put(service(kind="LoadBalancer")).settle()
    lab.engine.advance(3600)
    assert lab.get("services", "web")["status"] == {"loadBalancer": {}}
    lab.engine.set_provider(running=True, ip_mode="VIP")
    start = lab.engine.now
    lab.settle()
    assert lab.get("services", "web")["status"]["loadBalancer"]["ingress"][0]["ip"] == "198.51.100.10"
    assert 4 < lab.engine.now - start < 7
    lab.put(service(name="other", kind="LoadBalancer")).settle()
    assert lab.get("services", "other")["status"]["loadBalancer"]["ingress"][0]["ip"] == "198.51.100.11"


def test_readiness_follows_where_the_process_listens():
    probe = {"tcpSocket": {"port": 80}, "periodSeconds": 10, "failureThreshold": 3}
    lab = Lab().put(pod("web-1", "node1", pod_spec(container(readinessProbe=probe))), service()).settle()
    assert lab.ready_addresses() == ["10.1.0.5"]
    key, start = Key("pods", "default", "web-1"), lab.engine.now
    lab.engine.kubelets.rearrange(key, lab.get("pods", "web-1"), 80, "127.0.0.1", start)
    lab.engine.wake("kubelet", key)
    lab.settle()
    assert lab.ready_addresses() == []
    assert 20 <= lab.engine.now - start <= 31
    assert lab.events("Unhealthy") == [
        "Readiness probe failed: dial tcp 10.1.0.5:80: connect: connection refused"
    ]


def test_initial_delay_holds_readiness_back():
    probe = {"httpGet": {"port": 80, "path": "/"}, "initialDelaySeconds": 20, "periodSeconds": 5}
    lab = Lab().put(pod("web-1", "node1", pod_spec(container(readinessProbe=probe))), service())
    lab.engine.advance(15)
    assert lab.get("pods", "web-1")["status"]["phase"] == "Running"
    assert lab.ready_addresses() == []
    lab.settle()
    assert lab.ready_addresses() == ["10.1.0.5"]
    assert 20 < lab.engine.now < 25


def test_a_failing_liveness_probe_restarts_the_container_ever_later():
    probe = {"tcpSocket": {"port": 9}, "periodSeconds": 10, "failureThreshold": 3}
    lab = Lab().put(pod("web-1", "node1", pod_spec(container(livenessProbe=probe)))).settle()
    assert lab.engine.now < 10
    lab.engine.advance(30)
    assert lab.get("pods", "web-1")["status"]["containerStatuses"][0]["restartCount"] == 1
    lab.engine.advance(15)
    waiting = lab.get("pods", "web-1")["status"]["containerStatuses"][0]
    assert waiting["restartCount"] == 2
    assert waiting["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    lab.engine.advance(3600)
    assert 8 <= lab.get("pods", "web-1")["status"]["containerStatuses"][0]["restartCount"] <= 16


@pytest.mark.parametrize(
    ("image", "reason"),
    [("ngnix", "ImagePullBackOff"), ("Nginx", "InvalidImageName"), ("nginx:1.161", "ImagePullBackOff"),
     ("registry.invalid/web", "ImagePullBackOff")],
)  # fmt: skip
def test_an_image_that_cannot_be_had(image, reason):
    lab = Lab().put(pod("web-1", "node1", pod_spec(container(image)))).settle()
    status = lab.get("pods", "web-1")["status"]
    assert status["phase"] == "Pending"
    assert status["containerStatuses"][0]["state"]["waiting"]["reason"] == reason


def test_a_terminating_pod_drains_while_its_prestop_hook_runs():
    hook = {"preStop": {"sleep": {"seconds": 5}}}
    lab = Lab().put(pod("web-1", "node1", pod_spec(container(lifecycle=hook))), service()).settle()
    lab.delete("pods", "web-1")
    lab.engine.advance(2)
    (piece,) = lab.api.list("endpointslices")
    assert piece["endpoints"][0]["conditions"] == {"ready": False, "serving": True, "terminating": True}
    assert lab.engine.kubelets.sockets(
        Key("pods", "default", "web-1"), lab.get("pods", "web-1"), lab.engine.now
    )
    lab.engine.advance(4)
    assert lab.pods() == []


def test_a_host_network_pod_has_its_nodes_address():
    lab = Lab().put(pod("web-1", "node2", pod_spec(hostNetwork=True)), service()).settle()
    assert lab.ready_addresses() == ["192.168.1.102"]


def test_a_namespace_goes_with_all_that_is_in_it():
    lab = Lab().put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}, "spec": {}})
    lab.put(deployment(), service()).settle()
    lab.delete("namespaces", "default", "").settle()
    assert {k.resource for k in lab.api.objects} == {"nodes"}


def test_rules_follow_node_by_node():
    lab = Lab().put(deployment(), service())
    written = []
    while not lab.engine.settled:
        lab.engine._ring()
    written = [m for m in lab.engine.moments if m.event == "rules-written"]
    last = [m.name for m in written[-3:]]
    assert sorted(last) == ["node1", "node2", "node3"]
    assert len({m.time for m in written[-3:]}) == 3
    assert all("30080" in lab.engine.proxies.rules(node).text() for node in last)


def test_a_stopped_kube_proxy_keeps_its_rules():
    lab = Lab().put(deployment(), service()).settle()
    lab.engine.set_kube_proxy("node1", running=False)
    lab.put(service(name="late", clusterIP="10.96.10.11", selector={"app": "web"})).settle()
    assert "10.96.10.11" not in lab.engine.proxies.rules("node1").text()
    assert "10.96.10.11" in lab.engine.proxies.rules("node2").text()
    lab.engine.set_kube_proxy("node1", running=True)
    lab.settle()
    assert "10.96.10.11" in lab.engine.proxies.rules("node1").text()


def labelled(lab, **zones):
    for name, zone in zones.items():
        obj = lab.get("nodes", name, "")
        labels = {**obj["metadata"]["labels"], "topology.kubernetes.io/zone": zone}
        lab.put({**obj, "metadata": {**obj["metadata"], "labels": labels}})


def test_near_endpoints_are_hinted_at_and_used():
    lab = Lab().put(deployment(), service(trafficDistribution="PreferSameNode")).settle()
    (piece,) = lab.api.list("endpointslices")
    assert [e["hints"] for e in piece["endpoints"]] == [
        {"forNodes": [{"name": "node1"}]},
        {"forNodes": [{"name": "node2"}]},
    ]
    assert "10.1.1.5" not in lab.engine.proxies.rules("node1").text()
    assert "10.1.1.5" in lab.engine.proxies.rules("node3").text()


def test_zones_follow_the_labels_of_the_nodes():
    lab = Lab().put(deployment(), service(trafficDistribution="PreferClose")).settle()
    labelled(lab, node1="a", node2="b", node3="a")
    lab.settle()
    (piece,) = lab.api.list("endpointslices")
    assert [(e["zone"], e["hints"]) for e in piece["endpoints"]] == [
        ("a", {"forZones": [{"name": "a"}]}),
        ("b", {"forZones": [{"name": "b"}]}),
    ]
    assert "10.1.1.5" not in lab.engine.proxies.rules("node3").text()


def hand_written(address):
    subset = {"addresses": [{"ip": address}], "ports": [{"port": 80, "protocol": "TCP"}]}
    meta = {"name": "web", "namespace": "default"}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": meta, "subsets": [subset]}


def test_hand_written_endpoints_of_a_service_without_selector_are_mirrored():
    lab = Lab().put(service(selector=None), hand_written("192.168.7.7")).settle()
    (piece,) = lab.api.list("endpointslices")
    assert piece["metadata"]["labels"]["endpointslice.kubernetes.io/managed-by"].startswith(
        "endpointslicemirroring"
    )
    assert lab.ready_addresses() == ["192.168.7.7"]
    assert "192.168.7.7:80" in lab.engine.proxies.rules("node1").text()
    lab.put(hand_written("192.168.7.8")).settle()
    assert lab.ready_addresses() == ["192.168.7.8"]
    lab.delete("endpoints", "web").settle()
    assert lab.api.list("endpointslices") == []


def test_endpoints_of_a_service_with_a_selector_are_the_controllers_own():
    lab = Lab().put(service(), hand_written("192.168.7.7"), deployment()).settle()
    assert lab.ready_addresses() == ["10.1.0.5", "10.1.1.5"]
    addresses = [a["ip"] for a in lab.get("endpoints", "web")["subsets"][0]["addresses"]]
    assert addresses == ["10.1.0.5", "10.1.1.5"]
