"""A store with the manners of the API server and none of its opinions: nothing is validated, little is defaulted."""

from typing import NamedTuple

from nodeport_lab.cluster.controllers.meta import stamp
from nodeport_lab.cluster.objects import Key, Obj

RESOURCES = {
    "Deployment": "deployments", "ReplicaSet": "replicasets", "Pod": "pods", "Service": "services", "Node": "nodes",
    "EndpointSlice": "endpointslices", "Endpoints": "endpoints", "Event": "events", "Namespace": "namespaces",
    "ConfigMap": "configmaps",
}  # fmt: skip


class Change(NamedTuple):
    key: Key
    old: Obj | None
    new: Obj | None


class FakeApi:
    def __init__(self):
        self.now = 0.0
        self.objects = {}
        self.changes = []

    def key(self, obj):
        return Key(RESOURCES[obj["kind"]], obj["metadata"].get("namespace", ""), obj["metadata"]["name"])

    def _change(self, key, new):
        old = self.objects.pop(key, None)
        if new is not None:
            self.objects[key] = new
        self.changes.append(Change(key, old, new))

    @property
    def version(self):
        return len(self.changes)

    def forget_changes(self, version):
        pass

    def put(self, obj):
        key = self.key(obj)
        version = str(len(self.changes) + 1)
        meta = {"uid": f"uid-{version}", "creationTimestamp": stamp(self.now), **obj["metadata"]}
        self._change(key, {**obj, "metadata": {**meta, "resourceVersion": version}})

    def remove(self, key):
        if key in self.objects:
            self._change(key, None)

    def delete(self, key):
        obj = self.objects.get(key)
        if obj is None:
            return
        if key.resource in ("pods", "namespaces") and (
            key.resource == "namespaces" or obj["spec"].get("nodeName")
        ):
            if "deletionTimestamp" not in obj["metadata"]:
                meta = {**obj["metadata"], "deletionTimestamp": stamp(self.now)}
                if key.resource == "pods":
                    meta["deletionGracePeriodSeconds"] = obj["spec"].get("terminationGracePeriodSeconds", 30)
                self._change(key, {**obj, "metadata": meta})
        else:
            self._change(key, None)

    def changes_since(self, version):
        return self.changes[version:]

    def list(self, resource, namespace=None):
        return [
            o for k, o in self.objects.items() if k.resource == resource and namespace in (None, k.namespace)
        ]
