"""What names mean inside of the cluster."""

import pytest

from nodeport_lab.cluster.network.dns import Record, Zone
from nodeport_lab.cluster.objects import Obj


def service(name: str, namespace: str = "default", **spec: object) -> Obj:
    return {"metadata": {"name": name, "namespace": namespace}, "spec": spec}


def piece(owner: str, *endpoints: Obj, **port: object) -> Obj:
    metadata = {"name": owner, "namespace": "default", "labels": {"kubernetes.io/service-name": owner}}
    return {"metadata": metadata, "ports": [port] if port else [], "endpoints": list(endpoints)}


READY = {"addresses": ["10.1.0.5"], "conditions": {"ready": True}}
NAMED = {"addresses": ["10.1.1.5"], "hostname": "db-1", "conditions": {"ready": True}}
UNREADY = {"addresses": ["10.1.2.5"], "conditions": {"ready": False}}
ZONE = Zone(
    [
        service("web", clusterIP="10.96.10.10", ports=[{"name": "http", "port": 80, "protocol": "TCP"}]),
        service("web", "shop", clusterIP="10.96.10.11", ports=[{"port": 80}]),
        service("db", clusterIP="None", ports=[{"name": "sql", "port": 5432}]),
        service("idle", clusterIP="None"),
        service("away", type="ExternalName", externalName="example.com"),
        service("alias", type="ExternalName", externalName="web.shop.svc.cluster.local"),
        service("me", type="ExternalName", externalName="me.default.svc.cluster.local"),
    ],
    [piece("db", READY, NAMED, UNREADY, name="sql", port=5432), piece("idle", UNREADY)],
)


@pytest.mark.parametrize(
    ("name", "namespace", "addresses"),
    [
        ("web", "default", ("10.96.10.10",)),
        ("web", "shop", ("10.96.10.11",)),
        ("web.shop", "default", ("10.96.10.11",)),
        ("web.shop.svc", "default", ("10.96.10.11",)),
        ("WEB.shop.svc.cluster.local.", "default", ("10.96.10.11",)),
        ("db", "default", ("10.1.0.5", "10.1.1.5")),
        ("db-1.db", "default", ("10.1.1.5",)),
        ("10-1-0-5.db", "default", ("10.1.0.5",)),
        ("10-1-0-7.default.pod.cluster.local", "default", ("10.1.0.7",)),
        ("alias", "default", ("10.96.10.11",)),
    ],
)
def test_addresses(name, namespace, addresses):
    answer = ZONE.resolve(name, namespace)
    assert (answer.code, answer.addresses) == ("NOERROR", addresses)


@pytest.mark.parametrize(
    ("name", "namespace"),
    [
        ("db", "shop"),
        ("web", None),
        ("nobody", "default"),
        ("idle", "default"),
        ("db-2.db", "default"),
        ("a.b.web", "default"),
        ("300-1-0-7.default.pod.cluster.local", "default"),
        ("example.com", "default"),
        ("x.away", "default"),
    ],
)
def test_names_that_mean_nothing(name, namespace):
    answer = ZONE.resolve(name, namespace)
    assert (answer.code, answer.records) == ("NXDOMAIN", ())


def test_names_of_the_world_outside_are_for_other_servers():
    assert ZONE.resolve("example.com", "default").elsewhere == "example.com"
    assert ZONE.resolve("example.com", None).elsewhere == "example.com"
    assert ZONE.resolve("nobody.default.svc.cluster.local.", "default").elsewhere is None


def test_search_path_is_tried_in_order():
    assert ZONE.resolve("web.shop", "default").asked == (
        "web.shop.default.svc.cluster.local",
        "web.shop.svc.cluster.local",
    )
    # Five dots: first as it stands.
    assert ZONE.resolve("a.b.c.d.e.f", "default").asked[0] == "a.b.c.d.e.f"
    assert ZONE.resolve("web.", "default").asked == ("web",)


def test_external_names_are_aliases():
    answer = ZONE.resolve("away", "default")
    assert answer.records == (Record("away.default.svc.cluster.local", "CNAME", "example.com"),)
    assert answer.elsewhere == "example.com"
    assert [record.type for record in ZONE.resolve("alias", "default").records] == ["CNAME", "A"]
    assert [record.type for record in ZONE.resolve("me", "default").records] == ["CNAME"]


def test_named_ports_have_srv_records():
    (record,) = ZONE.lookup("_http._tcp.web.default.svc.cluster.local", "SRV").records
    assert record.data == "0 100 80 web.default.svc.cluster.local"
    records = ZONE.lookup("_sql._tcp.db.default.svc.cluster.local", "SRV").records
    assert [record.data for record in records] == [
        "0 50 5432 10-1-0-5.db.default.svc.cluster.local",
        "0 50 5432 db-1.db.default.svc.cluster.local",
    ]
    for name in ("_http._udp.web", "_ftp._tcp.web", "web"):
        assert ZONE.lookup(f"{name}.default.svc.cluster.local", "SRV").code == "NXDOMAIN"
