from nodeport_lab.cluster.controllers import ingress
from tests.cluster.controllers.writing import only


def made(**spec):
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": spec,
    }


def test_the_controller_writes_its_address_into_its_own_ingresses():
    published = only(ingress.reconcile(made(ingressClassName="nginx"), ["198.51.100.10"]))
    assert published["status"] == {"loadBalancer": {"ingress": [{"ip": "198.51.100.10"}]}}
    assert ingress.reconcile(published, ["198.51.100.10"]) == []
    assert only(ingress.reconcile(published, []))["status"] == {"loadBalancer": {}}


def test_an_ingress_without_a_class_is_served_and_one_of_another_class_is_somebody_elses():
    assert ingress.reconcile(made(), ["198.51.100.10"])
    assert ingress.reconcile(made(ingressClassName="traefik"), ["198.51.100.10"]) == []
