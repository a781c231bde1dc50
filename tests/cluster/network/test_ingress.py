"""Which rule a request meets. The first table is the one of the Kubernetes documentation, row by row."""

import pytest

from nodeport_lab.cluster.network.ingress import (
    Certificate,
    PathRule,
    Table,
    Upstream,
    path_matches,
    table,
)
from nodeport_lab.cluster.objects import Obj

# https://kubernetes.io/docs/concepts/services-networking/ingress/#examples
DOCUMENTED = [
    ("Prefix", ["/"], ["/", "/any/path"], "/"),
    ("Exact", ["/foo"], ["/foo"], "/foo"),
    ("Exact", ["/foo"], ["/bar"], None),
    ("Exact", ["/foo"], ["/foo/"], None),
    ("Exact", ["/foo/"], ["/foo"], None),
    ("Prefix", ["/foo"], ["/foo", "/foo/"], "/foo"),
    ("Prefix", ["/foo/"], ["/foo", "/foo/"], "/foo/"),
    ("Prefix", ["/aaa/bb"], ["/aaa/bbb"], None),
    ("Prefix", ["/aaa/bbb"], ["/aaa/bbb"], "/aaa/bbb"),
    ("Prefix", ["/aaa/bbb/"], ["/aaa/bbb"], "/aaa/bbb/"),
    ("Prefix", ["/aaa/bbb"], ["/aaa/bbb/"], "/aaa/bbb"),
    ("Prefix", ["/aaa/bbb"], ["/aaa/bbb/ccc"], "/aaa/bbb"),
    ("Prefix", ["/aaa/bbb"], ["/aaa/bbbxyz"], None),
    ("Prefix", ["/", "/aaa"], ["/aaa/ccc"], "/aaa"),
    ("Prefix", ["/", "/aaa", "/aaa/bbb"], ["/aaa/bbb"], "/aaa/bbb"),
    ("Prefix", ["/", "/aaa", "/aaa/bbb"], ["/ccc"], "/"),
    ("Prefix", ["/aaa"], ["/ccc"], None),
]


def rule(path: str, kind: str = "Prefix", host: str = "") -> PathRule:
    return PathRule("default/web", host, path, kind, Upstream("default/web", "80"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "paths", "requests", "met"), DOCUMENTED)
def test_paths_as_documented(kind, paths, requests, met):
    served = Table(tuple(rule(path, kind) for path in paths))
    for request in requests:
        found = served.match("example.com", request)
        assert (found and found.path) == met, request


def test_exact_is_preferred_where_both_match():
    for rules in ([rule("/foo"), rule("/foo", "Exact")], [rule("/foo", "Exact"), rule("/foo")]):
        found = Table(tuple(rules)).match("example.com", "/foo")
        assert found is not None
        assert found.path_type == "Exact"


@pytest.mark.parametrize(
    ("kind", "path", "request_path", "matches"),
    [
        ("ImplementationSpecific", "/foo", "/foobar", True),
        ("ImplementationSpecific", "", "/anything", True),
        ("ImplementationSpecific", "/foo", "/Foo", False),
        ("Prefix", "/Foo", "/foo", False),
        ("Prefix", "//a", "/a", True),
        ("Exact", "/", "/", True),
    ],
)
def test_odd_paths(kind, path, request_path, matches):
    assert path_matches(kind, path, request_path) is matches


def test_unknown_path_type():
    with pytest.raises(ValueError):
        path_matches("Regex", "/", "/")  # type: ignore[arg-type]


# https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
@pytest.mark.parametrize(
    ("pattern", "host", "matches"),
    [
        ("*.foo.com", "bar.foo.com", True),
        ("*.foo.com", "baz.bar.foo.com", False),
        ("*.foo.com", "foo.com", False),
        ("foo.com", "foo.com", True),
        ("foo.com", "bar.foo.com", False),
        ("", "anything.at.all", True),
    ],
)
def test_hosts_as_documented(pattern, host, matches):
    assert (Table((rule("/", host=pattern),)).match(host, "/") is not None) is matches


