"""Manifests that tests apply, and the recorded ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.kubectl.printed import Printed

RECORDED = Path(__file__).parents[2] / "data" / "conformance" / "admission"
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector:
    app: web
  ports:
  - port: 80
    nodePort: 30080
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: nginx
        image: nginx
"""


def run(*texts: str, api: ApiServer | None = None) -> Printed:
    api = api or ApiServer()
    for text in texts[:-1]:
        assert apply([File("m.yaml", text)], api).exit == 0
    return apply([File("m.yaml", texts[-1])], api)


def recorded(file: str) -> Iterator[tuple[str, list[str]]]:
    for case in json.loads((RECORDED / f"{file}.json").read_text(encoding="utf-8")):
        yield case["name"], [step["manifest"] for step in case["steps"]]
