"""Small objects for kube-proxy's tests: a Service, a slice, an endpoint, each in one call."""

from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.tracker import Tracker

CONFIG = ClusterConfig()
WRITE: dict[Any, Any] = {"iptables": iptables.write, "nftables": nftables.write}


def service(name="web", *, ports=None, status=None, labels=None, **spec):
    return {
        "metadata": {"name": name, "namespace": "default", "labels": labels or {}},
        "spec": {
            "type": "NodePort",
            "clusterIP": "10.96.10.10",
            "selector": {"app": name},
            "ports": ports or [{"port": 80, "protocol": "TCP", "targetPort": 80, "nodePort": 30080}],
            **spec,
        },
        "status": status or {},
    }


def balancer(*addresses, **more):
    return {"loadBalancer": {"ingress": [{"ip": address, **more} for address in addresses]}}


def endpoint(address, node="node1", *, hints=None, **conditions):
    item = {"addresses": [address], "nodeName": node, "conditions": {"ready": True, **conditions}}
    return {**item, "hints": hints} if hints else item


def slice_of(service, *endpoints, name="a", ports=None, labels=None):
    own = {"kubernetes.io/service-name": service, **(labels or {})}
    return {
        "metadata": {"name": f"{service}-{name}", "namespace": "default", "labels": own},
        "addressType": "IPv4",
        "ports": ports or [{"name": "", "port": 80, "protocol": "TCP"}],
        "endpoints": list(endpoints),
    }


def ruleset(mode, services, slices, *, node=0, zone="", config=CONFIG):
    """The checked rule set of one node."""
    tracker = Tracker()
    tracker.update(services, slices)
    written = WRITE[mode](tracker.ports(config.nodes[node].name, zone), config.nodes[node], config)
    written.check()
    return written


def lines(mode, *args, **kwargs):
    """The lines of the node's rules, without what indents them."""
    return [line.strip() for line in ruleset(mode, *args, **kwargs).text().splitlines()]