def test_most_specific_host_wins_and_keeps_the_request():
    served = Table((rule("/", host=""), rule("/", host="*.foo.com"), rule("/shop", host="bar.foo.com")))
    for host, path, met in [
        ("bar.foo.com", "/shop", "bar.foo.com"),
        ("bar.foo.com", "/", None),
        ("baz.foo.com", "/shop", "*.foo.com"),
        ("other.com", "/", ""),
    ]:
        found = served.match(host, path)
        assert (found.host if found else None) == met
    assert served.hosts() == ["*.foo.com", "bar.foo.com"]


def test_certificates_by_server_name():
    served = Table(
        certificates=(Certificate("*.foo.com", "default/wild"), Certificate("a.foo.com", "default/a"))
    )
    found = [served.certificate(host) for host in ("a.foo.com", "b.foo.com", "foo.com")]
    assert [known and known.secret for known in found] == ["default/a", "default/wild", None]


def backend(service: str, **port: object) -> Obj:
    return {"service": {"name": service, "port": port}}


def ingress(name: str, class_name: str | None = "nginx", stamp: str = "2026-01-01", **spec: object) -> Obj:
    metadata = {"name": name, "namespace": "shop", "creationTimestamp": stamp}
    return {"metadata": metadata, "spec": ({"ingressClassName": class_name} if class_name else {}) | spec}


SERVICES = [
    {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"ports": [{"name": "http", "port": 80}, {"name": "admin", "port": 90}]},
    }
]
SLICES = [
    {
        "metadata": {
            "name": "web-1", "namespace": "shop", "labels": {"kubernetes.io/service-name": "web"},
        },
        "ports": [{"name": "http", "port": 8080}, {"name": "admin", "port": 9090}],
        "endpoints": [
            {"addresses": ["10.1.0.5"], "conditions": {"ready": True}},
            {"addresses": ["10.1.0.6"], "conditions": {"ready": False}},
            {"addresses": ["10.1.1.5"], "conditions": {}},
        ],
    }
]  # fmt: skip


def paths(*entries: tuple[str, Obj]) -> list[Obj]:
    http = {"paths": [{"path": path, "pathType": "Prefix", "backend": to} for path, to in entries]}
    return [{"host": "Example.com", "http": http}]


def test_table_from_objects():
    first = ingress(
        "one",
        rules=paths(
            ("/", backend("web", number=80)),
            ("/admin", backend("web", name="admin")),
            ("/old", backend("gone", number=80)),
            ("/none", backend("web", number=81)),
        ),
        tls=[{"hosts": ["Example.com"], "secretName": "cert"}],
    )
    served = table([first], SERVICES, SLICES, {"nginx"})
    assert [(r.host, r.path, r.upstream.found, r.upstream.endpoints) for r in served.rules] == [
        ("example.com", "/", True, (("10.1.0.5", 8080), ("10.1.1.5", 8080))),
        ("example.com", "/admin", True, (("10.1.0.5", 9090), ("10.1.1.5", 9090))),
        ("example.com", "/old", False, ()),
        ("example.com", "/none", False, ()),
    ]
    assert served.rules[1].field == "spec.rules[0].http.paths[1]"
    assert served.certificates == (Certificate("example.com", "shop/cert"),)


def test_only_ingresses_of_its_classes_oldest_first():
    web = backend("web", number=80)
    old = ingress("old", stamp="2026-01-01", defaultBackend=web, rules=paths(("/old", web)))
    new = ingress(
        "new", stamp="2026-02-01", defaultBackend=backend("gone", number=1), rules=paths(("/new", web))
    )
    other = ingress("other", "traefik", rules=paths(("/other", web)))
    bare = ingress("bare", None, rules=paths(("/bare", web)))
    everything = [new, other, bare, old]
    served = table(everything, SERVICES, SLICES, {"nginx"})
    assert [r.path for r in served.rules] == ["/old", "/new"]
    assert served.default is not None
    assert served.default.service == "shop/web"
    served = table(everything, SERVICES, SLICES, {"nginx"}, without_class=True)
    assert {r.path for r in served.rules} == {"/old", "/new", "/bare"}
    bare["metadata"]["annotations"] = {"kubernetes.io/ingress.class": "nginx"}
    assert len(table(everything, SERVICES, SLICES, {"nginx"}).rules) == 3
