"""The controllers and an API that takes everything: no admission, no packets."""

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.engine import Engine
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
            for e in piece["endpoints"] or ()
            if e["conditions"]["ready"]
        )

    def events(self, *reasons):
        return [e["message"] for e in self.api.list("events") if not reasons or e["reason"] in reasons]


def ready(obj):
    return any(c["type"] == "Ready" and c["status"] == "True" for c in obj["status"].get("conditions") or ())
