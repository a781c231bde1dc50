"""Two pods, three nodes, and the Services that a test applies to them."""

import json

from nodeport_lab.cluster.simulation.cluster import Cluster

NODES = {"node1": "192.168.1.101", "node2": "192.168.1.102", "node3": "192.168.1.103"}
CLIENT, IP, VIP, NODEPORT = "203.0.113.10", "10.96.10.10", "198.51.100.10", 30080


def pod(name, node, image="nginx", labels=None, **spec):
    container = {"name": "c", "image": image, **spec.pop("container", {})}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": labels or {"app": "web"}},
        "spec": {"nodeName": node, "containers": [container], **spec},
    }


def service(kind="NodePort", name="web", ports=None, **spec):
    port = {"port": 80} | ({"nodePort": NODEPORT} if kind in ("NodePort", "LoadBalancer") else {})
    base = {"type": kind, "clusterIP": IP, "selector": {"app": "web"}, "ports": ports or [port]}
    spec = {key: value for key, value in (base | spec).items() if value is not None}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


WEB = (
    pod("web-1", "node1"),
    pod("web-2", "node2"),
    pod("t1", "node1", "alpine", {"app": "tester"}),
    pod("t3", "node3", "alpine", {"app": "tester"}),
)


class Lab(Cluster):
    """A cluster with words for tests."""

    def apply(self, *objects, **more):
        files = [{"name": f"{n}.json", "text": json.dumps(obj)} for n, obj in enumerate(objects)]
        outcome = self.perform({"type": "apply", "files": files, **more})
        assert outcome.printed is not None
        assert outcome.printed.exit == 0, outcome.printed
        return outcome

    def do(self, type, /, **fields):
        outcome = self.perform({"type": type, **fields})
        assert outcome.problem is None
        return outcome

    def ask(self, sender, address, port=80, protocol="TCP", **more):
        """What may come of it: names of pods with the source that they see, or codes."""
        request = {"from": sender, "to": {"address": address, "port": port}, "protocol": protocol, **more}
        traced = self.trace(request)
        if "problem" in traced:
            return {traced["problem"]["kind"]}
        return {
            f"{o['pod'].partition('/')[2]} from {o['source']}"
            if o["code"] == "answered" and o["pod"]
            else o["code"]
            for o in traced["outcomes"]
        }

    def pods(self, *request, **more):
        """The same without sources."""
        return {said.partition(" from ")[0] for said in self.ask(*request, **more)}


BOTH = {"web-1", "web-2"}


def request(sender, address, port=80):
    return {"from": sender, "to": {"address": address, "port": port}, "protocol": "TCP"}
