"""A cluster with a NodePort Service in it, and a terminal: ``type`` a line somewhere, see what is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.tools.shell import Ran

MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: IMAGE}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  clusterIP: 10.96.50.50
  selector: {app: web}
  ports: [{port: 80, targetPort: TARGET, nodePort: 30080}]
"""

Type = Callable[..., Ran]


def made(image: str = "nginx", target: int = 80, mode: Any = "iptables") -> Cluster:
    """The cluster of the manifest."""
    cluster = Cluster(ClusterConfig(proxy_mode=mode))
    text = MANIFEST.replace("IMAGE", image).replace("TARGET", str(target))
    cluster.perform({"type": "apply", "files": [{"name": "web.yaml", "text": text}]})
    return cluster


def typed(cluster: Cluster, line: str, place: str = "client", dice: int = 0) -> Ran:
    """What a line leaves on the screen."""
    session = cluster.perform({"type": "terminal", "line": line, "place": place, "dice": dice}).session
    assert session is not None
    return session.ran


def first_pod(cluster: Cluster) -> str:
    """The place of the pod on the first node."""
    pods = cluster.api.list("pods", "default")
    return next(f"default/{pod['metadata']['name']}" for pod in pods if pod["spec"]["nodeName"] == "node1")


@pytest.fixture
def cluster() -> Cluster:
    return made()


@pytest.fixture
def type_line(cluster: Cluster) -> Type:
    return lambda line, place="client", dice=0: typed(cluster, line, place, dice)
