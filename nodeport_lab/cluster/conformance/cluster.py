"""The cluster of a recorded packets case, as it stood when the packets were sent and the rules read: the simulation itself.

The case's objects are applied by kubectl; API server, controllers, kubelets and kube-proxies do the rest, as they do for a
learner. Given are only what another machine chose: the pods' addresses, and what a provider wrote into a Service's status.
"""

from __future__ import annotations

import json
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster

NAMESPACE = "default"


def cluster_of(case: dict[str, Any]) -> Cluster:
    """What the case says, and what Kubernetes made of it. ``ValueError`` where its objects are refused."""
    addresses = {f"{NAMESPACE}/{name}": address for name, address in case["podIPs"].items()}
    cluster = Cluster(ClusterConfig(), addresses=addresses)
    # No balancer stands before the nodes: external addresses are routed to one of them.
    cluster.perform({"type": "set-provider", "running": False, "kind": "vip"})
    text = "\n---\n".join(json.dumps(obj) for obj in case["objects"])
    printed = cluster.perform({"type": "apply", "files": [{"name": "objects.yaml", "text": text}]}).printed
    if printed is None or printed.exit:
        raise ValueError(f"the objects were not applied: {printed and printed.stderr}")
    for name, entry in case["loadBalancers"].items():
        if entry and entry.get("ip"):
            cluster.assign_load_balancer(NAMESPACE, name, entry["ip"], entry.get("ipMode", "VIP"))
    cluster.settle()
    return cluster
