"""Ingress from the manifest to the pod: the controller is pods behind a Service, and everything goes by way of them."""

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from tests.cluster.simulation.services_lab import CLIENT, NODES, VIP, Lab, pod, service

SHOP = pod("shop-1", "node2", labels={"app": "shop"})
SERVICES = (
    service("ClusterIP", "web", clusterIP="10.96.10.10"),
    service("ClusterIP", "shop", clusterIP="10.96.10.11", selector={"app": "shop"}),
    service("ClusterIP", "empty", clusterIP="10.96.10.12", selector={"app": "nobody"}),
    service(
        "ClusterIP",
        "wrong",
        clusterIP="10.96.10.13",
        selector={"app": "shop"},
        ports=[{"port": 80, "targetPort": 81}],
    ),
)


def path(path, backend, type="Prefix"):
    return {"path": path, "pathType": type, "backend": {"service": {"name": backend, "port": {"number": 80}}}}


def ingress(*paths, name="site", host="example.com", **spec):
    rules = [{**({"host": host} if host else {}), "http": {"paths": list(paths)}}]
    spec = {"ingressClassName": "nginx", "rules": rules} | spec
    spec = {key: value for key, value in spec.items() if value is not None}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": spec,
    }


SITE = ingress(
    path("/", "web"),
    path("/shop", "shop"),
    path("/empty", "empty"),
    path("/wrong", "wrong"),
    path("/gone", "gone"),
)
SECRET = {
    "apiVersion": "v1",
    "kind": "Secret",
    "type": "kubernetes.io/tls",
    "metadata": {"name": "cert"},
    "data": {"tls.crt": "eA==", "tls.key": "eA=="},
}


def get(lab, url, address=VIP, port=None, sender="client", **more):
    """The branches of one request by curl."""
    scheme, _, rest = url.partition("://")
    host, slash, tail = rest.partition("/")
    http = {"scheme": scheme, "host": host, "path": slash + tail or "/", **more}
    to = {"address": address, "port": port or {"http": 80, "https": 443}[scheme]}
    return lab.trace({"from": sender, "to": to, "protocol": "TCP", "http": http})["branches"]


def codes(lab, url, **more):
    return {
        (branch["ending"]["code"], (branch["http"] or {}).get("status")) for branch in get(lab, url, **more)
    }


@pytest.fixture(params=["iptables", "nftables"])
def lab(request):
    made = Lab(ClusterConfig(proxy_mode=request.param))
    made.do("set-provider", running=True)
    made.apply(pod("web-1", "node1"), SHOP, *SERVICES)
    return made


@pytest.fixture
def site(lab):
    lab.do("set-ingress-controller", running=True)
    lab.apply(SITE)
    return lab


def test_without_a_controller_nothing_happens(lab):
    lab.apply(ingress(path("/", "web"), ingressClassName=None))
    lab.do("advance", seconds=3600)
    assert lab.snapshot()["ingresses"][0]["addresses"] == []
    assert codes(lab, "http://example.com/") == {("external-unannounced", None)}
    lab.do("set-ingress-controller", running=True)
    # An Ingress from before has no class; the controller takes those, too.
    assert lab.snapshot()["ingresses"][0]["addresses"] == [VIP]
    assert codes(lab, "http://example.com/") == {("http-answered", 200)}
    lab.do("set-ingress-controller", running=False)
    assert not {200, 404, 503} & {status for _, status in codes(lab, "http://example.com/")}


def test_a_page_comes_from_a_pod_by_way_of_the_controller(site):
    branch, *_ = get(site, "http://example.com/shop/cart")
    assert branch["ending"]["place"] == "default/shop-1"
    assert branch["http"]["rule"]["field"] == "spec.rules[0].http.paths[1]"
    assert branch["http"]["service"] == "default/shop"
    places = list(dict.fromkeys(hop["place"] for hop in branch["hops"]))
    controller = next(place for place in places if place.startswith("ingress/"))
    assert places.index("balancer") < places.index(controller) < places.index("default/shop-1")
    assert branch["ending"]["params"]["source"] == site_pod(site, controller)["address"]
    # The controller's Service has policy Cluster: its node's address stands where the client's was.
    assert branch["http"]["headers"]["X-Forwarded-For"] in NODES.values()
    patch = "kubectl -n ingress patch service ingress-controller -p"
    site.do("kubectl", line=patch + ' \'{"spec":{"externalTrafficPolicy":"Local"}}\'')
    branch, *_ = get(site, "http://example.com/shop/cart")
    assert branch["http"]["headers"]["X-Forwarded-For"] == CLIENT


def site_pod(lab, name):
    return next(p for p in lab.snapshot()["pods"] if f"{p['namespace']}/{p['name']}" == name)


