"""A manifest with a mistake, mended by its repair and judged again."""

from __future__ import annotations

from itertools import pairwise

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubectl.apply import check
from nodeport_lab.cluster.kubectl.reading import File
from nodeport_lab.cluster.problem import Edit, Problem
from nodeport_lab.cluster.problem_kinds import REPAIRS

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort # how it is reached
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 80
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
        image: nginx:1.27
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - host: example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: web
            port:
              number: 80
"""


def problems(text: str) -> list[Problem]:
    """What is wrong with a file in an empty cluster."""
    return [placed.problem for placed in check([File("manifest.yaml", text)], ApiServer(ClusterConfig()))]


def mended(text: str, kind: str) -> str | None:
    """The text after the repair of its first problem of ``kind``, None where that has no repair.

    The repair must keep its promise: that problem is gone.
    """
    problem = next(problem for problem in problems(text) if problem.kind == kind)
    if problem.repair is None:
        return None
    assert REPAIRS[problem.repair.kind] <= problem.repair.params.keys()
    out = edited(text, problem.repair.edits)
    assert (kind, problem.path) not in [(other.kind, other.path) for other in problems(out)], out
    return out


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits made; they must not overlap."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans = [(edit.span, edit.text) for edit in edits]
    places = sorted(
        (starts[s.start_line - 1] + s.start_column, starts[s.end_line - 1] + s.end_column, new)
        for s, new in spans
    )
    assert all(end <= start for (_, end, _), (start, _, _) in pairwise(places))
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text
