"""What a terminal sees of a cluster at work, and what its pods' programs wrote."""

from __future__ import annotations

import re

from tests.cluster.tools.conftest import first_pod, made, typed


def _said(cluster, line, place="client"):
    return typed(cluster, line, place).text("out")


def test_a_watch_after_a_change_shows_pods_come_up():
    cluster = made()
    ran = typed(cluster, "kubectl scale deploy web --replicas=3 && kubectl get pods -w")
    states = [line.split()[2] for line in ran.text("out").splitlines()[2:]]
    assert states[:2] == ["Running", "Running"]
    assert states[2:] == ["Pending", "Pending", "ContainerCreating", "Running"]
    assert "come to rest" in ran.note


def test_a_watch_sees_objects_go():
    cluster = made()
    said = _said(
        cluster, "kubectl delete svc web --wait=false && kubectl get svc -w --output-watch-events"
    ).splitlines()
    assert said[1].split() == ["EVENT", "NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"]
    assert said[2].split()[:2] == ["ADDED", "kubernetes"]


def test_rollout_status_tells_the_steps():
    cluster = made()
    said = _said(
        cluster, "kubectl set image deploy/web web=nginx:1.28 && kubectl rollout status deploy/web"
    ).splitlines()
    assert (
        said[1]
        == 'Waiting for deployment "web" rollout to finish: 0 out of 2 new replicas have been updated...'
    )
    assert 'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...' in said
    assert said[-1] == 'deployment "web" successfully rolled out'


def test_logs_have_the_address_that_the_pod_saw():
    cluster = made()
    pod = first_pod(cluster)
    address = _said(cluster, f"kubectl get pod {pod.split('/')[1]} -o jsonpath='{{.status.podIP}}'")
    _said(cluster, f"curl -s -A test/1 http://{address}/a?b", "node2")
    _said(cluster, f"curl -sI http://{address}/", pod)
    logs = _said(cluster, f"kubectl logs {pod.split('/')[1]} --tail=2").splitlines()
    pattern = r'{} - - \[01/Jan/2026:00:00:\d\d \+0000\] "{} HTTP/1.1" 200 {} "-" "{}" "-"'
    assert re.fullmatch(pattern.format("192.168.1.102", r"GET /a\?b", r"\d{3}", "test/1"), logs[0])
    assert re.fullmatch(pattern.format(address, "HEAD /", "0", "curl/7.*"), logs[1])


def test_logs_begin_with_what_nginx_says_when_it_starts():
    cluster = made()
    lines = _said(cluster, "kubectl logs deploy/web").splitlines()
    assert lines[0].startswith("/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty")
    assert lines[-1].endswith("[notice] 1#1: start worker process 30")
    assert len(_said(cluster, "kubectl logs -l app=web").splitlines()) == 20
    stamped = _said(cluster, "kubectl logs deploy/web --tail=1 --timestamps --prefix")
    assert re.match(r"\[pod/web-\S+/web\] 2026-01-01T00:00:0\d\.\d{9}Z 2026/01/01", stamped)


def test_what_the_page_sends_is_in_the_log_too():
    cluster = made()
    action = {
        "type": "send",
        "from": "client",
        "to": {"address": "192.168.1.103", "port": 30080},
        "protocol": "TCP",
    }
    cluster.perform({**action, "pick": 0})
    logs = _said(cluster, "kubectl logs -l app=web --tail=1")
    assert "192.168.1.103 - - [" in logs


def test_other_programs_log_in_their_own_words():
    cluster = made("httpd")
    _said(cluster, "curl -s http://192.168.1.103:30080/x >/dev/null")
    assert "192.168.1.103 - - [" in _said(cluster, "kubectl logs -l app=web")
    cluster = made("hello-app", 8080)
    _said(cluster, "curl -s http://192.168.1.103:30080/x >/dev/null")
    said = _said(cluster, "kubectl logs -l app=web")
    assert "Server listening on port 8080" in said
    assert "Serving request: /x" in said
