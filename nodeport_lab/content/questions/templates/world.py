"""The clusters that templates draw: few enough to be kept at hand, unlike enough that nobody learns one by heart."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from nodeport_lab.content.questions import readings, staging
from nodeport_lab.content.questions.model import Json

# name, nodePort, port, targetPort: three different numbers, so that none can stand for another.
APPS = (
    ("shop", 30080, 80, 8080),
    ("hello", 31500, 8000, 3000),
    ("board", 32100, 9000, 5000),
    ("menu", 30443, 443, 8443),
)
CLIENT = "203.0.113.10"


def node_address(number: int) -> str:
    """The address of node1, node2 …"""
    return f"192.168.1.{100 + number}"


@dataclass(frozen=True, slots=True)
class World:
    """A Deployment and its Service on three nodes, and what was done to them besides."""

    app: str
    node_port: int
    port: int
    target: int
    replicas: int = 1
    policy: str = "Cluster"
    selector: str = ""
    listens: int = 0
    more: tuple[Json, ...] = ()

    @staticmethod
    def draw(
        random: Random,
        replicas: tuple[int, ...] = (1, 2),
        policies: tuple[str, ...] = ("Cluster",),
        **fixed: Any,
    ) -> World:
        """One of the worlds."""
        name, node_port, port, target = random.choice(APPS)
        return World(name, node_port, port, target, random.choice(replicas), random.choice(policies), **fixed)

    @property
    def manifests(self) -> list[dict[str, str]]:
        """deployment.yaml and service.yaml."""
        return [
            {"name": "deployment.yaml", "text": _DEPLOYMENT.format(**self._fields())},
            {"name": "service.yaml", "text": _SERVICE.format(**self._fields())},
        ]

    def _fields(self) -> dict[str, Any]:
        return {
            "app": self.app, "replicas": self.replicas, "listens": self.listens or self.target, "selector": self.selector or self.app,
            "port": self.port, "target": self.target, "node_port": self.node_port,
            "policy": f"\n  externalTrafficPolicy: {self.policy}" if self.policy != "Cluster" else "",
        }  # fmt: skip

    @property
    def actions(self) -> list[Json]:
        """How it came about."""
        return [{"type": "apply", "files": self.manifests}, *self.more]

    @property
    def stage(self) -> dict[str, Any]:
        """The same as a question says it."""
        return {"base": "empty", "actions": self.actions}

    @property
    def snapshot(self) -> dict[str, Any]:
        """How things stand."""
        return staging.snapshot(3, self.actions)

    @property
    def cluster_ip(self) -> str:
        """The Service's own address."""
        return str(next(item["clusterIP"] for item in self.snapshot["services"] if item["name"] == self.app))

    @property
    def pods(self) -> list[dict[str, Any]]:
        """The pods, sorted by name."""
        return sorted(self.snapshot["pods"], key=lambda pod: str(pod["name"]))

    def pods_on(self, number: int) -> list[dict[str, Any]]:
        """Those of one node."""
        return [pod for pod in self.pods if pod["node"] == f"node{number}"]

    def ask(self, number: int, **more: Any) -> dict[str, Any]:
        """A request to the nodePort of a node."""
        return {"to": {"address": node_address(number), "port": self.node_port}, **more}

    def reads(self, request: Json, reading: str) -> set[str]:
        """What the simulation says to it."""
        return readings.reading(staging.trace(3, self.actions, request), reading)


_DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {app}
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app: {app}
  template:
    metadata:
      labels:
        app: {app}
    spec:
      containers:
      - name: {app}
        image: example/{app}:1.0
        ports:
        - containerPort: {listens}
"""
_SERVICE = """apiVersion: v1
kind: Service
metadata:
  name: {app}
spec:
  type: NodePort{policy}
  selector:
    app: {selector}
  ports:
  - port: {port}
    targetPort: {target}
    nodePort: {node_port}
"""
