"""What goes wrong around the article's cluster, and what a request meets then."""

from tests.cluster.simulation.article import apply, kinds, outcomes, pods


def test_a_node_that_is_down_answers_nobody_and_its_pods_fail_until_it_is_noticed(article):
    article.perform({"type": "set-node", "node": "node1", "up": False})
    assert kinds(article, to={"address": "192.168.1.101", "port": 30080}) == {"node-down"}
    assert len(kinds(article)) == 2
    article.perform({"type": "advance", "seconds": 45})
    assert kinds(article) == {"answered"}
    assert not article.snapshot()["nodes"][0]["ready"]
    article.perform({"type": "advance", "seconds": 320})
    statuses = sorted(p["status"] for p in pods(article))
    assert statuses == ["Running", "Running", "Terminating"]
    article.perform({"type": "set-node", "node": "node1", "up": True})
    assert len(pods(article)) == 2
    assert article.snapshot()["nodes"][0]["ready"]


def test_a_pod_that_is_not_ready_gets_no_requests(article):
    name = pods(article)[0]["name"]
    article.perform({"type": "set-readiness", "namespace": "default", "pod": name, "ready": False})
    assert outcomes(article) == {("answered", f"default/{pods(article)[1]['name']}")}
    # As behind a readiness probe that fails, kubectl counts the container out.
    assert "0/1" in article.perform({"type": "kubectl", "line": f"kubectl get pod {name}"}).printed.stdout
    article.perform({"type": "set-readiness", "namespace": "default", "pod": name, "ready": True})
    assert len(outcomes(article)) == 2


def test_a_container_that_listens_on_loopback_refuses(article):
    for pod in pods(article):
        action = {
            "type": "set-listening",
            "namespace": "default",
            "pod": pod["name"],
            "port": 80,
            "address": "127.0.0.1",
        }
        article.perform(action)
    assert kinds(article) == {"pod-loopback-only"}
    assert {p["listening"][0]["address"] for p in pods(article)} == {"127.0.0.1"}


def test_a_firewall_drops_what_it_denies(article):
    rule = {"source": "203.0.113.0/24", "ports": [30000, 32767], "action": "deny"}
    article.perform({"type": "set-firewall", "rules": [rule]})
    assert kinds(article) == {"firewall"}
    article.perform({"type": "set-firewall", "rules": []})
    assert kinds(article) == {"answered"}


def test_a_stopped_kube_proxy_leaves_stale_rules(article):
    article.perform({"type": "set-kube-proxy", "node": "node3", "running": False})
    article.perform(
        {"type": "delete", "resource": "services", "namespace": "default", "name": "nginx-service-nodeport"}
    )
    shot = article.snapshot()
    assert [n["kubeProxy"]["stale"] for n in shot["nodes"]] == [False, False, True]
    assert [bool(n["openPorts"]) for n in shot["nodes"]] == [False, False, True]
    assert kinds(article) == {"answered"}
    assert kinds(article, to={"address": "192.168.1.101", "port": 30080}) != {"answered"}


def test_a_blocked_pod_network_leaves_only_the_own_nodes_pods(article):
    article.perform({"type": "set-pod-network", "between": False})
    assert len(kinds(article, to={"address": "192.168.1.101", "port": 30080})) == 2
    assert "answered" not in kinds(article)
    article.perform({"type": "set-pod-network", "between": True})
    assert kinds(article) == {"answered"}


def test_without_hairpin_a_pod_does_not_reach_itself_through_its_service(article):
    door = {"address": "10.96.12.34", "port": 80}
    name = f"default/{pods(article)[0]['name']}"
    assert kinds(article, sender=name, to=door) == {"answered"}
    article.perform({"type": "set-hairpin", "node": "node1", "enabled": False})
    assert len(kinds(article, sender=name, to=door)) == 2
    article.perform({"type": "set-hairpin", "node": "node1", "enabled": True})
    assert kinds(article, sender=name, to=door) == {"answered"}


def test_clients_behind_one_nat_look_like_one(article):
    nat = "203.0.113.1"
    people = [
        {"name": name, "address": f"172.16.0.{i}", "nat": nat} for i, name in enumerate(("client", "bob"), 1)
    ]
    article.perform({"type": "set-clients", "clients": people})
    assert [sender["name"] for sender in article.snapshot()["from"]][:2] == ["client", "bob"]
    article.perform({"type": "set-proxy-mode", "mode": "iptables"})
    assert kinds(article, sender="bob") == {"answered"}


def test_nodes_that_are_containers_are_reached_by_published_ports_only(article):
    article.perform({"type": "set-host", "running": True})
    assert "answered" not in kinds(article)
    published = [{"port": 8080, "node": "node1", "nodePort": 30080}]
    article.perform({"type": "set-host", "running": True, "published": published})
    assert kinds(article, to={"address": "127.0.0.1", "port": 8080}) == {"answered"}
    article.perform({"type": "set-host", "running": False})
    assert kinds(article) == {"answered"}


def test_a_firewall_that_shuts_out_health_checks_shuts_out_everybody(article):
    article.perform(apply("loadbalancer.yaml"))
    article.perform({"type": "set-provider", "running": True})
    vip = {"address": "198.51.100.10", "port": 80}
    assert kinds(article, to=vip) == {"answered"}
    article.perform(
        {"type": "set-firewall", "rules": [{"source": "198.51.100.10/32", "ports": 10256, "action": "deny"}]}
    )
    assert kinds(article, to=vip) == {"balancer-no-healthy-node"}
