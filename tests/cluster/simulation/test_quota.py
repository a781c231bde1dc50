"""A cluster takes so many pods and no more, whatever a manifest asks for: a lab serves many."""

from nodeport_lab.cluster.controllers.replicaset import QUOTA
from nodeport_lab.cluster.simulation.cluster import Cluster

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: %d
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
"""


def apply(cluster: Cluster, replicas: int) -> None:
    files = [{"name": "web.yaml", "text": DEPLOYMENT % replicas}]
    printed = cluster.perform({"type": "apply", "files": files}).printed
    assert printed is not None
    assert printed.exit == 0


def test_a_deployment_gets_what_the_quota_allows_and_events_say_why() -> None:
    cluster = Cluster()
    apply(cluster, 100_000)
    assert len(cluster.snapshot()["pods"]) == QUOTA
    [deployment] = cluster.snapshot()["deployments"]
    assert deployment["replicas"] == 100_000
    messages = {event["message"] for event in cluster.api.list("events") if event["reason"] == "FailedCreate"}
    assert any("exceeded quota" in message for message in messages)


def test_room_that_is_made_is_used() -> None:
    cluster = Cluster()
    apply(cluster, 100_000)
    apply(cluster, 3)
    assert len(cluster.snapshot()["pods"]) == 3
