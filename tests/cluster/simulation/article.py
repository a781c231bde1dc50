"""The article's manifests, and what tests ask of a cluster that has them."""

import json
from pathlib import Path

RECORDED = Path(__file__).parents[2] / "data/conformance/kubectl/article.json"
FILES = json.loads(RECORDED.read_text(encoding="utf-8"))["files"]
DOOR = {"address": "192.168.1.103", "port": 30080}
SEND = {"type": "send", "from": "client", "to": DOOR, "protocol": "TCP", "pick": 0}


def apply(*names, **more):
    return {"type": "apply", "files": [{"name": name, "text": FILES[name]} for name in names], **more}


ARTICLE = apply("deployment.yaml", "service.yaml")


def pods(cluster):
    return cluster.snapshot()["pods"]


def outcomes(cluster, sender="client", to=DOOR, protocol="TCP"):
    traced = cluster.trace({"from": sender, "to": to, "protocol": protocol})
    return {(o["code"], o["pod"]) for o in traced["outcomes"]}


def kinds(cluster, **request):
    return {code for code, _ in outcomes(cluster, **request)}
