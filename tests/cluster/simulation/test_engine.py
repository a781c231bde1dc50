import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.engine import Engine
from tests.cluster.simulation.building import container, deployment, pod, pod_spec, service
from tests.cluster.simulation.fake_api import FakeApi


class Lab:
    def __init__(self, seed=0, nodes=3):
        self.api = FakeApi()
        self.engine = Engine(self.api, ClusterConfig.with_nodes(nodes), seed)

    def put(self, *objs):
        self.api.now = self.engine.now
        for obj in objs:
            old = self.api.objects.get(self.api.key(obj))
            if old is not None:
                obj = {
                    **obj,
                    "metadata": {**old["metadata"], **obj["metadata"]},
                    "status": old.get("status", {}),
                }
            self.api.put(obj)
        self.engine.observe()
        return self

    def settle(self):
        self.engine.touched()
        self.engine.settle()
        return self

    def delete(self, resource, name, namespace="default"):
        self.api.now = self.engine.now
        self.api.delete(Key(resource, namespace, name))
        self.engine.observe()
        return self

    def get(self, resource, name, namespace="default"):
        return self.api.objects.get(Key(resource, namespace, name))

    def pods(self):
        return self.api.list("pods")

    def ready_addresses(self):
        return sorted(
            e["addresses"][0]
            for piece in self.api.list("endpointslices")
            for e in piece["endpoints"]
            if e["conditions"]["ready"]
        )

    def events(self, *reasons):
        return [e["message"] for e in self.api.list("events") if not reasons or e["reason"] in reasons]


def ready(obj):
    return any(c["type"] == "Ready" and c["status"] == "True" for c in obj["status"].get("conditions") or ())


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


def test_names_follow_from_the_seed():
    def names(seed):
        return [p["metadata"]["name"] for p in Lab(seed).put(deployment()).settle().pods()]

    assert names(1) == names(1) != names(2)


@pytest.mark.parametrize("replicas", [0, 1, 5])
def test_scaling(replicas):
    lab = Lab().put(deployment(replicas=3), service()).settle()
    lab.put(deployment(replicas=replicas, generation=2)).settle()
    assert len(lab.pods()) == replicas
    assert len(lab.ready_addresses()) == replicas
    assert lab.get("deployments", "web")["status"].get("readyReplicas", 0) == replicas


def test_a_deleted_pod_has_a_successor_with_another_name():
    lab = Lab().put(deployment()).settle()
    first = {p["metadata"]["name"] for p in lab.pods()}
    lab.delete("pods", min(first)).settle()
    second = {p["metadata"]["name"] for p in lab.pods()}
    assert len(second) == 2
    assert len(first & second) == 1


def test_a_deleted_deployment_takes_everything_along():
    lab = Lab().put(deployment(), service()).settle()
    lab.delete("deployments", "web").delete("services", "web").settle()
    left = {k.resource for k in lab.api.objects} - {"events", "nodes"}
    assert left == set()


def rolled(lab, **spec):
    """Put a new image in, and watch the least number of ready endpoints and the most pods on the way."""
    lab.put(deployment(replicas=4, spec=pod_spec(container("nginx:2", **spec)), generation=2))
    least, most = 99, 0
    while not lab.engine.settled:
        lab.engine._ring()
        least = min(least, len(lab.ready_addresses()))
        most = max(most, len(lab.pods()))
    return least, most


