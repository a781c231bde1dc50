"""Requests while a Deployment rolls out."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.simulation.article import FILES, kinds, pods


def test_requests_at_any_moment_of_a_rolling_update_with_readiness_probes_are_answered(article):
    probed = FILES["deployment.yaml"] + "        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}\n"
    hook = "        lifecycle: {preStop: {sleep: {seconds: 5}}}\n"
    first = {"type": "apply", "files": [{"name": "d", "text": probed + hook}]}
    article.perform(first)
    text = (probed + hook).replace("nginx:latest", "nginx:1.28")
    article.perform({"type": "apply", "files": [{"name": "d", "text": text}], "settle": False})
    for _ in range(400):
        if article.snapshot()["settled"]:
            break
        assert kinds(article) == {"answered"}
        article.advance(0.05)
    assert {p["image"] for p in pods(article)} == {"nginx:1.28"}


def test_a_rolling_update_without_draining_loses_requests_for_a_moment(article):
    text = FILES["deployment.yaml"].replace("nginx:latest", "nginx:1.28")
    article.perform({"type": "apply", "files": [{"name": "d", "text": text}], "settle": False})
    seen = set()
    for _ in range(400):
        if article.snapshot()["settled"]:
            break
        seen |= kinds(article)
        article.advance(0.02)
    assert "answered" in seen
    assert len(seen) > 1


def slow(text, seconds=3):
    """A program that needs a while before it listens."""
    note = f'      annotations: {{nodeport-lab/startup-seconds: "{seconds}"}}\n      labels:\n        app: nginx\n    spec'
    return text.replace("      labels:\n        app: nginx\n    spec", note)


@pytest.mark.parametrize(("probe", "ready_before_it_listens"), [(False, True), (True, False)])
def test_only_a_readiness_probe_knows_that_a_slow_program_does_not_listen_yet(probe, ready_before_it_listens):
    text = slow(FILES["deployment.yaml"])
    if probe:
        text += "        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}\n"
    cluster = Cluster()
    files = [{"name": "d", "text": text}, {"name": "s", "text": FILES["service.yaml"]}]
    cluster.perform({"type": "apply", "files": files, "settle": False})
    cluster.advance(3)
    assert {p["ready"] for p in pods(cluster)} == {ready_before_it_listens}
    assert {tuple(p["listening"]) for p in pods(cluster)} == {()}
    assert "answered" not in kinds(cluster)
    cluster.settle()
    assert kinds(cluster) == {"answered"}
