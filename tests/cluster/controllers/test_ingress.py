import pytest

from nodeport_lab.cluster.controllers import ingress
from nodeport_lab.cluster.controllers.ingress import match_host, match_path, route
from tests.cluster.controllers.writing import only


@pytest.mark.parametrize(
    ("kind", "path", "asked", "matches"),
    [
        ("Prefix", "/", "/any", True),
        ("Exact", "/foo", "/foo", True),
        ("Exact", "/foo", "/bar", False),
        ("Exact", "/foo", "/foo/", False),
        ("Exact", "/foo/", "/foo", False),
        ("Prefix", "/foo", "/foo", True),
        ("Prefix", "/foo", "/foo/", True),
        ("Prefix", "/foo/", "/foo", True),
        ("Prefix", "/foo/", "/foo/", True),
        ("Prefix", "/aaa/bb", "/aaa/bbb", False),
        ("Prefix", "/aaa/bbb", "/aaa/bbb", True),
        ("Prefix", "/aaa/bbb/", "/aaa/bbb", True),
        ("Prefix", "/aaa/bbb", "/aaa/bbb/", True),
        ("Prefix", "/aaa/bbb", "/aaa/bbb/ccc", True),
        ("Prefix", "/aaa/bbb", "/aaa/bbbxyz", False),
    ],
)
def test_the_table_of_the_documentation(kind, path, asked, matches):
    assert (match_path(path, kind, asked) is not None) is matches


@pytest.mark.parametrize(
    ("pattern", "host", "matches"),
    [
        ("*.foo.com", "bar.foo.com", True),
        ("*.foo.com", "baz.bar.foo.com", False),
        ("*.foo.com", "foo.com", False),
        ("foo.com", "FOO.com:8080", True),
        ("", "anything", True),
    ],
)
def test_hosts(pattern, host, matches):
    assert (match_host(pattern, host) is not None) is matches


def made(*rules, default=None, **spec):
    paths = [
        {"host": host, "http": {"paths": [{"path": path, "pathType": kind, "backend": backend(service)}]}}
        for host, path, kind, service in rules
    ]
    spec = {"rules": paths, **spec}
    if default:
        spec["defaultBackend"] = backend(default)
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "i", "namespace": "default"},
        "spec": spec,
    }


def backend(service):
    return {"service": {"name": service, "port": {"number": 80}}}


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("a.example.com", "/", "any-path"),
        ("a.example.com", "/shop/cart", "shop"),
        ("a.example.com", "/shop", "exact-shop"),
        ("b.example.com", "/shop", "wild"),
        ("elsewhere.net", "/", None),
    ],
)
def test_the_most_specific_rule_wins(host, path, service):
    rules = made(
        ("a.example.com", "/", "Prefix", "any-path"),
        ("a.example.com", "/shop", "Prefix", "shop"),
        ("a.example.com", "/shop", "Exact", "exact-shop"),
        ("*.example.com", "/shop/cart/deep", "Prefix", "deep"),
        ("*.example.com", "/", "Prefix", "wild"),
    )
    found = route([rules], host, path)
    assert (found.service if found else None) == service


def test_the_default_backend_takes_what_no_rule_wants():
    found = route([made(("a.com", "/", "Prefix", "a"), default="rest")], "b.com", "/")
    assert found is not None
    assert found.service == "rest"


def test_an_ingress_of_another_class_is_somebody_elses():
    assert ingress.reconcile(made(ingressClassName="traefik"), ["198.51.100.10"]) == []
    published = only(ingress.reconcile(made(), ["198.51.100.10"]))
    assert published["status"] == {"loadBalancer": {"ingress": [{"ip": "198.51.100.10"}]}}
    assert ingress.reconcile(published, ["198.51.100.10"]) == []