def test_a_rolling_update_keeps_to_surge_and_unavailability():
    lab = Lab().put(deployment(replicas=4), service()).settle()
    least, _ = rolled(lab)
    assert least >= 3
    images = {p["spec"]["containers"][0]["image"] for p in lab.pods()}
    assert images == {"nginx:2"}
    assert sorted(rs["spec"]["replicas"] for rs in lab.api.list("replicasets")) == [0, 4]
    assert (
        lab.get("deployments", "web")["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "2"
    )


def test_a_rolling_update_to_pods_that_never_get_ready_stops_and_keeps_the_old_ones():
    lab = Lab().put(deployment(replicas=4), service()).settle()
    least, _ = rolled(
        lab, readinessProbe={"tcpSocket": {"port": 9}, "periodSeconds": 10, "failureThreshold": 3}
    )
    assert least >= 3
    old = [p for p in lab.pods() if p["spec"]["containers"][0]["image"] == "nginx"]
    assert len(old) == 3
    assert len(lab.ready_addresses()) == 3
    lab.engine.advance(700)
    progressing = {c["type"]: c for c in lab.get("deployments", "web")["status"]["conditions"]}["Progressing"]
    assert (progressing["status"], progressing["reason"]) == ("False", "ProgressDeadlineExceeded")


def test_recreate_takes_all_old_pods_away_before_the_first_new_one():
    strategy = {"type": "Recreate"}
    lab = Lab().put(deployment(strategy=strategy), service()).settle()
    lab.put(deployment(strategy=strategy, spec=pod_spec(container("nginx:2")), generation=2))
    seen = set()
    while not lab.engine.settled:
        lab.engine._ring()
        seen.add(frozenset(p["spec"]["containers"][0]["image"] for p in lab.pods()))
    assert seen == {frozenset(["nginx"]), frozenset(), frozenset(["nginx:2"])}


def test_a_rollback_uses_the_old_replicaset_again_under_a_new_revision():
    lab = Lab().put(deployment()).settle()
    lab.put(deployment(spec=pod_spec(container("nginx:2")), generation=2)).settle()
    lab.put(deployment(generation=3)).settle()
    revisions = {
        rs["spec"]["replicas"]: rs["metadata"]["annotations"]["deployment.kubernetes.io/revision"]
        for rs in lab.api.list("replicasets")
    }
    assert revisions == {0: "2", 2: "3"}


def test_a_pod_that_fits_nowhere_stays_pending_and_says_why():
    lab = Lab().put(pod("lost", spec=pod_spec(nodeSelector={"disk": "ssd"}))).settle()
    assert lab.get("pods", "lost")["status"]["phase"] == "Pending"
    assert lab.events("FailedScheduling") == [
        "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. "
        "no new claims to deallocate, preemption: 0/3 nodes are available: "
        "3 Preemption is not helpful for scheduling."
    ]


def test_a_node_that_falls_silent_is_noticed_after_its_grace_and_given_up_after_the_tolerations():
    lab = Lab().put(deployment(), service()).settle()
    start = lab.engine.now
    lab.engine.set_node("node1", up=False)
    lab.settle()
    assert lab.engine.now == start
    lab.engine.advance(39)
    assert len(lab.ready_addresses()) == 2
    lab.engine.advance(2)
    assert lab.ready_addresses() == ["10.1.1.5"]
    assert lab.events("NodeNotReady")[0] == "Node node1 status is now: NodeNotReady"
    lab.engine.advance(290)
    assert len(lab.pods()) == 2
    lab.engine.advance(20)
    assert len(lab.pods()) == 3
    assert {p["spec"]["nodeName"] for p in lab.pods() if ready(p)} == {"node2", "node3"}
    lab.engine.set_node("node1", up=True)
    lab.settle()
    assert len(lab.pods()) == 2
    assert not lab.get("nodes", "node1", "")["spec"].get("taints")


def test_a_node_that_comes_back_in_time_was_never_missed():
    lab = Lab().put(deployment(), service()).settle()
    lab.engine.set_node("node1", up=False)
    lab.engine.advance(30)
    lab.engine.set_node("node1", up=True)
    lab.engine.advance(100)
    assert lab.events("NodeNotReady") == []


def test_pods_of_a_lost_node_are_ready_again_when_it_is_back():
    lab = Lab().put(deployment(), service()).settle()
    lab.engine.set_node("node1", up=False)
    lab.engine.advance(60)
    lab.engine.set_node("node1", up=True)
    lab.settle()
    assert len(lab.ready_addresses()) == 2


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


def test_with_all_nodes_silent_nobody_is_evicted_until_one_is_back():
    lab = Lab().put(deployment(), service()).settle()
    for name in ("node1", "node2", "node3"):
        lab.engine.set_node(name, up=False)
    lab.engine.advance(1000)
    assert not [p for p in lab.pods() if "deletionTimestamp" in p["metadata"]]
    lab.engine.set_node("node3", up=True)
    lab.engine.advance(310)
    assert {p["spec"]["nodeName"] for p in lab.pods() if "deletionTimestamp" not in p["metadata"]} == {
        "node3"
    }


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