@pytest.mark.parametrize(
    ("url", "code", "status", "name", "field"),
    [
        ("http://example.com/empty", "http-no-endpoints", 503, "empty", "spec.selector"),
        ("http://example.com/wrong", "http-bad-gateway", 502, "wrong", "spec.ports[0].targetPort"),
        (
            "http://example.com/gone",
            "http-backend-missing",
            503,
            "site",
            "spec.rules[0].http.paths[4].backend.service",
        ),
        ("http://example.org/", "http-host-unknown", 404, None, "spec.rules"),
    ],
)
def test_what_goes_wrong_names_who_is_responsible(site, url, code, status, name, field):
    for branch in get(site, url):
        ending = branch["ending"]
        assert (ending["code"], branch["http"]["status"]) == (code, status)
        assert (ending["object"] and ending["object"]["name"], ending["field"]) == (name, field)


def test_no_path_and_the_default_backend(site):
    site.apply(ingress(path("/only", "web")))
    assert codes(site, "http://example.com/other") == {("http-path-unknown", 404)}
    site.apply(
        ingress(path("/only", "web"), defaultBackend={"service": {"name": "shop", "port": {"number": 80}}})
    )
    assert codes(site, "http://example.com/other") == {("http-answered", 200)}
    assert codes(site, "http://elsewhere.org/") == {("http-answered", 200)}
    site.apply(
        ingress(path("/only", "web"), defaultBackend={"service": {"name": "gone", "port": {"number": 80}}})
    )
    for branch in get(site, "http://elsewhere.org/"):
        assert branch["ending"]["code"] == "http-backend-missing"
        assert branch["ending"]["object"]["kind"] == "Ingress"
        assert branch["ending"]["field"] == "spec.defaultBackend"


def test_another_class_is_another_controllers_business(site):
    other = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": "other"},
        "spec": {"controller": "example.com/other"},
    }
    site.apply(other, ingress(path("/", "web"), name="theirs", host="other.com", ingressClassName="other"))
    assert codes(site, "http://other.com/") == {("http-host-unknown", 404)}
    (theirs,) = (i for i in site.snapshot()["ingresses"] if i["name"] == "theirs")
    assert theirs["addresses"] == []
    # Without a class the default one is written in (admission), and that is ours.
    site.apply(ingress(path("/", "web"), name="mine", host="mine.com", ingressClassName=None))
    assert codes(site, "http://mine.com/") == {("http-answered", 200)}


def test_tls_ends_at_the_controller(site):
    assert codes(site, "https://example.com/shop") == {("tls-untrusted", None)}
    assert codes(site, "https://example.com/shop", insecure=True) == {("http-answered", 200)}
    site.apply(ingress(path("/", "web"), tls=[{"hosts": ["example.com"], "secretName": "cert"}]))
    assert codes(site, "https://example.com/") == {("tls-untrusted", None)}
    site.apply(SECRET)
    branch, *_ = get(site, "https://example.com/")
    assert branch["ending"]["code"] == "http-answered"
    assert branch["http"]["tls"] == {"sni": "example.com", "secret": "default/cert"}
    assert branch["http"]["headers"]["X-Forwarded-Proto"] == "https"
    assert codes(site, "https://www.example.com/") == {("tls-untrusted", None)}
    assert codes(site, "http://example.com/", port=443) == {("http-to-tls", 400)}
    assert codes(site, "https://example.com/", port=80) == {("tls-not-spoken", None)}


def test_a_wildcard_host_stands_for_one_label(site):
    site.apply(ingress(path("/", "shop"), name="wild", host="*.example.com"))
    assert codes(site, "http://a.example.com/") == {("http-answered", 200)}
    assert codes(site, "http://a.b.example.com/") == {("http-host-unknown", 404)}


def test_a_controller_behind_a_node_port_needs_no_provider():
    lab = Lab()
    lab.do("set-ingress-controller", running=True, expose="NodePort")
    lab.apply(pod("web-1", "node1"), SERVICES[0], ingress(path("/", "web")))
    (found,) = (s for s in lab.snapshot()["services"] if s["name"] == "ingress-controller")
    assert found["type"] == "NodePort"
    ports = {port["name"]: port["nodePort"] for port in found["ports"]}
    for address in NODES.values():
        reached = codes(lab, "http://example.com/", address=address, port=ports["http"])
        assert reached == {("http-answered", 200)}


def test_an_endpoint_that_falls_silent_is_504_until_it_is_noticed(site):
    controller = next(p["node"] for p in site.snapshot()["pods"] if p["namespace"] == "ingress")
    assert controller != "node2"
    site.do("set-node", node="node2", up=False)
    site.do("advance", seconds=12)
    assert codes(site, "http://example.com/shop") == {("http-gateway-timeout", 504)}
    site.do("advance", seconds=40)
    assert codes(site, "http://example.com/shop") == {("http-no-endpoints", 503)}
