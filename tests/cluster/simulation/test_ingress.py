"""An Ingress in front of the article's Service."""

import pytest

from tests.cluster.simulation.article import (
    apply,
    pods,
)


def test_an_ingress_has_an_address_once_there_are_a_controller_and_a_provider(article):
    article.perform(apply("clusterip.yaml", "ingress.yaml"))
    assert article.snapshot()["ingresses"][0]["addresses"] == []
    article.perform({"type": "set-provider", "running": True})
    outcome = article.perform({"type": "set-ingress-controller", "running": True})
    assert outcome.problem is None
    assert article.snapshot()["ingresses"][0]["addresses"] == ["198.51.100.10"]
    assert (
        article.perform({"type": "set-ingress-controller", "running": True}).problem is None
    )  # it runs already
    article.perform({"type": "set-ingress-controller", "running": False})
    assert {p["namespace"] for p in pods(article)} == {"default"}


HTTP = {"from": "client", "to": {"address": "198.51.100.10", "port": 80}, "protocol": "TCP"}


@pytest.fixture
def with_ingress(article):
    article.perform(apply("clusterip.yaml", "ingress.yaml"))
    article.perform({"type": "set-provider", "running": True})
    article.perform({"type": "set-ingress-controller", "running": True})
    return article


@pytest.mark.parametrize(
    ("host", "code"),
    [("example.com", "http-answered"), ("www.example.com", "http-host-unknown")],
)
def test_an_ingress_controller_looks_at_the_host(with_ingress, host, code):
    traced = with_ingress.trace({**HTTP, "http": {"host": host}})
    assert {o["code"] for o in traced["outcomes"]} == {code}


def test_an_ingress_without_endpoints_is_503(with_ingress):
    with_ingress.perform({"type": "scale", "namespace": "default", "name": "nginx-deployment", "replicas": 0})
    traced = with_ingress.trace({**HTTP, "http": {"host": "example.com"}})
    assert {o["code"] for o in traced["outcomes"]} == {"http-no-endpoints"}
